"""Puts scripts and data into a page, so that it is one file that loads nothing.

Its Content-Security-Policy allows pictures from `data:` URLs alone and, of scripts, those whose
hashes it names.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from jinja2 import Environment

from lab1report.pages.templates import load_source

_POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src {scripts};"
    " base-uri 'none'; form-action 'none'"
)
_OF_SERVED = "; connect-src 'self'"
_SCRIPT = re.compile(r'(<script[^>]*) src="asset:([^"]+)"></script>')


def script_of(environment: Environment, parts: Iterable[str]) -> str:
    """The templates `parts` ("web/dom.js") as one script, in this order."""
    return "\n".join(load_source(environment, name) for name in parts)


def policy(scripts: Iterable[str], *, served: bool = False) -> str:
    """The policy of a page that runs these scripts; a `served` one may ask its own server."""
    allowed = " ".join(_hash(script) for script in scripts)
    return _POLICY.format(scripts=allowed) + (_OF_SERVED if served else "")


def json_script(document: Any) -> str:
    """`document` as JSON that cannot close the script element in which it stands."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c")


def with_scripts(page: str, scripts: Mapping[str, str]) -> str:
    """`page` with `scripts` by their names within the elements that say `src="asset:NAME"`."""
    return _SCRIPT.sub(lambda found: f"{found[1]}>{scripts[found[2]]}</script>", page)


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"

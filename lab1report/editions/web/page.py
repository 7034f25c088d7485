"""Renders a report's context as a web page in one file.

The file contains everything that the page shows, and its Content-Security-Policy forbids it to load
anything else: pictures only from `data:` URLs, scripts only those whose hashes it names.
"""

import base64
import gzip
import hashlib
import html
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from lab1report.editions.web.library import PLOTLY
from lab1report.pages.data_url import data_url
from lab1report.pages.html import Edition, render_html
from lab1report.pages.templates import load_source, load_toml, make_environment

SCREEN = Edition(
    page="web/page.html.j2",
    macros=("macros.html.j2", "web/macros.html.j2"),
)
PREVIEW = replace(SCREEN, page="web/preview.html.j2")

_EARLY = "early"  # before the page is shown: without it, a dark page would flash white
_LATE = (
    *("dom", "theme", "contents", "pictures", "address", "download", "table", "names"),
    *("results", "lines", "canvas", "readout", "switches", "plot", "rows", "plots", "sideways"),
)
_SVG = "image/svg+xml"
_MIME = {".png": "image/png", ".svg": _SVG}
_ESCAPES = {ord(sign): f"%{ord(sign):02X}" for sign in '%#<>"&\n'}
_POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src {scripts};"
    " base-uri 'none'; form-action 'none'"
)
_OF_PREVIEW = "; connect-src 'self'"
_SCRIPT = re.compile(r'(<script[^>]*) src="asset:([^"]+)"></script>')
_PICTURE = re.compile(r'(?<=<img )src="asset:([^"]+)"')


def render_web(
    context: Mapping[str, Any],
    pictures: Mapping[str, bytes],
    *,
    plots: Mapping[str, Any],
    results: str,
    language: str = "ru",
    preview: Mapping[str, Any] | None = None,
) -> str:
    """Write the report as a web page.

    Args:
        context: as for `render_html`, and `origins` of the figures by their names.
        pictures: by the names that the templates use ("figures/xor-loss.png").
        plots: what the interactive plots show, for web/plots.js.
        results: results.json, from which they take their curves; readers can take it from the page.
        preview: what web/preview.js has to know where a server shows the page while its words are
            written; None is the page that is handed in, which asks no server for anything.

    Raises:
        TemplateRuleError, jinja2.UndefinedError: as `render_html`.
    """
    environment = make_environment(language)
    words = load_toml(environment, f"{language}/web.toml")
    late = [load_source(environment, f"web/{name}.js") for name in _LATE]
    run = {
        "early.js": load_source(environment, f"web/{_EARLY}.js"),
        "plotly.js": PLOTLY.read_text(encoding="utf-8"),
        "page.js": "\n".join(late),
    }
    scripts = {
        **run,
        "page.json": _json({**plots, "words": words["script"]}),
        "results.json.gz": _packed(results),
    }
    if preview is not None:
        run["preview.js"] = load_source(environment, "web/preview.js")
        says = {**preview, "words": load_toml(environment, f"{language}/preview.toml")}
        scripts |= {"preview.js": run["preview.js"], "preview.json": _json(says)}
    policy = _POLICY.format(scripts=" ".join(_hash(script) for script in run.values()))
    page = render_html(
        {**context, "web": words, "policy": policy + (_OF_PREVIEW if preview is not None else "")},
        pictures,
        edition=SCREEN if preview is None else PREVIEW,
        language=language,
    )
    # Last of all, since megabytes need not go through the templates and their rules for spaces
    page = _PICTURE.sub(lambda found: f'src="{_url(html.unescape(found[1]), pictures)}"', page)
    return _SCRIPT.sub(lambda found: f"{found[1]}>{scripts[found[2]]}</script>", page)


def _json(document: Mapping[str, Any]) -> str:
    """`document` as JSON that cannot close the script element in which it stands."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c")


def _packed(text: str) -> str:
    """`text` compressed by gzip, in base64; the same text gives the same bytes."""
    # At level 9 it takes six times as long, for two per cent
    return base64.b64encode(gzip.compress(text.encode(), 6, mtime=0)).decode()


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _url(name: str, pictures: Mapping[str, bytes]) -> str:
    kind, content = _MIME[PurePosixPath(name).suffix], pictures[name]
    if kind == _SVG:  # as text, which is a quarter shorter
        return f"data:{kind},{content.decode().translate(_ESCAPES)}"
    return data_url(kind, content)

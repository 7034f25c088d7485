"""Renders a report's context as a web page in one file, which has all that it shows."""

import base64
import gzip
import html
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from lab1report.editions.web.library import PLOTLY
from lab1report.pages.data_url import data_url
from lab1report.pages.html import Edition, render_html
from lab1report.pages.single_file import json_script, policy, script_of, with_scripts
from lab1report.pages.templates import load_source, load_toml, make_environment

SCREEN = Edition(
    page="web/page.html.j2",
    macros=("macros.html.j2", "web/macros.html.j2"),
)
PREVIEW = replace(SCREEN, page="web/preview.html.j2")

_EARLY = "early"  # before the page is shown: without it, a dark page would flash white
_LATE = (
    *("dom", "theme", "contents", "pictures", "address", "download", "searching", "sorting"),
    *("table", "names", "results", "lines", "canvas", "readout", "switches", "plot", "rows"),
    *("plots", "sideways", "decoding"),
)
_SVG = "image/svg+xml"
_MIME = {".png": "image/png", ".svg": _SVG}
_ESCAPES = {ord(sign): f"%{ord(sign):02X}" for sign in '%#<>"&\n'}
_PICTURE = re.compile(r'(<img [^>]*?)src="asset:([^"]+)"')
_SIZE = re.compile(r"<svg\b[^>]*? width='(\d+)' height='(\d+)'")


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
    run = {
        "early.js": load_source(environment, f"web/{_EARLY}.js"),
        "plotly.js": PLOTLY.read_text(encoding="utf-8"),
        "page.js": script_of(environment, (f"web/{name}.js" for name in _LATE)),
    }
    scripts = {
        **run,
        "page.json": json_script({**plots, "words": words["script"]}),
        "results.json.gz": _packed(results),
    }
    if preview is not None:
        run["preview.js"] = load_source(environment, "web/preview.js")
        says = {**preview, "words": load_toml(environment, f"{language}/preview.toml")}
        scripts |= {"preview.js": run["preview.js"], "preview.json": json_script(says)}
    allowed = policy(run.values(), served=preview is not None)
    page = render_html(
        {**context, "web": words, "policy": allowed},
        pictures,
        edition=SCREEN if preview is None else PREVIEW,
        language=language,
    )
    # Last of all, since megabytes need not go through the templates and their rules for spaces
    page = _PICTURE.sub(lambda found: found[1] + _source(html.unescape(found[2]), pictures), page)
    return with_scripts(page, scripts)


def _packed(text: str) -> str:
    """`text` compressed by gzip, in base64; the same text gives the same bytes."""
    # At level 9 it takes six times as long, for two per cent
    return base64.b64encode(gzip.compress(text.encode(), 6, mtime=0)).decode()


def _source(name: str, pictures: Mapping[str, bytes]) -> str:
    """The attributes of an image that show the picture, with its size, px, where it says it.

    A picture that is not decoded yet then has its place, and nothing moves when it is.
    """
    kind, content = _MIME[PurePosixPath(name).suffix], pictures[name]
    if kind != _SVG:
        return f'src="{data_url(kind, content)}"'
    text = content.decode()
    size = 'width="{}" height="{}" '.format(*found.groups()) if (found := _SIZE.match(text)) else ""
    # As text, which is a quarter shorter
    return f'{size}src="data:{kind},{text.translate(_ESCAPES)}"'

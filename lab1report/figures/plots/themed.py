"""Exports figures for a screen: as SVG that is light or dark like the page around it.

Each colour of a drawing becomes a variable of CSS with a second value for dark pages. Photographs,
whose colours mean something, stay as they are, on the page's ground.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from matplotlib.figure import Figure

from lab1report.figures.plots import export, style
from lab1report.figures.plots.dark_colors import dark
from lab1report.figures.plots.svg_paths import relative

_PIXELS = 5 / 3  # of a point: as wide as the page's widest column, where on paper the text is
_BLACK = "000000"
_AS_DRAWN = style.AS_DRAWN["gid"]
_DRAWN = "drawn"  # the class of what has that name
_DROPPED = re.compile(r"<\?xml.*?\?>|<!DOCTYPE.*?>|<!--.*?-->|<metadata>.*?</metadata>", re.DOTALL)
_GROUP = re.compile(r'<g id="([^"]*)"')
_STYLE = re.compile(r' style="([^"]*)"')
_COLOR = re.compile(r"#([0-9a-f]{6})\b")
_PATHS = re.compile(r'(?<= d=")[^"]*')
_PLACES = re.compile(r'(?<= [xy]=")[^"]*|(?<=translate\()[^)]*')
_SIZE = re.compile(r'(?<=")([\d.]+)pt(?=")')
_LONG = re.compile(r"-?\d+\.\d{3,}")


def picture(figure: Figure) -> bytes:
    """The SVG."""
    return themed(export.svg(figure).decode()).encode()


def themed(svg: str) -> str:
    """Matplotlib's `svg` without what nobody sees, places to a hundredth of a point, and with two
    values for each colour.
    """
    svg = _DROPPED.sub("", svg)
    svg = _SIZE.sub(lambda found: f"{_PIXELS * float(found[1]):.0f}", svg)
    svg = _PATHS.sub(lambda found: relative(found[0]), svg)
    svg = _PLACES.sub(lambda found: _short(found[0]), svg)
    svg = _GROUP.sub(lambda found: f'<g class="{_DRAWN}"' if found[1] == _AS_DRAWN else "<g", svg)
    classes: dict[str, str] = {}

    def named(found: re.Match[str]) -> str:
        rule = re.sub(r"\s*([;:])\s*", r"\1", _COLOR.sub(r"var(--c\1)", found[1]))
        return f' class="{classes.setdefault(rule, f"a{len(classes)}")}"'

    svg = _STYLE.sub(named, svg)
    colors = dict.fromkeys((_BLACK, *re.findall(r"--c([0-9a-f]{6})", "".join(classes))))
    rules = "".join(f".{name}{{{rule}}}" for rule, name in classes.items())
    svg = svg.replace("</style>", f"{_variables(colors)}{rules}</style>", 1)
    return re.sub(r"\s*\n\s*", "", svg).replace('"', "'")


def _variables(colors: Iterable[str]) -> str:
    """The rules that give each of `colors`, "rrggbb", its value on a light and on a dark page."""
    light = "".join(f"--c{color}:#{color};" for color in colors)
    night = "".join(f"--c{color}:{dark(f'#{color}')};" for color in colors)
    fill = f"fill:var(--c{_BLACK})"  # of letters, for which matplotlib leaves it out
    return (
        f":root,.{_DRAWN}{{{light}{fill}}}"
        f"@media(prefers-color-scheme:dark){{:root{{{night}{fill}}}}}"
    )


def _short(places: str) -> str:
    """Coordinates to a hundredth."""
    return _LONG.sub(lambda found: f"{float(found[0]):.2f}".rstrip("0").rstrip("."), places)

"""Typesets TeX formulas as SVG pictures, by matplotlib's mathtext in the STIX fonts."""

import re
from dataclasses import asdict, dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from lab1report.pages.data_url import data_url
from lab1report.pages.template_errors import TemplateRuleError
from lab1report.store.environment import version
from lab1report.store.memo import memoized

if TYPE_CHECKING:
    from matplotlib.path import Path as Outline

_SIZE = 14  # pt of the letters while a formula is set
_PADDING = 0.5  # pt around the ink, so that antialiasing is not cut


@dataclass(frozen=True)
class Formula:
    """A formula; `width` and `depth` (below the baseline) are in sizes of the text around it."""

    tex: str
    width: float
    depth: float
    svg: str

    @property
    def url(self) -> str:
        """The picture as a `data:` URL."""
        return data_url("image/svg+xml", self.svg.encode())


@lru_cache(maxsize=256)
def typeset(tex: str, *, display: bool = False) -> Formula:
    """Set one formula, given without dollar signs; with `display` its fractions are large.

    It is stored in the cache folder, since most reports have the same formulas.

    Raises:
        TemplateRuleError: mathtext does not understand `tex`, or it holds a control character,
            which is what a template makes of a backslash that was not doubled.
    """
    if control := re.search(r"[\x00-\x1f]", tex):
        raise TemplateRuleError(
            f"formula {tex!r} holds {control[0]!r}: double every backslash in a template"
        )
    return memoized(
        "formulas",
        (tex, display, _code(), version("matplotlib")),
        lambda: asdict(_set(tex, display=display)),
        restore=lambda stored: Formula(**stored),
    )


@cache  # a page has dozens of formulas
def _code() -> str:
    return Path(__file__).read_text(encoding="utf-8")


def _set(tex: str, *, display: bool) -> Formula:
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextPath, text_to_path

    font = FontProperties(family="STIXGeneral", size=_SIZE, math_fontfamily="stix")
    body = tex.replace(r"\frac", r"\dfrac") if display else tex
    math = f"${body}$"
    try:
        path = TextPath((0, 0), math, prop=font)
        width, _, _ = text_to_path.get_text_width_height_descent(math, font, ismath=True)
    except (ValueError, AttributeError) as error:  # the latter where nothing is drawn
        raise TemplateRuleError(f"formula {tex!r}: {error}") from error
    ink = path.get_extents()
    left, right = min(0.0, ink.x0) - _PADDING, max(width, ink.x1) + _PADDING
    top, depth = ink.y1 + _PADDING, max(0.0, -ink.y0) + _PADDING
    width, height = right - left, top + depth
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.2f}pt" height="{height:.2f}pt"'
        f' viewBox="{left:.2f} {-top:.2f} {width:.2f} {height:.2f}"><path d="{_data(path)}"/></svg>'
    )
    return Formula(tex=tex, width=width / _SIZE, depth=depth / _SIZE, svg=svg)


def _data(path: "Outline") -> str:
    """SVG path data of `path`, the y axis turned down."""
    commands = {path.MOVETO: "M", path.LINETO: "L", path.CURVE3: "Q", path.CURVE4: "C"}
    parts = []
    for vertices, code in path.iter_segments(simplify=False, curves=True):
        if code == path.CLOSEPOLY:
            parts.append("Z")
        else:
            points = vertices.reshape(-1, 2) * (1, -1)
            parts.append(commands[code] + " ".join(f"{x:.2f} {y:.2f}" for x, y in points))
    return "".join(parts)

"""Typesets TeX formulas as SVG pictures, by Typst, in a Times with all of mathematics."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from lab1report.figures.fonts import FOLDER, liberation
from lab1report.messages import _
from lab1report.pages.data_url import data_url
from lab1report.pages.template_errors import TemplateRuleError
from lab1report.pages.tex import TexError, to_typst

if TYPE_CHECKING:
    from typst import Fonts

_SIZE = 14  # pt of the letters while a formula is set
_MARGIN = 0.5  # pt above and below the formula, so that antialiasing is not cut
_SIDE = 2.3  # pt beside it, where an italic letter reaches out of its place: f does by 2.1
_FONT = "TeX Gyre Termes Math"
_MARK = "#fe0102"  # of a speck on the baseline, to be found in the picture
_PAGE = """
#set page(width: auto, height: auto, margin: (x: {side}pt, y: {margin}pt), fill: none)
#set par(leading: 0pt)
#set text(size: {size}pt, font: {fonts}, top-edge: "bounds", bottom-edge: "bounds")
#show math.equation: set text(font: {fonts})
#box(width: 0.01pt, height: 0.01pt, fill: rgb("{mark}"))${formula}$
"""
_SPECK = re.compile(rf'<g transform="translate\(\S+ (\S+)\)"><path fill="{_MARK}".*?</g>')
_BOX = re.compile(r'viewBox="0 0 (\S+) (\S+)"')


class FormulaError(TemplateRuleError):
    """A formula cannot be set, for the `reason`."""

    def __init__(self, tex: str, reason: str) -> None:
        super().__init__(f"formula {tex!r}: {reason}")
        self.reason = reason


@dataclass(frozen=True)
class Formula:
    """A formula and its picture, in sizes of the text around it.

    `height` is that of the picture, `depth` what of it is below the baseline, `margin` what it has
    left and right of the formula's place, where the text may stand.
    """

    tex: str
    width: float
    height: float
    depth: float
    margin: float
    svg: str

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height on a screen, where an em has usually 16 px; only their ratio matters."""
        return round(16 * self.width), round(16 * self.height)

    @property
    def url(self) -> str:
        """The picture as a `data:` URL."""
        return data_url("image/svg+xml", self.svg.encode())


@lru_cache(maxsize=256)
def typeset(tex: str, *, display: bool = False) -> Formula:
    """Set one formula, given without dollar signs; with `display` as on a line of its own.

    Raises:
        FormulaError: `tex` cannot be read, or it holds a control character, which is what a
            template makes of a backslash that was not doubled.
    """
    if control := re.search(r"[\x00-\x1f]", tex):
        reason = _("it holds {sign}: double every backslash in a template").format(
            sign=repr(control[0])
        )
        raise FormulaError(tex, reason)
    try:
        formula = to_typst(tex)
        picture = _picture(f"#math.display(${formula}$)" if display else formula)
    except TexError as error:
        raise FormulaError(tex, str(error)) from error
    speck, box = _SPECK.search(picture), _BOX.search(picture)
    if speck is None or box is None:
        raise RuntimeError("Typst writes another SVG than that of the version known here")
    svg = picture.replace(speck[0], "")
    if "<path" not in svg:
        raise FormulaError(tex, _("it draws nothing"))
    width, height = map(float, box.groups())
    depth = height - float(speck[1]) - 0.01
    return Formula(
        tex=tex,
        width=width / _SIZE,
        height=height / _SIZE,
        depth=depth / _SIZE,
        margin=_SIDE / _SIZE,
        svg=svg,
    )


def _picture(formula: str) -> str:
    import typst

    page = _PAGE.format(
        side=_SIDE,
        margin=_MARGIN,
        size=_SIZE,
        fonts=f'("{_FONT}", "{liberation().name}")',
        mark=_MARK,
        formula=formula,
    )
    compiler = typst.Compiler(
        page.encode(),
        root=Path(__file__).parent,  # else the current folder, which may be gone
        font_paths=_fonts(),
        ignore_system_fonts=True,
    )
    try:
        svg = compiler.compile(format="svg")
    except typst.TypstError as error:
        raise TexError(_("Typst says: {error}").format(error=error)) from error
    return cast("bytes", svg).decode()  # of one page


@cache
def _fonts() -> "Fonts":
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[FOLDER])

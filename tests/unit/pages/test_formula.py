import io
import re
from pathlib import Path

import pytest
import typst
from PIL import Image, ImageOps

from lab1report.pages.formula import Formula, typeset
from lab1report.pages.template_errors import TemplateRuleError


def box(formula: Formula) -> tuple[float, ...]:
    """Left, top, width and height of the picture."""
    found = re.search(r'viewBox="(\S+) (\S+) (\S+) (\S+)"', formula.svg)
    assert found is not None
    return tuple(map(float, found.groups()))


def drawn(formula: Formula) -> bytes:
    """The picture in PNG, of a white ground."""
    page = f"""#set page(width: auto, height: auto, margin: 0pt)
    #image(bytes(sys.inputs.svg), width: {formula.width}em)"""
    inputs = {"svg": formula.svg}
    png = typst.compile(page.encode(), format="png", ppi=400, sys_inputs=inputs)
    assert isinstance(png, bytes)
    return png


def test_a_formula_reaches_below_the_baseline_by_its_depth() -> None:
    plain, deep = typeset("x"), typeset(r"\dfrac{1}{n}")
    assert deep.depth > plain.depth + 0.2
    assert box(deep)[3] > box(plain)[3] + 10


def test_fractions_are_large_in_display() -> None:
    inline, display = typeset(r"\frac{1}{n}"), typeset(r"\frac{1}{n}", display=True)
    assert box(display)[3] > 1.3 * box(inline)[3]
    assert display.tex == inline.tex


@pytest.mark.parametrize("tex", ["f", "j", r"\hat{f}", r"A^T", r"\hat{y} = \sum_{i=1}^{n} w_i x_i"])
def test_the_ink_is_within_the_picture(tex: str) -> None:
    picture = Image.open(io.BytesIO(drawn(typeset(tex, display=True)))).convert("L")
    left, top, right, bottom = ImageOps.invert(picture).getbbox() or (0, 0, 0, 0)
    assert 0 < left < right < picture.width
    assert 0 < top < bottom < picture.height


def test_the_baseline_is_where_letters_stand() -> None:
    assert typeset("x").depth == pytest.approx(0.05, abs=0.02)
    assert typeset("x", display=True).depth == typeset("x").depth


def test_the_text_stands_beside_the_letters() -> None:
    formula = typeset("n")
    assert formula.width - 2 * formula.margin == pytest.approx(0.5, abs=0.1)


def test_functions_stand_off_from_their_factors() -> None:
    """As in TeX, a sixth of the size of the letters before a function and behind it."""
    factor, function = (typeset(tex).width for tex in ("y", r"\ln"))
    margins = 2 * typeset("y").margin
    apart = typeset(r"y \ln y").width - margins - 2 * (factor - margins) - (function - margins)
    assert apart == pytest.approx(2 / 6, abs=0.05)


@pytest.mark.parametrize("tex", [r"\nosuch{x}", r"\frac{1", "\frac{1}{2}", "\theta"])
def test_what_is_not_tex_is_named(tex: str) -> None:
    with pytest.raises(TemplateRuleError, match="formula"):
        typeset(tex)


def test_the_current_folder_may_be_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert typeset("a + gone").width > 1

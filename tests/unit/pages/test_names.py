"""Names as they are pasted: what the page drops must not fail the check before it."""

from pathlib import Path

import pytest

from lab1report import pipeline
from lab1report.errors import UserError
from lab1report.figures.font_search import find
from lab1report.figures.fonts import using
from lab1report.own_words.formulas import require_typeset
from lab1report.own_words.markdown import TypedFormula
from lab1report.pages.glyphs import cleaned, printable
from lab1report.settings.options import load
from tests.made_fonts import stand_in, without, write


def check(folder: Path, student: str) -> None:
    options = {"classes": "1,2,3", "student": student, "out": str(folder / "out")}
    pipeline.check(load(options, folder=folder))


def test_invisible_characters_are_dropped_not_refused(tmp_path: Path) -> None:
    name = "И.И.\u2066 \u0007Иванов\ufdd0"
    assert cleaned(name) == "И.И. Иванов"
    check(tmp_path, name)


def test_the_chosen_font_decides_what_can_be_printed(tmp_path: Path) -> None:
    name = "Ȣ. Иванов"
    check(tmp_path, name)
    lacking = {face: without(font, name[0]) for face, font in stand_in().items()}
    font = find(str(write(tmp_path / "font", lacking)))
    with using(font):
        with pytest.raises(UserError, match=r"fonts cannot print «Ȣ» U\+0222"):
            check(tmp_path, name)
        assert printable(name) == "<U+0222>. Иванов"
        require_typeset(
            TypedFormula(name[0], display=False, place="words/xor.md:1")
        )  # which has its own font


def test_a_visible_character_without_a_glyph_is_refused_before_any_work(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"U\+1F600"):
        check(tmp_path, "И.И. Иванов \U0001f600")

"""Names as they are pasted: what the page drops must not fail the check before it."""

from pathlib import Path

import pytest

from lab1report import pipeline
from lab1report.errors import UserError
from lab1report.pages.glyphs import cleaned
from lab1report.settings.options import load


def check(folder: Path, student: str) -> None:
    options = {"classes": "1,2,3", "student": student, "out": str(folder / "out")}
    pipeline.check(load(options, folder=folder))


def test_invisible_characters_are_dropped_not_refused(tmp_path: Path) -> None:
    name = "И.И.\u2066 \u0007Иванов\ufdd0"
    assert cleaned(name) == "И.И. Иванов"
    check(tmp_path, name)


def test_a_visible_character_without_a_glyph_is_refused_before_any_work(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"U\+1F600"):
        check(tmp_path, "И.И. Иванов \U0001f600")

"""A page is made anew whenever any source of the program has changed."""

from pathlib import Path

import pytest

from lab1report import resources
from lab1report.editions.keys import of_code_questions, of_sources
from lab1report.store.code_digests import PACKAGE
from lab1report.tasks.notebooks import notebooks_folder


def test_every_source_counts_by_its_name_and_its_text(tmp_path: Path) -> None:
    digests = {of_sources(tmp_path)}
    (tmp_path / "editions" / "pdf").mkdir(parents=True)
    nested, other = tmp_path / "editions" / "pdf" / "page.py", tmp_path / "notebooks.py"
    for change in (
        lambda: nested.write_text("one = 1"),
        lambda: nested.write_text("one = 2"),
        lambda: nested.rename(other),
        lambda: nested.write_text(""),
    ):
        change()
        digests.add(of_sources(tmp_path))
    assert len(digests) == 5
    (tmp_path / "compiled.pyc").write_bytes(b"")
    assert of_sources(tmp_path) in digests


def test_what_stands_in_a_notebook_is_among_the_sources() -> None:
    for folder, names in (
        (notebooks_folder(), {"preparation.py", "plots/xor.py"}),
        (PACKAGE, {"data/demo_images.py", "editions/pdf/typesetting.py"}),
    ):
        assert names < {path.relative_to(folder).as_posix() for path in folder.rglob("*.py")}


def test_questions_about_code_count_by_their_texts_and_outcomes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = of_code_questions()
    assert set(usual) == {"code_questions.toml", "code_outcomes.toml"}
    (tmp_path / "experiments").mkdir()
    monkeypatch.setenv(resources.VARIABLE, str(tmp_path))
    assert of_code_questions() == {}
    (tmp_path / "experiments" / "code_outcomes.toml").write_text("[trial]", encoding="utf-8")
    assert of_code_questions() != usual

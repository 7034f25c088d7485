"""A machine that can make no PDF: known before anything is trained, and no end of it."""

from typing import Any

import pytest

from lab1report.editions.pdf import native
from tests.e2e.conftest import FIRST
from tests.other_machines import NO_LIBRARY

pytestmark = pytest.mark.slow

SENTENCE = "no PDF can be made: this machine lacks Pango"


@pytest.fixture(autouse=True)
def _no_pango(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(native, "LIBRARIES", {**native.LIBRARIES, "Pango": NO_LIBRARY})


def test_page_and_notebook_are_written_in_its_place(copied: Any) -> None:
    out = copied.folder / "lab1-report"
    (out / "lab1-demo.pdf").unlink()
    done = copied.run("build", *FIRST)
    assert done.returncode == 4
    warned, *_, last = done.stderr.strip().splitlines()
    assert SENTENCE in warned
    assert "The web page and the notebook are written in its place" in warned
    assert done.stderr.count(SENTENCE) == 1
    assert last == "lab1report: no PDF was made, for the reason given above"
    assert {file.name for file in out.iterdir()} >= {"lab1-demo.html", "lab1-demo.ipynb"}
    assert not (out / "lab1-demo.pdf").exists()


def test_who_asks_for_no_pdf_is_told_nothing(copied: Any) -> None:
    done = copied.run("build", *FIRST, "--format", "ipynb")
    assert done.returncode == 0
    assert "Pango" not in done.stderr


@pytest.mark.parametrize("command", [("defence", *FIRST), ("verify", "lab1-report/lab1-demo.pdf")])
def test_what_is_nothing_without_a_pdf_stops(command: tuple[str, ...], copied: Any) -> None:
    done = copied.run(*command)
    assert done.returncode == 3
    assert SENTENCE in done.stderr
    assert done.stdout == ""


def test_verify_says_what_it_needs_pango_for(copied: Any) -> None:
    done = copied.run("verify", "lab1-report/lab1-demo.pdf")
    why = "'verify' makes each report again and compares its pages, but"
    assert done.stderr.startswith(f"lab1report: {why} {SENTENCE}; ")


def test_a_pango_that_is_too_old_is_known_before_the_training(
    copied: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()  # the libraries are there
    monkeypatch.setattr(native, "pango_version", lambda: "1.42.4")
    done = copied.run("defence", *FIRST)
    assert done.returncode == 3
    assert "no PDF can be made: Pango 1.42.4 is older than 1.44; use a newer" in done.stderr

"""What counts as the same: numbers, pictures, trainings, tables."""

import base64
import csv
import io
import json
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from lab1report.cli.output import printable
from lab1report.model import SectionFailure
from lab1report.received.differences import differences
from lab1report.verify import made_again
from lab1report.verify.notebooks import notebook_differences
from lab1report.verify.statement import as_text
from lab1report.verify.verification import Verification
from tests.golden.made_training import Outcome, trained
from tests.specs import BASE


@pytest.mark.parametrize(
    ("found", "wanted", "places"),
    [
        ({"a": 0.1}, {"a": 0.1 + 1e-16}, []),
        ({"a": 0.1}, {"a": 0.1 + 1e-6}, ["a: 0.1, not 0.100001"]),
        ({"a": 1}, {"a": 1.0}, ["a: 1, not 1.0"]),
        ({"a": True}, {"a": 1}, ["a: True, not 1"]),
        ({"a": [1, 2]}, {"a": [1, 3]}, ["a.1: 2, not 3"]),
        ({"a": [1]}, {"a": [1, 3]}, ["a: 1 entry, not 2"]),
        ({}, {"a": 1}, ["a: it is missing"]),
        ({"a": 1, "b": 2}, {"a": 1}, ["b: 2, which no such report has"]),
    ],
)
def test_differences(found: object, wanted: object, places: list[str]) -> None:
    assert [one.said for one in differences(found, wanted)] == places


def picture(level: int) -> str:
    file = io.BytesIO()
    Image.fromarray(np.full((9, 9, 3), level, dtype=np.uint8)).save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def notebook(text: str = "a", level: int = 100) -> bytes:
    cells = [
        {"cell_type": "markdown", "source": [text]},
        {"cell_type": "code", "outputs": [{"data": {"image/png": picture(level)}}]},
        {"cell_type": "markdown", "source": [f"![](data:image/png;base64,{picture(level)})"]},
    ]
    text = json.dumps({"cells": cells}, ensure_ascii=False, indent=1, sort_keys=True)
    return f"{text}\n".encode()


def test_pictures_of_a_notebook_may_be_rounded_and_nothing_else() -> None:
    assert notebook_differences(notebook(), notebook()) is None
    assert notebook_differences(notebook(level=101), notebook()) is None
    assert notebook_differences(notebook(level=104), notebook())[0] == 2  # type: ignore[index]
    assert notebook_differences(notebook("b"), notebook())[0] == 1  # type: ignore[index]
    assert notebook_differences(notebook(level=200), notebook(), drawings=False) is None
    assert notebook_differences(notebook("b"), notebook(), drawings=False) is not None
    assert notebook_differences(b"{}", notebook()) is not None
    assert notebook_differences(b"[" * 100_000, notebook()) is not None


def test_a_training_beside_itself() -> None:
    own = trained(BASE, Outcome())
    found = made_again.compare(own, own)
    assert (found.fault, found.equal, found.difference) == (None, True, 0)


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (Outcome(final=(92, 81, 90)), "test accuracy"),
        (Outcome(train=(440, 440, 440)), "train accuracy"),
        (Outcome(last=0.9, lowest=0.8), "test loss"),
    ],
)
def test_a_training_that_came_out_otherwise(other: Outcome, words: str) -> None:
    own, again = trained(BASE, Outcome()), trained(BASE, other)
    fault = made_again.compare(own, again).fault
    assert fault is not None
    assert words in fault


def test_a_few_answers_are_no_fault() -> None:
    own = trained(BASE, Outcome())
    again = trained(BASE, Outcome(final=(82, 69, 78)))
    found = made_again.compare(own, again)
    assert found.fault is None
    assert found.difference == pytest.approx(-2 / 300)


def test_a_run_that_fails_is_a_fault() -> None:
    failure = SectionFailure(section="series", stage="", message="no", details="")
    assert made_again.compare(trained(BASE, Outcome()), failure).fault == "made again it fails: no"


def test_a_table_has_no_formulas() -> None:
    one = Verification(file="=1+1.pdf", status="refuted", place="@x", message="-2", group="+3")
    text = as_text([replace(one, student="=HYPERLINK(1)")], "csv", secret="s")  # noqa: S106
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["file"], row["student"]) == ("'=1+1.pdf", "'=HYPERLINK(1)")
    assert not [value for value in row.values() if value.startswith(("=", "+", "-", "@"))]


def test_nothing_controls_the_terminal() -> None:
    assert printable("a\x1b[31mb\x07") == "a\ufffd[31mb\ufffd"

"""CSV that is written: spreadsheets take every cell for text, and nothing of it is lost."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab1report.spreadsheet_text import csv_text, escaped

SIGNS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
TEXTS = st.text(max_size=40) | st.text("=+-@;,|\t\r\n \"'a1\ufeff", max_size=40)


def formulas(text: str) -> list[str]:
    """The cells of `text` that a spreadsheet would work out, whatever parts the cells there."""
    cells = [text]
    for delimiter in ",;\t|":
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            cells += row
    return [cell for cell in cells if cell.strip(' \t\r\n"\ufeff\0').startswith(SIGNS)]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("-2", "'-2"),
        (" =1", " '=1"),
        ("\t@SUM(A1)", "\t'@SUM(A1)"),
        ("\uff1dcmd", "'\uff1dcmd"),
        ("a;=cmd|' /C calc'!A0", "a;'=cmd|' /C calc'!A0"),
        ("a\n=1", "a\n'=1"),
        ("'=1", "'=1"),
        ("Салтыков-Щедрин", "Салтыков-Щедрин"),
        ("ivanov@example.org", "ivanov@example.org"),
        ("1 + 1 = 2", "1 + 1 = 2"),
        ("", ""),
    ],
)
def test_what_would_begin_a_formula_has_an_apostrophe(text: str, written: str) -> None:
    assert escaped(text) == written
    assert escaped(written) == written


@given(TEXTS)
def test_no_text_is_a_formula(text: str) -> None:
    assert formulas(escaped(text)) == []


@given(TEXTS)
def test_no_letter_is_lost(text: str) -> None:
    left = iter(escaped(text))
    assert all(sign in left for sign in text)  # in their order
    assert escaped(text).replace("'", "") == text.replace("'", "")


@given(st.lists(st.lists(TEXTS.filter(lambda one: "\0" not in one), min_size=2), max_size=4))
def test_a_table_is_read_as_it_was_written(rows: list[list[str]]) -> None:
    read = list(csv.reader(io.StringIO(csv_text(rows), newline="")))
    assert read == [[escaped(re.sub("\r\n?", "\n", cell)) for cell in row] for row in rows]


def test_numbers_are_numbers_and_none_is_empty() -> None:
    assert csv_text([["a", None, -1, 0.5]]) == "a,,-1,0.5\n"

"""Names of folders: safe on every system, and of two students never the same."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lab1report.course.folder_names import MOST_LETTERS, folder_name, same_folder

NAMES = st.text(max_size=80) | st.text("aA1 ._-@\\/:я\u0301\u202e", max_size=80)
FORBIDDEN = set('<>:"/\\|?*')  # https://learn.microsoft.com/windows/win32/fileio/naming-a-file
PORTS = {f"{port}{number}" for port in ("com", "lpt") for number in range(10)}
DEVICES = {"con", "prn", "aux", "nul", *PORTS}


def student(text: str) -> str:
    """What makes a student another one: not capitals, spaces, or how letters are encoded."""
    joined = " ".join(unicodedata.normalize("NFKC", text).split())
    return same_folder(joined).replace(" ", "_")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("17У123", "17У123"),
        ("ivanov@example.org", "ivanov@example.org"),
        ("Иванов Иван ИУ5-63Б", "Иванов_Иван_ИУ5-63Б"),
        ("  a  b ", "a_b"),
        ("е\u0308лка", "ёлка"),
    ],
)
def test_what_is_safe_is_left_as_it_is(text: str, name: str) -> None:
    assert folder_name(text) == name


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("..", "student-"),
        (".", "student-"),
        ("", "student-"),
        ("CON", "student-"),
        ("aux.txt", "student-"),
        ("COM¹", "student-"),
        ("grades.csv", "student-"),
        ("../../etc/passwd", "etc-passwd-"),
        ("C:\\Windows", "C--Windows-"),
        ("<b>Иван</b>", "b-Иван--b-"),
        (".hidden", "hidden-"),
        ("--help", "help-"),
        ("name.", "name-"),
        ("\u202eexe.pdf", "exe.pdf-"),
        ("я" * 300, "яяя"),
        ("a-0123456789ab", "student-"),
    ],
)
def test_what_is_not_is_changed_and_told_apart(text: str, start: str) -> None:
    name = folder_name(text)
    assert name.startswith(start)
    assert name != folder_name(f"{text}x")


@settings(deadline=None)
@given(NAMES)
@example("😀" * 90)
@example("\U00020000" * 60)
@example("\ud800")
def test_every_system_takes_it(text: str) -> None:
    name = folder_name(text)
    assert 0 < len(name) <= MOST_LETTERS
    assert len(name.encode()) <= 143
    assert FORBIDDEN.isdisjoint(name)
    assert name.isprintable()
    assert " " not in name
    assert not name.startswith((".", "-"))
    assert not name.endswith(".")
    assert name.partition(".")[0].casefold() not in DEVICES
    assert unicodedata.is_normalized("NFC", name)


@settings(deadline=None, max_examples=300)
@given(NAMES, NAMES)
@example("a", "A")
@example("a b", "a-b")
@example("a/b", "a\\b")
@example("x" * 61, "x" * 62)
@example("straße", "STRASSE")
def test_two_students_have_two_folders(one: str, other: str) -> None:
    same = same_folder(folder_name(one)) == same_folder(folder_name(other))
    assert same == (student(one) == student(other))


@settings(deadline=None, max_examples=50)
@given(NAMES)
def test_capitals_and_spaces_are_the_same_student(text: str) -> None:
    changed = f" {text.upper()} "
    if student(changed) == student(text):
        assert same_folder(folder_name(changed)) == same_folder(folder_name(text))

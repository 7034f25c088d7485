"""Whose a report is: by its name, and by group and variant where the name does not say."""

import pytest

from lab1report.course.collecting.matching import Expected, Students
from lab1report.course.collecting.names import agree, parts_of
from lab1report.course.collecting.submission import Claims


def student(folder: str, name: str, variant: int = 7, code: str | None = "ИУ5-63Б") -> Expected:
    return Expected(
        folder=folder, name=name, group_code=code, group=3, stream="ИУ5", variant=variant,
        year=2026, classes=(18, 63, 28),
    )  # fmt: skip


def claims(name: str | None, variant: int | None = 7, code: str | None = "ИУ5-63Б") -> Claims:
    return Claims(student=name, group_code=code, group=3, stream="ИУ5", variant=variant, year=2026)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Иванов Иван Иванович", "И.И. Иванов", True),
        ("Иванов Иван Иванович", "Иванов И. И.", True),
        ("Иванов Иван", "иванов иван иванович", True),
        ("Иванов", "И.И. Иванов", True),
        ("Семёнов Пётр", "Семенов Петр", True),
        ("Петров-Водкин Кузьма", "К. Петров–Водкин", True),
        ("Петров Олег", "Пeтpoв O.", True),  # with Latin letters
        ("Иванов Иван Иванович", "П.И. Иванов", False),
        ("Иванов Иван", "Петров Иван", False),
        ("Иванов Пётр", "Петров Иван", False),
        ("И.И.", "Иванов Иван Иванович", False),
        ("", "Иванов", False),
    ],
)
def test_names_agree(one: str, other: str, same: bool) -> None:
    assert agree(parts_of(one), parts_of(other)) is same
    assert agree(parts_of(other), parts_of(one)) is same


def folders(students: Students, found: Claims) -> list[str]:
    return [one.folder for one in students.whose(found)]


def test_the_name_decides_and_then_the_variant() -> None:
    students = Students(
        [student("s1", "Иванов Иван"), student("s2", "Иванов Игорь", 8), student("s3", "Ли Вэй", 9)]
    )
    assert folders(students, claims("Иванов Иван", 8)) == ["s1"]  # with another's variant
    assert folders(students, claims("И. Иванов", 8)) == ["s2"]
    assert folders(students, claims("И. Иванов", 1)) == ["s1", "s2"]
    assert folders(students, claims("Сидоров С.С.")) == []
    assert folders(students, claims(None, 9)) == ["s3"]
    assert folders(students, claims(None, 5)) == []
    assert folders(students, claims(None, None)) == []


def test_namesakes_are_called_by_their_folders_too() -> None:
    students = Students([student("s1", "Ли Вэй"), student("s2", "Ли Вэй"), student("s3", "А Б")])
    assert [students.called(one) for one in students.all] == ["Ли Вэй (s1)", "Ли Вэй (s2)", "А Б"]


def test_a_group_is_told_by_its_code_where_both_have_one() -> None:
    students = Students([student("s1", "Ли Вэй"), student("s2", "Ли Вэй", code=None)])
    assert folders(students, claims("Ли Вэй", code="ИУ5-73Б")) == ["s2"]

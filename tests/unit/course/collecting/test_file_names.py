"""Whose a file is that says nothing of itself: by its name, or that of a folder."""

from pathlib import Path

import pytest

from lab1report.course.collecting.file_names import FileNames
from lab1report.course.collecting.matching import Expected

BESIDE = ("all/a.pdf", "all/x_1_file_/a.pdf")
"""What else was handed in, so that the folder of all is known as such."""


def student(folder: str, last: str, first: str, **columns: str) -> Expected:
    return Expected(
        folder=folder, name=f"{last} {first}".strip(), group_code=None, group=3, stream=None,
        variant=7, year=2026, classes=(),
        columns={"student_id": folder, "last_name": last, "first_name": first, **columns},
    )  # fmt: skip


COURSE = (
    student("17У101", "Иванов", "Иван Иванович", email="i.ivanov@example.org"),
    student("17У102", "Петров", "Пётр"),
    student("17У103", "Петров", "Олег"),
    student("7", "Ли", "Вэй"),
    student("17У105", "Петров-Водкин", "Кузьма"),
    student("all", "", ""),
)


@pytest.mark.parametrize(
    ("file", "folder"),
    [
        ("all/Иванов_lab1.pdf", "17У101"),
        ("all/lab1 ИВАНОВ И.И..pdf", "17У101"),
        ("all/lab1_i.ivanov.pdf", "17У101"),
        ("all/lab1-17у101.pdf", "17У101"),
        ("all/Иван Иванов_123_assignsubmission_file_/lab1.pdf", "17У101"),
        ("all/Иван Иванов_123_assignsubmission_file_/more/deep/lab1.pdf", "17У101"),
        ("all/Иван.pdf", None),  # a first name is many people's
        ("all/Ивановский.pdf", None),
        ("all/Петров О.pdf", "17У103"),
        ("all/Петров Петр.pdf", "17У102"),
        ("all/Петров.pdf", None),
        ("all/Водкин Петров.pdf", "17У105"),
        ("all/Ли_7_file_/lab1.pdf", "7"),
        ("all/lab1 (7).pdf", None),
        ("all/Иванов_1_file_/Ли.pdf", None),  # whose of the two?
        ("all/lab1.pdf", None),
    ],
)
def test_whose_by_its_name(file: str, folder: str | None) -> None:
    found = FileNames(COURSE, [Path(file), *map(Path, BESIDE)]).whose(Path(file))
    assert [one.folder for one in found] == ([] if folder is None else [folder])


def test_where_all_files_lie_says_nothing() -> None:
    """As the home of a teacher, who may be called like a student."""
    files = [Path("Иванов/a.pdf"), Path("Иванов/lab1/b.pdf")]
    assert not any(FileNames(COURSE, files).whose(file) for file in files)
    assert not FileNames(COURSE, files[:1]).whose(files[0])

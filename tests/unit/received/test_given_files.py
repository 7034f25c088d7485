"""Which files are meant by what was named: PDFs, or the folder that Moodle packs."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from lab1report.errors import UserError
from lab1report.received import given_files as given
from lab1report.received.given_files import given_files, what_is_in

IVANOV, PETROV = "Иванов Иван_101_assignsubmission_file_", "Петров Пётр_102_assignsubmission_file_"


def write(folder: Path, names: Iterable[str]) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"")


def found(folder: Path, *names: str) -> list[str]:
    given = given_files(folder / name for name in names)
    return [path.relative_to(folder).as_posix() for path in given.reports]


def test_a_folder_is_the_pdfs_in_it_and_below_whoever_packed_it(tmp_path: Path) -> None:
    hidden = ("._lab1.pdf", ".git/a.pdf", f"__MACOSX/{IVANOV}/._lab1.pdf")
    reports = ("all/a.pdf", f"all/{IVANOV}/lab1.PDF", f"all/{IVANOV}/new.pdf")
    write(tmp_path, [*reports, *(f"all/{name}" for name in hidden), f"all/{IVANOV}/notes.txt"])
    assert found(tmp_path, "all") == [*reports]


def test_what_is_no_pdf_beside_one_is_named_too(tmp_path: Path) -> None:
    """But not what stands for itself, or was named by itself."""
    more = (f"all/{IVANOV}/lab1.zip", "all/Отчёт.docx", "all/Thumbs/.db")
    write(tmp_path, ["all/a.pdf", f"all/{IVANOV}/lab1.pdf", f"all/{PETROV}/lab1.docx", *more])
    (tmp_path / "b.txt").write_bytes(b"")
    given = given_files([tmp_path / "all", tmp_path / "b.txt", tmp_path / "all"])
    others = [path.relative_to(tmp_path).as_posix() for path in given.others]
    assert others == ["all/Отчёт.docx", f"all/{IVANOV}/lab1.zip"]
    assert tmp_path / "b.txt" in given.reports
    assert tmp_path / "all" / PETROV in given.reports


def test_who_sent_no_pdf_is_not_passed_over(tmp_path: Path) -> None:
    write(tmp_path, [f"all/{IVANOV}/lab1.docx", f"all/{IVANOV}/a.zip"])
    (tmp_path / "all" / PETROV).mkdir()
    assert found(tmp_path, "all") == [f"all/{IVANOV}", f"all/{PETROV}"]
    assert what_is_in(tmp_path / "all" / IVANOV) == (
        "a folder without a PDF; in it there is a.zip, lab1.docx"
    )
    assert what_is_in(tmp_path / "all" / PETROV) == "a folder without a PDF"
    write(tmp_path, [f"all/{PETROV}/{number}.txt" for number in range(5)])
    assert what_is_in(tmp_path / "all" / PETROV).endswith("0.txt, 1.txt, 2.txt, …")


def test_files_are_taken_as_they_are_named_and_once(tmp_path: Path) -> None:
    write(tmp_path, ["b.pdf", "a.txt", "all/c.pdf"])
    named = ("b.pdf", "a.txt", "nowhere.pdf", "all/c.pdf", "all", "b.pdf")
    assert found(tmp_path, *named) == ["b.pdf", "a.txt", "nowhere.pdf", "all/c.pdf"]


def test_a_link_to_a_folder_within_is_not_followed(tmp_path: Path) -> None:
    write(tmp_path, ["all/a.pdf"])
    (tmp_path / "all" / "again").symlink_to(tmp_path / "all", target_is_directory=True)
    assert found(tmp_path, "all") == ["all/a.pdf"]


def test_too_many_are_a_mistake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(given, "MOST", 3)
    write(tmp_path, [f"{number}.pdf" for number in range(4)])
    with pytest.raises(UserError, match="more than 3 files"):
        found(tmp_path, ".")
    assert len(found(tmp_path, "0.pdf", "1.pdf", "2.pdf")) == 3

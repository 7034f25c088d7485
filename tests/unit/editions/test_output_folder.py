"""A file that cannot be replaced is known before the work, not after."""

import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from lab1report.editions import output_folder
from lab1report.editions.output_folder import (
    agreeing,
    disagreeing,
    require_writable,
    write_edition_files,
)
from lab1report.errors import UserError
from lab1report.progress import Progress


@pytest.fixture
def on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """There a reader of PDF keeps others from writing what it shows."""
    opened = Path.open

    def of_a_reader(path: Path, mode: str = "r", *rest: Any, **named: Any) -> Any:
        if path.name == "lab1.pdf" and path.exists() and "+" in mode:
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, mode, *rest, **named)

    monkeypatch.setattr(output_folder, "os", SimpleNamespace(name="nt"))
    monkeypatch.setattr(Path, "open", of_a_reader)


def test_a_pdf_that_a_reader_shows(on_windows: None, tmp_path: Path) -> None:
    require_writable(tmp_path)
    (tmp_path / "lab1.pdf").write_bytes(b"%PDF")
    with pytest.raises(UserError, match=r"lab1\.pdf is open in another program: close it there"):
        require_writable(tmp_path)


def test_elsewhere_it_can_be_replaced(tmp_path: Path) -> None:
    (tmp_path / "lab1.pdf").write_bytes(b"%PDF")
    (tmp_path / "lab1.pdf").chmod(0o444)
    require_writable(tmp_path)
    assert (tmp_path / "lab1.pdf").read_bytes() == b"%PDF"


@pytest.mark.skipif(os.name == "nt", reason="links take rights that few have there")
def test_a_link_to_a_folder_is_replaced_and_a_folder_is_not(tmp_path: Path) -> None:
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    out.mkdir()
    elsewhere.mkdir()
    (out / "lab1.pdf").symlink_to(elsewhere)
    require_writable(out)
    write_edition_files(out, {out / "lab1.pdf": b"%PDF"}, Progress())
    assert (out / "lab1.pdf").read_bytes() == b"%PDF"
    assert list(elsewhere.iterdir()) == []
    (out / "lab1.html").mkdir()
    with pytest.raises(UserError, match=r"lab1\.html is a folder there"):
        require_writable(out)


SAME, OTHER = "0" * 12, "1" * 12


def saying(**fields: str) -> bytes:
    """A file that records this."""
    pairs = " ".join(f"{name}={digest}" for name, digest in fields.items())
    return f"<meta content='lab1report-origin {pairs}'>".encode()


def test_what_no_longer_belongs_to_what_was_made(tmp_path: Path) -> None:
    files = {
        "lab1.html": saying(numbers=SAME, student=OTHER, teacher=OTHER),
        "lab1.ipynb": saying(numbers=SAME),
        "lab1-defence.pdf": saying(numbers=OTHER, student=SAME),
        "lab1-quiz.pdf": b"%PDF",
        "lab1-demo.pdf": saying(numbers=OTHER),
        "notes.pdf": saying(numbers=OTHER),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    made = {
        tmp_path / "lab1.pdf": saying(numbers=SAME, student=SAME),
        tmp_path / "lab1.ipynb": saying(numbers=SAME),
    }
    assert {path.name: apart for path, apart in disagreeing(tmp_path, made)} == {
        "lab1.html": ("another student's name",),
        "lab1-defence.pdf": ("other numbers",),
        "lab1-quiz.pdf": (),
        "lab1-demo.pdf": ("other numbers",),
    }


def test_the_report_of_a_record(tmp_path: Path) -> None:
    report = tmp_path / "lab1.pdf"
    record = saying(numbers=SAME, length=SAME).decode()
    assert agreeing(report, record) is None
    report.write_bytes(saying(numbers=SAME, length=SAME, teacher=OTHER))
    assert agreeing(report, record) == report.read_bytes()
    for other in (saying(numbers=SAME, length=OTHER), b"%PDF"):
        report.write_bytes(other)
        assert agreeing(report, record) is None


def test_what_makes_an_old_file_anew_is_named(tmp_path: Path) -> None:
    commands = {
        "lab1.html": "lab1report build --format html",
        "lab1-defence.pdf": "lab1report defence",
        "lab1-demo-quiz.pdf": "lab1report defence --quiz --data demo",
        "results.json": "lab1report build",
    }
    for name in commands:
        (tmp_path / name).write_bytes(b"%PDF")
    told: list[str] = []
    progress = Progress()
    progress.warn = told.append  # type: ignore[method-assign, assignment]
    made = {tmp_path / "lab1.pdf": saying(numbers=SAME)}
    outdated = write_edition_files(tmp_path, made, progress)
    assert {path.name for path in outdated} == commands.keys()
    for name, command in commands.items():
        (one,) = (warning for warning in told if f"/{name} " in warning)
        assert f"make it again ({command}), or delete it" in one

"""A file that cannot be replaced is known before the work, not after."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from lab1report.editions import output_folder
from lab1report.editions.output_folder import require_writable
from lab1report.errors import UserError


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

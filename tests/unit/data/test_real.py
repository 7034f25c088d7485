"""Files stand for their images only as long as nothing speaks against it."""

import os
from pathlib import Path

from lab1report.data.real import states


def test_files_are_known_by_place_size_and_time(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("one")
    os.utime(file, ns=(0, 1))
    known = states([file])
    link = tmp_path / "link"
    link.symlink_to(file)
    assert states([link]) == known
    os.utime(file, ns=(0, 2))
    assert states([file]) != known
    file.write_text("longer")
    os.utime(file, ns=(0, 1))
    assert states([file]) != known

"""A look at the sizes and ends of files tells data that were cut off, and takes no time."""

import gzip
import os
import tarfile
from pathlib import Path

import pytest

from lab1report.data.dataset_spec import FOLDER
from lab1report.data.glance import glance
from lab1report.errors import DataError
from tests.unit.data.conftest import Tiny


@pytest.mark.parametrize("protocol", [1, 2, 4])
def test_whole_data(tiny: Tiny, tmp_path: Path, protocol: int) -> None:
    glance(tiny.write_folder(tmp_path, protocol=protocol), spec=tiny.spec)
    glance(tiny.write_archive(tmp_path), spec=tiny.spec)


@pytest.mark.real_data
def test_the_real_data(real_data: Path) -> None:
    glance(real_data)


@pytest.mark.parametrize("part", ["train", "test"])
@pytest.mark.parametrize("left", [0, 1, 1000, -1, -1000])
def test_a_file_that_was_cut_off(tiny: Tiny, tmp_path: Path, part: str, left: int) -> None:
    folder = tiny.write_folder(tmp_path)
    content = (folder / part).read_bytes()
    (folder / part).write_bytes(content[:left])
    with pytest.raises(DataError, match=rf"{part} is not whole, .* it has {len(content[:left])} b"):
        glance(folder, spec=tiny.spec)


def test_a_file_that_is_missing(tiny: Tiny, tmp_path: Path) -> None:
    folder = tiny.write_folder(tmp_path)
    (folder / "test").unlink()
    with pytest.raises(DataError, match="test is missing"):
        glance(folder, spec=tiny.spec)


def _of_nobody(info: tarfile.TarInfo) -> tarfile.TarInfo:
    return info.replace(mtime=0, mode=0o644, uid=0, gid=0, uname="", gname="", deep=False)


@pytest.mark.parametrize("left", [0, 100, 50_000, -1, -4, -1000])
def test_an_archive_that_was_cut_off(tiny: Tiny, tmp_path: Path, left: int) -> None:
    archive = tmp_path / "archive.tar.gz"
    with tarfile.open(archive, "w:gz") as tar:  # the same bytes each time
        tar.add(tiny.write_folder(tmp_path), FOLDER, filter=_of_nobody)
    archive.write_bytes(archive.read_bytes()[:left])
    with pytest.raises(DataError, match="is not whole"):
        glance(archive, spec=tiny.spec)


def test_what_is_no_archive_of_the_data(tiny: Tiny, tmp_path: Path) -> None:
    other = tmp_path / "other.tar.gz"
    for content in (gzip.compress(os.urandom(5120)), b"<html>" + bytes(4096)):
        other.write_bytes(content)
        with pytest.raises(DataError, match="is not whole"):
            glance(other, spec=tiny.spec)

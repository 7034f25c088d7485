"""Files in the place of CIFAR-100's are refused by a sentence, whatever they hold."""

import io
import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from lab1report.data import container
from lab1report.data.dataset_spec import CIFAR100, FOLDER
from lab1report.errors import DataError
from tests.unit.doors import hostile_pickles
from tests.unit.doors.doors import SECONDS

ROOT = Path(__file__).resolve().parents[3]
LONGEST = 400


def test_pickles(tmp_path: Path) -> None:
    """In one process with little memory, which none of them ends."""
    done = subprocess.run(
        [sys.executable, "-m", hostile_pickles.__name__],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert [name for name, _, _ in said] == list(hostile_pickles.PICKLES), done.stderr[-2000:]
    for name, sentence, seconds in said:
        assert sentence.startswith("train is "), (name, sentence)
        assert len(sentence) < LONGEST, (name, sentence)
        assert seconds < SECONDS, name
    assert list(tmp_path.iterdir()) == [], "something was run"


def archive(path: Path, *, sizes: dict[str, int]) -> Path:
    """An archive of zeros, which compress well."""
    with tarfile.open(path, "w:gz", compresslevel=1) as tar:
        for name, size in sizes.items():
            info = tarfile.TarInfo(name)
            info.size = size
            tar.addfile(info, io.BytesIO(bytes(size)))
    return path


@pytest.mark.parametrize(
    ("sizes", "words"),
    [
        ({f"{FOLDER}/train": 0}, "damaged"),
        ({f"{FOLDER}/train": 500_000_000}, "other sizes"),
        ({"before": 300_000_000, f"{FOLDER}/train": 200_000_000}, "other sizes"),
        ({"../../train": 9, "/etc/passwd": 9}, "has no file"),
    ],
)
@pytest.mark.slow
def test_archives(tmp_path: Path, sizes: dict[str, int], words: str) -> None:
    path = archive(tmp_path / "a.tar.gz", sizes=sizes)
    with pytest.raises(DataError, match=words):
        container.read(path, "train", CIFAR100)


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    for part in ("train", "test"):
        os.mkfifo(tmp_path / FOLDER / part)
    with pytest.raises(DataError, match="train is missing"):
        container.files(tmp_path / FOLDER)

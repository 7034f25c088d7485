"""Options of a course's build are refused before its roster is read, each in a sentence."""

from pathlib import Path
from typing import Any

import pytest

import lab1report
from lab1report import DataError, UserError
from lab1report.course import asked
from lab1report.settings import device


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"shard": "0/2"}, r"--shard '0/2': parts are counted from 1, so that the last one is 2/2"),
        ({"shard": "3/2"}, r"--shard '3/2': parts are counted from 1"),
        ({"shard": "1"}, r"--shard '1': must be such as 3/20"),
        ({"shard": ""}, r"--shard '': must be such as 3/20"),
        ({"shard": "1/2", "scheduler": "tcp://a:1"}, "--shard and --scheduler: choose one"),
        ({"scheduler": "http://x"}, "--scheduler 'http://x': must be such as tcp://"),
        ({"device": "cuda"}, r"--device cuda: PyTorch 2\.13\.0\+cpu finds no GPU"),
        ({"workers": "0"}, "--workers 0: a whole number from 1 to 64"),
        ({"out": ""}, "--out '': "),
        ({"nosuch": 1}, "unknown option 'nosuch'"),
        ({"seeds": "x", "shard": "9", "style": "y"}, r"--seeds x: .*\n--style y: .*\n--shard"),
    ],
)
def test_what_cannot_be_is_refused(
    options: dict[str, Any], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed" if "scheduler" in options else "json")
    monkeypatch.setattr(device, "version", lambda _: "2.13.0+cpu")
    with pytest.raises(UserError, match=f"^{said}"):
        lab1report.check_course_options(**options)


def test_images_that_are_not_where_they_should_be(tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text("x" * 2000)
    (tmp_path / "empty").mkdir()
    for name, said in (
        ("nope", "does not exist: name the folder"),
        ("empty", "has no cifar-100-python in it"),
        ("roster.csv", "is not whole, or not of CIFAR-100.*; get the whole set with"),
    ):
        with pytest.raises(DataError, match=f"{name}.*{said}"):
            lab1report.check_course_options(data=tmp_path / name)


def test_what_can_be(tmp_path: Path) -> None:
    lab1report.check_course_options(
        shard="2/2", data="demo", year=2026, seed=None, format=["pdf"], out=tmp_path / "new"
    )
    assert asked.shard_of("3/20", scheduler=None) == asked.Shard(3, 20)
    assert asked.shard_of(None, scheduler="tcp://a:1") is None
    assert not (tmp_path / "new").exists()

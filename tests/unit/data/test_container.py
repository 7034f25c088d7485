"""Every form of the data gives the same images; every damage has its sentence."""

from __future__ import annotations

import pickle
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from lab1report import messages
from lab1report.data import container, official
from lab1report.errors import DataError
from lab1report.model import PARTS

if TYPE_CHECKING:
    from tests.unit.data.conftest import Tiny


def _assert_same(path: Path, tiny: Tiny) -> None:
    for part in PARTS:
        images, labels = container.read(path, part, tiny.spec)
        assert images.dtype == np.uint8
        assert labels.dtype == np.int64
        np.testing.assert_array_equal(images, tiny.images[part][0])
        np.testing.assert_array_equal(labels, tiny.images[part][1])


@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
def test_a_folder_of_any_pickle_protocol(tiny: Tiny, tmp_path: Path, protocol: int) -> None:
    _assert_same(tiny.write_folder(tmp_path, protocol=protocol), tiny)


def test_an_archive(tiny: Tiny, tmp_path: Path) -> None:
    _assert_same(tiny.write_archive(tmp_path), tiny)


def test_pixels_are_not_copied_and_not_writable(tiny: Tiny, tmp_path: Path) -> None:
    images, _labels = container.read(tiny.write_folder(tmp_path), "train", tiny.spec)
    assert not images.flags.owndata
    assert not images.flags.writeable


def test_a_missing_file_is_named(tiny: Tiny, tmp_path: Path) -> None:
    folder = tiny.write_folder(tmp_path)
    (folder / "test").unlink()
    with pytest.raises(DataError, match=r"cifar-100-python/test is missing; .*data fetch"):
        container.files(folder)
    with pytest.raises(DataError, match="cifar-100-python/test cannot be read"):
        container.read(folder, "test", tiny.spec)


@pytest.mark.parametrize("kept", [0, 1, 1000, 300_000])
def test_a_truncated_file_is_damaged(tiny: Tiny, tmp_path: Path, kept: int) -> None:
    path = tiny.write_folder(tmp_path) / "train"
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(DataError, match=r"cifar-100-python/train is damaged \(.*data fetch"):
        container.read(path.parent, "train", tiny.spec)


def test_text_in_place_of_a_pickle_is_damaged(tiny: Tiny, tmp_path: Path) -> None:
    path = tiny.write_folder(tmp_path) / "train"
    path.write_text("<html>404</html>")
    with pytest.raises(DataError, match="train is damaged"):
        container.read(path.parent, "train", tiny.spec)


def _without(key: str) -> Callable[[dict[str, Any]], object]:
    return lambda contents: {name: contents[name] for name in contents if name != key}


def _with(key: str, change: Callable[[Any], Any]) -> Callable[[dict[str, Any]], object]:
    return lambda contents: contents | {key: change(contents[key])}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda _: [1, 2], "a list in place of a dictionary"),
        (_without("data"), "no entry 'data'"),
        (_without("fine_labels"), "no entry 'fine_labels'"),
        (_with("data", lambda rows: rows.tolist()), "no array in its entry 'data'"),
        (_with("data", lambda rows: rows.astype(np.int64)), "dtype 'i8' in place of uint8"),
        (_with("data", lambda rows: rows[:-1]), r"shape \(199, 3072\) in place of \(200, 3072\)"),
        (_with("data", lambda rows: rows[:, 1:]), r"shape \(200, 3071\) in place"),
        (_with("data", np.asfortranarray), "Fortran order"),
        (_with("fine_labels", lambda labels: labels[:-1]), "199 labels for 200 images"),
        (_with("fine_labels", lambda labels: [100, *labels[1:]]), "the label 100, outside 0 to 99"),
        (_with("fine_labels", lambda labels: [-1, *labels[1:]]), "the label -1, outside"),
        (_with("fine_labels", lambda labels: ["a", *labels[1:]]), "no list of whole numbers"),
        (_with("fine_labels", lambda labels: [1.5, *labels[1:]]), "no list of whole numbers"),
        (_with("fine_labels", lambda labels: [2**80, *labels[1:]]), f"the label {2**80}, outside"),
        (
            _with("fine_labels", lambda labels: [44 if label == 17 else label for label in labels]),
            "no image of class 17 in place of 2",
        ),
    ],
)
def test_a_wrong_file_is_refused(
    tiny: Tiny, tmp_path: Path, change: Callable[[dict[str, Any]], object], words: str
) -> None:
    folder = tiny.write_folder(tmp_path)
    path = folder / "train"
    path.write_bytes(pickle.dumps(change(tiny.contents("train")), protocol=2))
    with pytest.raises(DataError, match=words) as caught:
        container.read(folder, "train", tiny.spec)
    assert str(path) in str(caught.value)


def test_images_are_counted_in_russian() -> None:
    messages.use("ru")
    try:
        said = [official._another_count(found, 17, 500) for found in (0, 1, 3, 25)]
    finally:
        messages.use("en")
    assert said == [
        "в классе 17 нет ни одного изображения вместо 500",
        "класс 17 — 1 изображение вместо 500",
        "класс 17 — 3 изображения вместо 500",
        "класс 17 — 25 изображений вместо 500",
    ]


def test_a_file_that_is_no_archive(tiny: Tiny, tmp_path: Path) -> None:
    path = tmp_path / "cifar.tar.gz"
    path.write_text("nothing of the kind")
    with pytest.raises(
        DataError, match=r"cifar\.tar\.gz is not a \.tar\.gz archive, or is damaged"
    ):
        container.read(path, "train", tiny.spec)


def test_a_truncated_archive(tiny: Tiny, tmp_path: Path) -> None:
    path = tiny.write_archive(tmp_path)
    path.write_bytes(path.read_bytes()[:-50_000])
    with pytest.raises(DataError, match=r"cifar-100-python\.tar\.gz.* damaged"):
        container.read(path, "train", tiny.spec)


def test_an_archive_without_the_file(tiny: Tiny, tmp_path: Path) -> None:
    path = tmp_path / "other.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        archive.add(tiny.write_folder(tmp_path) / "test", "cifar-100-python/test")
    with pytest.raises(DataError, match=r"other\.tar\.gz has no file cifar-100-python/train"):
        container.read(path, "train", tiny.spec)


def test_a_link_in_an_archive_is_not_followed(tiny: Tiny, tmp_path: Path) -> None:
    path = tmp_path / "links.tar.gz"
    link = tarfile.TarInfo("cifar-100-python/train")
    link.type, link.linkname = tarfile.SYMTYPE, str(tiny.write_folder(tmp_path) / "train")
    with tarfile.open(path, "w:gz") as archive:
        archive.addfile(link)
    with pytest.raises(DataError, match="has no file cifar-100-python/train"):
        container.read(path, "train", tiny.spec)

"""From the user's choice to the data set, and what is done where there is none."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from lab1report.data.dataset_spec import DatasetSpec, Download, Source
from lab1report.data.fingerprint import in_order
from lab1report.data.locate import VARIABLE
from lab1report.data.opening import open_dataset
from lab1report.errors import DataError
from lab1report.model import PARTS
from lab1report.progress import Progress

if TYPE_CHECKING:
    from tests.unit.data.conftest import Listener, Server, Tiny


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache beside an empty working folder, and a demo set that is drawn quickly."""
    monkeypatch.setattr("lab1report.data.demo.PER_CLASS", {"train": 2, "test": 1})
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    return tmp_path / "cache"


def _hosted(spec: DatasetSpec, server: Server) -> DatasetSpec:
    downloads = tuple(Download(url=server.url(part)) for part in PARTS)
    source = Source(name="the mirror", form="parquet", downloads=downloads)
    return dataclasses.replace(spec, sources=(source,))


def test_a_path(tiny: Tiny, cache: Path) -> None:
    folder = tiny.write_folder(cache.parent)
    dataset = open_dataset(str(folder), cache=cache, progress=Progress(), spec=tiny.spec)
    assert dataset.info.kind == "cifar100"
    assert dataset.info.fingerprint == tiny.spec.fingerprint
    assert (dataset.info.source, dataset.place) == ("cifar-100-python", str(folder))
    images, labels = dataset.part("test")
    expected_images, expected_labels = in_order("test", tiny.images["test"])
    np.testing.assert_array_equal(images, expected_images)
    np.testing.assert_array_equal(labels, expected_labels)


def test_some_classes_come_in_the_order_of_the_whole(tiny: Tiny, cache: Path) -> None:
    folder = tiny.write_folder(cache.parent)
    dataset = open_dataset(str(folder), cache=cache, progress=Progress(), spec=tiny.spec)
    images, labels = dataset.part("train", (63, 18))
    all_images, all_labels = dataset.part("train")
    chosen = (all_labels == 18) | (all_labels == 63)
    assert sorted(labels.tolist()) == [18, 18, 63, 63]
    np.testing.assert_array_equal(labels, all_labels[chosen])
    np.testing.assert_array_equal(images, all_images[chosen])


def test_the_archive_has_the_same_fingerprint(tiny: Tiny, cache: Path) -> None:
    archive = tiny.write_archive(cache.parent)
    dataset = open_dataset(str(archive), cache=cache, progress=Progress(), spec=tiny.spec)
    assert dataset.info.fingerprint == tiny.spec.fingerprint


def test_other_images_are_damaged_data(tiny: Tiny, cache: Path) -> None:
    folder = tiny.write_folder(cache.parent)
    spec = dataclasses.replace(tiny.spec, fingerprint="0" * 64)
    for _time in range(2):
        with pytest.raises(DataError, match=r"cifar-100-python is damaged: .*data fetch"):
            open_dataset(str(folder), cache=cache, progress=Progress(), spec=spec)


def test_a_tiny_set_is_not_cifar_100(tiny: Tiny, cache: Path) -> None:
    folder = tiny.write_folder(cache.parent)
    with pytest.raises(DataError, match=r"shape \(200, 3072\) in place of \(50000, 3072\)"):
        open_dataset(str(folder), cache=cache, progress=Progress())


def test_the_second_opening_reads_no_image(tiny: Tiny, cache: Path, listener: Listener) -> None:
    folder = tiny.write_folder(cache.parent)
    open_dataset(str(folder), cache=cache, progress=Progress(), spec=tiny.spec)
    open_dataset(str(folder), cache=cache, progress=listener, spec=tiny.spec)
    assert listener.started == []


def test_a_changed_file_is_read_again(tiny: Tiny, cache: Path) -> None:
    folder = tiny.write_folder(cache.parent)
    open_dataset(str(folder), cache=cache, progress=Progress(), spec=tiny.spec)
    (folder / "test").write_bytes(b"damaged")
    with pytest.raises(DataError, match="test is damaged"):
        open_dataset(str(folder), cache=cache, progress=Progress(), spec=tiny.spec)


def test_images_changed_behind_an_unchanged_time_are_noticed(tiny: Tiny, cache: Path) -> None:
    """The set opens as before; reading the class that was changed does not."""
    folder = tiny.write_folder(cache.parent, protocol=4)
    open_dataset(str(folder), cache=cache, progress=Progress(), spec=tiny.spec)
    file = folder / "train"
    state, content = file.stat(), file.read_bytes()
    image = int(np.flatnonzero(tiny.images["train"][1] == 5)[0])
    pixels = tiny.contents("train")["data"][image].tobytes()
    assert content.count(pixels) == 1
    file.write_bytes(content.replace(pixels, pixels[:9] + bytes([pixels[9] ^ 1]) + pixels[10:]))
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))
    dataset = open_dataset(str(folder), cache=cache, progress=Progress(), spec=tiny.spec)
    dataset.part("train", classes={4, 6})
    dataset.part("test", classes={5})
    for classes in ({5}, {4, 5, 6}, None):
        with pytest.raises(DataError, match="the train images of class 5 are not those"):
            dataset.part("train", classes=classes)


def test_auto_stops_at_damaged_data(
    tiny: Tiny, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tiny.write_folder(cache.parent / "named")
    (folder / "train").unlink()
    monkeypatch.setenv(VARIABLE, str(folder))
    with pytest.raises(DataError, match="train is missing"):
        open_dataset("auto", cache=cache, progress=Progress(), spec=tiny.spec)


def test_auto_asks_the_net(tiny: Tiny, server: Server, cache: Path) -> None:
    for part in PARTS:
        server.host(part, tiny.parquet(part))
    spec = _hosted(tiny.spec, server)
    dataset = open_dataset("auto", cache=cache, progress=Progress(), spec=spec)
    assert dataset.info.fingerprint == tiny.spec.fingerprint
    assert dataset.place == str(cache / "cifar-100-python")


def test_without_the_net_the_demo_set_with_a_warning(
    tiny: Tiny, server: Server, cache: Path, listener: Listener
) -> None:
    spec = _hosted(tiny.spec, server)
    server.shutdown()
    server.server_close()
    dataset = open_dataset("auto", cache=cache, progress=listener, spec=spec)
    assert dataset.info.kind == "demo"
    (warning,) = listener.warnings
    assert "could not be downloaded" in warning
    assert warning.endswith("The made-up demo set is used instead.")


def test_offline_the_net_is_not_asked(
    tiny: Tiny, server: Server, cache: Path, listener: Listener
) -> None:
    spec = _hosted(tiny.spec, server)
    dataset = open_dataset("auto", cache=cache, progress=listener, offline=True, spec=spec)
    assert dataset.info.kind == "demo"
    assert (
        "this command does not download it; get it with 'lab1report data fetch'"
        in listener.warnings[0]
    )
    assert server.requests == []


def test_the_demo_set_by_name_needs_no_warning(cache: Path, listener: Listener) -> None:
    dataset = open_dataset("demo", cache=cache, progress=listener)
    assert dataset.info.kind == "demo"
    assert listener.warnings == []
    images, labels = dataset.part("train")
    assert images.shape == (200, 32, 32, 3)
    assert labels.shape == (200,)


@pytest.mark.real_data
def test_real_data_seen_before_are_named_without_numpy(real_data: Path, cache: Path) -> None:
    open_dataset(str(real_data), cache=cache, progress=Progress())
    program = f"""
import sys
from pathlib import Path
from lab1report.data.opening import open_dataset
from lab1report.progress import Progress
open_dataset({str(real_data)!r}, cache=Path({str(cache)!r}), progress=Progress())
print({{"numpy", "httpx", "pyarrow", "PIL"}} & set(sys.modules))
"""
    ended = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stdout == "set()\n"

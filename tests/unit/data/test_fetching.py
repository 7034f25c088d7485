"""From the sources into the cache: whichever source works, the same folder."""

from __future__ import annotations

import dataclasses
import hashlib
import multiprocessing
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from lab1report.data import container
from lab1report.data.dataset_spec import CIFAR100, DatasetSpec, Download, Source
from lab1report.data.fetching import fetch
from lab1report.errors import DataError, NetworkError
from lab1report.model import PARTS
from lab1report.progress import Progress

if TYPE_CHECKING:
    from tests.unit.data.conftest import Listener, Server, Tiny


@pytest.fixture
def spec(tiny: Tiny, server: Server, tmp_path_factory: pytest.TempPathFactory) -> DatasetSpec:
    """The tiny set, had from a mirror and from an official server, both of them here."""
    archive = tiny.write_archive(tmp_path_factory.mktemp("official")).read_bytes()
    server.host("archive", archive)
    for part in PARTS:
        server.host(part, tiny.parquet(part))
    mirror = Source(
        name="the mirror",
        form="parquet",
        downloads=tuple(Download(url=server.url(part)) for part in PARTS),
    )
    md5 = hashlib.md5(archive, usedforsecurity=False).hexdigest()
    official = Source(
        name="the official server",
        form="archive",
        downloads=(Download(url=server.url("archive"), md5=md5),),
    )
    return dataclasses.replace(tiny.spec, sources=(mirror, official))


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def _assert_complete(folder: Path, tiny: Tiny, cache: Path) -> None:
    assert folder == cache / "cifar-100-python"
    assert {file.name for file in folder.iterdir()} == {"train", "test", "meta"}
    for part in PARTS:
        images, labels = container.read(folder, part, tiny.spec)
        np.testing.assert_array_equal(images, tiny.images[part][0])
        np.testing.assert_array_equal(labels, tiny.images[part][1])
    assert {file.name for file in cache.iterdir()} <= {folder.name, "fetch.lock", "fingerprints"}


def _gets(server: Server) -> list[str]:
    return [name for method, name, _range in server.requests if method == "GET"]


def test_the_mirror_comes_first(tiny: Tiny, server: Server, spec: DatasetSpec, cache: Path) -> None:
    _assert_complete(fetch(cache, Progress(), spec=spec), tiny, cache)
    assert _gets(server) == ["train", "test"]


def test_then_the_official_server(
    tiny: Tiny, server: Server, spec: DatasetSpec, cache: Path
) -> None:
    server.files["train"].status = 503
    _assert_complete(fetch(cache, Progress(), spec=spec), tiny, cache)
    assert _gets(server) == ["train", "archive"]


def test_what_is_there_is_not_fetched_again(server: Server, spec: DatasetSpec, cache: Path) -> None:
    fetch(cache, Progress(), spec=spec)
    server.requests.clear()
    fetch(cache, Progress(), spec=spec)
    assert server.requests == []


def test_what_is_there_but_damaged_is_replaced(
    tiny: Tiny, spec: DatasetSpec, cache: Path, listener: Listener
) -> None:
    folder = tiny.write_folder(cache)
    (folder / "test").write_bytes(b"damaged")
    _assert_complete(fetch(cache, listener, spec=spec), tiny, cache)
    assert "test is damaged" in listener.notes[0]


def test_leftovers_of_a_killed_process_are_removed(
    tiny: Tiny, spec: DatasetSpec, cache: Path
) -> None:
    (cache / "unpacking-abc" / "cifar-100-python").mkdir(parents=True)
    _assert_complete(fetch(cache, Progress(), spec=spec), tiny, cache)


def _swap_labels(server: Server, tiny: Tiny) -> None:
    """The mirror has valid files with other contents."""
    images, labels = tiny.images["test"]
    other = dataclasses.replace(tiny, images=tiny.images | {"test": (images, labels[::-1])})
    server.files["test"].body = other.parquet("test")


def _garble(server: Server, tiny: Tiny) -> None:
    server.files["test"].body = b"PAR1 not at all PAR1"


def _shorten(server: Server, tiny: Tiny) -> None:
    server.files["test"].body = tiny.parquet("train")


@pytest.mark.slow
@pytest.mark.parametrize("spoil", [_swap_labels, _garble, _shorten])
def test_a_damaged_mirror_is_left_for_the_next_source(
    tiny: Tiny, server: Server, spec: DatasetSpec, cache: Path, spoil: object, listener: Listener
) -> None:
    assert callable(spoil)
    spoil(server, tiny)
    _assert_complete(fetch(cache, listener, spec=spec), tiny, cache)
    assert _gets(server) == ["train", "test", "archive"]
    assert "damaged" in listener.notes[0]


def test_damaged_downloads_are_not_kept(server: Server, spec: DatasetSpec, cache: Path) -> None:
    server.files["test"].body = b"damaged"
    server.files["archive"].body = b"damaged"
    with pytest.raises(NetworkError, match=r"could not be downloaded .*is damaged.*--data"):
        fetch(cache, Progress(), spec=spec)
    assert list((cache / "downloads").iterdir()) == []
    assert not (cache / "cifar-100-python").exists()


def test_no_source_answers(server: Server, spec: DatasetSpec, cache: Path) -> None:
    server.shutdown()
    server.server_close()
    with pytest.raises(NetworkError, match=r"the mirror does not answer: .*the official server"):
        fetch(cache, Progress(), spec=spec)


def test_a_cache_that_cannot_be_made(spec: DatasetSpec, cache: Path) -> None:
    cache.write_text("a file in the way")
    with pytest.raises(DataError, match=r"cannot be stored in .*cache"):
        fetch(cache, Progress(), spec=spec)


def _fetch_in_child(cache: Path, spec: DatasetSpec) -> None:
    fetch(cache, Progress(), spec=spec)


@pytest.mark.slow
def test_two_processes_fetch_once(
    tiny: Tiny, server: Server, spec: DatasetSpec, cache: Path
) -> None:
    context = multiprocessing.get_context("spawn")
    children = [context.Process(target=_fetch_in_child, args=(cache, spec)) for _ in range(2)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    assert [child.exitcode for child in children] == [0, 0]
    _assert_complete(cache / "cifar-100-python", tiny, cache)
    assert _gets(server) == ["train", "test"]


def test_the_sources_of_the_real_data() -> None:
    mirror, official = CIFAR100.sources
    assert [each.name for each in mirror.downloads] == [
        "train-00000-of-00001.parquet",
        "test-00000-of-00001.parquet",
    ]
    (archive,) = official.downloads
    assert archive.md5 == "eb9058c3a382ffc7106e4002c42a8d85"


def test_names_of_downloads_fit_into_every_folder() -> None:
    """Of the 259 characters of a path that Windows takes, the cache folder has the most."""
    names = [f"downloads/{each.name}" for source in CIFAR100.sources for each in source.downloads]
    assert max(map(len, names)) + len(".part.version") <= 100
    assert names == [name.lower() for name in names]

"""Where the data are looked for, and in which order."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lab1report.data.locate import VARIABLE, find_data
from lab1report.errors import DataError

if TYPE_CHECKING:
    from tests.unit.data.conftest import Tiny


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache beside an empty working folder."""
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    return tmp_path / "cache"


def test_auto_takes_the_first_place_that_has_data(
    tiny: Tiny, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert find_data("auto", cache=cache) is None
    tiny.write_folder(Path("data"))
    assert find_data("auto", cache=cache) == Path("data/cifar-100-python")
    tiny.write_folder(Path())
    assert find_data("auto", cache=cache) == Path("cifar-100-python")
    in_cache = tiny.write_folder(cache)
    assert find_data("auto", cache=cache) == in_cache
    named = tiny.write_folder(cache.parent / "named")
    monkeypatch.setenv(VARIABLE, str(named))
    assert find_data("auto", cache=cache) == named


def test_an_empty_folder_of_the_right_name_is_passed_over(cache: Path) -> None:
    Path("cifar-100-python").mkdir()
    assert find_data("auto", cache=cache) is None


def test_a_wrong_variable_is_an_error_and_not_passed_over(
    tiny: Tiny, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.write_folder(cache)
    monkeypatch.setenv(VARIABLE, "/nowhere/at/all")
    with pytest.raises(
        DataError, match=r"^/nowhere/at/all, named by LAB1REPORT_DATA, does not exist: name .*fetch"
    ):
        find_data("auto", cache=cache)


def test_an_empty_variable_counts_as_unset(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "")
    assert find_data("auto", cache=cache) is None


def test_a_path_may_be_the_folder_its_parent_or_the_archive(tiny: Tiny, cache: Path) -> None:
    folder = tiny.write_folder(cache / "downloaded")
    archive = tiny.write_archive(cache)
    assert find_data(str(folder), cache=cache) == folder
    assert find_data(str(folder.parent), cache=cache) == folder
    assert find_data(str(archive), cache=cache) == archive


def test_a_path_may_begin_with_the_home_folder(
    tiny: Tiny, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(cache))
    folder = tiny.write_folder(cache)
    assert find_data("~/cifar-100-python", cache=cache / "other") == folder


def test_a_path_that_does_not_exist(cache: Path) -> None:
    with pytest.raises(
        DataError, match=r"^absent, given as the place of the data, does not exist: name the"
    ):
        find_data("absent", cache=cache)


def test_a_folder_without_data(cache: Path) -> None:
    Path("photos").mkdir()
    with pytest.raises(
        DataError, match=r"^photos, given as the place of the data, has no cifar-100-python in it"
    ):
        find_data("photos", cache=cache)


def test_the_demo_set_lies_nowhere(tiny: Tiny, cache: Path) -> None:
    tiny.write_folder(cache)
    assert find_data("demo", cache=cache) is None

"""Variables, streams and old files that nobody means."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from lab1report import load_results, load_settings
from lab1report.data import container
from lab1report.data.dataset_spec import DatasetSpec
from lab1report.data.locate import find_data
from lab1report.editions.output_folder import disagreeing
from lab1report.errors import DataError, UserError
from lab1report.model import RegressionSpec
from lab1report.own_words import folder as folder_of_words
from lab1report.received.pdf_file import read_pdf
from lab1report.store.environment import cache_folder
from lab1report.store.results import Store, make_inputs
from tests.unit.tiny_plan import REGRESSION

ROOT = Path(__file__).resolve().parents[3]
WHO = ("--group", "3", "--variant", "7", "--stream", "IU5", "--year", "2024")
MADE = {Path("lab1.html"): b"lab1report-origin numbers=0123456789ab"}
"""What a build has just made."""

NAMES = ("x" * 300, "/" + "x/" * 3000, "~nobody-of-this-name/x")


PIPES: Mapping[str, Callable[[Path], object]] = {
    "lab1.toml": lambda folder: load_settings(folder, group=3, variant=7, stream="IU5"),
    "xor.md": folder_of_words.read,
    "train": lambda folder: container.read(folder, "train", DatasetSpec(fingerprint="")),
    "lab1.pdf": lambda folder: read_pdf(folder / "lab1.pdf"),
    "results.json": load_results,
}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with names")
@pytest.mark.parametrize("name", PIPES)
def test_pipes_are_not_waited_for(name: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / name)
    with pytest.raises((UserError, DataError, OSError), match="no regular file"):
        PIPES[name](tmp_path)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="the system has no such device")
@pytest.mark.parametrize("name", PIPES)
def test_files_without_end_are_not_read(name: str, tmp_path: Path) -> None:
    (tmp_path / name).symlink_to("/dev/zero")
    with pytest.raises((UserError, DataError, OSError), match="no regular file"):
        PIPES[name](tmp_path)


def test_an_old_file_without_end(tmp_path: Path) -> None:
    for name in ("results.json", "lab1.pdf"):
        os.mkfifo(tmp_path / name)
        assert (tmp_path / name, ()) in disagreeing(tmp_path, MADE)


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_names_of_the_cache(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAB1REPORT_CACHE", name)
    with pytest.raises(UserError, match=r"LAB1REPORT_CACHE=.*cannot be used") as refused:
        cache_folder()
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_names_of_the_data(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DataError, match="given as the place of the data") as refused:
        find_data(name, cache=tmp_path)
    assert len(str(refused.value)) < 300
    monkeypatch.setenv("LAB1REPORT_DATA", name)
    with pytest.raises(DataError, match="named by LAB1REPORT_DATA"):
        find_data("auto", cache=tmp_path)


@pytest.mark.parametrize(
    "content", [b"", b"[" * 100_000, b"\xff\xfe", b"1" * 5000, b"null", b"\x00" * 99, b'"text"']
)
def test_old_results_that_are_none(tmp_path: Path, content: bytes) -> None:
    assert not [*disagreeing(tmp_path, MADE)]
    (tmp_path / "results.json").write_bytes(content)
    assert [*disagreeing(tmp_path, MADE)] == [(tmp_path / "results.json", ())]


def test_old_results_that_are_a_folder(tmp_path: Path) -> None:
    (tmp_path / "results.json").mkdir()
    assert [*disagreeing(tmp_path, MADE)] == [(tmp_path / "results.json", ())]


@pytest.mark.parametrize("name", ["x" * 300, "a-file"])
def test_a_store_that_cannot_be_read(name: str, tmp_path: Path) -> None:
    (tmp_path / "a-file").touch()
    assert isinstance(REGRESSION, RegressionSpec)
    store = Store(tmp_path / name)
    inputs = make_inputs("regression", REGRESSION)
    assert store.get("regression", inputs, REGRESSION) is None
    assert store.explain("regression", inputs, REGRESSION).stored_at is None
    store.drop_old_pages()


def program(redirection: str, *arguments: str, **variables: str) -> tuple[int, str]:
    """The exit code and stderr of the program, started by a shell with `redirection`."""
    command = f'exec "$0" -m lab1report "$@" {redirection}'
    done = subprocess.run(
        ["/bin/sh", "-c", command, sys.executable, *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT), **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("redirection", "arguments", "variables", "codes"),
    [
        ("2>&-", ("variant", *WHO), {}, (0,)),
        ("2>&-", ("variant", *WHO[:-1], "XX"), {}, (2,)),
        (">&-", ("variant", *WHO), {}, (0,)),
        (">&-", ("doctor", "--offline"), {}, (0, 3)),
        (">/dev/full", ("variant", *WHO), {}, (1,)),
        ("<&-", ("init", *WHO), {}, (0,)),
        ("", ("variant", *WHO), {"TZ": "XYZ+99:99"}, (0,)),
        ("", ("variant", *WHO), {"LC_ALL": "C", "PYTHONIOENCODING": "ascii"}, (0,)),
        ("", ("variant", *WHO), {"COLUMNS": "1"}, (0,)),
        ("", ("variant", *WHO), {"LAB1REPORT_RESOURCES": "/nowhere"}, (2,)),
        ("", ("data", "where"), {"LAB1REPORT_DATA": "x" * 5000}, (3,)),
        ("", ("data", "verify", "x" * 300), {}, (3,)),
        ("", ("data", "verify", "demo"), {}, (3,)),
        ("", ("data", "verify", "~nobody-of-this-name/x"), {}, (3,)),
        ("", ("explain", *WHO, "--data", "demo"), {"LAB1REPORT_CACHE": "x" * 300}, (2,)),
    ],
)
def test_streams_and_variables(
    redirection: str,
    arguments: tuple[str, ...],
    variables: Mapping[str, str],
    codes: tuple[int, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    code, errors = program(redirection, *arguments, **variables)
    assert code in codes, errors
    assert "Traceback" not in errors
    assert len(errors) < 500

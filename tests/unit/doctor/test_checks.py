"""`lab1report doctor`: what it finds on a good machine, and on machines that lack something."""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

import lab1report
from lab1report.cli.app import main
from lab1report.doctor import checks
from lab1report.doctor.check import Check
from lab1report.editions.pdf import native
from lab1report.figures import fonts
from tests.other_machines import NO_LIBRARY

SERVERS = ("huggingface.co", "www.cs.toronto.edu")

Answer = Callable[..., httpx.Response]


def found(*, network: bool = True) -> dict[str, Check]:
    return {check.name: check for check in lab1report.check_machine(network=network)}


def answers(status: int) -> Answer:
    def head(url: str, **_: Any) -> httpx.Response:
        return httpx.Response(status, request=httpx.Request("HEAD", url))

    return head


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Иван").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "Иван"))
    monkeypatch.setenv("LAB1REPORT_CACHE", str(tmp_path / "Иван" / "cache"))
    monkeypatch.setattr(httpx, "head", answers(200))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def images(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "Иван" / "cifar-100-python"
    folder.mkdir()
    (folder / "train").touch()
    monkeypatch.setenv("LAB1REPORT_DATA", str(folder))
    return folder


def test_a_machine_that_has_all(images: Path) -> None:
    all_found = found()
    states = {name: check.state for name, check in all_found.items() if check.state != "ok"}
    assert states.keys() <= {"browser", "disk", "terminal"}, "which the tests' machine may lack"
    assert all_found["CIFAR-100"].found == str(Path("~/cifar-100-python"))
    assert all_found["lab1report"].found.startswith(f"{lab1report.__version__}, Python 3.")
    assert "instructions" in all_found["PyTorch"].found
    assert all_found["Pango"].found[:2] == "1."
    assert all_found.keys() >= set(SERVERS)


def test_no_name_of_a_user_is_told(images: Path) -> None:
    assert "Иван" not in " ".join(check.found + check.remedy for check in found().values())


def test_libraries_that_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(native, "SUBSET_NAMES", NO_LIBRARY)
    check = found()["Pango"]
    assert (check.state, "without HarfBuzz subset" in check.found) == ("note", True)

    monkeypatch.setattr(native, "LIBRARIES", {"Pango": NO_LIBRARY})
    monkeypatch.setattr("shutil.which", {"dnf": "/usr/bin/dnf"}.get)
    check = found()["Pango"]
    assert check.state == "missing"
    assert check.found == "this machine lacks Pango: no PDF, only the web page and the notebook"
    assert check.remedy == "run: sudo dnf install pango"


def test_a_pango_that_is_too_old(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(native, "pango_version", lambda: "1.42.4")
    check = found()["Pango"]
    assert check.state == "missing"
    assert check.found.startswith("Pango 1.42.4 is older than 1.44: no PDF, only the web page")
    assert check.remedy.startswith("use a newer release of this system")


def test_packages_that_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "packages", lambda: {"numpy": "2.4.6", "Jinja2": "3.1.6"})
    check = found()["lab1report"]
    assert check.state == "missing"
    assert check.found.endswith(", without matplotlib, pikepdf, scikit-learn, typst, weasyprint")

    monkeypatch.setitem(sys.modules, "lab1report.tasks.environment_used", None)
    check = found()["PyTorch"]
    assert (check.state, "can not be imported" in check.found) == ("missing", True)

    def broken() -> None:
        raise ModuleNotFoundError("No module named 'matplotlib'")

    with monkeypatch.context() as patch:
        patch.setattr(checks, "mono", broken)
        assert "No module named 'matplotlib'" in found()["fonts"].found

    nowhere = fonts.Family("Nowhere", {"bold": Path("nowhere.ttf")})
    monkeypatch.setattr(checks, "serif", lambda: nowhere)
    assert found()["fonts"].found == "no nowhere.ttf in font_files"


@pytest.mark.parametrize(
    ("status", "network", "state", "words"),
    [
        (200, True, "note", "the first build downloads it"),
        (503, True, "missing", "no server that has it answers"),
        (503, False, "note", "the first build downloads it"),
    ],
)
def test_images_that_are_not_here(
    status: int, network: bool, state: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(httpx, "head", answers(status))
    checked = found(network=network)
    assert (checked["CIFAR-100"].state, words in checked["CIFAR-100"].found) == (state, True)
    told = {name: checked[name].state for name in SERVERS if name in checked}
    assert told == (dict.fromkeys(SERVERS, "ok" if status == 200 else "note") if network else {})


def test_images_in_a_wrong_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LAB1REPORT_DATA", str(tmp_path / "Иван" / "nowhere"))
    check = found()["CIFAR-100"]
    assert check.state == "missing"
    assert check.found == "not in ~/nowhere, which LAB1REPORT_DATA names"


def test_a_folder_that_can_not_be_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("LAB1REPORT_CACHE", str(tmp_path / "file"))
    check = found()["results"]
    assert (check.state, "can not be written" in check.found) == ("note", True)
    monkeypatch.setenv("LAB1REPORT_CACHE", "x" * 300)
    assert found()["results"].state == "missing"


def test_a_full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=10**8))
    check = found()["disk"]
    assert (check.state, check.found) == ("note", "100 MB free")
    assert check.remedy.startswith("free 500 MB, or name another folder")


@pytest.mark.parametrize(("encoding", "state"), [("cp1251", "ok"), ("cp866", "note")])
def test_the_consoles_of_windows(encoding: str, state: str) -> None:
    """cp866 has the letters but no dash: it is printed as \\u2014."""
    code = "from lab1report.doctor.checks import _terminal as t; print(t().state, t().remedy)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONIOENCODING": encoding},
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode(encoding).split()[0] == state


def run(*arguments: str, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(sys, "argv", ["lab1report", "doctor", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    assert isinstance(ended.value.code, int)
    return ended.value.code


def lines(text: str) -> Sequence[str]:
    return text.strip().split("\n")


def test_exit_code_and_text(
    images: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("--offline", monkeypatch=monkeypatch) == 0
    told = lines(capsys.readouterr().out)
    assert [line.split()[0] in ("ok", "note") for line in told] == [True] * len(told)
    assert not any(server in line for server in SERVERS for line in told)

    monkeypatch.setattr(native, "LIBRARIES", {"Pango": NO_LIBRARY})
    assert run("--json", monkeypatch=monkeypatch) == 3
    document = json.loads(capsys.readouterr().out)
    assert {check["name"]: check["state"] for check in document}["Pango"] == "missing"
    assert all(check.keys() == {"name", "state", "found", "remedy"} for check in document)

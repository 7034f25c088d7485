"""`lab1report doctor`: what it finds on a good machine, and on machines that lack something."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

import lab1report
from lab1report import messages, resources
from lab1report.cli.app import main
from lab1report.doctor import checks
from lab1report.doctor.check import Check
from lab1report.doctor.importing import BrokenError, Importing
from lab1report.editions.pdf import native
from lab1report.figures import fonts
from tests.other_machines import NO_LIBRARY, Trusted

ROOT = str(Path(lab1report.__file__).parents[1])
SERVERS = ("huggingface.co", "www.cs.toronto.edu")

Answer = Callable[..., httpx.Response]


def found(*, network: bool = True) -> dict[str, Check]:
    return {check.name: check for check in lab1report.check_machine(network=network)}


def answers(status: int) -> Answer:
    def head(url: str, **_: Any) -> httpx.Response:
        return httpx.Response(status, request=httpx.Request("HEAD", url))

    return head


def breaks(name: str, why: str, *, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on a package cannot be imported."""

    class Broken(Trusted):
        def outcome(self) -> dict[str, object]:
            found = super().outcome()
            return {one: BrokenError(why) if one == name else found[one] for one in found}

    monkeypatch.setattr(checks, "Importing", Broken)


@pytest.fixture(autouse=True)
def _trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "Importing", Trusted)


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Иван").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "Иван"))
    monkeypatch.setenv("LAB1REPORT_CACHE", str(tmp_path / "Иван" / "cache"))
    monkeypatch.setattr(httpx, "head", answers(200))
    monkeypatch.chdir(tmp_path)


def write_large(path: Path, count: int, end: bytes = b".") -> None:
    """A file that begins with so many zeros, which take no room."""
    with path.open("wb") as file:
        file.truncate(count)
        file.seek(0, os.SEEK_END)
        file.write(end)


@pytest.fixture
def images(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "Иван" / "cifar-100-python"
    folder.mkdir()
    write_large(folder / "train", 50_000 * 3072)
    write_large(folder / "test", 10_000 * 3072)
    monkeypatch.setenv("LAB1REPORT_DATA", str(folder))
    return folder


@pytest.mark.slow
def test_a_machine_that_has_all(images: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "Importing", Importing)
    all_found = found()
    states = {name: check.state for name, check in all_found.items() if check.state != "ok"}
    assert states.keys() <= {"browser", "disk", "report", "terminal"}, (
        "which the tests' machine may lack"
    )
    assert all_found["CIFAR-100"].found == str(Path("~/cifar-100-python"))
    assert all_found["lab1report"].found.startswith(f"{lab1report.__version__}, Python 3.")
    assert "instructions" in all_found["PyTorch"].found
    packages = all_found["packages"].found
    assert packages == f"{len(checks.PACKAGES) + 1} that the program needs can be imported"
    assert all_found["Pango"].found[:2] == "1."
    assert all_found.keys() >= set(SERVERS)


def test_no_name_of_a_user_is_told(images: Path) -> None:
    assert "Иван" not in " ".join(check.found + check.remedy for check in found().values())


@pytest.mark.slow
def test_nothing_on_the_machine_is_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the whole command, and whatever the packages do that it imports."""
    home = Path.home()
    (home / "cache").mkdir()
    environment = {name: value for name, value in os.environ.items() if name[:4] != "XDG_"}
    done = subprocess.run(
        [sys.executable, "-m", "lab1report", "doctor"],
        env={
            **environment,
            "LAB1REPORT_CACHE": str(home / "cache" / "to" / "be" / "made"),
            "PYTHONPATH": ROOT,
        },
        cwd=home,
        capture_output=True,
        check=False,
    )
    assert b"Pango" in done.stdout
    assert [*tmp_path.rglob("*")] == [home, home / "cache"]
    monkeypatch.setenv("LAB1REPORT_CACHE", str(home / "cache"))
    assert found()["results"].state == "ok"
    assert [*tmp_path.rglob("*")] == [home, home / "cache"]


def test_libraries_that_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(native, "SUBSET_NAMES", NO_LIBRARY)
    check = found()["Pango"]
    assert (check.state, "without HarfBuzz subset" in check.found) == ("note", True)
    assert check.remedy == native.remedy_of_subset()

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


def test_packages_that_are_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    breaks("scipy.special", "ImportError: libgfortran.so.5", monkeypatch=monkeypatch)
    check = found()["packages"]
    assert check.state == "missing"
    assert check.found == "cannot be imported: scipy (ImportError: libgfortran.so.5)"
    assert found()["PyTorch"].state == "ok"

    home = Path.home()
    breaks("torch", f"OSError: {home}/venv/libtorch.so: no such file", monkeypatch=monkeypatch)
    check = found()["PyTorch"]
    assert check.state == "missing"
    assert check.found == "cannot be imported: OSError: ~/venv/libtorch.so: no such file"
    assert found()["packages"].state == "ok"


def test_weasyprint_is_not_to_blame_where_pango_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    breaks("weasyprint.text.ffi", "OSError: no Pango", monkeypatch=monkeypatch)
    assert found()["packages"].found == "cannot be imported: weasyprint (OSError: no Pango)"
    monkeypatch.setattr(native, "LIBRARIES", {"Pango": NO_LIBRARY})
    assert {name: found()[name].state for name in ("packages", "Pango")} == {
        "packages": "ok",
        "Pango": "missing",
    }


def test_every_package_of_the_program_is_tried() -> None:
    imported = set()
    for file in Path(lab1report.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {name.name.partition(".")[0] for name in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add((node.module or "").partition(".")[0])
    # IPython is imported in notebooks alone, which bring it; extras bring the others
    optional = {"IPython", "dask", "distributed", "openpyxl"}
    imported -= {*sys.stdlib_module_names, "lab1report", *optional}
    tried = {name.partition(".")[0] for name in checks.PACKAGES}
    assert tried | {"torch", "weasyprint"} == imported


def test_fonts_that_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise ModuleNotFoundError("No module named 'matplotlib'")

    with monkeypatch.context() as patch:
        patch.setattr(checks, "mono", broken)
        assert "No module named 'matplotlib'" in found()["fonts"].found

    nowhere = fonts.Family("Nowhere", {"bold": Path("nowhere.ttf")})
    monkeypatch.setattr(checks, "serif", lambda: nowhere)
    assert found()["fonts"].found == "no nowhere.ttf in font_files"


@pytest.mark.parametrize(
    ("folder", "words", "remedy"),
    [
        ("nowhere", "nowhere has no folder templates and no", "name the folder that holds yours"),
        (
            "wrong",
            "wrong/experiments/variants.toml: not valid TOML",
            "mend the file, or unset LAB1",
        ),
    ],
)
def test_resources_of_a_course_that_are_wrong(
    folder: str,
    words: str,
    remedy: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """One of the lines of doctor; a mistake of the user's to every other command."""
    own = resources.folder("experiments")
    assert sorted(path.name for path in own.glob("*.toml")) == sorted(checks.EXPERIMENTS)
    shutil.copytree(own, tmp_path / "wrong" / "experiments")
    (tmp_path / "wrong" / "experiments" / "variants.toml").write_text("x =")
    monkeypatch.setenv("LAB1REPORT_RESOURCES", str(tmp_path / folder))
    check = found()["resources"]
    assert (check.state, words in check.found) == ("missing", True)
    assert check.remedy.startswith(remedy)
    assert run(monkeypatch=monkeypatch) == 3
    who = ("--group", "3", "--variant", "7", "--stream", "IU5", "--year", "2024")
    assert run(command=("plan", *who), monkeypatch=monkeypatch) == 2
    assert words in capsys.readouterr().err


def test_resources_of_a_course(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert found()["resources"].found == "the program's own"
    course = tmp_path / "Иван" / "course"
    shutil.copytree(resources.folder("experiments"), course / "experiments")
    monkeypatch.setenv("LAB1REPORT_RESOURCES", str(course))
    assert found()["resources"].found == "~/course, which LAB1REPORT_RESOURCES names"


@pytest.mark.parametrize(
    ("status", "network", "state", "words"),
    [
        (200, True, "note", "yet; the first build downloads it"),
        (503, True, "missing", "no server that has it answers: a build takes the made-up demo set"),
        (503, False, "note", "a build would try to download it, and no server was asked"),
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


def test_images_that_have_nowhere_to_go(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("LAB1REPORT_CACHE", str(tmp_path / "file" / "cache"))
    for network in (True, False):
        check = found(network=network)["CIFAR-100"]
        assert check.state == "missing"
        assert "a build cannot download it, since the folder for it cannot be" in check.found
        assert check.remedy.startswith("name another folder in LAB1REPORT_CACHE, or bring the")
    with pytest.raises(lab1report.DataError, match="cannot be stored"):
        lab1report.fetch_data()


@pytest.mark.parametrize(
    ("part", "count", "end"),
    [
        ("train", 0, b""),
        ("train", 50_000 * 3072 - 1, b"."),
        ("test", 10_000 * 3072, b"\0"),
        ("test", 0, None),
    ],
)
def test_images_that_were_cut_off(part: str, count: int, end: bytes | None, images: Path) -> None:
    (images / part).unlink()
    if end is not None:
        write_large(images / part, count, end)
    check = found()["CIFAR-100"]
    assert check.state == "missing"
    assert check.found.startswith(str(Path("~/cifar-100-python") / part))
    assert check.remedy == "unset LAB1REPORT_DATA and run 'lab1report data fetch'"


def test_images_in_a_wrong_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LAB1REPORT_DATA", str(tmp_path / "Иван" / "nowhere"))
    check = found()["CIFAR-100"]
    assert check.state == "missing"
    assert check.found == "not in ~/nowhere, which LAB1REPORT_DATA names"


def test_a_folder_that_cannot_be_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("LAB1REPORT_CACHE", str(tmp_path / "file"))
    check = found()["results"]
    assert (check.state, "cannot be written" in check.found) == ("note", True)


@pytest.mark.parametrize("has_images", [True, False])
def test_a_folder_that_cannot_be_used_hides_nothing_else(
    has_images: bool, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    if has_images:
        request.getfixturevalue("images")
    usual = list(found())
    monkeypatch.setenv("LAB1REPORT_CACHE", "x" * 300)
    checked = found()
    assert list(checked) == usual
    assert checked["results"].state == "missing"
    assert checked["disk"].state == "note"
    assert checked["CIFAR-100"].state == ("ok" if has_images else "missing")


def test_a_full_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def usage(folder: Path) -> SimpleNamespace:
        of_the_report = folder.absolute() == tmp_path
        return SimpleNamespace(free=10**7 if of_the_report else 10**8)

    monkeypatch.setattr("shutil.disk_usage", usage)
    check = found()["disk"]
    assert (check.state, check.found) == ("note", "100 MB free")
    assert check.remedy.startswith("free 500 MB, or name another folder")
    check = found()["report"]
    assert (check.state, check.found) == ("note", f"{tmp_path}, 10 MB free")
    assert check.remedy == "free 50 MB, or go to another folder, or name one with --out"


def test_where_no_report_can_be_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert found()["report"].state == "ok"
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    check = found()["report"]
    assert (check.state, "cannot be written" in check.found) == ("note", True)
    assert check.remedy == "go to another folder, or name one with --out"


@pytest.mark.parametrize(
    ("encoding", "state"), [("cp1251", "ok"), ("cp866", "ok"), ("ascii", "note")]
)
def test_the_consoles_of_windows(encoding: str, state: str) -> None:
    """cp866 has the letters but no dash, for which a hyphen is printed."""
    code = "from lab1report.doctor.checks import _terminal as t; print(t().state, t().remedy)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONIOENCODING": encoding, "PYTHONPATH": ROOT},
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode(encoding).split()[0] == state


def run(
    *arguments: str, command: Sequence[str] = ("doctor",), monkeypatch: pytest.MonkeyPatch
) -> int:
    monkeypatch.setattr(sys, "argv", ["lab1report", *command, *arguments])
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


def test_the_table_in_russian_and_the_document_in_no_language(
    images: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(native, "LIBRARIES", {"Pango": NO_LIBRARY})
    messages.use("ru")
    try:
        assert run("--offline", monkeypatch=monkeypatch) == 3
        table = lines(capsys.readouterr().out)
        assert run("--offline", "--json", monkeypatch=monkeypatch) == 3
        document = json.loads(capsys.readouterr().out)
    finally:
        messages.use("en")
    (packages,) = (line for line in table if "пакеты" in line)
    count = len(checks.PACKAGES) + 1
    assert packages.startswith(f"в порядке пакеты                  импортируется {count} пакетов, ")
    assert [line for line in table if re.match("помеха    Pango  .*: PDF не будет, ", line)]
    assert len({re.match(r"(в порядке|\w+) +", line).end() for line in table}) == 1  # type: ignore[union-attr]
    found = {check["name"]: check["state"] for check in document}
    assert (found["packages"], found["Pango"]) == ("ok", "missing")

"""Every command on consoles that lack letters: nothing that is printed may end the program."""

import io
import json
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lab1report.cli.app import main
from lab1report.doctor import checks
from tests.e2e.conftest import DEMO, FIRST, WHO, Build, Desk, one_process
from tests.other_machines import Trusted

pytestmark = pytest.mark.slow

ODD = "Жук → ≤ × — «é» ☃"
PDF = "lab1-report/lab1-demo.pdf"
COMMANDS = ("build", "init", "plan", "run", "defence", "explain", "variant", "verify", "doctor")


class Terminal(io.TextIOWrapper):
    """A stream of one encoding, that draws bars."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _packages_as_they_should_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process that imports all of them for `doctor` takes seconds, and prints nothing."""
    monkeypatch.setattr(checks, "Importing", Trusted)


@pytest.fixture(scope="module")
def cache(demo: Build, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shutil.copytree(demo.desk.cache, tmp_path_factory.mktemp("consoles") / "cache")


@pytest.fixture
def copied(demo: Build, cache: Path, tmp_path: Path) -> Desk:
    """As the desks of others, but what is made for one encoding is stored for the next."""
    folder = shutil.copytree(demo.desk.folder, tmp_path / "folder")
    return replace(demo.desk, folder=folder, cache=cache)


@pytest.fixture(params=["cp866", "cp1251", "ascii"])
def encoding(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


def shown(desk: Desk, encoding: str, *arguments: str) -> tuple[int, str, str]:
    """The exit code of the program, what it prints, and what it shows on a terminal besides."""
    out, err = io.BytesIO(), io.BytesIO()
    environment = {"LAB1REPORT_CACHE": str(desk.cache), "TERM": "xterm", "COLUMNS": "100"}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(desk.folder)
        patch.setattr(sys, "argv", ["lab1report", *arguments])
        patch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding=encoding))
        patch.setattr(sys, "stderr", Terminal(err, encoding=encoding))
        one_process(patch)
        for name, value in environment.items():
            patch.setenv(name, value)
        if desk.resources is not None:
            patch.setenv("LAB1REPORT_RESOURCES", str(desk.resources))
        with pytest.raises(SystemExit) as ended:
            main()
        sys.stdout.flush()
        sys.stderr.flush()
        code = ended.value.code
        assert isinstance(code, int)
        return code, out.getvalue().decode(encoding), err.getvalue().decode(encoding)


@pytest.mark.parametrize("command", [(), *((name,) for name in COMMANDS), ("data",)])
def test_the_help(bare: Desk, encoding: str, command: tuple[str, ...]) -> None:
    code, text, _ = shown(bare, encoding, *command, "--help")
    assert code == 0
    assert "Usage: " in text


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("build", *FIRST, "--format", "pdf", "--format", "html", "--verbose"), 0),
        (("plan", *DEMO), 0),
        (("variant", *WHO), 0),
        (("explain", *DEMO, "--fresh", "xor"), 0),
        (("run", "regression", *FIRST, "--format", "html"), 0),
        (("defence", *FIRST), 0),
        (("init", *WHO, "--student", ODD), 0),
        (("verify", ODD), 2),
        (("verify", ODD, "--csv"), 2),
        (("doctor", "--offline"), 0),
        (("data", "where", ODD), 3),
        (("data", "verify", ODD), 3),
        (("build", *WHO, "--data", ODD), 3),
        (("build", *DEMO, "--student", ODD), 2),
        (("build", *DEMO, "--stream", ODD), 2),
        (("run", ODD, *DEMO), 2),
        ((ODD,), 2),
    ],
    ids=lambda one: one[0] if isinstance(one, tuple) else None,
)
def test_every_command(
    copied: Desk, tmp_path: Path, encoding: str, arguments: tuple[str, ...], code: int
) -> None:
    if arguments[0] == "run":  # what is stored is of another result afterwards
        copied = replace(copied, cache=shutil.copytree(copied.cache, tmp_path / "cache"))
    found, text, said = shown(copied, encoding, *arguments)
    assert found == code, said
    assert text or said


@pytest.mark.parametrize(
    ("encoding", "letters"),
    [("cp866", "гусеница"), ("cp1251", "гусеница"), ("ascii", r"\u0433\u0443")],
)
def test_letters_are_shown_where_there_are_any(bare: Desk, encoding: str, letters: str) -> None:
    assert letters in shown(bare, encoding, "variant", *WHO)[1]


def test_signs_look_alike(bare: Desk) -> None:
    said = shown(bare, "cp866", "data", "where", ODD)[2]
    assert r'Жук -> <= x - "\xe9" \u2603' in said


def test_json_is_json_whatever_the_console(bare: Desk, encoding: str) -> None:
    """And what is not UTF-8 has ASCII alone, since nobody could know what it is."""
    for arguments in (("variant", *WHO), ("doctor", "--offline"), ("verify", ODD)):
        text = shown(bare, encoding, *arguments, "--json")[1]
        assert text.isascii()
        found: Any = json.loads(text)
        assert found
    assert found["reports"][0]["file"] == ODD


@pytest.mark.usefixtures("verified_from_store")
def test_a_report_is_verified(copied: Desk) -> None:
    code, text, _ = shown(copied, "cp866", "verify", PDF, "--runs", "0")
    assert code == 0
    assert ": verified: Иванов И.И., group" in text

"""scripts/setup.py: what it asks for, and what it says where it may not install."""

import subprocess
import sys
import venv
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from tests.repository import load_script

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "setup.py"
NEEDED = ["libpango-1.0-0", "libpangoft2-1.0-0"]


class Machine:
    """Stands for a Debian machine: which libraries it has, and what apt-get does."""

    def __init__(self, setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
        self.libraries: set[str] = set()
        self.commands: list[list[str]] = []
        self.root = True
        self.sudo = False
        self.archive = True
        self.unknown: set[str] = set()  # to the archive
        self.browser = True
        self._packages = {**setup.LIBRARIES, setup.SUBSET: setup.SUBSET_PACKAGE}
        monkeypatch.setattr(setup, "loads", lambda library: library in self.libraries)
        monkeypatch.setattr(setup, "find_spec", lambda name: object())
        monkeypatch.setattr(setup, "run", lambda command, check: self._run(command))
        monkeypatch.setattr(setup, "succeeds", self._run)
        monkeypatch.setattr(setup.os, "geteuid", lambda: 0 if self.root else 1000)
        monkeypatch.setattr(setup.shutil, "which", self._which)

    def _which(self, name: str) -> str | None:
        return f"/usr/bin/{name}" if name != "chromium" or self.browser else None

    def _run(self, command: list[str]) -> bool:
        self.commands.append(command)
        if command == ["sudo", "-n", "true"]:
            return self.sudo
        if "install" not in command or not self.archive or self.unknown & set(command):
            return False
        self.libraries |= {name for name, package in self._packages.items() if package in command}
        self.browser = self.browser or "chromium" in command
        return True


@pytest.fixture
def setup() -> ModuleType:
    return load_script("setup")


@pytest.fixture
def machine(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(setup, monkeypatch)


def test_root_installs_what_is_missing(setup: ModuleType, machine: Machine) -> None:
    machine.libraries = {"libpango-1.0.so.0"}
    setup.require_packages()
    assert machine.libraries == set(setup.LIBRARIES)
    assert "libpango-1.0-0" not in {word for command in machine.commands for word in command}
    assert not any("sudo" in command for command in machine.commands)


def test_nothing_is_run_where_all_is_there(setup: ModuleType, machine: Machine) -> None:
    machine.libraries = set(setup.LIBRARIES)
    setup.require_packages()
    assert machine.commands == []


def test_sudo_is_used_where_it_asks_no_password(setup: ModuleType, machine: Machine) -> None:
    machine.root, machine.sudo = False, True
    setup.require_packages()
    assert machine.libraries == set(setup.LIBRARIES)
    assert all(command[:2] == ["sudo", "-n"] for command in machine.commands)


def test_without_the_right_it_says_what_to_run(setup: ModuleType, machine: Machine) -> None:
    machine.root = False
    with pytest.raises(SystemExit) as stopped:
        setup.require_packages()
    message = str(stopped.value)
    assert "\n" not in message
    assert f"sudo apt-get install --yes --no-install-recommends {' '.join(NEEDED)}" in message


def test_without_an_archive_it_stops(setup: ModuleType, machine: Machine) -> None:
    machine.archive = False
    with pytest.raises(SystemExit, match=r"libpangoft2-1\.0-0 could not be installed"):
        setup.require_packages()


def test_ubuntu_22_has_no_library_that_makes_fonts_small(
    setup: ModuleType, machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    """apt-get installs nothing of a command that names one package it does not know."""
    machine.unknown = {setup.SUBSET_PACKAGE}
    setup.require_packages()
    setup.offer_subset()
    assert machine.libraries == set(setup.LIBRARIES)
    assert "fonts will be made small in a slower way" in capsys.readouterr().out

    machine.unknown = set()
    setup.offer_subset()
    assert setup.SUBSET in machine.libraries


def test_the_browser_of_the_tests_is_installed(setup: ModuleType, machine: Machine) -> None:
    setup.offer_browser()
    assert machine.commands == []
    machine.browser = False
    setup.offer_browser()
    assert machine.browser


@pytest.mark.parametrize("missing", ["right", "archive"])
def test_the_set_up_goes_on_without_a_browser(
    setup: ModuleType, machine: Machine, capsys: pytest.CaptureFixture[str], missing: str
) -> None:
    machine.browser = False
    machine.root, machine.archive = missing != "right", missing != "archive"
    setup.offer_browser()
    assert "tests of the web edition will be skipped" in capsys.readouterr().out


@pytest.mark.parametrize("venv_works", [False, True])
def test_debian_python_without_ensurepip(
    setup: ModuleType, machine: Machine, monkeypatch: pytest.MonkeyPatch, venv_works: bool
) -> None:
    machine.libraries = set(setup.LIBRARIES)
    monkeypatch.setattr(setup, "venv_works", lambda: venv_works)
    monkeypatch.setattr(setup, "find_spec", lambda name: None)
    package = f"python3.{sys.version_info.minor}-venv"
    assert setup.missing_packages() == ([] if venv_works else [package])


def test_half_made_environment_does_not_count(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    venv.create(tmp_path, symlinks=True)  # without pip, as Debian leaves it
    monkeypatch.setattr(setup, "VENV_PYTHON", tmp_path / "bin" / "python")
    assert not setup.venv_works()
    monkeypatch.setattr(setup, "VENV_PYTHON", Path(sys.executable))
    assert setup.venv_works()


@pytest.mark.slow
def test_an_environment_without_pip_is_given_it(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    venv.create(tmp_path, symlinks=True)  # as uv makes them
    theirs = tmp_path / "theirs"
    theirs.touch()
    monkeypatch.setattr(setup, "VENV", tmp_path)
    monkeypatch.setattr(setup, "VENV_PYTHON", tmp_path / "bin" / "python")
    setup.create_venv()
    assert setup.venv_works()
    assert theirs.exists()


class Installers:
    """Stands for uv, which may be absent or fail, and for pip: which was asked for what."""

    def __init__(self, setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[tuple[str, list[str]]] = []
        self.there = self.works = True
        monkeypatch.delenv("UV", raising=False)
        monkeypatch.setattr(setup, "answers", lambda index: False)
        monkeypatch.setattr(setup, "installed_version", lambda package: None)
        monkeypatch.setattr(setup, "succeeds", lambda command: self.there and "uv" in command)
        monkeypatch.setattr(setup, "succeeds_aloud", self._uv)
        monkeypatch.setattr(setup, "pip_install", self._pip)

    def _uv(self, command: list[str]) -> bool:
        self.asked.append(("uv", command))
        return self.works

    def _pip(self, *arguments: str, check: bool = True) -> None:
        self.asked.append(("pip", list(arguments)))

    def of_the_project(self) -> list[str]:
        return [name for name, arguments in self.asked if "--editable" in arguments]


@pytest.fixture
def installers(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Installers:
    return Installers(setup, monkeypatch)


def test_uv_installs_what_pip_would(setup: ModuleType, installers: Installers) -> None:
    setup.install(dev=True)
    assert installers.of_the_project() == ["uv"]
    assert ("pip", ["--no-deps", "torch"]) in installers.asked  # which uv has with CUDA
    _, by_uv = installers.asked[-1]
    assert by_uv[by_uv.index("--python") + 1] == str(setup.VENV_PYTHON)
    assert by_uv[by_uv.index("--constraint") + 1] == str(setup.CONSTRAINTS)
    installers.there = False
    setup.install(dev=True)
    _, by_pip = installers.asked[-1]
    assert by_uv[-len(by_pip) :] == by_pip
    assert by_pip[-2:] == ["--group", "dev"]


def test_pip_does_what_uv_could_not(
    setup: ModuleType, installers: Installers, capsys: pytest.CaptureFixture[str]
) -> None:
    installers.works = False
    setup.install(dev=False)
    assert installers.of_the_project() == ["uv", "pip"]
    assert "pip tries" in capsys.readouterr().out


@pytest.mark.parametrize("why", ["absent", "unwanted"])
def test_without_uv_pip_does_it(
    setup: ModuleType, installers: Installers, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    installers.there = why != "absent"
    if why == "unwanted":
        monkeypatch.setenv("UV", "")
    setup.install(dev=False)
    assert installers.of_the_project() == ["pip"]


def make_old(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let only the script believe that it runs in Python 3.10, not pytest."""
    old = SimpleNamespace(version_info=(3, 10, 4), executable="python3", argv=[], exit=sys.exit)
    monkeypatch.setattr(setup, "sys", old)


def test_old_python_is_refused(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    make_old(setup, monkeypatch)
    monkeypatch.setattr(setup.shutil, "which", lambda name: None)
    with pytest.raises(SystemExit, match=r"Python 3\.11 or newer is needed, but .* is 3\.10"):
        setup.require_python()


def test_old_python_starts_a_newer_one(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[str] = []
    make_old(setup, monkeypatch)
    monkeypatch.setattr(setup.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(setup, "succeeds", lambda command: "python3.12" in command[0])
    monkeypatch.setattr(setup.os, "execv", lambda path, arguments: started.append(path))
    with pytest.raises(SystemExit):  # a real execv does not come back
        setup.require_python()
    assert started == ["/usr/bin/python3.12"]


def test_torch_is_pinned_and_an_index_that_is_not_there_is_passed_over(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup, "VENV_PYTHON", Path(sys.executable))
    assert setup.installed_version("torch") == setup.pinned_version("torch")
    assert setup.installed_version("no-such-distribution") is None
    assert not setup.answers("http://127.0.0.1:9")


def test_it_parses_for_an_older_python() -> None:
    code = "import ast, sys; ast.parse(sys.stdin.read(), feature_version=(3, 8))"
    source = SCRIPT.read_text(encoding="utf-8")
    subprocess.run([sys.executable, "-c", code], input=source, text=True, check=True)

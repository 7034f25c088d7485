"""The wheel, built from the sdist and installed outside the checkout, is complete and runs."""

import json
import os
import site
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

CACHES = {"__pycache__", ".ruff_cache"}  # what tools leave in a checkout
ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`bin` of a new environment with the wheel; the libraries come from the one of the tests."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, symlinks=True)
    binaries = folder / "bin"
    (packages,) = folder.glob("lib/python*/site-packages")
    (packages / "libraries.pth").write_text("\n".join(site.getsitepackages()), encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--python", str(binaries / "python")]
    subprocess.run([*pip, "install", "--no-deps", "--no-index", str(wheel)], check=True)
    return binaries


def run_anyhow(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """An installed program, run in another folder, the checkout out of its sight."""
    hidden = ("PYTHONPATH", "LAB1REPORT_RESOURCES")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


def run(*command: str | Path, cwd: Path) -> str:
    """What it prints, where nothing goes wrong."""
    done = run_anyhow(*command, cwd=cwd)
    assert done.returncode == 0, done.stderr
    return done.stdout


def files_under(folder: str) -> set[str]:
    found = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and CACHES.isdisjoint(path.parts)
    }
    assert found, f"{folder} is empty"
    return found


def test_wheel_holds_all_files(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    resources = files_under("templates") | files_under("experiments")
    assert {f"lab1report/_data/{name}" for name in resources} <= names
    assert files_under("lab1report") <= names
    assert {"lab1report/py.typed", "lab1report/report/results.schema.json"} <= names
    assert not [name for name in names if name.startswith(("tests/", "scripts/"))]


def files_of_git() -> set[str]:
    """What git tracks, and what it would if it were told of it."""
    if not (ROOT / ".git").exists():
        pytest.skip("an unpacked sdist has no git to ask")
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return {name for name in done.stdout.split("\0") if name and (ROOT / name).exists()}


def test_sdist_holds_what_git_has(built: Path) -> None:
    """All of it, so that whoever has the sdist can build, test and read what a clone has."""
    (path,) = built.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert len(names) >= 500
    assert names == files_of_git() | {"PKG-INFO"}


def test_another_build_is_the_same_to_the_last_byte(built: Path, tmp_path: Path) -> None:
    """Here the wheel is made of the checkout, by an account whose files nobody else may read."""
    command = [sys.executable, "-m", "build", "--no-isolation", "--sdist", "--wheel"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(ROOT)], check=True, umask=0o077)
    assert len(list(tmp_path.iterdir())) == 2
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (built / path.name).read_bytes(), path.name


def test_installed_package_is_the_one_that_runs(installed: Path, tmp_path: Path) -> None:
    code = "import lab1report.resources as r; print(r.__file__, r.folder('templates'))"
    places = run(installed / "python", "-c", code, cwd=tmp_path).split()
    assert all(Path(place).is_relative_to(installed.parent) for place in places)


def test_installed_package_has_the_schema(installed: Path, tmp_path: Path) -> None:
    from lab1report import results_schema

    code = "import json, lab1report as l; print(json.dumps(l.results_schema()))"
    assert json.loads(run(installed / "python", "-c", code, cwd=tmp_path)) == results_schema()


def test_installed_program_tells_its_version(installed: Path, tmp_path: Path) -> None:
    from lab1report import __version__

    assert __version__ in run(installed / "lab1report", "--version", cwd=tmp_path)


def test_installed_program_derives_the_classes(installed: Path, tmp_path: Path) -> None:
    arguments = ("variant", "--group", "3", "--variant", "7", "--stream", "IU5", "--json")
    answer = json.loads(run(installed / "lab1report", *arguments, cwd=tmp_path))
    assert [choice["id"] for choice in answer["classes"]] == [18, 63, 28]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--help"], 0),
        (["build", "--help"], 0),
        (["--version"], 0),
        (["variant", "--group", "3"], 2),
        ([], 2),
    ],
)
def test_the_module_is_the_same_program(
    installed: Path, tmp_path: Path, arguments: list[str], code: int
) -> None:
    command = run_anyhow(installed / "lab1report", *arguments, cwd=tmp_path)
    module = run_anyhow(installed / "python", "-m", "lab1report", *arguments, cwd=tmp_path)
    assert command.returncode == module.returncode == code
    assert command.stdout + command.stderr
    assert (command.stdout, command.stderr) == (module.stdout, module.stderr)

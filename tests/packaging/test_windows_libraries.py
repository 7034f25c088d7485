"""Under Wine: the DLLs of the wheel load with the variables that `native` sets, and Pango answers.

`make wine` gets the wheels and runs it; it needs Debian's `wine` and `gcc-mingw-w64-x86-64`. Wine
is no Windows, and has no Python here: a small C program does what cffi and WeasyPrint do there.
"""

import os
import shutil
import subprocess
import zipfile
from pathlib import Path, PureWindowsPath

import pytest

from lab1report.editions.pdf import native

WHEELS = "LAB1REPORT_WINDOWS_WHEELS"
COMPILER = "x86_64-w64-mingw32-gcc"
PROGRAM = Path(__file__).with_name("load_pango.c")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (os.environ.get(WHEELS) and shutil.which("wine") and shutil.which(COMPILER)),
        reason="no Wine, no MinGW, or no wheels for Windows; see make wine",
    ),
]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `pip install gstreamer-libs` would put into `site-packages` on Windows."""
    packages = tmp_path_factory.mktemp("site-packages")
    for file in sorted(Path(os.environ[WHEELS]).glob("gstreamer_*-win_amd64.whl")):
        with zipfile.ZipFile(file) as opened:
            for name in opened.namelist():
                _, _, inside = name.partition(".data/purelib/")
                if inside and ("/bin/" in inside or "/etc/" in inside or "/__init__" in inside):
                    target = packages / inside
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(opened.read(name))
    return packages


def windows(path: str) -> str:
    """A path of this machine as Wine sees it."""
    return str(PureWindowsPath("Z:/", *Path(path).parts[1:]))


def test_every_library_is_loaded_and_pango_answers(
    wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(wheel))
    own: dict[str, str] = {}
    native.make_findable(own, platform="win32")
    assert set(own) == {"PATH", "WEASYPRINT_DLL_DIRECTORIES", "FONTCONFIG_FILE"}
    seen = {
        name: ";".join(windows(one) for one in value.split(";") if one)
        for name, value in own.items()
    }
    seen["WINEPATH"] = seen.pop("PATH")

    program = tmp_path / "load_pango.exe"
    subprocess.run([COMPILER, "-Wall", "-Werror", "-o", program, PROGRAM], check=True)
    names = [on_windows for _, on_windows, _ in (*native.LIBRARIES.values(), native.SUBSET_NAMES)]
    machine = {**os.environ, "WINEPREFIX": str(tmp_path / "wine"), "WINEDEBUG": "-all"}

    def run(variables: dict[str, str]) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            ["wine", program, *names],
            env={**machine, **variables},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    done = run(seen)
    assert done.returncode == 0, done.stdout
    *loaded, version, font_map = done.stdout.split("\n")[:-1]
    assert loaded == [f"{name}: loaded" for name in names]
    assert version.startswith("Pango 1.")
    assert font_map == "font map: made"

    without = run({})
    assert without.returncode == 1
    assert without.stdout.split("\n")[:-1] == [f"{name}: not found" for name in names]
    for missing in ("WINEPATH", "WEASYPRINT_DLL_DIRECTORIES"):
        assert run({k: v for k, v in seen.items() if k != missing}).returncode == 1, missing

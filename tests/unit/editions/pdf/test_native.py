"""Where the wheel's libraries lie, and what is said where there are none."""

import re
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest

from lab1report.editions.pdf import native
from lab1report.errors import LibraryError
from tests.other_machines import NO_LIBRARY


@pytest.fixture
def wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The two packages, as far as they are looked at."""
    for package, folder in (
        ("gstreamer_libs", "bin"),
        ("gstreamer_libs", "lib"),
        ("gstreamer_libs", "etc/fonts"),
        ("gstreamer_ext_runtime", "bin"),
    ):
        (tmp_path / package / folder).mkdir(parents=True)
        (tmp_path / package / "__init__.py").touch()
    (tmp_path / "gstreamer_libs/etc/fonts/fonts.conf").touch()
    (tmp_path / "gstreamer_libs/lib/libpango-1.0.dylib").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


def test_windows_finds_both_folders(wheel: Path) -> None:
    environment = {"PATH": r"C:\Windows"}
    for _ in range(2):  # a program may start another
        native.make_findable(environment, platform="win32")
        folders = [
            str(wheel / name / "bin") for name in ("gstreamer_libs", "gstreamer_ext_runtime")
        ]
        assert environment == {
            "PATH": ";".join((*folders, r"C:\Windows")),
            "WEASYPRINT_DLL_DIRECTORIES": ";".join(folders),
            "FONTCONFIG_FILE": str(wheel / "gstreamer_libs/etc/fonts/fonts.conf"),
        }


def test_msys2_serves_where_there_is_no_wheel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And only there: the program is tried with the wheel's."""
    (tmp_path / "ucrt64").mkdir()
    usual = tuple(str(tmp_path / name) for name in ("ucrt64", "mingw64"))
    monkeypatch.setattr(native, "_USUAL_DLL_FOLDERS", usual)
    environment = {"PATH": r"C:\Windows"}
    with monkeypatch.context() as patch:
        patch.setattr(native, "find_spec", lambda name: None)
        native.make_findable(environment, platform="win32")
    assert environment == {
        "PATH": rf"{tmp_path / 'ucrt64'};C:\Windows",
        "WEASYPRINT_DLL_DIRECTORIES": str(tmp_path / "ucrt64"),
    }


def test_the_wheel_comes_before_msys2(wheel: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(native, "_USUAL_DLL_FOLDERS", (str(wheel),))
    environment: dict[str, str] = {}
    native.make_findable(environment, platform="win32")
    first, _ = environment["WEASYPRINT_DLL_DIRECTORIES"].split(";")
    assert first == str(wheel / "gstreamer_libs" / "bin")


def test_folders_that_the_user_named_on_windows(wheel: Path) -> None:
    own = {"PATH": r"C:\Windows", "WEASYPRINT_DLL_DIRECTORIES": r"D:\pango"}
    native.make_findable(own, platform="win32")
    assert own == {"PATH": r"D:\pango;C:\Windows", "WEASYPRINT_DLL_DIRECTORIES": r"D:\pango"}


def test_macos_finds_a_library_without_starting_again(wheel: Path) -> None:
    dyld = pytest.importorskip("ctypes.macholib.dyld", reason="Debian 13 leaves it out of Python")
    environment: dict[str, str] = {}
    native.make_findable(environment, platform="darwin")
    found = dyld.dyld_find("libpango-1.0.dylib", env=environment)
    assert Path(found) == wheel / "gstreamer_libs/lib/libpango-1.0.dylib"
    assert environment["FONTCONFIG_FILE"].endswith("fonts.conf")

    own = {"DYLD_FALLBACK_LIBRARY_PATH": "/opt/homebrew/lib"}
    native.make_findable(own, platform="darwin")
    assert own == {"DYLD_FALLBACK_LIBRARY_PATH": "/opt/homebrew/lib"}


@pytest.mark.parametrize("platform", ["linux", "freebsd14", "win32", "darwin"])
def test_a_machine_without_the_wheel(platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(native, "find_spec", lambda name: None)
    environment = {"PATH": "/bin"}
    native.make_findable(environment, platform=platform)
    assert environment == {"PATH": "/bin"}


def test_linux_is_left_alone(wheel: Path) -> None:
    environment: dict[str, str] = {}
    native.make_findable(environment, platform="linux")
    assert environment == {}


def test_this_machine_has_them() -> None:
    assert native.missing() == ()
    assert native.has_subset()
    native.require()


@pytest.mark.parametrize(
    ("lacking", "words"),
    [
        (
            ("Pango",),
            "no PDF can be made: this machine lacks Pango; "
            "run: sudo apt-get update && sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0$",
        ),
        (("Pango", "PangoFT2"), "no PDF can be made: this machine lacks Pango and PangoFT2; "),
    ],
)
def test_what_is_missing_is_named(
    lacking: tuple[str, ...], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        native,
        "LIBRARIES",
        {name: NO_LIBRARY if name in lacking else own for name, own in native.LIBRARIES.items()},
    )
    monkeypatch.setattr("shutil.which", {"apt-get": "/usr/bin/apt-get"}.get)
    assert native.missing() == lacking
    with pytest.raises(LibraryError, match=words):
        native.require()


@pytest.mark.parametrize(
    ("number", "platform", "found"),
    [
        (14_302, "linux", "Pango 1.43.2 is older than 1.44; use a newer release of this system"),
        (9_917, "linux", "Pango 0.99.17 is older than 1.44; "),
        (14_302, "win32", "1.44; uv tool install --reinstall .* and unset WEASYPRINT_DLL_DIRECTOR"),
        (14_400, "linux", ""),
        (20_000, "linux", ""),
    ],
)
def test_a_pango_that_is_too_old(
    number: int, platform: str, found: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = SimpleNamespace(pango_version=lambda: number)
    monkeypatch.setattr("ctypes.CDLL", lambda name, **_: old)
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(native, "remedy", partial(native.remedy, platform=platform))
    if found:
        assert re.search(found, "; ".join(native.fault() or ()))
        with pytest.raises(LibraryError, match=r"^no PDF can be made: Pango "):
            native.require()
    else:
        assert native.fault() is None
        native.require()


def test_the_version_is_that_of_the_library_in_use() -> None:
    from weasyprint.text.ffi import pango

    major, minor, micro = map(int, native.pango_version().split("."))
    assert major * 10_000 + minor * 100 + micro == pango.pango_version()


def test_what_pango_is_needed_for_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(native, "LIBRARIES", {"Pango": NO_LIBRARY})
    with pytest.raises(LibraryError, match=r"^it prints, but no PDF can be made: this machine"):
        native.require("it prints")
    with pytest.raises(LibraryError, match="no Pango"):
        native.pango_version()


@pytest.mark.parametrize(
    ("platform", "command", "words"),
    [
        ("win32", "", "or pipx inject lab1report gstreamer-libs"),
        ("darwin", "brew", "pip install gstreamer-libs in its environment"),
        ("linux", "dnf", "sudo dnf install pango"),
        ("linux", "apk", "sudo apk add pango"),
        ("linux", "zypper", "sudo zypper install libpango-1_0-0"),
        ("win32", "", "uv tool install --reinstall"),
        ("linux", "", "install Pango 1.44 or newer"),
    ],
)
def test_the_remedy_is_that_of_the_system(
    platform: str, command: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", {command: f"/usr/bin/{command}"}.get)
    assert words in native.remedy(platform=platform)
    assert "subset" not in native.remedy(platform=platform), "not every system has it"


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("apt-get", "run: sudo apt-get install libharfbuzz-subset0 (older"),
        ("zypper", "run: sudo zypper install libharfbuzz-subset0 (older"),
        ("dnf", "install a newer HarfBuzz"),
        ("", "install a newer HarfBuzz"),
    ],
)
def test_what_only_makes_fonts_small_has_a_remedy_of_its_own(
    command: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", {command: f"/usr/bin/{command}"}.get)
    assert native.remedy_of_subset(platform="linux").startswith(words)
    assert "--reinstall" in native.remedy_of_subset(platform="win32")


@pytest.mark.parametrize(
    ("platform", "load", "wanted"),
    [
        ("win32", "pango-1.0-0", r"C:\wheel\pango-1.0-0.dll"),
        ("win32", "libpango-1.0-0", r"C:\msys64\libpango-1.0-0.dll"),
        ("darwin", "pango-1.0", "/wheel/libpango-1.0.dylib"),
    ],
)
def test_it_is_loaded_as_weasyprint_finds_it(
    platform: str, load: str, wanted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []
    find: Callable[[str], str | None] = {load: wanted}.get

    def library(name: str, **_: object) -> object:
        loaded.append(name)
        return object()

    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(native, "find_library", find)
    monkeypatch.setattr("ctypes.CDLL", library)
    assert "Pango" not in native.missing()
    assert wanted in loaded

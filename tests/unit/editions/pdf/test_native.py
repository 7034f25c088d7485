"""Where the wheel's libraries lie, and what is said where there are none."""

import sys
from collections.abc import Callable
from pathlib import Path

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
            "no PDF can be made: this machine lacks Pango; run: sudo apt-get install lib",
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
    ("platform", "command", "words"),
    [
        ("win32", "", "or pipx inject lab1report gstreamer-libs"),
        ("darwin", "brew", "pip install gstreamer-libs in its environment"),
        ("linux", "dnf", "sudo dnf install pango"),
        ("linux", "apk", "sudo apk add pango"),
        ("linux", "", "install Pango 1.44 or newer"),
    ],
)
def test_the_remedy_is_that_of_the_system(
    platform: str, command: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", {command: f"/usr/bin/{command}"}.get)
    assert words in native.remedy(platform=platform)


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
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(native, "find_library", find)
    monkeypatch.setattr("ctypes.CDLL", lambda name, **_: loaded.append(name))
    assert "Pango" not in native.missing()
    assert wanted in loaded

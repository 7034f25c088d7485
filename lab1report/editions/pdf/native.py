"""The libraries that WeasyPrint needs and Python does not bring: where they are, what is missing.

Linux has them in its packages. For Windows and macOS they come in a wheel, `gstreamer-libs`, on
which the program depends there. No Python code looks into that by itself, so `make_findable` says
where they lie; docs/reference/platforms.md has what was tried.
"""

import ctypes
import os
import shutil
import sys
from collections.abc import Mapping, MutableMapping
from contextlib import suppress
from ctypes.util import find_library
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Final

from lab1report.errors import LibraryError
from lab1report.messages import _, marked

WHEEL: Final = "gstreamer-libs"
_WHEEL_AGAIN = marked(
    "uv tool install --reinstall and the address that the program came from, or "
    "pip install {wheel} in its environment, or pipx inject lab1report {wheel}"
)
_PACKAGES = ("gstreamer_libs", "gstreamer_ext_runtime")  # the second has the C++ runtime

_DLL_FOLDERS = "WEASYPRINT_DLL_DIRECTORIES"
_DYLIB_FOLDERS = "DYLD_FALLBACK_LIBRARY_PATH"
_FONT_CONFIGURATION = "FONTCONFIG_FILE"
_USUAL_DYLIB_FOLDERS = ("/usr/local/lib", "/usr/lib")  # what an empty variable stands for
# What WeasyPrint 70 takes an absent variable for: those of MSYS2, and of GTK
_USUAL_DLL_FOLDERS = (
    r"C:\msys64\ucrt64\bin",
    r"C:\msys64\mingw64\bin",
    r"C:\Program Files\GTK3-Runtime Win64\bin",
)

OLDEST_PANGO: Final = (1, 44)
"""Older ones lack functions that WeasyPrint calls."""
_OLDEST = ".".join(map(str, OLDEST_PANGO))

# By the first names with which WeasyPrint 70 finds each on Linux, Windows and macOS
# (module `weasyprint.text.ffi`)
LIBRARIES: Final[Mapping[str, tuple[str, str, str]]] = MappingProxyType(
    {
        "GObject": ("libgobject-2.0.so.0", "gobject-2.0-0", "gobject-2.0"),
        "Pango": ("libpango-1.0.so.0", "pango-1.0-0", "pango-1.0"),
        "HarfBuzz": ("libharfbuzz.so.0", "harfbuzz", "harfbuzz"),
        "fontconfig": ("libfontconfig.so.1", "fontconfig-1", "fontconfig"),
        "PangoFT2": ("libpangoft2-1.0.so.0", "pangoft2-1.0-0", "pangoft2-1.0"),
    }
)
_DEFAULT_FOLDERS = 0x1000  # LOAD_LIBRARY_SEARCH_DEFAULT_DIRS: also those that were added

SUBSET: Final = "HarfBuzz subset"
"""Makes the fonts within the PDF small; without it a slower way is taken."""
SUBSET_NAMES = ("libharfbuzz-subset.so.0", "harfbuzz-subset", "harfbuzz-subset")


@dataclass(frozen=True)
class _Manager:
    """A manager of packages, and what to tell it.

    The package of `SUBSET` is named only where no other brings it, and never in one command with
    what is needed: where a manager does not know one package, it installs none.
    """

    install: str
    packages: str
    subset: str = ""
    update: str = ""

    @property
    def command(self) -> str:
        return self.install.partition(" ")[0]


_MANAGERS = (
    _Manager(
        install="apt-get install",
        packages="libpango-1.0-0 libpangoft2-1.0-0",
        subset="libharfbuzz-subset0",
        update="apt-get update",
    ),
    _Manager(install="dnf install", packages="pango"),
    _Manager(install="zypper install", packages="libpango-1_0-0", subset="libharfbuzz-subset0"),
    _Manager(install="pacman -S", packages="pango"),
    _Manager(install="apk add", packages="pango"),
)


def make_findable(
    environment: MutableMapping[str, str] = os.environ, *, platform: str = sys.platform
) -> None:
    """Name the folders of the wheel in the variables that WeasyPrint and Python look into.

    Without the wheel those of MSYS2 and GTK on Windows, if they are there. Does nothing on other
    systems, nor where the user named folders. To be called before WeasyPrint is imported.
    """
    if platform == "win32":
        if _DLL_FOLDERS not in environment:
            usual = tuple(one for one in _USUAL_DLL_FOLDERS if Path(one).is_dir())
            if folders := _folders("bin") or usual:
                environment[_DLL_FOLDERS] = ";".join(folders)
            _configure_fonts(environment)
        # The linker finds by the folders of DLLs what a library needs, and cffi along PATH the
        # library itself: a name with a dot, as gobject-2.0-0, is not completed by .dll
        folders = tuple(filter(None, environment.get(_DLL_FOLDERS, "").split(";")))
        path = environment.get("PATH", "").split(";")
        environment["PATH"] = ";".join((*(one for one in folders if one not in path), *path))
        for folder in folders:
            with suppress(OSError):
                _add_folder_of_dlls(folder)
    elif platform == "darwin" and _DYLIB_FOLDERS not in environment and (own := _folders("lib")):
        # ctypes.util.find_library reads it each time, so that no process has to start again
        environment[_DYLIB_FOLDERS] = ":".join((*own, *_USUAL_DYLIB_FOLDERS))
        _configure_fonts(environment)


def missing() -> tuple[str, ...]:
    """Which of `LIBRARIES` cannot be loaded."""
    return tuple(name for name, names in LIBRARIES.items() if _loaded(names) is None)


def pango_version() -> str:
    """The version of the Pango that WeasyPrint uses.

    Raises:
        LibraryError: there is none.
    """
    if (pango := _loaded(LIBRARIES["Pango"])) is None:
        raise LibraryError(_("no Pango"))
    number = pango.pango_version()
    return f"{number // 10_000}.{number // 100 % 100}.{number % 100}"


def has_subset() -> bool:
    """Whether `SUBSET` is there."""
    return _loaded(SUBSET_NAMES) is not None


def fault() -> tuple[str, str] | None:
    """What is in the way of a PDF on this machine, and the remedy; None if nothing is."""
    if lacking := missing():
        return _("this machine lacks {libraries}").format(libraries=_listed(lacking)), remedy()
    found = pango_version()
    if tuple(map(int, found.split(".")))[:2] < OLDEST_PANGO:
        old = _("Pango {version} is older than {oldest}").format(version=found, oldest=_OLDEST)
        return old, _newer()
    return None


def require(purpose: str = "") -> None:
    """Make sure that a PDF can be made.

    Args:
        purpose: what it is needed for, where that is not plain: "'x' compares pages".

    Raises:
        LibraryError: it cannot; names what is missing, and the remedy for this system.
    """
    if found := fault():
        refused = (
            _("{purpose}, but no PDF can be made: {fault}")
            if purpose
            else _("no PDF can be made: {fault}")
        )
        raise LibraryError(refused.format(purpose=purpose, fault="; ".join(found)))


def remedy(*, platform: str = sys.platform) -> str:
    """What the user can do to get the libraries."""
    if platform in ("win32", "darwin"):
        return _(_WHEEL_AGAIN).format(wheel=WHEEL)
    if (manager := _manager()) is None:
        return _("install Pango {oldest} or newer with the package manager of this system").format(
            oldest=_OLDEST
        )
    first = f"sudo {manager.update} && " if manager.update else ""
    return _("run: {command}").format(command=f"{first}sudo {manager.install} {manager.packages}")


def remedy_of_subset(*, platform: str = sys.platform) -> str:
    """What the user can do to get `SUBSET` alone, where there is one."""
    if platform in ("win32", "darwin"):
        return _(_WHEEL_AGAIN).format(wheel=WHEEL)
    if (manager := _manager()) is None or not manager.subset:
        return _("install a newer HarfBuzz, with its subset library, where this system has one")
    return _("run: {command} (older systems have none)").format(
        command=f"sudo {manager.install} {manager.subset}"
    )


def _manager() -> _Manager | None:
    return next((one for one in _MANAGERS if shutil.which(one.command)), None)


def _newer() -> str:
    """What the user can do where the libraries are too old."""
    if sys.platform in ("win32", "darwin"):
        named = _DLL_FOLDERS if sys.platform == "win32" else _DYLIB_FOLDERS
        return _("{remedy}, and unset {variable}").format(remedy=remedy(), variable=named)
    return _("use a newer release of this system, which has a newer one")


def _loaded(names: tuple[str, str, str]) -> ctypes.CDLL | None:
    on_linux, on_windows, on_macos = names
    try:
        if sys.platform == "win32":
            own = find_library(on_windows) or find_library(_of_msys2(on_windows))
            return ctypes.CDLL(own or on_windows, winmode=_DEFAULT_FOLDERS)
        if sys.platform == "darwin":
            return ctypes.CDLL(find_library(on_macos) or f"lib{on_macos}.dylib")
        return ctypes.CDLL(on_linux)
    except OSError:
        return None


def _of_msys2(name: str) -> str:
    """How MSYS2 and GTK call the same: libpango-1.0-0, libharfbuzz-0."""
    return f"lib{name}" if name.endswith(("-0", "-1")) else f"lib{name}-0"


def _add_folder_of_dlls(folder: str) -> None:
    if sys.platform == "win32":
        os.add_dll_directory(folder)


def _folders(name: str) -> tuple[str, ...]:
    """The folder `name` of each package of the wheel that has it."""
    found = [package / name for package in map(_package, _PACKAGES) if package is not None]
    return tuple(str(folder) for folder in found if folder.is_dir())


def _package(name: str) -> Path | None:
    """The folder of an installed package, which is not imported."""
    spec = find_spec(name)
    return None if spec is None or spec.origin is None else Path(spec.origin).parent


def _configure_fonts(environment: MutableMapping[str, str]) -> None:
    """Without its file fontconfig complains, though the report's fonts are its own."""
    package = _package(_PACKAGES[0])
    if package is not None and (file := package / "etc" / "fonts" / "fonts.conf").is_file():
        environment.setdefault(_FONT_CONFIGURATION, str(file))


def _listed(names: tuple[str, ...]) -> str:
    """The names as a part of a sentence: "Pango, HarfBuzz and fontconfig"."""
    *others, last = names
    if not others:
        return last
    return _("{names} and {last}").format(names=", ".join(others), last=last)

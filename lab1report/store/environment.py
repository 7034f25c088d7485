"""Describes the machine and versions behind the numbers, without names of hosts, users or paths."""

import importlib.metadata
import os
import platform
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

import platformdirs

import lab1report
from lab1report.errors import UserError
from lab1report.messages import _
from lab1report.model import CPU
from lab1report.quoting import cut, reason
from lab1report.store.processor import processor

CACHE_VARIABLE = "LAB1REPORT_CACHE"
_NAME = re.compile(r"[\w.-]+")
_LIBRARIES = ("torch", "numpy", "scikit-learn", "matplotlib", "weasyprint")


def cache_folder() -> Path:
    """The folder for results and data: LAB1REPORT_CACHE, or the user's cache folder."""
    if named := os.environ.get(CACHE_VARIABLE):
        try:
            path = Path(named).expanduser()
            path.exists()  # tells what the system thinks of such a name
        except (OSError, RuntimeError, ValueError) as error:
            raise UserError(
                _("{variable}={folder}: cannot be used ({reason})").format(
                    variable=CACHE_VARIABLE, folder=cut(named), reason=reason(error)
                )
            ) from error
        return path
    try:
        return platformdirs.user_cache_path("lab1report")
    except RuntimeError as error:
        raise UserError(
            _("no home folder: name a cache folder in {variable}").format(variable=CACHE_VARIABLE)
        ) from error


@cache  # a key names several, and a plan has hundreds of keys
def version(library: str) -> str:
    """The version of an installed library, read without importing it."""
    return importlib.metadata.version(library)


@cache  # what is installed is read from 70 files
def packages() -> Mapping[str, str]:
    """The versions of all that is installed for the program, by the names of the packages."""
    found: dict[str, str] = {}
    wanted = [lab1report.__name__]
    while wanted:
        try:
            package = importlib.metadata.distribution(wanted.pop())
        except importlib.metadata.PackageNotFoundError:
            continue  # needed on another system only
        if package.name in found:
            continue
        found[package.name] = package.version
        requirements = package.requires or ()
        wanted += [_NAME.match(line)[0] for line in requirements if "extra ==" not in line]  # type: ignore[index]
    return MappingProxyType(dict(sorted(found.items(), key=lambda item: item[0].lower())))


def describe() -> dict[str, str]:
    """Versions of what computes and draws the report, and the machine, of which no GPU is used."""
    return {
        "lab1report": lab1report.__version__,
        "python": platform.python_version(),
        **{library: version(library) for library in _LIBRARIES},
        "system": f"{platform.system()} {platform.machine()}",
        "processor": processor().name,
        "device": CPU,
        "cores": str(os.cpu_count()),
    }

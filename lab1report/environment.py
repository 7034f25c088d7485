"""Where the numbers were computed: versions and machine, without names of hosts, users or paths."""

import importlib.metadata
import os
import platform
from functools import cache
from pathlib import Path

import platformdirs

import lab1report
from lab1report.errors import UserError

CACHE_VARIABLE = "LAB1REPORT_CACHE"
_LIBRARIES = ("torch", "numpy", "scikit-learn", "matplotlib", "weasyprint")


def cache_folder() -> Path:
    """Where results and data are kept: LAB1REPORT_CACHE, or the user's cache folder."""
    if named := os.environ.get(CACHE_VARIABLE):
        return Path(named).expanduser()
    try:
        return platformdirs.user_cache_path("lab1report")
    except RuntimeError as error:
        raise UserError(f"no home folder: name a cache folder in {CACHE_VARIABLE}") from error


@cache  # a key names several, and a plan has hundreds of keys
def version(library: str) -> str:
    """The version of an installed library, read without importing it."""
    return importlib.metadata.version(library)


def describe() -> dict[str, str]:
    """Versions of what computed and drew the report, and the kind of machine."""
    return {
        "lab1report": lab1report.__version__,
        "python": platform.python_version(),
        **{library: version(library) for library in _LIBRARIES},
        "system": f"{platform.system()} {platform.machine()}",
        "cores": str(os.cpu_count()),
    }

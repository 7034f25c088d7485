"""The images and what else a machine needs for reports (docs/reference/api.md)."""

from pathlib import Path
from typing import TYPE_CHECKING

from lab1report.public.logging import told

if TYPE_CHECKING:
    from lab1report.doctor.check import Check
    from lab1report.progress import Progress


def find_data(source: str = "auto") -> Path:
    """The folder or archive where CIFAR-100 lies on this machine.

    Args:
        source: "auto" looks where `build` looks; else the path of a folder or archive.

    Raises:
        DataError: it is not there.
    """
    from lab1report.data.locate import require_data
    from lab1report.store.environment import cache_folder

    return require_data(source, cache=cache_folder())


def fetch_data(*, progress: "Progress | None" = None) -> Path:
    """Download CIFAR-100 into the cache folder, unless it is there; gives its folder.

    Raises:
        NetworkError: no source could be reached, or none gave the true images.
        DataError: the folder cannot be written.
    """
    from lab1report.data.fetching import fetch
    from lab1report.store.environment import cache_folder

    return fetch(cache_folder(), told(progress))


def verify_data(place: Path, *, progress: "Progress | None" = None) -> str:
    """Check that a folder or archive holds CIFAR-100, image by image; gives its fingerprint.

    Raises:
        DataError: it does not.
    """
    from lab1report.data.real import verify

    return verify(place, told(progress))


def check_machine(*, network: bool = True) -> "tuple[Check, ...]":
    """Look whether reports can be made on this machine.

    Args:
        network: ask the servers that have the images, which takes seconds where none answers.

    Returns:
        what was found of each thing that a build needs, and the remedy; a `state` of "missing" is
        in the way of a report.
    """
    from lab1report.doctor.checks import check_machine

    return tuple(check_machine(network=network))

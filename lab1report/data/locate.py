"""Finds CIFAR-100 on this machine, without using the network."""

import os
from pathlib import Path

from lab1report.data.dataset_spec import FETCH, FOLDER
from lab1report.errors import DataError
from lab1report.messages import _
from lab1report.model import PARTS
from lab1report.quoting import cut, reason

VARIABLE = "LAB1REPORT_DATA"


def find_data(choice: str, *, cache: Path | None) -> Path | None:
    """The folder or archive that `choice` ("auto", "demo" or a path) stands for.

    "auto" takes the first of: what the environment variable LAB1REPORT_DATA names, `cache` if there
    is one, the working folder and its folder `data`. None if there is nothing, and for "demo".

    Raises:
        DataError: a path, or the variable, names no such place.
    """
    if choice == "demo":
        return None
    if choice != "auto":
        return _named(Path(choice), _("given as the place of the data"))
    if named := os.environ.get(VARIABLE):
        return _named(Path(named), _("named by {variable}").format(variable=VARIABLE))
    places = (cache, Path(), Path("data"))
    found = (place / FOLDER for place in places if place is not None)
    return next((place for place in found if _holds_parts(place)), None)


def require_data(choice: str, *, cache: Path) -> Path:
    """As `find_data`.

    Raises:
        DataError: there is no such place.
    """
    if choice == "demo":
        raise DataError(_("demo: the demo set is made up by the program; it lies nowhere"))
    place = find_data(choice, cache=cache)
    if place is None:
        raise DataError(
            _(
                "CIFAR-100 is not on this machine: get it with {command}, "
                "or name its folder in {variable}"
            ).format(command=FETCH, variable=VARIABLE)
        )
    return place


def _named(path: Path, by: str) -> Path:
    """The folder or archive meant by `path`, which `by` named."""
    try:
        path = path.expanduser()
        if path.is_file():
            return path
        for folder in (path, path / FOLDER):
            if _holds_parts(folder):
                return folder
        is_folder = path.is_dir()
    except (OSError, RuntimeError, ValueError) as error:
        raise DataError(
            _("{path}, {by}: cannot be used ({reason})").format(
                path=cut(str(path)), by=by, reason=reason(error)
            )
        ) from None
    fault = (
        _(
            "{path}, {by}, has no {folder} in it: name the folder {folder}, the one it lies in"
            " or the .tar.gz archive, or get the data with {command}."
        )
        if is_folder
        else _(
            "{path}, {by}, does not exist: name the folder {folder}, the one it lies in"
            " or the .tar.gz archive, or get the data with {command}."
        )
    )
    raise DataError(fault.format(path=cut(str(path)), by=by, folder=FOLDER, command=FETCH))


def _holds_parts(folder: Path) -> bool:
    """Whether `folder` looks like the data set, even if files are missing."""
    return any((folder / part).is_file() for part in PARTS)

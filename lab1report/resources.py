"""Finds the folders `templates/` and `experiments/`, and reads and writes TOML.

Three places are tried in turn: the folder named by `LAB1REPORT_RESOURCES` (for a course that adapts
them), the checkout of this package, the installed wheel. The checkout comes before
the wheel, where an editable install leaves a stale copy.
"""

import functools
import json
import os
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from lab1report.errors import UserError
from lab1report.messages import _
from lab1report.quoting import cut, unreadable
from lab1report.regular_file import read_at_most

VARIABLE = "LAB1REPORT_RESOURCES"
_FOLDERS = ("templates", "experiments")
_MOST_BYTES = 2**20
_PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """The folder `name` ("templates" or "experiments").

    Raises:
        FileNotFoundError: no such folder, which means a broken installation.
        UserError: `LAB1REPORT_RESOURCES` names no folder that has any of them.
    """
    candidates = [_PACKAGE / "_data" / name]
    if (_PACKAGE.parent / "pyproject.toml").is_file():
        candidates.insert(0, _PACKAGE.parent / name)
    if explicit := os.environ.get(VARIABLE):
        if not any((Path(explicit) / own).is_dir() for own in _FOLDERS):
            raise UserError(
                _(
                    "{variable}: {folder} has no folder {first} and no folder {second}; "
                    "name the folder that holds yours, or unset it"
                ).format(
                    variable=VARIABLE, folder=cut(explicit), first=_FOLDERS[0], second=_FOLDERS[1]
                )
            )
        candidates.insert(0, Path(explicit) / name)
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"no folder {name!r} in {', '.join(map(str, candidates))}")


def is_named() -> bool:
    """Whether the user named other folders than the program's own."""
    return bool(os.environ.get(VARIABLE))


def read_toml(path: Path) -> dict[str, Any]:
    """The content of the TOML file `path`.

    Raises:
        UserError: the file cannot be read or is not TOML; names the file and the place.
    """
    return _parsed(_content(path), path)


def known_toml(path: Path) -> Mapping[str, Any]:
    """As `read_toml`, parsed once as long as the file stays the same; not to be changed.

    For what is asked for each line of a roster: to parse takes a millisecond.
    """
    return _parsed_once(_content(path), path)


def _content(path: Path) -> bytes:
    try:
        content = read_at_most(path, _MOST_BYTES)
    except OSError as error:
        raise unreadable(path, error) from error
    if content is None:
        raise UserError(
            _("{path}: more than {bytes} bytes, which no such file has").format(
                path=path, bytes=_MOST_BYTES
            )
        )
    return content


def _parsed(content: bytes, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UserError(_("{path}: not in UTF-8; save it as UTF-8").format(path=path)) from error
    except tomllib.TOMLDecodeError as error:
        raise UserError(
            _("{path}: not valid TOML: {error}").format(path=path, error=error)
        ) from error
    except (ValueError, RecursionError):  # of a number, or of arrays within arrays
        raise UserError(
            _("{path}: not valid TOML: too long a number, or too deeply nested").format(path=path)
        ) from None


_parsed_once = functools.lru_cache(maxsize=8)(_parsed)


def toml_line(key: str, value: str | int | Sequence[int]) -> str:
    """The line that gives `key`, a bare one, its value."""
    # A string of JSON is one of TOML, but that TOML wants DEL escaped too
    written = json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return f"{key} = {written}\n"

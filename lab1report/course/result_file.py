"""The file `result.json` in a student's folder: what became of the report, in one line's worth.

It is written after the files that it speaks of, with their hashes, so that it is the one place
that says whether a report is there. Everything else about a course is derived from these files.
"""

import hashlib
import json
import math
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, get_args

from lab1report.course.student_folder import leads_elsewhere, require_own
from lab1report.messages import from_each, in_each
from lab1report.regular_file import open_regular, read_at_most
from lab1report.report.json_text import pretty
from lab1report.store.atomic_write import write_all

RESULT_FILE: Final = "result.json"
FORMAT: Final = 3
_READ: Final = (1, 2, FORMAT)  # the first had no gains of the variants, both one language
_TEXTS: Final = ("reasons", "warnings")  # of messages, in each language
_MOST_BYTES: Final = 2**20

State = Literal["done", "incomplete", "failed"]
"""`incomplete`: the report is there, with a box in the place of a section that failed."""


@dataclass(frozen=True, kw_only=True)
class StudentResult:
    """What became of one student's report.

    `key` is a hash of everything that the report is made from. `student` are the roster's columns.
    `reasons` say why it is not done, `warnings` what was said besides. `files` are the names of
    the report's files in the folder, with their SHA-256. `report` are the headlines as in
    `lab1report build --json`, with the test accuracy of each class, in [0, 1], and the gain of each
    variant in place of those that helped or harmed; None if there are none. `seconds` is how long
    the report took beside the trainings, `versions` what made it,
    `host` where, `finished` when (ISO 8601, UTC).
    """

    folder: str
    key: str
    state: State
    student: Mapping[str, Any]
    reasons: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    pages: int | None = None
    report: Mapping[str, Any] | None = None
    seconds: float = 0.0
    versions: Mapping[str, str] = field(default_factory=dict)
    host: str = ""
    finished: str = ""

    def to_document(self) -> dict[str, Any]:
        """The content of the file, of JSON's own types."""
        texts = {name: [in_each(one) for one in getattr(self, name)] for name in _TEXTS}
        return {"format": FORMAT, **vars(self), **texts}


def write(out: Path, result: StudentResult) -> None:
    """Write the file into the student's folder below `out`.

    Raises:
        UserError: there can be no such folder.
        OSError: it cannot be written.
    """
    require_own(out / result.folder)
    write_all({out / result.folder / RESULT_FILE: pretty(result.to_document()).encode()})


def read(folder: Path) -> StudentResult | None:
    """What the file in `folder` says; None if there is none, or it is of an unknown format.

    Nor is there one where a link leads elsewhere.
    """
    if leads_elsewhere(folder, RESULT_FILE):
        return None
    try:
        content = read_at_most(folder / RESULT_FILE, _MOST_BYTES)
        document = json.loads(content or b"")
        if document.pop("format") not in _READ or document["folder"] != folder.name:
            return None
        for name in _TEXTS:
            document[name] = tuple(map(from_each, document[name]))
        result = StudentResult(**document)
        return result if _is_whole(result) else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _is_whole(result: StudentResult) -> bool:
    """Whether all is of its kind; what stands in `report` and `student` is for others to check."""
    texts = (result.folder, result.key, result.host, result.finished)
    maps = (result.files, result.versions)
    return (
        result.state in get_args(State)
        and all(isinstance(one, str) for one in (*texts, *result.reasons, *result.warnings))
        and all(isinstance(one, dict) for one in (*maps, result.student))
        and all(isinstance(value, str) for one in maps for value in one.values())
        and isinstance(result.report, dict | None)
        and isinstance(result.pages, int | None)
        and isinstance(result.seconds, int | float)
        and math.isfinite(result.seconds)
    )


def current(folder: Path, key: str) -> StudentResult | None:
    """What `read` gives if the report in `folder` is done, whole and made from what `key` is of."""
    result = read(folder)
    if result is None or result.state != "done" or result.key != key:
        return None
    whole = all(
        not leads_elsewhere(folder, name) and _hash_of(folder / name) == digest
        for name, digest in result.files.items()
    )
    return result if whole else None


def missing(folder: Path, result: StudentResult) -> tuple[str, ...]:
    """The names of the report's files that are not in `folder`."""
    return tuple(name for name in result.files if _written(folder, name) is None)


def damaged(folder: Path, result: StudentResult) -> tuple[str, ...]:
    """The names of the report's files that are missing, or were changed after the result.

    Only what was written later than the result is read, so that it costs little however many and
    large the reports are.
    """
    since = _written(folder, RESULT_FILE) or 0
    found = []
    for name, digest in result.files.items():
        moment = _written(folder, name)
        if moment is None or (moment >= since and _hash_of(folder / name) != digest):
            found.append(name)
    return tuple(found)


def hashes(files: Iterable[Path]) -> dict[str, str]:
    """The SHA-256 of each file by its name."""
    return {path.name: _hash_of(path) or "" for path in files}


def _hash_of(path: Path) -> str | None:
    try:
        with open_regular(path) as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except (OSError, ValueError):
        return None


def _written(folder: Path, name: str) -> int | None:
    """When the file was written last, in nanoseconds; None if there is none in the folder."""
    if leads_elsewhere(folder, name):
        return None
    try:
        found = (folder / name).stat()
    except (OSError, ValueError):  # the name may be one that no file can have
        return None
    return found.st_mtime_ns if stat.S_ISREG(found.st_mode) else None

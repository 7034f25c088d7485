"""Sees what changed in a course's folder, by looking again and again at when files were written."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final, TypeAlias

from lab1report.course import result_file
from lab1report.course.course_file import COURSE_FILE
from lab1report.course.result_file import RESULT_FILE, StudentResult
from lab1report.course.status import status_of
from lab1report.errors import UserError
from lab1report.regular_file import is_link

Written: TypeAlias = tuple[int, int, int]
"""When a file was written, its size, and which file it is."""

_LETTERS: Final = 16  # of a version


class Watch:
    """How far the course in the folder `out` is; only results that changed are read again.

    Attributes:
        status: as of the last look.
        version: equal for equal files, whichever program looks at them.

    Raises:
        UserError: it is no folder of a course.
    """

    def __init__(self, out: Path) -> None:
        self._out = out
        self._results: dict[Path, tuple[Written, StudentResult | None]] = {}
        self.status = status_of(out, self._read, result_file.missing)
        self._files: Mapping[Path, Written] = {}
        self.version = ""
        self.look()

    def look(self) -> bool:
        """Look once; whether anything changed. Of a folder that is gone the last status stays."""
        files = self._look()
        if files == self._files:
            return False
        try:  # afterwards, so that what changes meanwhile is seen the next time
            self.status = status_of(self._out, self._read, result_file.missing)
        except UserError:
            return False
        self._files, self.version = files, _version(files)
        return True

    def _look(self) -> Mapping[Path, Written]:
        places = [self._out / str(one["folder"]) for one in self.status.course.students]
        own = (place / RESULT_FILE for place in places if not is_link(place))
        paths = [self._out / COURSE_FILE, *own]
        found = {path: _written(path) for path in paths}
        return {path: written for path, written in found.items() if written is not None}

    def _read(self, folder: Path) -> StudentResult | None:
        written = _written(folder / RESULT_FILE)
        if written is None:
            return None
        known = self._results.get(folder)
        if known is None or known[0] != written:
            known = self._results[folder] = written, result_file.read(folder)
        return known[1]


def _written(path: Path) -> Written | None:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _version(files: Mapping[Path, Written]) -> str:
    text = repr([(path.parent.name, path.name, written) for path, written in files.items()])
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_LETTERS]

"""What is shown of a course at a moment; each file is made when somebody asks for it first."""

import secrets
import threading
from collections.abc import Callable, Mapping
from typing import Final

from markupsafe import Markup

from lab1report.course import page, tables
from lab1report.course.page_progress import progress_html
from lab1report.course.running import RunningBuild
from lab1report.course.status import CourseStatus

_PLACE: Final = Markup(f"<!--{secrets.token_hex(8)}-->")  # noqa: S704  # hexadecimal digits
"""Where the page has how a build goes, which changes more often."""


class MadeFiles:
    """The page and the tables of a course as it stands, made anew and not read from the folder."""

    def __init__(self, status: CourseStatus, version: str) -> None:
        self.status, self.version = status, version
        self._lock = threading.Lock()
        self._made: dict[str, bytes] = {}
        self._makers: Mapping[str, Callable[[], bytes]] = {
            page.PAGE_FILE: self._page,
            page.PARQUET_FILE: lambda: page.parquet(self._course()),
            tables.GRADES_FILE: lambda: tables.grades(status).encode("utf-8-sig"),
            tables.MANIFEST_FILE: lambda: tables.manifest(status.results.values()).encode(),
        }

    def file(self, name: str) -> bytes:
        """One of the files that a build writes beside the students' folders."""
        with self._lock:
            if name not in self._made:
                self._made[name] = self._makers[name]()
            return self._made[name]

    def _course(self) -> page.ShownCourse:
        course = self.status.course
        return page.course_of(course.students, self.status.results, bad_lines=course.bad_lines)

    def _page(self) -> bytes:
        beside = page.PARQUET_FILE, tables.GRADES_FILE, tables.MANIFEST_FILE
        made = page.page(self._course(), beside=beside, progress=_PLACE, version=self.version)
        return made.encode()


class Shown:
    """A course at a moment: its files, and how the builds go that run."""

    def __init__(self, files: MadeFiles, builds: tuple[RunningBuild, ...]) -> None:
        self.files, self.builds = files, builds
        self.progress = progress_html(files.status, builds)

    def page(self) -> bytes:
        """The page with how it goes just now."""
        return self.files.file(page.PAGE_FILE).replace(_PLACE.encode(), self.progress.encode(), 1)

    def said(self) -> Mapping[str, str]:
        """What a page that follows has to know, for JSON."""
        return {"version": self.files.version, "progress": self.progress}

"""A running preview: the server, and the page made anew whenever a file is saved."""

import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from lab1report.errors import UserError
from lab1report.messages import _
from lab1report.preview.kept_report import KeptReport
from lab1report.preview.problems import Problem, problems
from lab1report.preview.server import Notice, PageServer
from lab1report.preview.watching import Seen, changes, look
from lab1report.progress import Progress
from lab1report.settings.options import CONFIG_FILE, WORDS_FOLDER, Settings

_SHOWN: Final = ("style", "length", "formats", "words", "out", "arms", "notices")
_PEOPLE: Final = ("student", "teacher", "group_code")
"""Settings, and parts of the assignment, that change nothing but how the report looks."""


@dataclass(frozen=True, kw_only=True)
class PreviewUpdate:
    """What came of a change: `files` that changed, whether there is a new page, `seconds` of work.

    `problems` are those of the newest words; while one is an error, the last good page stays.
    """

    files: Sequence[Path]
    built: bool
    problems: Sequence[Problem]
    seconds: float


class Preview:
    """The page at `address`, for browsers on this machine, until `close`.

    Args:
        load: gives the settings as they are now.
        folder: where lab1.toml and words/ are looked for.
        port: None is the first free one of some.

    Raises:
        UserError: the port cannot be had; and as in a build, but for mistakes in the words.
        DataError: as in a build.
    """

    def __init__(
        self, load: Callable[[], Settings], folder: Path, *, port: int | None, progress: Progress
    ) -> None:
        self._load, self._folder = load, folder
        self._session, self._pages = secrets.token_hex(4), 0
        self._settings = load()
        self._of_words: Sequence[Problem] = ()
        self._server = PageServer(port)
        try:
            self._seen = self._look()
            self._kept = KeptReport(self._settings, progress)
            self._first = self._build((), time.monotonic())
            self._server.start()
        except BaseException:
            self._server.close()
            raise

    def __enter__(self) -> "Preview":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def address(self) -> str:
        """Of the page, for a browser."""
        return self._server.address

    def close(self) -> None:
        """End it; browsers keep the page that they have."""
        self._server.close()

    def updates(self) -> Iterator[PreviewUpdate]:
        """The page as it is at first; then what comes of each change, which this waits for."""
        yield self._first
        for files in changes(self._look, self._seen):
            yield self._update(sorted(files))

    def _look(self) -> Seen:
        words = self._settings.words or self._folder / WORDS_FOLDER
        return look(words, [self._folder / CONFIG_FILE])

    def _update(self, files: Sequence[Path]) -> PreviewUpdate:
        started = time.monotonic()
        besides: Sequence[Problem] = ()
        try:
            settings = self._load()
            if not _is_same_report(settings, self._settings):
                besides = (_restart(),)
            elif settings != self._settings:
                self._kept, self._settings = KeptReport(settings, Progress()), settings
        except UserError as error:
            besides = tuple(problems("error", str(error), "settings"))
            if files == [self._folder / CONFIG_FILE]:
                return self._publish(None, (*besides, *self._of_words), files, started)
        return self._build(files, started, besides)

    def _build(
        self, files: Sequence[Path], started: float, besides: Sequence[Problem] = ()
    ) -> PreviewUpdate:
        """Make the page with the words as they are; where they are wrong, the last one stays."""
        version = f"{self._session}-{self._pages + 1}"
        attempt = self._kept.page({"version": version})
        self._of_words = attempt.problems
        page = attempt.page
        wordless = page is None and self._server.board.shown is None
        if wordless:
            page = self._kept.page_without_words({"version": version})
        made = Notice(page=page, version=version, wordless=wordless) if page is not None else None
        return self._publish(made, (*besides, *attempt.problems), files, started)

    def _publish(
        self,
        made: Notice | None,
        problems: Sequence[Problem],
        files: Sequence[Path],
        started: float,
    ) -> PreviewUpdate:
        """Show what is new: a page, or problems beside the last one."""
        shown = made or self._server.board.shown
        assert shown is not None  # noqa: S101  # the first build shows a page
        if made is not None:
            self._pages += 1
        self._server.board.publish(replace(shown, problems=problems))
        seconds = time.monotonic() - started
        return PreviewUpdate(
            files=files, built=made is not None, problems=problems, seconds=seconds
        )


def _restart() -> Problem:
    message = _(
        "{file} now asks for another report: end the preview with Ctrl-C and start it again"
    )
    return Problem(kind="warning", sentence=message.format(file=CONFIG_FILE), about="settings")


def _is_same_report(one: Settings, other: Settings) -> bool:
    """Whether both ask for the same trainings, from the same images."""
    shown = {name: getattr(other, name) for name in _SHOWN}
    people = {name: getattr(other.assignment, name) for name in _PEOPLE}
    return replace(one, **shown, assignment=replace(one.assignment, **people)) == other

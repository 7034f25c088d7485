"""Progress on stderr: bars in a terminal, a line every few seconds where there is none."""

import sys
import threading
import time
from typing import Final

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    ProgressColumn,
    SpinnerColumn,
    TaskProgressColumn,
    TextColumn,
    TransferSpeedColumn,
)
from rich.progress import Progress as RichProgress
from rich.progress import Task as RichTask
from rich.text import Text

from lab1report import Progress
from lab1report.cli import kept
from lab1report.messages import _
from lab1report.remaining import RemainingTime

_SECONDS_OF_SILENCE: Final = 3.0
_SECONDS_BETWEEN_LINES: Final = 5.0
_SECONDS_BETWEEN_LOOKS: Final = 0.5


class TerminalProgress(Progress):
    """What is being done and how long it may still take, on stderr.

    Args:
        quiet: tell of nothing but warnings.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        self._console = Console(stderr=True)
        self._quiet = quiet
        self._bars: RichProgress | None = None
        self._remaining = RemainingTime(None)
        self._title: str = _("beginning")
        self._doing = ""
        self._total: float | None = None
        self._done = 0.0
        self._lines = threading.Lock()
        self._over: threading.Event | None = None
        self._next_line = time.monotonic() + _SECONDS_OF_SILENCE
        self._warned: set[str] = set()

    def __enter__(self) -> "TerminalProgress":
        kept.work_begins()
        if not self._quiet and not sys.stderr.isatty():
            self._over = threading.Event()
            # No news may come for long, as while a page is set: the clock says a line all the same
            threading.Thread(target=self._watch, args=(self._over,), daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        if self._over is not None:
            with self._lines:  # once that is free, no line is under way and none comes
                self._over.set()
        self.finish()

    def _watch(self, over: threading.Event) -> None:
        while not over.wait(_SECONDS_BETWEEN_LOOKS):
            self._line()

    def start(
        self,
        title: str,
        total: float | None = None,
        *,
        unit: str = "steps",
        seconds: float | None = None,
    ) -> None:
        self.finish()
        self._title, self._doing, self._total, self._done = title, "", total, 0.0
        self._remaining = RemainingTime(seconds, clock=time.monotonic)
        if sys.stderr.isatty() and not self._quiet:
            self._bars = self._drawn(title, total, unit)
        self._line()

    def update(self, done: float) -> None:
        self._remaining.update(done / self._total if self._total else 0.0)
        if self._bars is not None:
            self._bars.update(self._bars.task_ids[0], completed=done)
        self._done = done
        self._line()

    def doing(self, what: str) -> None:
        self._doing = what
        if self._bars is not None:
            self._bars.update(self._bars.task_ids[0], doing=what)

    def finish(self) -> None:
        if self._bars is not None:
            self._bars.stop()
            self._bars = None
        elif self._total is not None:
            self._title, self._doing = _("{title}: done; going on").format(title=self._title), ""
        self._total, self._done = None, 0.0

    def note(self, message: str) -> None:
        if not self._quiet:
            said = f"lab1report: {message}"
            self._console.print(said, markup=False, highlight=False, soft_wrap=True)

    def warn(self, message: str) -> None:
        if message in self._warned:  # several processes may meet the same
            return
        self._warned.add(message)
        said = _("warning: {message}").format(message=message)
        self._console.print(f"lab1report: {said}", markup=False, highlight=False, soft_wrap=True)

    def _drawn(self, title: str, total: float | None, unit: str) -> RichProgress:
        amount: tuple[ProgressColumn, ...] = ()
        if unit == "bytes":
            amount = (DownloadColumn(), TransferSpeedColumn())
        elif total is not None:
            amount = (TaskProgressColumn(),)
        bars = RichProgress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            *amount,
            _TimeColumn(self._remaining),
            TextColumn("{task.fields[doing]}"),
            console=self._console,
            transient=True,
            # rich would otherwise take what the notebooks print away from `capture`
            redirect_stdout=False,
            redirect_stderr=False,
        )
        bars.add_task(title, total=total, doing="")
        bars.start()
        return bars

    def _line(self) -> None:
        """Say how far it is where no bar does, every few seconds; by any thread."""
        with self._lines:
            now = time.monotonic()
            over = self._over is not None and self._over.is_set()
            if over or self._bars is not None or self._quiet or now < self._next_line:
                return
            self._next_line = now + _SECONDS_BETWEEN_LINES
            self._print_line()

    def _print_line(self) -> None:
        total, done = self._total, self._done
        share = f"{done / total:4.0%}" if total else " ..."
        left = self._remaining.seconds()
        rest = ""
        if left is not None and total and done:
            rest = _(", about {seconds} s left").format(seconds=f"{left:.0f}")
        doing = f": {self._doing}" if self._doing else ""
        self._console.print(
            f"[{share}] {self._title}{rest}{doing}", markup=False, highlight=False, soft_wrap=True
        )


class _TimeColumn(ProgressColumn):
    """The remaining time, or the time that passed where that is not known."""

    def __init__(self, remaining: RemainingTime) -> None:
        super().__init__()
        self._remaining = remaining

    def render(self, task: RichTask) -> Text:
        left = self._remaining.seconds() if task.total is not None else None
        shown = task.elapsed or 0.0 if left is None else left
        minutes, seconds = divmod(round(shown), 60)
        clock = f"{minutes}:{seconds:02d}"
        said = clock if left is None else _("{time} left").format(time=clock)
        return Text(said, style="progress.remaining")

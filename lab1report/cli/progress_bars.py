"""What the user sees in the terminal: progress on stderr, figures and status on stdout."""

import sys

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    ProgressColumn,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)
from rich.progress import Progress as RichProgress

from lab1report import Progress


class TerminalProgress(Progress):
    """Bars with the remaining time on stderr; nothing but warnings when that is no terminal."""

    def __init__(self) -> None:
        self._console = Console(stderr=True)
        self._visible = sys.stderr.isatty()
        self._bars: RichProgress | None = None
        self._warned: set[str] = set()

    def __enter__(self) -> "TerminalProgress":
        return self

    def __exit__(self, *_: object) -> None:
        self.finish()

    def start(self, title: str, total: float | None = None, *, unit: str = "steps") -> None:
        self.finish()
        if not self._visible:
            return
        amount: tuple[ProgressColumn, ...]
        if unit == "bytes":
            amount = (DownloadColumn(), TransferSpeedColumn())
        elif unit == "runs":
            amount = (MofNCompleteColumn(),)
        elif total is None:
            amount = ()
        else:
            amount = (TaskProgressColumn(),)
        self._bars = RichProgress(
            TextColumn("{task.description}"),
            BarColumn(),
            *amount,
            TimeElapsedColumn() if total is None else TimeRemainingColumn(),
            console=self._console,
            transient=True,
            # rich would otherwise take what the notebooks print away from `capture`
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._bars.add_task(title, total=total)
        self._bars.start()

    def update(self, done: float) -> None:
        if self._bars is not None:
            self._bars.update(self._bars.task_ids[0], completed=done)

    def finish(self) -> None:
        if self._bars is not None:
            self._bars.stop()
            self._bars = None

    def note(self, message: str) -> None:
        if self._visible:
            self._console.print(f"lab1report: {message}", markup=False, highlight=False)

    def warn(self, message: str) -> None:
        if message in self._warned:  # several processes may meet the same
            return
        self._warned.add(message)
        self._console.print(
            f"lab1report: warning: {message}", markup=False, highlight=False, soft_wrap=True
        )

"""Reports the progress of WeasyPrint, as read from its log."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from lab1report.progress import Progress

# The share of the time that is over when a step begins, as measured on a report of 30 pages
_SHARES = {"3": 0.1, "4": 0.15, "5": 0.25, "6": 0.6, "7": 0.95}
_STEP = re.compile(r"Step (\d)")


class _Watcher(logging.Handler):
    def __init__(self, progress: Progress) -> None:
        super().__init__(logging.INFO)
        self._progress = progress

    def emit(self, record: logging.LogRecord) -> None:
        match = _STEP.match(record.getMessage())
        if match and (share := _SHARES.get(match[1])):
            self._progress.update(share)


@contextmanager
def watching(title: str, progress: Progress) -> Iterator[None]:
    """Shows the rendering in the block as one piece of work."""
    logger = logging.getLogger("weasyprint.progress")
    watcher, level = _Watcher(progress), logger.level
    logger.addHandler(watcher)
    logger.setLevel(logging.INFO)
    progress.start(title, 1.0)
    try:
        yield
    finally:
        progress.finish()
        logger.setLevel(level)
        logger.removeHandler(watcher)

"""Waits while a disk is full: whatever were made meanwhile could not be kept."""

import shutil
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from lab1report.errors import Lab1Error
from lab1report.messages import _
from lab1report.progress import Progress
from lab1report.runs.pool import PATIENCE

LEAST: Final = 32 * 2**20
"""Bytes that have to be free: what is under way writes some megabytes a process."""

_LOOK_SECONDS: Final = 1.0


class NoRoomError(Lab1Error):
    """A disk is full, and stays so."""

    exit_code = 3


class DiskRoom:
    """The disks on which `folders` lie."""

    def __init__(self, folders: Sequence[Path], progress: Progress) -> None:
        self._folders, self._progress = folders, progress

    def wait(self) -> bool:
        """Return as soon as there is room on all of them: whether there was none on one before.

        Raises:
            NoRoomError: there is none, and patience is at its end.
        """
        if (folder := self._full()) is None:
            return False
        megabytes = LEAST // 2**20
        self._progress.warn(
            _(
                "the disk of {folder} has less than {megabytes} MB left: free some, and the"
                " course goes on by itself; it waits for {minutes} min"
            ).format(folder=folder, megabytes=megabytes, minutes=round(PATIENCE / 60))
        )
        limit = time.monotonic() + PATIENCE
        while self._full() is not None:
            if time.monotonic() > limit:
                raise NoRoomError(
                    _(
                        "the disk of {folder} has less than {megabytes} MB left; what was"
                        " computed is stored: free some, and give the same command again"
                    ).format(folder=folder, megabytes=megabytes)
                )
            time.sleep(_LOOK_SECONDS)
        self._progress.note(_("the disk has room again; the course goes on"))
        return True

    def _full(self) -> Path | None:
        """The first folder whose disk is full; of one that cannot be asked nothing is known."""
        for folder in self._folders:
            with suppress(OSError):
                if shutil.disk_usage(folder).free < LEAST:
                    return folder
        return None

"""A course that is shown in browsers, until it is closed."""

import threading
import time
from pathlib import Path
from typing import Final

from lab1report.course.running import Builds
from lab1report.course.serving.application import application
from lab1report.course.serving.shown import MadeFiles, Shown
from lab1report.course.serving.watching import Watch
from lab1report.messages import _
from lab1report.serving.board import Board
from lab1report.serving.guard import Guard, Token
from lab1report.serving.server import Server

_PAUSE: Final = 0.3  # seconds between two looks
_SHARE: Final = 1 / 3  # of the time that looks may take, where a folder is large or far away


class CourseServer:
    """The page of the course in the folder `out` at `address`, a context manager.

    Args:
        host: whose address to listen on; beyond the loopback the address has a token.
        port: None is the first free one of some.

    Raises:
        UserError: it is no folder of a course, or the host or the port cannot be had.
    """

    def __init__(self, out: Path, *, host: str, port: int | None) -> None:
        self._watch, self._builds = Watch(out), Builds(out)
        self._board = Board[Shown]()
        self._show(MadeFiles(self._watch.status, self._watch.version))
        self._over = threading.Event()
        self._server = Server(port, host)
        self._token = None
        hosts = self._server.hosts if self._server.is_loopback else None
        if not self._server.is_loopback:
            refusal = _(
                "Open the address that 'lab1report course serve' printed when it was started, "
                "with its token."
            )
            self._token = Token(self._server.port, refusal)
        self._server.start(Guard(application(out, self._board), hosts=hosts, token=self._token))

    def __enter__(self) -> "CourseServer":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    @property
    def address(self) -> str:
        """Of the page, for a browser, with the token if there is one."""
        return self._server.address + (f"?{self._token.query}" if self._token else "")

    @property
    def is_public(self) -> bool:
        """Whether other machines can reach it."""
        return not self._server.is_loopback

    def follow(self) -> None:
        """Show what changes in the folder, until another thread closes the server."""
        pause = _PAUSE
        if (first := self._board.shown) is not None:
            first.page()  # which nobody should have to wait for
        while not self._over.wait(pause):
            began = time.monotonic()
            self._look()
            pause = max(_PAUSE, (time.monotonic() - began) / _SHARE)

    def close(self) -> None:
        """End it; browsers keep the page that they have."""
        self._over.set()
        self._board.close()
        self._server.close()

    def _look(self) -> None:
        before = self._board.shown
        files = before.files if before else None
        if files is None or self._watch.look():
            files = MadeFiles(self._watch.status, self._watch.version)
        self._show(files)

    def _show(self, files: MadeFiles) -> None:
        """Show them, unless all that is said of them is shown already."""
        now, before = Shown(files, self._builds.look()), self._board.shown
        if before is None or now.said() != before.said():
            self._board.publish(now)

"""Serves one page and the news of it, to browsers on this machine alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from lab1report.preview.problems import Problem
from lab1report.serving.board import Board
from lab1report.serving.guard import Guard
from lab1report.serving.news import news
from lab1report.serving.server import Server


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A page, and what is wrong with the newest words; `version` is that of the page.

    `wordless`: it is a page without any words, since they have been wrong from the beginning.
    """

    page: bytes
    version: str
    wordless: bool = False
    problems: Sequence[Problem] = ()


class PageServer:
    """Holds a port of the loopback from the beginning; answers from `start` on.

    Raises:
        UserError: the port cannot be had.
    """

    def __init__(self, port: int | None) -> None:
        self.board = Board[Notice]()
        self._server = Server(port)

    @property
    def port(self) -> int:
        return self._server.port

    @property
    def address(self) -> str:
        """Of the page, for a browser."""
        return self._server.address

    def start(self) -> None:
        """Answer requests."""
        routes = [Route("/", self._page), Route("/news", self._news)]
        application = Starlette(routes=routes)
        application.router.redirect_slashes = False
        self._server.start(Guard(application, hosts=self._server.hosts))

    def close(self) -> None:
        """End every answer, and let go of the port."""
        self.board.close()
        self._server.close()

    async def _page(self, _request: Request) -> Response:
        if (notice := self.board.shown) is None:
            raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE)
        return HTMLResponse(notice.page)

    async def _news(self, request: Request) -> Response:
        return news(request, self.board, _said)


def _said(notice: Notice) -> dict[str, Any]:
    return {
        "version": notice.version,
        "wordless": notice.wordless,
        "problems": [problem.to_document() for problem in notice.problems],
    }

"""Answers requests for the page of a course, its news, its tables and the files of its students."""

from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route

from lab1report.course import page, tables
from lab1report.course.serving import student_files
from lab1report.course.serving.shown import Shown
from lab1report.serving.board import Board
from lab1report.serving.news import news

_TABLES: Final = {
    tables.GRADES_FILE: "text/csv",
    tables.MANIFEST_FILE: "application/x-ndjson",
    page.PARQUET_FILE: "application/vnd.apache.parquet",
}


def application(out: Path, board: Board[Shown]) -> Starlette:
    """The application for the course in the folder `out`, of which `board` always shows one."""

    def shown() -> Shown:
        if (now := board.shown) is None:
            raise HTTPException(503)
        return now

    def index(_request: Request) -> Response:
        return HTMLResponse(shown().page())

    async def live(request: Request) -> Response:
        return news(request, board, Shown.said)

    def table(request: Request) -> Response:
        name = request.url.path.removeprefix("/")
        attached = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(shown().files.file(name), headers=attached, media_type=_TABLES[name])

    async def of_student(request: Request) -> Response:
        raw_path, status = request.scope["raw_path"], shown().files.status
        found = await run_in_threadpool(student_files.find, out, status, raw_path)
        if found is None:
            raise HTTPException(404)
        kind = student_files.KINDS[found.suffix]
        return FileResponse(
            found,
            media_type=kind.media_type,
            headers={"Content-Security-Policy": kind.policy},
            filename=found.name,
            content_disposition_type="attachment" if kind.taken else "inline",
        )

    routes = [
        Route("/", index),
        Route(f"/{page.PAGE_FILE}", index),
        Route("/news", live),
        *(Route(f"/{name}", table) for name in _TABLES),
        Route("/{student}/{file}", of_student),
    ]
    made = Starlette(routes=routes)
    made.router.redirect_slashes = False
    return made

"""Sends what a board shows as server-sent events.

https://html.spec.whatwg.org/multipage/server-sent-events.html
"""

import json
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any, Final, TypeVar

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from lab1report.serving.board import Board

Shown = TypeVar("Shown")

_TYPE: Final = "text/event-stream"
_SECONDS_OF_SILENCE: Final = 5.0  # after which a browser that is gone is noticed


def news(
    request: Request, board: Board[Shown], said: Callable[[Shown], Mapping[str, Any]]
) -> Response:
    """An answer that tells of each thing shown, until the browser or the program ends it.

    Args:
        said: what is told of it, for JSON.
    """

    async def events() -> AsyncIterator[str]:
        count = 0
        while (found := await board.newer(count, seconds=_SECONDS_OF_SILENCE)) is not None:
            count, shown = found
            if shown is None:
                yield ":\n\n"
            else:
                yield f"data: {json.dumps(said(shown), ensure_ascii=False)}\n\n"

    if request.method == "HEAD":
        return Response(media_type=_TYPE)
    return StreamingResponse(events(), media_type=_TYPE)

"""Compares a notebook with the one that it should be, cell by cell."""

import base64
import io
import json
import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lab1report.messages import Message, _
from lab1report.received.differences import differences
from lab1report.verify.pdf_parts import look_alike

_PICTURE = re.compile(r"(?<=data:image/png;base64,)[A-Za-z0-9+/=]+")


def notebook_differences(
    found: bytes, wanted: bytes, *, drawings: bool = True
) -> tuple[int | None, Message] | None:
    """The number of the first cell that is another, and what differs; None if there is none.

    The number is None where it is the notebook as a whole.

    Code, output and text have to be the same; drawings may be rounded by another processor.

    Args:
        drawings: whether they are compared at all.
    """
    if found == wanted:
        return None
    try:
        one, other = json.loads(found), json.loads(wanted)
        for number, (own, made) in enumerate(zip(one["cells"], other["cells"], strict=True), 1):
            if own != made and not _same(own, made, drawings=drawings):
                return number, _said(own, made) or _("another picture")
            one["cells"][number - 1] = made
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None, _("it has other cells")
    rest = _said(one, other)
    if rest or found != _as_written(json.loads(found)):
        return None, rest or not_as_written()
    return None


def not_as_written() -> Message:
    """A file that says the same in another form."""
    return _("it is not written as the program writes it")


def _said(found: Any, wanted: Any) -> Message | None:
    """The first difference."""
    return next((one.said for one in differences(found, wanted)), None)


def _as_written(notebook: Any) -> bytes:
    """As nbformat writes it; a name that stands twice is written once."""
    text = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True)
    return f"{text}\n".encode()


def _same(own: Any, made: Any, *, drawings: bool) -> bool:
    texts, pictures = zip(*(_parted(cell) for cell in (own, made)), strict=True)
    return (
        texts[0] == texts[1]
        and len(pictures[0]) == len(pictures[1])
        and (not drawings or all(_look_alike(*pair) for pair in zip(*pictures, strict=True)))
    )


def _parted(cell: Any) -> tuple[str, list[str]]:
    """The cell as text without its pictures, and they."""
    cell = json.loads(json.dumps(cell))
    pictures = [
        output["data"].pop("image/png")
        for output in cell.get("outputs", ())
        if "image/png" in output.get("data", ())
    ]
    text = json.dumps(cell, sort_keys=True)
    return _PICTURE.sub("", text), [*_PICTURE.findall(text), *pictures]


def _look_alike(own: str, made: str) -> bool:
    if own == made:
        return True
    from PIL import Image

    try:
        pictures = [_picture(text) for text in (own, made)]
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False
    return look_alike(*pictures)


def _picture(text: str) -> NDArray[Any]:
    from PIL import Image

    return np.asarray(Image.open(io.BytesIO(base64.b64decode(text)), formats=("PNG",)))

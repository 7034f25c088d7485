"""The university's arms for the title page: a file of the user's, none is shipped."""

import base64
import re
from pathlib import Path
from typing import Final

from lab1report.errors import UserError

ARMS_TYPES: Final = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".svg": "image/svg+xml",
}

# What makes a renderer read something else than the file itself
_REFERENCE = re.compile(
    rb"<!ENTITY|@import|(?:href\s*=|url\()(?!\s*['\"]?\s*(?:#|data:))", re.IGNORECASE
)


def read_arms(path: Path) -> str:
    """The picture at `path` as a `data:` URL.

    Raises:
        UserError: the file is no picture of the kind that its name says, or refers to others.
    """
    kind = ARMS_TYPES[path.suffix.lower()]
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UserError(f"--arms {path}: can not be read ({error.strerror})") from error
    if kind == ARMS_TYPES[".svg"]:
        if b"<svg" not in content:
            raise UserError(f"--arms {path}: this is no SVG picture; give a PNG, JPEG or SVG file")
        if _REFERENCE.search(content):
            raise UserError(
                f"--arms {path}: the SVG refers to other files; "
                "save it with everything embedded, or as PNG"
            )
    else:
        _check_pixels(path)
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def _check_pixels(path: Path) -> None:
    from PIL import Image

    try:
        with Image.open(path, formats=("PNG", "JPEG")) as picture:
            picture.load()
    except (OSError, SyntaxError, ValueError) as error:
        raise UserError(
            f"--arms {path}: not a PNG or JPEG picture that can be read; give another file"
        ) from error

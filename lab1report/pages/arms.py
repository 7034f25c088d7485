"""Reads the university's arms for the title page, a file of the user's; none is shipped."""

import re
from pathlib import Path
from xml.etree import ElementTree

from lab1report.errors import UserError
from lab1report.pages.data_url import data_url
from lab1report.settings.option_values import ARMS_TYPES

_MOST_PIXELS = 4000 * 4000
_REFERENCE = re.compile(r"@import|url\((?!\s*['\"]?\s*(?:#|data:))", re.IGNORECASE)


def read_arms(path: Path) -> str:
    """The picture at `path` as a `data:` URL.

    Raises:
        UserError: the file is no picture of the kind that its name says, is too large, or refers
            to other files.
    """
    kind = ARMS_TYPES[path.suffix.lower()]
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UserError(f"--arms {path}: can not be read ({error.strerror})") from error
    if kind == ARMS_TYPES[".svg"]:
        _check_svg(path, content)
    else:
        _check_pixels(path, kind)
    return data_url(kind, content)


def _check_svg(path: Path, content: bytes) -> None:
    try:
        # expat fetches nothing, and since 2.4.1 it limits what entities may grow to
        root = ElementTree.fromstring(content)  # noqa: S314
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise UserError(f"--arms {path}: no SVG that can be read; give another file") from error
    if _local(root.tag) != "svg":
        raise UserError(f"--arms {path}: this is no SVG picture; give a PNG, JPEG or SVG file")
    for element in root.iter():
        texts = [element.text or "", *element.attrib.values()]
        links = [
            value
            for name, value in element.attrib.items()
            if _local(name) == "href" and _local(element.tag) != "a"
        ]
        if any(map(_REFERENCE.search, texts)) or not all(map(_is_inside, links)):
            raise UserError(
                f"--arms {path}: the SVG refers to other files; "
                "save it with everything embedded, or as PNG"
            )


def _check_pixels(path: Path, kind: str) -> None:
    from PIL import Image

    try:
        with Image.open(path, formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                raise UserError(f"--arms {path}: the picture is too large; 1000 pixels are plenty")
            if picture.get_format_mimetype() != kind:
                raise UserError(f"--arms {path}: the name says {kind}, and the file is not")
            picture.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise UserError(
            f"--arms {path}: not a PNG or JPEG picture that can be read; give another file"
        ) from error


def _local(name: object) -> str:
    """A tag or attribute without its namespace; comments have no name."""
    return name.rpartition("}")[2].lower() if isinstance(name, str) else ""


def _is_inside(link: str) -> bool:
    return link.strip().startswith(("#", "data:"))

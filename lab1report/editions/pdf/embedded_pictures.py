"""Embeds PNG pictures into the PDF unchanged, where WeasyPrint would decode and encode them again.

That is a sixth of the typesetting (docs/explanation/performance.md). WeasyPrint 70 has no public
way to do it; the tests of this module hold the name of its class and of the method.
"""

import hashlib
import struct
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from PIL import Image
from weasyprint.images import RasterImage

_SIGNATURE = 8  # bytes at the beginning of a PNG file
_FIELD = 4  # bytes of a chunk's length, of its type, and of its checksum


def ready_pictures(assets: Mapping[str, bytes]) -> dict[str, Any]:
    """The plain RGB pictures among `assets` by their URL, for WeasyPrint's `cache`.

    PDF knows the compression of PNG, so that nothing has to be done to the pixels.
    """
    ready: dict[str, Any] = {}
    for name, body in assets.items():
        if not name.endswith(".png"):
            continue
        with Image.open(BytesIO(body)) as picture:
            if picture.mode == "RGB" and not picture.info.keys() & {"interlace", "transparency"}:
                identifier = hashlib.sha256(name.encode()).hexdigest()
                ready[f"asset:{name}"] = _Picture(picture, identifier, body, cache=ready)
    return ready


class _Picture(RasterImage):  # type: ignore[misc] # WeasyPrint has no types
    def _get_png_data(self, _decoded: object) -> bytes:
        return b"".join(_pixels(self.image_data.data))


def _pixels(png: bytes) -> Iterator[bytes]:
    """The contents of the chunks that hold the compressed rows."""
    start = _SIGNATURE
    while start < len(png):
        (length,) = struct.unpack_from(">I", png, start)
        content = start + 2 * _FIELD
        if png[start + _FIELD : content] == b"IDAT":
            yield png[content : content + length]
        start = content + length + _FIELD

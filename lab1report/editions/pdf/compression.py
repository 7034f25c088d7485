"""Compresses each stream of a PDF once; pydyf does it for the file, and again for its hash."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

_AT_ONCE = 2  # zlib works without the interpreter's lock; three streams hold most of the bytes


def compress(pdf: Any) -> None:
    """Replace what streams hold by its compressed bytes; the file stays the same.

    Args:
        pdf: the `pydyf.PDF` that a finisher of WeasyPrint is given, when nothing changes any more.
    """
    streams = [one for one in pdf.objects if getattr(one, "compress", False)]
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        for stream, content in zip(streams, threads.map(_compressed, streams), strict=True):
            stream.stream, stream.compress = [content], False
            stream.extra["Filter"] = "/FlateDecode"


def _compressed(stream: Any) -> bytes:
    content: bytes = stream.data.partition(b"\nstream\n")[2].removesuffix(b"\nendstream")
    return content

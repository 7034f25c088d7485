"""Compresses each stream of a PDF once; pydyf does it for the file, and again for its hash."""

from typing import Any


def compress(pdf: Any) -> None:
    """Replace what streams hold by its compressed bytes; the file stays the same.

    Args:
        pdf: the `pydyf.PDF` that a finisher of WeasyPrint is given, when nothing changes any more.
    """
    for stream in pdf.objects:
        if getattr(stream, "compress", False):
            content = stream.data.partition(b"\nstream\n")[2].removesuffix(b"\nendstream")
            stream.stream, stream.compress = [content], False
            stream.extra["Filter"] = "/FlateDecode"

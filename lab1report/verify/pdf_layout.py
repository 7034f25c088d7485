"""Whether two PDFs are written alike but for how their streams are compressed.

Another version of zlib packs the same content into other bytes. Between the streams a program
writes what no such library changes: the order of the objects, their dictionaries and spaces.
"""

import re
from collections.abc import Iterator
from itertools import zip_longest

_BEGIN, _END = b"\nstream\n", b"\nendstream"
_LENGTH = re.compile(rb"/Length (\d{1,9})")
_PLACES = re.compile(rb"startxref\n\d+\n")  # of the table of objects, at the end
_IDENTIFIER = re.compile(rb"/ID \[[^\]]*\]")  # a hash of the compressed streams


class _OtherWriterError(Exception):
    """The file is not written as this program writes PDFs."""


def same_layout(found: bytes, wanted: bytes) -> bool:
    """Whether both have the same bytes outside of their streams, but for lengths and places."""
    try:
        return all(one == other for one, other in zip_longest(_between(found), _between(wanted)))
    except _OtherWriterError:
        return False


def _between(pdf: bytes) -> Iterator[bytes]:
    """What stands before, between and after the streams, without what depends on their sizes."""
    place = 0
    while (begin := pdf.find(_BEGIN, place)) >= 0:
        head = pdf[place:begin]
        lengths = _LENGTH.findall(head)
        if len(lengths) != 1:
            raise _OtherWriterError
        yield _IDENTIFIER.sub(b"", _LENGTH.sub(b"", head))
        place = begin + len(_BEGIN) + int(lengths[0])
        if not pdf.startswith(_END, place):
            raise _OtherWriterError
    yield _PLACES.sub(b"", pdf[place:])

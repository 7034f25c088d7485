"""Compares a PDF with the one that it should be, part by part: what is printed and what is not.

Both come from the same program and libraries, so that all of it is the same; only drawings may
differ by the rounding of another processor.
"""

import io
import zlib
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from lab1report.messages import Message, _, marked, ngettext

MOST_LEVELS: Final = 2
"""Of 255, by which a pixel of a drawing may differ: another processor's rounding gives 1."""

_MOST_PIXELS = 50_000_000
_MOST_UNPACKED = 2**26
_KINDS = {
    "/StructElem": marked("a tag or an alternative text"),
    "/XObject": marked("a picture"),
    "/Annot": marked("a link"),
    "/Metadata": marked("the metadata"),
    "/EmbeddedFile": marked("an attached file"),
}


def changed_parts(found: bytes, wanted: bytes) -> list[Message] | None:
    """Which parts of the PDF `found` are not as in `wanted`; None where it has other parts.

    How they are compressed does not count, nor does rounding in drawings.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(found)) as own, pikepdf.open(io.BytesIO(wanted)) as made:
        if len(own.objects) != len(made.objects) or own.get_warnings():
            return None
        if _numbers(own) != _numbers(made):  # by chance as many, but in another order
            return None
        pairs = zip(own.objects, made.objects, strict=True)
        changed = [
            _("{part} is another (object {number})").format(part=_kind(other), number=number)
            for number, (one, other) in enumerate(pairs, start=1)
            if not _same(one, other)
        ]
        trailers = [
            {
                key: _text(value)
                for key, value in pdf.trailer.items()
                if key not in ("/ID", "/Length") and not isinstance(value, pikepdf.Stream)
            }
            for pdf in (own, made)
        ]
        return changed + [_("the trailer is another")] * (trailers[0] != trailers[1])


def _numbers(pdf: Any) -> list[tuple[int, int]]:
    """The numbers of the catalogue and of the pages, which a program that saves deals anew."""
    return [pdf.Root.objgen, *(page.objgen for page in pdf.pages)]


def added_parts(found: bytes, wanted: bytes) -> list[Message]:
    """What a PDF can show or do beyond its pages, and the one that it should be does not."""
    import pikepdf

    with pikepdf.open(io.BytesIO(found)) as own, pikepdf.open(io.BytesIO(wanted)) as made:
        added = [
            _("it has {name} in its catalogue, as no report has").format(name=name)
            for name in sorted(set(own.Root.keys()) - set(made.Root.keys()))
        ]
        for number, (one, other) in enumerate(zip(own.pages, made.pages, strict=False), start=1):
            notes = [len(page.get("/Annots", ())) for page in (one, other)]
            if notes[0] != notes[1]:
                added.append(_other_links(notes[0], notes[1], number))
        return added


def _other_links(found: int, wanted: int, page: int) -> Message:
    said = ngettext(
        "{found} link or note on page {page}, not {wanted}",
        "{found} links and notes on page {page}, not {wanted}",
        found,
    )
    return said.format(found=found, page=page, wanted=wanted)


def look_alike(own: NDArray[Any], made: NDArray[Any]) -> bool:
    """Whether two pictures differ by no more than the rounding of another processor."""
    if own.shape != made.shape:
        return False
    apart = np.abs(own.astype(np.int16) - made.astype(np.int16))
    return bool(apart.max(initial=0) <= MOST_LEVELS)


def _kind(part: Any) -> Message:
    import pikepdf

    kind = part.get("/Type") if isinstance(part, pikepdf.Dictionary | pikepdf.Stream) else None
    if str(kind) in _KINDS:
        return _(_KINDS[str(kind)])
    if kind is None:
        return _("a part")
    return _("a part of kind {kind}").format(kind=str(kind)[1:])


def _text(value: Any, *, whole: bool = False) -> bytes:
    """The value as it is written; `whole`: a part itself and not its number."""
    import pikepdf

    if isinstance(value, pikepdf.Object):
        return bytes(value.unparse(resolved=whole))
    return repr(value).encode()  # numbers, which the library gives as those of Python


def _same(own: Any, made: Any) -> bool:
    import pikepdf

    if not isinstance(made, pikepdf.Stream) or not isinstance(own, pikepdf.Stream):
        return type(own) is type(made) and _text(own, whole=True) == _text(made, whole=True)
    if own.get("/Type") == made.get("/Type") and made.get("/Type") in ("/XRef", "/ObjStm"):
        return True  # where in the file the parts are, and parts that are compared themselves
    dictionaries = [
        {key: _text(value) for key, value in stream.items() if key != "/Length"}
        for stream in (own, made)
    ]
    if dictionaries[0] != dictionaries[1]:
        return False
    if own.read_raw_bytes() == made.read_raw_bytes() or _unpacked(own) == _unpacked(made):
        return True
    return made.get("/Subtype") == "/Image" and _same_picture(own, made)


def _unpacked(stream: Any) -> bytes:
    """The content, which another version of the library may have packed otherwise."""
    packed = bytes(stream.read_raw_bytes())
    try:
        return zlib.decompressobj().decompress(packed, _MOST_UNPACKED)
    except zlib.error:
        return packed


def _same_picture(own: Any, made: Any) -> bool:
    import pikepdf

    if int(made.Width) * int(made.Height) > _MOST_PIXELS:
        return False
    try:
        pictures = [np.asarray(pikepdf.PdfImage(one).as_pil_image()) for one in (own, made)]
    except (pikepdf.PdfError, OSError, ValueError, RuntimeError):
        return False
    return look_alike(*pictures)

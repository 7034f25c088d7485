"""Compares a PDF with the one that it should be, and names the page where they differ."""

import difflib
from collections.abc import Iterator
from functools import cache
from itertools import islice, zip_longest
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lab1report import resources
from lab1report.editions.content import LANGUAGE
from lab1report.messages import Message, _, ngettext
from lab1report.quoting import cut
from lab1report.received.differences import Difference
from lab1report.verify.pdf_layout import same_layout
from lab1report.verify.pdf_parts import added_parts, changed_parts

_VISIBLE = 40  # levels: what differs so much on a page is seen
_MOST = 5
_MOST_POINTS = 2000  # of a page's side; A4 has 842


class SavedAgainError(Exception):
    """The PDF looks as it should, and was written by another program than the one that made it."""


def page_differences(found: bytes, wanted: bytes) -> list[Difference]:
    """Where the PDF `found` is not as `wanted`: places of the first page, none if it is the same.

    Raises:
        SavedAgainError: all that is seen is the same, and the rest cannot be compared.
    """
    if found == wanted:
        return []
    parts = changed_parts(found, wanted)
    if parts == [] and same_layout(found, wanted):
        return []
    if seen := list(islice(_visible(found, wanted), _MOST)):
        return seen
    if parts is None:
        if added := added_parts(found, wanted):
            return [Difference(the_file(), part) for part in added[:_MOST]]
        raise SavedAgainError
    if not parts:
        raise SavedAgainError
    return [Difference(the_file(), part) for part in parts[:_MOST]]


def the_file() -> Message:
    """The place of what is on no page."""
    return _("the file")


def not_shown(error: Exception) -> Difference:
    """A file whose pages cannot be drawn, and what the library says."""
    return Difference(the_file(), _("it cannot be shown ({reason})").format(reason=error))


def other_text(found: str, wanted: str) -> Message:
    """A text that should be another."""
    return _("«{found}», not «{wanted}»").format(found=found, wanted=wanted)


def _visible(found: bytes, wanted: bytes) -> Iterator[Difference]:
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(found) as own, pypdfium2.PdfDocument(wanted) as made:
            if len(own) != len(made):
                pages = ngettext(
                    "{count} page, not {wanted}", "{count} pages, not {wanted}", len(own)
                )
                yield Difference(the_file(), pages.format(count=len(own), wanted=len(made)))
            for number, (one, other) in enumerate(zip(own, made, strict=False), start=1):
                if places := list(_page(one, other)):
                    page = _("page {number}").format(number=number)
                    yield from (Difference(page, place) for place in places)
                    break
            stated, real = own.get_metadata_dict(), made.get_metadata_dict()
            for name in dict.fromkeys((*real, *stated)):
                is_, was = stated.get(name, ""), real.get(name, "")
                if is_ != was:
                    yield Difference(_("metadata"), _other_metadata(name, cut(is_), cut(was)))
    except pypdfium2.PdfiumError as error:
        yield not_shown(error)


def _other_metadata(name: str, found: str, wanted: str) -> Message:
    said = _("{name} is «{found}», not «{wanted}»")
    return said.format(name=name, found=found, wanted=wanted)


def _page(own: Any, made: Any) -> Iterator[Message]:
    if own.get_size() != made.get_size():
        yield _("of another size, {size}").format(size=own.get_size())
        return
    lines, others = (page.get_textpage().get_text_bounded().splitlines() for page in (own, made))
    if lines != others:
        yield from _changed_lines(lines, others)
        return
    pictures = [_picture(page) for page in (own, made)]
    if np.array_equal(pictures[0], pictures[1]):
        return
    apart = np.abs(pictures[0].astype(np.int16) - pictures[1]).max(axis=2)
    changed = np.argwhere(apart > _VISIBLE)
    if len(changed):
        height = made.get_size()[1]
        yield _other_picture(_caption(made, height - float(changed[:, 0].max())))


def _changed_lines(own: list[str], made: list[str]) -> Iterator[Message]:
    matcher = difflib.SequenceMatcher(None, own, made, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            for one, other in zip_longest(own[a:b], made[c:d], fillvalue=""):
                yield other_text(_short(one, other), _short(other, one))


def _short(line: str, other: str) -> str:
    """The line where it differs from the other one, with what stands around."""
    start = next(
        (at for at, (a, b) in enumerate(zip(line, other, strict=False)) if a != b),
        min(len(line), len(other)),
    )
    return cut(line[max(start - 30, 0) : start + 30])


def _picture(page: Any) -> NDArray[np.uint8]:
    if max(page.get_size()) > _MOST_POINTS:
        return np.zeros((1, 1, 3), dtype=np.uint8)
    pixels: NDArray[np.uint8] = page.render(scale=1).to_numpy()
    return pixels


@cache
def _word_of_figures() -> str:
    words = resources.read_toml(resources.folder("templates") / LANGUAGE / "words.toml")
    return str(words["figure"])


def _other_picture(caption: str) -> Message:
    if not caption:
        return _("another picture on it")
    return _("another picture above «{caption}»").format(caption=caption)


def _caption(page: Any, below: float) -> str:
    """That of a picture that ends `below` points above the page's foot; "" if it has none."""
    text = page.get_textpage()
    search, captions = text.search(f"{_word_of_figures()} "), []
    while (found := search.get_next()) is not None:
        start, count = found
        bottom = text.get_charbox(start)[1]
        if bottom <= below:
            captions.append((bottom, text.get_text_range(start, count + 40).splitlines()[0]))
    return cut(max(captions)[1]) if captions else ""

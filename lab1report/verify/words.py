"""Compares the words of a PDF with those of the one that it should be, whatever font they have.

In another font lines and pages may end at other places, so that neither are compared.
"""

import unicodedata
from itertools import zip_longest
from typing import NamedTuple

from lab1report.messages import _
from lab1report.quoting import cut
from lab1report.received.differences import Difference
from lab1report.verify.pages import not_shown, other_text, the_file
from lab1report.verify.pdf_parts import added_parts

_HYPHENS = "\u2010\u00ad\ufffe"  # where a line ends within a word; the last is PDFium's
_AROUND = 30


class _Letter(NamedTuple):
    sign: str
    page: int
    place: int


def word_differences(found: bytes, wanted: bytes) -> list[Difference]:
    """The first place where the words of `found` are not those of `wanted`, and what it has besides
    its pages; none if all is the same."""
    import pypdfium2

    try:
        own, made = _pages(found), _pages(wanted)
    except pypdfium2.PdfiumError as error:
        return [not_shown(error)]
    for one, other in zip_longest(_letters(own), _letters(made)):
        if one is None or other is None or one.sign != other.sign:
            page = one.page if one else len(own) - 1
            place = _("page {number}").format(number=page + 1)
            return [Difference(place, other_text(_around(own, one), _around(made, other)))]
    return [Difference(the_file(), part) for part in added_parts(found, wanted)]


def _pages(pdf: bytes) -> list[str]:
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        texts = (page.get_textpage().get_text_bounded() for page in document)
        return [unicodedata.normalize("NFKC", text) for text in texts]


def _letters(pages: list[str]) -> list[_Letter]:
    return [
        _Letter(sign, number, place)
        for number, page in enumerate(pages)
        for place, sign in enumerate(page)
        if not sign.isspace() and sign not in _HYPHENS
    ]


def _around(pages: list[str], letter: _Letter | None) -> str:
    if letter is None:
        return ""
    text = pages[letter.page][max(letter.place - _AROUND, 0) : letter.place + _AROUND]
    return cut(" ".join(text.split()))

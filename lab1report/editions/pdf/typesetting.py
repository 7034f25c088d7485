"""Typesets HTML as PDF/A-3a and PDF/UA-1, with the same bytes every time."""

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint import HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from lab1report.editions.pdf import fitting
from lab1report.editions.pdf.archival import (
    UNIVERSAL_ACCESS,
    VARIANT,
    Enclosure,
    attachments,
    derived_from,
    mend,
    show_metadata,
)
from lab1report.editions.pdf.compression import compress
from lab1report.editions.pdf.embedded_pictures import ready_pictures
from lab1report.editions.pdf.fetcher import AssetFetcher
from lab1report.editions.pdf.font_names import name_fonts
from lab1report.editions.pdf.line_breaks import whole_lines
from lab1report.editions.pdf.tagging import own_tags
from lab1report.editions.pdf.word_breaks import soften_hyphens
from lab1report.figures.fonts import serif
from lab1report.pages.glyphs import require_glyphs
from lab1report.pages.template_errors import TemplateRuleError

_MOST_LAYOUTS = 12

_TIGHTER = (0.92, 0.84)
"""Shares of their height that pictures may be reduced to for the report to keep to its length."""


class Typesetting:
    """Lays out one page of HTML, which carries title, author and language itself.

    Args:
        html: what `render_html` returned.
        assets: the pictures by the names that `html` uses ("figures/xor-loss.png").

    Raises:
        UserError: a character is in none of the report's fonts.
        TemplateRuleError: the page asks for something that may not or cannot be read.
    """

    def __init__(self, html: str, assets: Mapping[str, bytes]) -> None:
        self._assets = assets
        self._fetcher = AssetFetcher(assets)
        self._page = HTML(string=html, url_fetcher=self._fetcher)
        self._sizes: fitting.Sizes = {}
        self._document: Document | None = None
        require_glyphs(_texts(self._page.etree_element))

    def fit(self, *, most_pages: int | None = None) -> fitting.Sizes:
        """Pictures that would leave holes, with the heights that fit; lays out several times.

        Args:
            most_pages: all pictures are made smaller where that keeps the page to so many.
        """
        natural: fitting.Sizes = {}
        usual = self._without_holes(natural)
        if most_pages is None or self._pages(usual) <= most_pages:
            return usual
        for share in _TIGHTER:
            sizes = self._without_holes(natural, share)
            if self._pages(sizes) <= most_pages:
                return sizes
        return usual

    def _pages(self, sizes: fitting.Sizes) -> int:
        return len(self._laid_out(sizes).pages)

    def _without_holes(self, natural: fitting.Sizes, share: float = 1.0) -> fitting.Sizes:
        """The heights with which no picture leaves a hole, none above its `share` of `natural`."""
        sizes = {url: share * height for url, height in natural.items()} if share < 1 else {}
        for _ in range(_MOST_LAYOUTS):
            found = fitting.reduced(self._laid_out(sizes), natural)
            if not found:
                break
            sizes = sizes | found
        return sizes

    def pdf(
        self,
        *,
        created: datetime,
        sizes: fitting.Sizes | None = None,
        enclosures: Sequence[Enclosure] = (),
        source: str = "",
    ) -> bytes:
        """The page as a tagged PDF.

        Args:
            created: the date written into the file; fix it and the bytes are fixed.
            sizes: what `fit` gave for a page whose pictures and text are the same.
            enclosures: files to be put into the PDF.
            source: what it was made from, for its metadata (`editions.origins`).
        """
        document = self._laid_out(sizes or {})
        document.metadata.created = created.isoformat("T", "seconds")
        document.metadata.modified = document.metadata.created
        document.metadata.xmp_metadata = [UNIVERSAL_ACCESS, *derived_from(source)]
        if document.metadata.attachments:
            raise TemplateRuleError("the page may not use <link rel=attachment>")
        document.metadata.attachments = attachments(enclosures, created)
        with _layout(), own_tags():
            pdf: bytes = document.write_pdf(pdf_variant=VARIANT, finisher=_finish)
        if self._fetcher.refused:
            raise TemplateRuleError(f"the page may not use {self._fetcher.refused[0]}")
        return pdf

    def _laid_out(self, sizes: fitting.Sizes) -> Document:
        """The layout with pictures of these heights, made anew only if they are others."""
        if self._document is None or sizes != self._sizes:
            fitting.apply(self._page.etree_element, sizes)
            with _layout():
                self._document = self._page.render(
                    font_config=FontConfiguration(),
                    pdf_variant=VARIANT,
                    cache=ready_pictures(self._assets),
                )
            self._sizes = sizes
        return self._document


def render_pdf(
    html: str, assets: Mapping[str, bytes], *, created: datetime, source: str = ""
) -> bytes:
    """Lay out `html` as a tagged PDF; arguments and errors are those of `Typesetting`."""
    return Typesetting(html, assets).pdf(created=created, source=source)


def _finish(_: Document, written: Any) -> None:
    mend(written)
    soften_hyphens(written)
    name_fonts(written, serif())
    show_metadata(written)
    compress(written)


@contextmanager
def _layout() -> Iterator[None]:
    try:
        with _no_garbage_collection(), whole_lines():
            yield
    except FatalURLFetchingError as error:  # a BaseException, which no caller expects
        raise TemplateRuleError(f"the page may not use {error}") from error


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Layout makes a million objects that live until its end; to look for garbage among them
    takes a seventh of the time (docs/explanation/performance.md)."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _texts(page: Element) -> Iterator[str]:
    """The texts of a page without its style sheet."""
    for element in page.iter():
        if element.tag != "style" and element.text:
            yield element.text
        if element.tail:
            yield element.tail

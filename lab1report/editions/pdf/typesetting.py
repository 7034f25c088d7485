"""Typesets HTML as PDF/A-3a and PDF/UA-1, with the same bytes every time."""

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from xml.etree.ElementTree import Element

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from lab1report.editions.pdf.archival import UNIVERSAL_ACCESS, VARIANT, Enclosure, attachments
from lab1report.editions.pdf.embedded_pictures import ready_pictures
from lab1report.editions.pdf.fetcher import AssetFetcher
from lab1report.editions.pdf.line_breaks import whole_lines
from lab1report.editions.pdf.tagging import mend
from lab1report.pages.glyphs import require_glyphs
from lab1report.pages.template_errors import TemplateRuleError


def render_pdf(
    html: str,
    assets: Mapping[str, bytes],
    *,
    created: datetime,
    enclosures: Sequence[Enclosure] = (),
) -> bytes:
    """Lay out `html`, which carries title, author and language itself, as a tagged PDF.

    Args:
        html: what `render_html` returned.
        assets: the pictures by the names that `html` uses ("figures/xor-loss.png").
        created: the date written into the file; fix it and the bytes are fixed.
        enclosures: files to be put into the PDF.

    Raises:
        UserError: a character is in none of the report's fonts.
        TemplateRuleError: the page asks for something that may not or cannot be read.
    """
    fetcher = AssetFetcher(assets)
    page = HTML(string=html, url_fetcher=fetcher)
    require_glyphs(_texts(page.etree_element))
    try:
        with _no_garbage_collection(), whole_lines():
            document = page.render(
                font_config=FontConfiguration(), pdf_variant=VARIANT, cache=ready_pictures(assets)
            )
            document.metadata.created = created.isoformat("T", "seconds")
            document.metadata.modified = document.metadata.created
            document.metadata.xmp_metadata = [UNIVERSAL_ACCESS]
            if document.metadata.attachments:
                raise TemplateRuleError("the page may not use <link rel=attachment>")
            document.metadata.attachments = attachments(enclosures, created)
            pdf: bytes = document.write_pdf(
                pdf_variant=VARIANT, finisher=lambda _, written: mend(written)
            )
    except FatalURLFetchingError as error:  # a BaseException, which no caller expects
        raise TemplateRuleError(f"the page may not use {error}") from error
    if fetcher.refused:
        raise TemplateRuleError(f"the page may not use {fetcher.refused[0]}")
    return pdf


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Layout makes a million objects that live until its end; to look for garbage among them
    takes a seventh of the time (docs/performance.md)."""
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

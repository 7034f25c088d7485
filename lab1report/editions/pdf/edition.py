"""Makes the PDF, with the files attached to it."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from lab1report import resources
from lab1report.editions.content import LANGUAGE, Content
from lab1report.editions.figures_made import draw, names
from lab1report.editions.notebook import edition as notebook
from lab1report.editions.origins import record
from lab1report.editions.pdf.typesetting_progress import watching
from lab1report.editions.services import Services
from lab1report.messages import _

if TYPE_CHECKING:
    from lab1report.editions.pdf.archival import Enclosure
    from lab1report.editions.pdf.typesetting import Typesetting

SHORT_PAGES = 18
"""What the short report has at most, words of a student's own not counted."""


def make(content: Content, services: Services) -> bytes:
    """The PDF of the report, PDF/A-3a and PDF/UA-1."""
    return services.store.bytes_of(content.inputs("pdf"), lambda: _made(content, services))


def _made(content: Content, services: Services) -> bytes:
    from lab1report.editions.pdf.attached import CRATE, attached
    from lab1report.editions.pdf.crate import crate

    files = attached(content, notebook.make(content, services))
    return typeset(content, services, {**files, CRATE: crate(content, files)})


def typeset(content: Content, services: Services, files: Mapping[str, bytes]) -> bytes:
    """The PDF with these files attached, the notebook among them, by their names."""
    enclosures = _enclosures(files)
    with services.steps.measure("page"):
        from lab1report.pages.html import pictures_in

        html = page(content, files["notebook.ipynb"])
    with services.steps.measure("figures"):
        assets = draw(
            content.report,
            store=services.store,
            progress=services.progress,
            besides=names(content.report) - pictures_in(html),
        )
    with services.steps.measure("typesetting"), watching(_("PDF of the report"), services.progress):
        from lab1report.editions.pdf.typesetting import Typesetting

        typesetting = Typesetting(html, assets)
        # Another name on the title page leaves all other pages as they are
        sizes = services.store.bytes_of(
            content.inputs("sizes", named=False),
            lambda: _fitted(typesetting, content.length),
        )
        return typesetting.pdf(
            created=content.created,
            sizes=json.loads(sizes),
            enclosures=enclosures,
            source=record(content, "pdf"),
        )


def page(content: Content, attached_notebook: bytes) -> str:
    """The HTML that is typeset; how often a cell was executed is that of the notebook."""
    from lab1report.pages.html import render_html

    context = {
        **content.context(content.length),
        "executed": notebook.counts(attached_notebook),
    }
    return render_html(context, names(content.report), language=LANGUAGE)


def _fitted(typesetting: "Typesetting", length: str) -> bytes:
    """The sizes of the pictures, as JSON."""
    most = SHORT_PAGES if length == "short" else None
    return json.dumps(typesetting.fit(most_pages=most), sort_keys=True).encode()


def _enclosures(files: Mapping[str, bytes]) -> "list[Enclosure]":
    """The attached files, which a reader needs to check the report or to make it again."""
    from lab1report.editions.pdf.archival import Enclosure

    words = resources.read_toml(resources.folder("templates") / LANGUAGE / "words.toml")[
        "enclosures"
    ]
    return [
        Enclosure(name=name, description=words[name.partition(".")[0]], content=file)
        for name, file in files.items()
    ]

"""Makes the PDF to prepare for the defence with: likely questions and their answers."""

from lab1report.editions.content import LANGUAGE, Content
from lab1report.editions.defence_questions import questions
from lab1report.editions.figures_made import file_of, labels
from lab1report.editions.keys import of_bytes
from lab1report.editions.origins import record
from lab1report.editions.pdf.typesetting_progress import watching
from lab1report.editions.services import Services
from lab1report.figures.defence_figures import drawings
from lab1report.findings.defence.prepare import Defence
from lab1report.messages import _


def make(
    content: Content, services: Services, *, quiz: bool = False, report: bytes | None = None
) -> bytes:
    """The PDF of the defence, read from the store if it is there.

    Args:
        quiz: all questions stand first, and their answers behind them.
        report: the PDF of the same report, whose pages the answers name.
    """
    inputs = {
        **content.inputs("quiz" if quiz else "defence"),
        "report": of_bytes(report) if report is not None else None,
    }
    return services.store.bytes_of(
        inputs, lambda: _made(content, services, report=report, quiz=quiz)
    )


def _made(content: Content, services: Services, *, report: bytes | None, quiz: bool) -> bytes:
    with services.steps.measure("findings"):
        asked = questions(content.report)
    with services.steps.measure("figures"):
        assets = _draw(content, asked["defence"])
    with services.steps.measure("page"), watching(_("PDF of the defence"), services.progress):
        from lab1report.editions.pdf.named_places import pages_of
        from lab1report.editions.pdf.typesetting import render_pdf
        from lab1report.pages.html import DEFENCE, numbered, render_html

        numbers = numbered(content.context(content.length), language=LANGUAGE)
        context = {
            **content.context(),
            **asked,
            "quiz": quiz,
            "length_of_report": content.length,
            "report_numbers": numbers,
            "report_pages": pages_of(report, numbers) if report is not None else {},
        }
        html = render_html(context, assets, edition=DEFENCE, language=LANGUAGE)
        source = record(content, "defence")
        return render_pdf(html, assets, created=content.created, source=source)


def _draw(content: Content, defence: Defence) -> dict[str, bytes]:
    from lab1report.figures.plots import export

    titles = [choice.title for choice in content.report.assignment.classes]
    return {
        file_of(name): export.png(drawing())
        for name, drawing in drawings(defence, titles, labels()).items()
    }

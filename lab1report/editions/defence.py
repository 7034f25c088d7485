"""Makes the PDF to prepare for the defence with: likely questions and their answers."""

from lab1report.editions.content import LANGUAGE, Content
from lab1report.editions.figures_made import file_of, labels
from lab1report.editions.pdf.typesetting_progress import watching
from lab1report.editions.services import Services
from lab1report.figures.defence_figures import drawings
from lab1report.findings.defence.prepare import Defence, prepare


def make(content: Content, services: Services) -> bytes:
    """The PDF of the defence, read from the store if it is there."""
    inputs = content.inputs("defence")
    return services.store.bytes_of(inputs, lambda: _made(content, services))


def _made(content: Content, services: Services) -> bytes:
    report = content.report
    with services.steps.measure("findings"):
        defence = prepare(report.regression, report.xor, report.cifar, report.series)
    with services.steps.measure("figures"):
        assets = _draw(content, defence)
    with services.steps.measure("page"), watching("PDF", services.progress):
        from lab1report.editions.pdf.typesetting import render_pdf
        from lab1report.pages.html import DEFENCE, render_html

        context = {**content.context(), "defence": defence}
        html = render_html(context, assets, edition=DEFENCE, language=LANGUAGE)
        return render_pdf(html, assets, created=content.created)


def _draw(content: Content, defence: Defence) -> dict[str, bytes]:
    from lab1report.figures.plots import export

    titles = [choice.title for choice in content.report.assignment.classes]
    return {
        file_of(name): export.png(drawing())
        for name, drawing in drawings(defence, titles, labels()).items()
    }

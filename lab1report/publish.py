"""A report's content to the bytes of its PDF, making only what is not kept already.

Computation is kept by what changes a number (`compute`), the page and its figures by what changes
their looks: content, words, styles, code and versions.
"""

import dataclasses
import datetime
import gc
import hashlib
import json
import threading
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lab1report import codehash, resources, toml
from lab1report.analysis.series_findings import SeriesFindings
from lab1report.environment import version
from lab1report.fonts import serif
from lab1report.illustrations import Drawing, drawings
from lab1report.json_text import pretty
from lab1report.model import SECTIONS, SectionId, Style
from lab1report.progress import Progress
from lab1report.render.watching import watching
from lab1report.report import Report
from lab1report.steps import Steps
from lab1report.store import Inputs, Store, digest_of

if TYPE_CHECKING:
    from lab1report.render.archival import Enclosure

LANGUAGE = "ru"

_LIBRARIES = ("weasyprint", "jinja2", "pygments", "matplotlib")

_one_at_a_time = threading.Lock()  # figures and formulas: matplotlib is not made for threads


def preload() -> None:
    """Do what `make_pdf` needs for any report: over a second that other work can hide."""
    with _one_at_a_time:
        for module in ("figures.export", "figures.cifar", "render.html", "render.pdf"):
            import_module(f"lab1report.{module}")
        from lab1report.render.rehearsal import rehearse

        rehearse(LANGUAGE)
        _page_code(SECTIONS)
        gc.freeze()  # all this stays until the end: there is no garbage to be looked for in it


def make_pdf(
    report: Report,
    document: Mapping[str, Any],
    *,
    results: str,
    emblem: str | None,
    style: Style,
    store: Store,
    steps: Steps,
    progress: Progress,
) -> bytes:
    """The PDF of `report`.

    Args:
        document: what `to_document` gives for it.
        results: the same as JSON, to be put into the PDF.
        emblem: the university's arms for the title page as a `data:` URL.
        style: how the page is typeset, a file of templates/styles/.
    """
    year = datetime.datetime.now(datetime.UTC).astimezone().year
    digests = _digests(report)
    page_inputs = _page_inputs(report, document, digests, emblem, style, year)
    if (kept := store.get_bytes(page_inputs)) is not None:
        return kept

    with steps.measure("figures"):
        assets = draw(report, store=store, progress=progress)
    with steps.measure("page"), watching("PDF", progress):
        from lab1report.render.html import render_html
        from lab1report.render.pdf import render_pdf

        html = render_html(_context(report, emblem, style, year), assets, language=LANGUAGE)
        enclosures = _enclosures(report, results)
        pdf = render_pdf(html, assets, created=_created(report), enclosures=enclosures)
    store.put_bytes(page_inputs, pdf)
    return pdf


def draw(
    report: Report,
    *,
    store: Store,
    progress: Progress,
    sections: Collection[SectionId] = SECTIONS,
) -> dict[str, bytes]:
    """The figures of those of `sections` that `report` has, by their file names in the page.

    They are kept in `store`: what is drawn of finished sections while others are computed,
    `make_pdf` need not draw.
    """
    labels = toml.read(resources.folder("templates") / LANGUAGE / "figures.toml")
    digests = _digests(report)
    planned = [
        (section, name, drawing)
        for section, figures in drawings(report, labels).items()
        if section in sections
        for name, drawing in figures.items()
    ]
    pictures: dict[str, bytes] = {}
    progress.start("figures", len(planned))
    with _one_at_a_time:
        for done, (section, name, drawing) in enumerate(planned, start=1):
            inputs = _figure_inputs(name, report, digests[section], section)
            pictures[f"figures/{name}.png"] = _figure(drawing, inputs, store)
            progress.update(done)
    progress.finish()
    return pictures


def _figure(drawing: Drawing, inputs: Inputs, store: Store) -> bytes:
    if (kept := store.get_bytes(inputs)) is not None:
        return kept
    from lab1report.figures import export

    picture = export.png(drawing())
    store.put_bytes(inputs, picture)
    return picture


def _figure_inputs(name: str, report: Report, digest: str, section: SectionId) -> Inputs:
    return {
        "kind": "figure",
        "name": name,
        "result": digest,
        "titles": "|".join(choice.title for choice in report.assignment.classes),
        "labels": _digest_file(resources.folder("templates") / LANGUAGE / "figures.toml"),
        "code": _code(
            f"lab1report.figures.{section}",
            "lab1report.figures.export",
            "lab1report.illustrations",
            "lab1report.illustrations_series",
        ),
        "matplotlib": version("matplotlib"),
        "font": serif().name,
    }


def _page_inputs(
    report: Report,
    document: Mapping[str, Any],
    digests: Mapping[SectionId, str],
    emblem: str | None,
    style: Style,
    year: int,
) -> Inputs:
    templates = resources.folder("templates")
    content = {
        "document": {**document, "data": report.data.fingerprint},
        "people": [report.assignment.student, report.assignment.teacher],
        "group": report.assignment.group_code,
        "failures": [dataclasses.asdict(failure) for failure in report.failures],
        "templates": {
            str(path.relative_to(templates)): _digest_file(path)
            for path in sorted(templates.rglob("*"))
            if path.is_file()
        },
    }
    return {
        "kind": "page",
        "content": _digest(json.dumps(content, sort_keys=True).encode()),
        "arms": _digest((emblem or "").encode()),
        "style": style,
        "year": year,
        **{f"result.{section}": digest for section, digest in digests.items()},
        "code": _page_code(tuple(digests)),
        **{f"library.{name}": version(name) for name in _LIBRARIES},
        "font": serif().name,
    }


def _digests(report: Report) -> dict[SectionId, str]:
    """A hash for each section of all that was measured for it."""
    digests = {section: digest_of(result) for section, result in report.results.items()}
    if isinstance(report.series, SeriesFindings):
        studied = [*report.trainings.values(), *([report.images] if report.images else [])]
        lines = sorted(f"{result.spec} {digest_of(result)}" for result in studied)
        digests["series"] = _digest("\n".join(lines).encode())
    return digests


def _enclosures(report: Report, results: str) -> "list[Enclosure]":
    """What a reader needs to check the report or to make it again."""
    from lab1report.render.archival import Enclosure

    texts = {"results.json": results, "environment.json": pretty(report.environment)}
    words = toml.read(resources.folder("templates") / LANGUAGE / "words.toml")["enclosures"]
    return [
        Enclosure(name=name, description=words[name.partition(".")[0]], content=text.encode())
        for name, text in texts.items()
    ]


def _context(report: Report, emblem: str | None, style: Style, year: int) -> dict[str, Any]:
    """What the templates know, beside their words and the numbering."""
    return {
        "assignment": report.assignment,
        "data": report.data,
        "seed": report.seed,
        "regression": report.regression,
        "xor": report.xor,
        "cifar": report.cifar,
        "series": report.series,
        "stages": {
            section: {stage.id: stage for stage in result.stages}
            for section, result in report.results.items()
        },
        "final_table": report.table,
        "titles": {choice.id: choice.title for choice in report.assignment.classes},
        "environment": report.environment,
        "year_of_report": year,
        "accessed": _created(report).strftime("%d.%m.%Y"),
        "arms": emblem,
        "style": style,
    }


def _created(report: Report) -> datetime.datetime:
    """When the newest of the numbers was computed, so that the same numbers give the same file."""
    results = (*report.results.values(), *report.trainings.values())
    moments = [result.finished for result in results]
    if not moments:
        return datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)
    return max(datetime.datetime.fromisoformat(moment) for moment in moments)


def _page_code(sections: Sequence[SectionId]) -> str:
    return _code(
        __name__,
        "lab1report.render.html",
        "lab1report.render.pdf",
        "lab1report.figures.export",
        *(f"lab1report.figures.{section}" for section in sections),
    )


@cache
def _code(*modules: str) -> str:
    return _digest(json.dumps([codehash.digests(module) for module in modules]).encode())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def _digest_file(path: Path) -> str:
    return _digest(path.read_bytes())

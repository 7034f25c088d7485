"""Figures are drawn for what shows them only, and a PDF is made anew for another length."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pytest
from matplotlib.figure import Figure

from lab1report.editions import figures_made
from lab1report.editions.content import Content
from lab1report.editions.notebook import edition as notebook
from lab1report.editions.pdf import edition as pdf
from lab1report.editions.pdf import typesetting
from lab1report.editions.services import Services
from lab1report.editions.table_comments import document_of
from lab1report.model import (
    Assignment,
    DataInfo,
    ImagesSpec,
    Length,
    RunResult,
    SectionId,
    SectionMissing,
)
from lab1report.pages import html as pages
from lab1report.progress import Progress
from lab1report.report.report import Report
from lab1report.sections.catalog import report_sections
from lab1report.store.results import Store
from lab1report.store.steps import Steps

SHOWN: dict[str, tuple[str, ...]] = {"short": ("first",), "full": ("first", "third")}
"""The figures of a page of each length; there is a second one that no page shows."""

FILES = {name: f"figures/{name}.png" for name in ("first", "second", "third")}


@pytest.fixture
def report(assignment: Assignment) -> Report:
    """A report without findings; `drawn` gives it figures."""
    sections = report_sections()
    result = RunResult(
        section="xor",
        spec=ImagesSpec(classes=(18, 63, 28)),
        values={},
        arrays={},
        stages=(),
        seconds=1.0,
        finished="2026-01-01T00:00:00+00:00",
        environment={},
    )
    plan: Any = None  # of no use without findings
    return Report(
        assignment=assignment,
        data=DataInfo(kind="cifar100", fingerprint="", source=""),
        seed=0,
        sections=sections,
        findings={id: SectionMissing(section=id) for id in sections.ids},
        plan=plan,
        results={"xor": result},
        trainings={},
        images=None,
        table=(),
        timings={},
        environment={},
    )


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the figures as they are drawn."""
    names: list[str] = []

    def drawing(name: str) -> Callable[[], Figure]:
        def draw() -> Figure:
            names.append(name)
            return Figure(figsize=(1, 1))

        return draw

    figures = {"xor": {name: drawing(name) for name in FILES}}
    monkeypatch.setattr(figures_made, "drawings", lambda report, labels: figures)
    return names


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return Services(store=Store(tmp_path), steps=Steps(), progress=Progress())


@pytest.fixture
def content(report: Report) -> Callable[[Length | Literal["whole"]], Content]:
    def of_length(length: Length | Literal["whole"]) -> Content:
        return Content(
            report=report,
            document=document_of(report),
            results="{}",
            emblem=None,
            style="bmstu",
            length=length,
        )

    return of_length


def test_the_names_of_figures_are_known_before_any_is_drawn(
    report: Report, drawn: list[str]
) -> None:
    assert figures_made.names(report) == set(FILES.values())
    assert drawn == []


def test_only_what_is_needed_is_drawn(report: Report, drawn: list[str], services: Services) -> None:
    made = figures_made.draw(
        report, store=services.store, progress=services.progress, besides={FILES["second"]}
    )
    assert list(made) == [FILES["first"], FILES["third"]]
    assert drawn == ["first", "third"]
    assert all(picture.startswith(b"\x89PNG") for picture in made.values())


@pytest.mark.parametrize(("section", "count"), [("xor", 3), ("cifar", 6)])
def test_figures_of_tasks_without_images_serve_other_classes_too(
    report: Report,
    drawn: list[str],
    services: Services,
    monkeypatch: pytest.MonkeyPatch,
    section: SectionId,
    count: int,
) -> None:
    (figures,) = vars(figures_made)["drawings"](report, {}).values()
    monkeypatch.setattr(figures_made, "drawings", lambda report, labels: {section: figures})
    results = {section: report.results["xor"]}
    (choice,) = report.assignment.classes
    other = replace(report.assignment, classes=(replace(choice, title="чашка"),))
    for assignment in (report.assignment, other):
        own = replace(report, results=results, assignment=assignment)
        figures_made.draw(own, store=services.store, progress=services.progress)
    assert len(drawn) == count


def test_a_pdf_has_the_figures_that_its_length_shows(
    content: Callable[..., Content],
    drawn: list[str],
    services: Services,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    typeset: list[tuple[str, set[str]]] = []

    def render_html(context: dict[str, Any], assets: set[str], *, language: str) -> str:
        assert assets == set(FILES.values()), "whatever may be shown"
        return "".join(f'<img src="asset:{FILES[name]}">' for name in SHOWN[context["length"]])

    class Typesetting:
        def __init__(self, html: str, assets: dict[str, bytes]) -> None:
            typeset.append((html, set(assets)))
            self.html = html

        def fit(self, **_: object) -> dict[str, float]:
            return {}

        def pdf(self, **_: Any) -> bytes:
            return self.html.encode()

    monkeypatch.setattr(pages, "render_html", render_html)
    monkeypatch.setattr(typesetting, "Typesetting", Typesetting)
    monkeypatch.setattr(notebook, "make", lambda content, services: b'{"cells": []}')
    short = pdf.make(content("short"), services)
    assert drawn == ["first"]
    full = pdf.make(content("full"), services)
    assert drawn == ["first", "third"], "the first is kept, the second shown by neither"
    assert [figures for _, figures in typeset] == [
        {FILES[name] for name in SHOWN[length]} for length in ("short", "full")
    ]
    assert short != full
    assert pdf.make(content("short"), services) == short
    assert len(typeset) == 2, "both are kept"


def test_the_key_of_a_pdf_depends_on_its_length_alone_beside_the_content(
    content: Callable[..., Content],
) -> None:
    short, full = (content(length).inputs("pdf") for length in ("short", "full"))
    assert {key for key in short if short[key] != full[key]} == {"length"}
    assert short == content("short").inputs("pdf")
    assert replace(content("full"), length="short").inputs("pdf") == short


def test_pictures_of_a_page_are_those_it_shows() -> None:
    html = '<img src="asset:figures/a.png"> <img src="asset:figures/b&amp;c.svg"> asset:figures/d'
    assert pages.pictures_in(html) == {"figures/a.png", "figures/b&c.svg"}
    assert pages.pictures_in("<p>figures/a.png</p>") == set()

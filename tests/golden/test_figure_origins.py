"""How each figure of the web edition was made, in made-up reports."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from lab1report import resources
from lab1report.editions import figures_made, formats
from lab1report.editions.figures_made import labels
from lab1report.editions.notebook import plots
from lab1report.editions.web.figure_origins import PARTS, cell_origins, origins
from lab1report.figures.report_figures import drawings
from lab1report.report.report import Report
from lab1report.settings.section_names import runnable_names
from tests.golden.made_content import content_of, services_in


@pytest.fixture(scope="module", params=["usual", "series missing", "some of the series"])
def report(request: pytest.FixtureRequest, named_report: Callable[[str], Report]) -> Report:
    return named_report(request.param)


def test_each_figure_has_an_origin(report: Report) -> None:
    found = origins(report)
    figures = {name for names in drawings(report, labels()).values() for name in names}
    assert found.keys() == figures
    assert len(figures) >= 8
    for name, origin in found.items():
        assert origin.run in runnable_names()
        assert origin.section == name.partition("-")[0] == origin.run.partition(".")[0]
        assert origin.task == (origin.section != "series")


def test_times_and_keys_are_those_of_the_results(report: Report) -> None:
    for origin in origins(report).values():
        if origin.task:
            assert origin.seconds == report.results[origin.section].seconds
        else:
            assert origin.trainings == len(report.trainings)
            assert origin.seconds >= sum(one.seconds for one in report.trainings.values())
    keys = {origin.section: origin.key for origin in origins(report).values()}
    assert len(set(keys.values())) == len(keys)


def test_each_code_is_a_cell_of_the_notebook(report: Report, tmp_path: Path) -> None:
    content = content_of(report)
    found = cell_origins(report, content.series_cells)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(figures_made, "_figure", lambda *_: b"\x89PNG\r\n")
        patch.setattr(plots, "_picture", lambda *_: b"\x89PNG\r\n")
        notebook = json.loads(formats.make("ipynb", content, services_in(tmp_path)))
    ids = {cell["id"] for cell in notebook["cells"] if cell["cell_type"] == "code"}
    assert len(found) >= 5
    of_parts = {"series-search", "series-images"}  # shown with the text of their parts alone
    assert {origin.cell for origin in found.values()} <= ids | of_parts
    for origin in found.values():
        if origin.task:
            assert origin.seconds == report.results[origin.cell.partition("-")[0]].seconds
        else:
            assert origin.seconds >= sum(one.seconds for one in report.trainings.values())


def test_parts_are_those_whose_text_shows_the_figure() -> None:
    folder = resources.folder("templates") / "ru" / "sections" / "series"
    for name, part in PARTS.items():
        text = (folder / f"{part}.html.j2").read_text(encoding="utf-8")
        assert f"figure('{name}'" in text, name

"""The notebook: its cells are in the order of the report, its words are those of the page."""

import json
import re
from collections.abc import Callable
from typing import Any

import nbformat
import pytest
from markdown_it import MarkdownIt

from lab1report import publish
from lab1report.model import RunResult
from lab1report.report import Report
from tests.golden.made_content import content_of, press_in
from tests.golden.reading import plain

Cell = dict[str, Any]
Write = Callable[[Report], bytes]

# Those whose chapters or cells are others, not only their numbers
OTHERS = ("usual", "demo", "xor failed", "cifar failed", "regression missing", "only cifar",
          "nothing", "teacher", "constant", "circles stuck", "series missing", "series failed",
          "one seed", "only the base", "some of the series")  # fmt: skip


@pytest.fixture(scope="session", params=OTHERS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def write(tmp_path_factory: pytest.TempPathFactory) -> Write:
    """Writes the notebook of a report anew; the plots are not drawn, which takes seconds."""

    def drawn(section: str, _: RunResult) -> dict[str, bytes]:
        return {name: name.encode() for name in publish.notebook_plots.cells(section)}

    def written(report: Report) -> bytes:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(publish.notebook_plots, "_drawn", drawn)
            content = content_of(report)
            press = press_in(tmp_path_factory.mktemp("store"))
            return publish.make("ipynb", content, press)

    return written


@pytest.fixture(scope="module")
def notebook(write: Write, named_report: Callable[[str], Report]) -> Callable[[str], list[Cell]]:
    known: dict[str, list[Cell]] = {}

    def cells(name: str) -> list[Cell]:
        if name not in known:
            known[name] = json.loads(write(named_report(name)))["cells"]
        return known[name]

    return cells


@pytest.fixture
def cells(name: str, notebook: Callable[[str], list[Cell]]) -> list[Cell]:
    """Those of each report in turn."""
    return notebook(name)


def source(cell: Cell) -> str:
    return "".join(cell["source"])


def words(cells: list[Cell]) -> str:
    return "\n\n".join(source(cell) for cell in cells if cell["cell_type"] == "markdown")


def test_every_stage_stands_in_the_order_of_the_report(report: Report, cells: list[Cell]) -> None:
    stages = [
        (f"{section}-{stage.id}", stage.source, f"{stage.output}\n" if stage.output else "")
        for section, result in report.results.items()
        for stage in result.stages
    ]
    found = [
        (cell["id"], source(cell), "".join("".join(out["text"]) for out in cell["outputs"]))
        for cell in cells
        if cell["id"].startswith(("regression-", "xor-", "cifar-"))
    ]
    assert found == stages


def test_plots_follow_the_code_that_they_show(report: Report, cells: list[Cell]) -> None:
    names = [cell["id"] for cell in cells]
    for section in report.results:
        plots = [name for name in names if name.startswith(f"plot-{section}-")]
        assert len(plots) == {"regression": 3, "xor": 3, "cifar": 5}[section]
        assert names.index(plots[0]) > min(
            place for place, name in enumerate(names) if name.startswith(f"{section}-")
        )


def test_what_ran_is_counted_and_what_did_not_is_empty(cells: list[Cell]) -> None:
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    counts = [cell["execution_count"] for cell in code if cell["execution_count"] is not None]
    assert counts == list(range(1, len(counts) + 1))
    for cell in code:
        apart = cell["id"].startswith(("preparation-", "series-"))
        assert (cell["execution_count"] is None) == apart
        assert not (apart and cell["outputs"])


CAPTION = re.compile(r"^\*((?:Рисунок|Таблица) \d+ — .*)\*$", re.MULTILINE)


def test_figures_and_tables_have_the_numbers_of_the_page(html: str, cells: list[Cell]) -> None:
    page = {plain(caption) for caption in re.findall("<figcaption>(.*?)</figcaption>", html, re.S)}
    found = {plain(caption) for caption in CAPTION.findall(words(cells).replace("\\", ""))}
    assert found <= page


def test_it_speaks_as_the_page_does(html: str, cells: list[Cell]) -> None:
    """Every paragraph without a formula, which the page shows as a picture, is the page's."""
    text = words(cells)
    own = text[text.index("# Задание") : text.index("# Самостоятельная работа")]
    rendered = MarkdownIt("commonmark").render(re.sub(r"^\|.*$", "", own, flags=re.MULTILINE))
    paragraphs = plain(rendered.replace("<br>", " ")).splitlines()
    page = plain(html).splitlines()
    strange = {line for line in paragraphs if "$" not in line} - {*page}
    assert not strange
    assert len(paragraphs) >= 15


def test_it_is_valid(write: Write, named_report: Callable[[str], Report]) -> None:
    found = nbformat.reads(write(named_report("usual")).decode(), as_version=nbformat.NO_CONVERT)  # type: ignore[no-untyped-call]
    nbformat.validate(found)
    assert (found.nbformat, found.nbformat_minor) == (4, 5)
    assert found.metadata.kernelspec.name == "python3"
    ids = [cell.id for cell in found.cells]
    assert len(set(ids)) == len(ids) > 60


def test_same_bytes_every_time(write: Write, named_report: Callable[[str], Report]) -> None:
    assert write(named_report("usual")) == write(named_report("usual"))


def test_absent_sections_say_so(notebook: Callable[[str], list[Cell]]) -> None:
    failed = words(notebook("xor failed"))
    assert "> Раздел не выполнен" in failed
    assert r"ValueError: \<b\> broken" in failed
    nothing = notebook("nothing")
    assert words(nothing).count("> Раздел") >= 4
    assert {cell["id"] for cell in nothing if cell["cell_type"] == "code"} == {
        "preparation-libraries",
        "preparation-data",
    }


def test_the_title(notebook: Callable[[str], list[Cell]]) -> None:
    title = source(notebook("usual")[0]).replace("\u00a0", " ")
    for line in ("Студент: Иванов И.И.", "Группа: ИУ5-63Б", "Преподаватель: Петрова А.А."):
        assert f"- {line}" in title
    assert "гусеница (3 + 15 = 18), дикобраз (7 + 56 = 63), чашка (7 + 21 = 28)" in title
    assert "ДЕМО" not in title
    assert "ДЕМО-ДАННЫЕ" in source(notebook("demo")[0])
    assert "63, назначен преподавателем" in source(notebook("teacher")[0])
    assert re.search(r"\(\d+, одинаков для всего потока\)", source(notebook("constant")[0]))


def test_the_series_can_be_trained_again(
    notebook: Callable[[str], list[Cell]], named_report: Callable[[str], Report]
) -> None:
    (cell,) = (cell for cell in notebook("usual") if cell["id"] == "series-variants")
    found: dict[str, Any] = {}
    exec(source(cell), found)  # noqa: S102 - it is data
    report = named_report("usual")
    assert found["CLASSES"] == [18, 63, 28]
    assert list(found["VARIANTS"]) == list(found["REPORTED"])
    assert list(found["VARIANTS"]) == [row.variant for row in report.table]
    for row in report.table:
        reported = found["REPORTED"][row.variant]
        assert len(reported) == len(found["WEIGHTS_SEEDS"]) == row.test.n
        assert sum(reported) / row.test.n == pytest.approx(row.test.mean, abs=1e-4)
        variant = found["VARIANTS"][row.variant]
        assert (variant["lr"], variant["epochs"]) == (row.lr, row.epochs)
        assert variant.get("share", 1) == row.share
    (run,) = (cell for cell in notebook("usual") if cell["id"] == "series-run")
    best = report.series.best.network.found.id  # type: ignore[union-attr]
    assert source(run).startswith(f'NAME, SEED = "{best}", 0')

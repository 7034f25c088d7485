"""The notebook: its cells are in the order of the report, its words are those of the page."""

import json
import re
import sys
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import nbformat
import numpy as np
import pytest
from markdown_it import MarkdownIt

from lab1report.editions import figures_made, formats
from lab1report.editions.notebook import plots as notebook_plots
from lab1report.findings.series.findings import SeriesFindings
from lab1report.findings.series.variants import VariantFindings
from lab1report.findings.statistics.comparison import Comparison
from lab1report.model import SERIES_PARTS, RunResult
from lab1report.plan.section import Task
from lab1report.report.report import Report
from tests.golden.made_content import content_of, services_in
from tests.golden.page_reader import plain

pytestmark = pytest.mark.xdist_group("pages")  # one process writes those of all reports

Cell = dict[str, Any]
Write = Callable[[Report], bytes]

# Those whose chapters or cells are others, not only their numbers
OTHERS = ("usual", "demo", "xor failed", "cifar failed", "regression missing", "only cifar",
          "nothing", "teacher", "constant", "circles stuck", "series missing", "series failed",
          "one seed", "only the base", "some of the series")  # fmt: skip


@pytest.fixture(scope="session", params=OTHERS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def write(tmp_path_factory: pytest.TempPathFactory) -> Write:
    """Writes the notebook of a report anew; nothing is drawn, which takes seconds."""

    def drawn(task: Task, _: RunResult) -> dict[str, bytes]:
        return {name: name.encode() for name in notebook_plots.cells(task.id)}

    def written(report: Report) -> bytes:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(notebook_plots, "_drawn", drawn)
            patch.setattr(figures_made, "_figure", lambda *_: b"\x89PNG\r\n")
            content = content_of(report)
            services = services_in(tmp_path_factory.mktemp("store"))
            return formats.make("ipynb", content, services)

    return written


@pytest.fixture(scope="session")
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
        assert len(plots) == {"regression": 3, "xor": 3, "cifar": 3}[section]
        assert names.index(plots[0]) > min(
            place for place, name in enumerate(names) if name.startswith(f"{section}-")
        )


def test_cells_have_the_numbers_that_they_get_when_all_are_run(cells: list[Cell]) -> None:
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    for cell in code:
        if cell["id"].startswith("preparation-") or cell["id"] in DEFINING:
            assert not cell["outputs"]


# What the series only defines, and what needs the images
DEFINING = {f"series-{name}" for name in ("variants", "training", "repeat", "answers",
                                          "search", "statistics", "images")}  # fmt: skip


def test_the_libraries_are_those_that_the_cells_import(name: str, cells: list[Cell]) -> None:
    code = "\n".join(source(cell) for cell in cells if cell["cell_type"] == "code")
    modules = set(re.findall(r"^(?:import|from) (\w+)", code, re.M)) - sys.stdlib_module_names
    (listed,) = re.findall(r"`pip install ([^`]+)`", source(cells[0]))
    called = {"scikit-learn": "sklearn", "pillow": "PIL"}
    assert {called.get(package, package) for package in listed.split()} == modules
    if name in ("usual", "demo"):
        assert "scipy" in modules
        assert ("PIL" in modules) == (name == "demo")


CAPTION = re.compile(r"^\*((?:Рисунок|Таблица)\s\d+\s— .*)\*$", re.MULTILINE)


def test_figures_and_tables_have_the_numbers_of_the_page(whole: str, cells: list[Cell]) -> None:
    page = {plain(caption) for caption in re.findall("<figcaption>(.*?)</figcaption>", whole, re.S)}
    found = {plain(caption) for caption in CAPTION.findall(words(cells).replace("\\", ""))}
    assert found == page


def test_it_speaks_as_the_page_does(whole: str, cells: list[Cell]) -> None:
    """Every paragraph without a formula, which the page shows as a picture, is the page's.

    Only before code that it adds the notebook has a paragraph of its own.
    """
    page = {*plain(whole).splitlines()}
    ids = [cell["id"] for cell in cells]
    start, own = (
        next(n for n, cell in enumerate(cells) if source(cell).startswith(title))
        for title in ("# ВВЕДЕНИЕ", "# Подготовка")
    )
    compared = 0
    for place, cell in enumerate(cells[start:], start):
        if cell["cell_type"] == "code" or place == own:
            continue
        rendered = MarkdownIt("commonmark").render(re.sub(r"^\|.*$", "", source(cell), flags=re.M))
        paragraphs = plain(rendered.replace("<br>", " ")).splitlines()
        if ids[place + 1 :] and ids[place + 1].startswith(("series-", "preparation-")):
            paragraphs.pop()
        strange = {line for line in paragraphs if "$" not in line} - page
        assert not strange
        compared += len(paragraphs)
    assert compared >= 20


def test_it_is_valid(write: Write, named_report: Callable[[str], Report]) -> None:
    text = write(named_report("usual")).decode()
    found = nbformat.reads(text, as_version=nbformat.NO_CONVERT)  # type: ignore[no-untyped-call]
    nbformat.validate(found)
    assert text == nbformat.v4.writes(found) + "\n"  # type: ignore[no-untyped-call]
    assert (found.nbformat, found.nbformat_minor) == (4, 5)
    assert found.metadata.kernelspec.name == "python3"
    assert found.metadata.colab == {"provenance": [], "toc_visible": True}
    link = "](<https://colab.research.google.com/#upload=true>)"
    assert [cell.cell_type for cell in found.cells if link in cell.source] == ["markdown"]
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
        "preparation-style",
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
    found, report = defined(notebook("usual")), named_report("usual")
    assert found["CLASSES"] == [18, 63, 28]
    assert list(found["VARIANTS"]) == [row.variant for row in report.table]
    for row in report.table:
        rows = found["answers"](row.variant)
        assert list(rows) == list(range(len(found["WEIGHTS_SEEDS"]))) == list(range(row.test.n))
        assert np.mean([*rows.values()]) == pytest.approx(row.test.mean, abs=1e-9)
        variant = found["VARIANTS"][row.variant]
        assert (variant["lr"], variant["epochs"]) == (row.lr, row.epochs)
        assert variant.get("share", 1) == row.share


def test_the_recorded_answers_are_folded_and_short(notebook: Callable[[str], list[Cell]]) -> None:
    (answers,) = (cell for cell in notebook("usual") if cell["id"] == "series-answers")
    assert answers["metadata"]["jupyter"] == {"source_hidden": True}
    assert answers["metadata"]["cellView"] == "form"
    assert "hide-input" in answers["metadata"]["tags"]
    assert source(answers).startswith("# @title ")
    assert len(source(answers).splitlines()) <= 12


def test_comparisons_take_what_was_trained_in_the_session(
    notebook: Callable[[str], list[Cell]], capsys: pytest.CaptureFixture[str]
) -> None:
    found = defined(notebook("usual"))
    seeds = len(found["WEIGHTS_SEEDS"])
    recorded = found["answers"]("quarter")

    def compare() -> tuple[str, float, float]:
        capsys.readouterr()
        found["compare"]("quarter", against="base", among=[1])
        match = COMPARED.fullmatch(capsys.readouterr().out.splitlines()[-1])
        assert match is not None
        return match[3], float(match[2]), float(match[4])

    def trained(right: Any) -> None:
        found["train"] = lambda **_: {"train": right, "test": right}
        found["repeat"]("quarter")

    here, *before = compare()
    assert here == f"0 из {seeds}"
    trained(recorded[0] > 0)  # as it was in the report
    assert compare() == (f"1 из {seeds}", *before)
    base = found["answers"]("base")[0].mean()
    found["VARIANTS"]["quarter"]["lr"] *= 2
    found["compare"]("quarter", against="base", among=[1])
    assert capsys.readouterr().out.endswith('repeat("quarter")\n'), "nothing is known of it"
    trained(np.ones(len(recorded[0]), dtype=bool))
    here, *after = compare()
    assert here == "1 из 1"
    found["VARIANTS"]["base"]["lr"] *= 2
    found["compare"]("quarter", "half", against="base", among=[1, 1])
    assert 'repeat("base")' in (said := capsys.readouterr().out), "the other one is known"
    assert "обучено здесь" in said
    assert after == pytest.approx([1, 1 - base], abs=5.1e-5)


def test_a_comparison_without_a_number_is_shared_out_among_all(
    notebook: Callable[[str], list[Cell]], capsys: pytest.CaptureFixture[str]
) -> None:
    found = defined(notebook("usual"))
    found["compare"]("quarter", "half", against="base", among=[2, 2])
    expected = capsys.readouterr().out
    found["compare"]("quarter", "half", against="base")
    assert capsys.readouterr().out == expected


def defined(cells: list[Cell]) -> dict[str, Any]:
    """What the cells of the series define that need no images."""
    found: dict[str, Any] = {"np": np, "TRAINED": {}}
    for cell in cells:
        if cell["id"].removeprefix("series-") in ("variants", "repeat", "answers", "statistics"):
            exec(source(cell), found)  # noqa: S102 - our own files
    return found


def printed(cells: list[Cell], ending: str) -> dict[str, str]:
    """What the cells of the series with this ending printed, by the part of the series."""
    return {
        cell["id"].removeprefix("series-").removesuffix(ending): "".join(cell["outputs"][0]["text"])
        for cell in cells
        if cell["id"].startswith("series-") and cell["id"].endswith(ending) and cell["outputs"]
    }


def test_trainings_of_the_series_show_what_was_measured(report: Report, cells: list[Cell]) -> None:
    shown: list[str] = []
    for part, text in printed(cells, "-trained").items():
        for line in text.splitlines():
            name, _, train, _, test = line.split()
            (one,) = (v for v in report.series.variants if v.id == name)  # type: ignore[union-attr]
            run = report.trainings[one.spec].arrays
            assert train == f"{run['train_accuracy'][-1]:.4f}"
            assert test == f"{run['test_accuracy'][-1]:.4f}"
            if part != "key":  # which is the best model once more
                assert one.part == part
                shown.append(name)
    studied = isinstance(report.series, SeriesFindings)
    assert shown == [v.id for part in SERIES_PARTS for v in of_part(report, part)]
    assert bool(shown) == (studied and len(report.series.variants) > 1)  # type: ignore[union-attr]


def of_part(report: Report, part: str) -> list[VariantFindings]:
    found = report.series
    variants = found.variants if isinstance(found, SeriesFindings) else ()
    return [one for one in variants if one.part == part and one.id != "base"]


COMPARED = re.compile(r"(\S+) +(\S+) (\d+ из \d+) +(\S+) \(от (\S+) до (\S+)\)")


def test_comparisons_are_those_of_the_report(report: Report, cells: list[Cell]) -> None:
    """Their code is another's, and the numbers are the same."""
    found = report.series
    known: dict[tuple[str, str], Comparison] = {}
    accuracy: dict[str, float] = {}
    if isinstance(found, SeriesFindings):
        for one in found.variants:
            accuracy[one.id] = one.test.mean
            if one.effect is not None:
                known[one.id, str(one.against)] = one.effect
        known |= {(one.id, "base"): effect for one, effect in found.ranking}
        known |= {(pair.second.id, pair.first.id): pair.change for pair in found.pairs}
        for trend in (found.batch, found.rate):
            if trend is not None and trend.ends is not None:
                known[trend.variants[-1].id, trend.variants[0].id] = trend.ends
        if found.best is not None and found.best.over_stopped is not None:
            known[found.best.network.variant.id, "stopped"] = found.best.over_stopped
    shown: set[tuple[str, str]] = set()
    against = ""
    parts = printed(cells, "-compared")
    parts.pop("ladder", None)
    for line in "".join(parts.values()).splitlines():
        if (match := COMPARED.fullmatch(line)) is None:
            against = line.rpartition(" ")[2]
            continue
        name, test, here, *numbers = match.groups()
        assert here == f"1 из {found.seeds}", "each was trained with the first weights above"  # type: ignore[union-attr]
        expected = known[name, against]
        ends = expected.interval.low, expected.interval.high
        for number, value in zip(
            map(float, (test, *numbers)),
            (accuracy[name], expected.difference, *ends),
            strict=True,
        ):
            assert number == pytest.approx(value, abs=5.1e-5), (name, against)
        shown.add((name, against))
    assert shown == set(known)


def test_steps_are_those_of_the_report(report: Report, cells: list[Cell]) -> None:
    found = report.series
    steps = (found.ladder if isinstance(found, SeriesFindings) else None) or ()
    lines = printed(cells, "-compared").get("ladder", "").splitlines()
    shown = {match[1]: float(match[4]) for line in lines if (match := COMPARED.fullmatch(line))}
    expected = {step.second.id: step.change.difference for step in steps}
    assert shown == pytest.approx(expected, abs=5.1e-5)


def test_searches_show_what_was_measured(report: Report, cells: list[Cell]) -> None:
    found = report.series
    networks = found.networks or () if isinstance(found, SeriesFindings) else ()
    tried = [
        (network.variant.id, point.spec, point.validation)
        for network in networks
        for point in network.candidates
    ]
    if isinstance(found, SeriesFindings) and networks and found.base_validation is not None:
        tried.insert(0, ("base", found.base.spec, found.base_validation))
    lines = map(str.split, "".join(printed(cells, "searched").values()).splitlines())
    shown = [(name, dict(pairwise(values)), float(share)) for name, *values, share in lines]
    for (name, spec, validation), (own, values, share) in zip(tried, shown, strict=True):
        assert (own, share) == (name, round(validation.mean, 4))
        expected = {"lr": spec.lr, "batch": spec.batch_size, "epochs": spec.epochs}
        expected |= {"saturation": spec.saturation} if spec.recolored else {}
        assert {key: float(values[key]) for key in expected} == expected


def test_classes_are_judged_as_in_the_report(report: Report, cells: list[Cell]) -> None:
    found = report.series
    shown = {cell["id"]: cell for cell in cells}.get("series-classes")
    assert (shown is not None) == (isinstance(found, SeriesFindings) and found.images is not None)
    if shown is None or not isinstance(found, SeriesFindings) or found.images is None:
        return
    _, *rows = "".join(shown["outputs"][0]["text"]).splitlines()
    for row, base, images in zip(rows, found.base.per_class, found.images.per_class, strict=True):
        number, *shares = map(float, row.split())
        assert number == base.class_id == images.class_id
        expected = (base.test, images.nearest_mean, images.nearest_color)
        assert shares == pytest.approx(expected, abs=5.1e-5)


def test_figures_of_the_series_are_those_of_the_report(html: str, cells: list[Cell]) -> None:
    pictures = [source(cell) for cell in cells if cell["id"].startswith("picture-")]
    on_page = re.findall('<figure id="fig-(?:series-|cifar-samples)', html)
    assert len(pictures) == len(on_page)
    for picture in pictures:
        assert re.match(r"!\[[^\n]{20,}\]\(data:image/png;base64,iVBOR[\w+/=]+\)\n\n\*Рис", picture)

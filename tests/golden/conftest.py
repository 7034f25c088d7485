"""A made-up but complete report: closed forms instead of training, so the same on any machine."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest

from lab1report.editions import figures_made, formats
from lab1report.editions.notebook import edition as notebook_edition
from lab1report.editions.pdf import edition as pdf_edition
from lab1report.editions.pdf import typesetting
from lab1report.editions.table_comments import document_of
from lab1report.figures.plots import export
from lab1report.model import (
    PARTS,
    Assignment,
    CellOutput,
    DataInfo,
    Length,
    RegressionSpec,
    RunResult,
    RunSpec,
    SectionFailure,
    SectionId,
    SectionMissing,
    Stream,
    XorSpec,
)
from lab1report.own_words.folder import Words
from lab1report.plan.plan import PlannedRun, make_plan
from lab1report.report.assemble import assemble
from lab1report.report.report import Report
from lab1report.sections.catalog import report_sections
from lab1report.settings.classes import derive_classes
from lab1report.settings.options import Settings
from lab1report.store.results import Store
from lab1report.tasks.notebooks import notebooks_folder, read_notebook
from tests.golden.made_content import NO_CELLS, content_of, services_in
from tests.golden.made_series import MadeSeries, carried_out, planned
from tests.golden.made_training import ENVIRONMENT, EPOCHS, FINISHED, SIZES, Outcome, arrays_of
from tests.golden.report_variants import DRAWN, REPORTS

Absent = SectionFailure | SectionMissing
Changes = Mapping[str, Any]

ASSIGNMENT = Assignment(
    group=3,
    variant=7,
    stream=Stream.IU5,
    year=2024,
    classes=derive_classes(group=3, variant=7, stream=Stream.IU5, year=2024),
    group_code="ИУ5-63Б",
    student="Иванов И.И.",
    teacher="Петрова А.А.",
)
DATA = DataInfo(kind="cifar100", fingerprint="0123456789abcdef" * 4, source="cifar-100-python")


@pytest.fixture(scope="session")
def make_report() -> Callable[..., Report]:
    """`make_report(**changes)`: the complete report, with some of it replaced.

    `regression` and `xor` take changes of their numbers or an absent section, `cifar` those of an
    `Outcome`, which is also that of the base's other seeds, `series` a `MadeSeries`.
    """
    return _report


@pytest.fixture(scope="session", params=REPORTS)
def name(request: pytest.FixtureRequest) -> str:
    """Each of `REPORTS` in turn; `report`, `document` and `html` are of this one."""
    return str(request.param)


@pytest.fixture(scope="session")
def named_report() -> Callable[[str], Report]:
    """`named_report(name)`: that one of `REPORTS`."""
    return cache(lambda name: _report(**REPORTS[name]))


# Of one test each, since modules have fixtures `name` of their own: what a session keeps would be
# that of another module's name
@pytest.fixture
def report(name: str, named_report: Callable[[str], Report]) -> Report:
    return named_report(name)


@pytest.fixture
def document(
    name: str, report: Report, named_document: Callable[[str, Report], dict[str, Any]]
) -> dict[str, Any]:
    """What results.json says, which tests only read."""
    return named_document(name, report)


@pytest.fixture
def html(name: str, report: Report, named_page: Callable[..., str]) -> str:
    return named_page(name, report)


@pytest.fixture
def whole(name: str, report: Report, named_page: Callable[..., str]) -> str:
    """What the web page and the notebook have: all of it in its place."""
    return named_page(name, report, "whole")


@pytest.fixture(scope="session")
def named_document() -> Callable[[str, Report], dict[str, Any]]:
    """`named_document(name, report)`: the document of that report, made once."""
    known: dict[str, dict[str, Any]] = {}

    def make(name: str, report: Report) -> dict[str, Any]:
        if name not in known:
            known[name] = document_of(report)
        return known[name]

    return make


@pytest.fixture(scope="session")
def named_page(page: Callable[..., str]) -> Callable[..., str]:
    """`named_page(name, report, length)`: the HTML of that one of `REPORTS`, written once."""
    known: dict[tuple[str, str], str] = {}

    def write(name: str, report: Report, length: str = "full") -> str:
        if (name, length) not in known:
            drawn = name in DRAWN and length == "full"
            known[name, length] = page(report, drawn=drawn, length=length)
        return known[name, length]

    return write


@pytest.fixture(scope="session")
def page(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """`page(report)`: the HTML that a report's PDF is made from.

    Its figures are drawn but not written, with `drawn=False` not even that: it takes longer than
    all else. `words` are the student's own, `length` is that of the PDF,
    or "whole" for what the other editions have.
    """
    figures = Store(tmp_path_factory.mktemp("figures"))  # most are those of another report
    draw = figures_made.draw

    def write(
        report: Report,
        *,
        drawn: bool = True,
        words: Words | None = None,
        length: Length | Literal["whole"] = "full",
    ) -> str:
        content = content_of(report, words, length=length)
        if not drawn:
            return pdf_edition.page(content, NO_CELLS)
        pages: list[str] = []

        class Kept:
            """Keeps the page that is to be typeset."""

            def __init__(self, html: str, _: Mapping[str, bytes]) -> None:
                pages.append(html)

            def fit(self, **_: object) -> dict[str, float]:
                return {}

            def pdf(self, **_: object) -> bytes:
                return b""

        def draw_once(report: Report, *, store: Store, **given: Any) -> dict[str, bytes]:
            return draw(report, store=figures, **given)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(typesetting, "Typesetting", Kept)
            patch.setattr(export, "png", lambda figure: b"")
            patch.setattr(notebook_edition, "make", lambda *_: NO_CELLS)
            patch.setattr(pdf_edition, "draw", draw_once)
            services = services_in(tmp_path_factory.mktemp("store"))
            formats.make("pdf", content, services)
        (html,) = pages
        return html

    return write


def _report(
    *,
    regression: Changes | Absent | None = None,
    xor: Changes | Absent | None = None,
    cifar: Changes | Absent | None = None,
    series: MadeSeries | Absent | None = None,
    assignment: Assignment = ASSIGNMENT,
    data: DataInfo = DATA,
) -> Report:
    settings = Settings(
        assignment=assignment,
        data="auto",
        seed=0,
        seeds=None,
        sample="xor",
        out=Path("lab1-report"),
        fresh=frozenset(),
        arms=None,
        style="bmstu",
        length="full",
        formats=("pdf",),
        workers=1,
        notices=(),
    )
    plan = make_plan(settings, report_sections())
    made = series if isinstance(series, MadeSeries) else MadeSeries()
    basis = Outcome(**(cifar if isinstance(cifar, Mapping) else {}))
    base = replace(plan.series.base, hidden=(10,), lr=0.005, batch_size=128, epochs=EPOCHS)
    computed = {
        "regression": _outcome(_regression, regression),
        "xor": _outcome(_xor, xor),
        "cifar": cifar if isinstance(cifar, Absent) else _cifar(base, basis),
    }
    plan = replace(
        plan,
        tasks=tuple(
            replace(run, spec=base) if run.section == "cifar" else run for run in plan.tasks
        ),
        series=planned(base, made),
    )
    outcomes: dict[PlannedRun, Any] = {
        run: None if isinstance(found := computed[run.section], SectionMissing) else found
        for run in plan.tasks
    }
    first = computed["cifar"]
    if isinstance(series, SectionFailure):
        outcomes[PlannedRun(section="series", spec=plan.series.images)] = series
    elif isinstance(first, RunResult) and not isinstance(series, SectionMissing):
        for result in carried_out(plan.series, first, basis, made):
            outcomes[PlannedRun(section="series", spec=result.spec)] = result
    return assemble(settings, plan, data, outcomes)


def _outcome(
    make: Callable[..., RunResult], changes: Changes | Absent | None
) -> RunResult | Absent:
    return changes if isinstance(changes, Absent) else make(**(changes or {}))


def _result(section: SectionId, *, choice: str = "", **contents: Any) -> RunResult:
    cells = read_notebook(notebooks_folder() / f"{section}.py", choice)
    return RunResult(
        section=section,
        stages=tuple(
            CellOutput(id=cell.id, source=f"stage = '{cell.id}'\nprint(stage)", output=cell.id)
            for cell in cells
        ),
        seconds=1.5,
        finished=FINISHED,
        environment=ENVIRONMENT,
        **contents,
    )


def _regression(
    *,
    mse: Sequence[float] = (0.0045, 0.0042, 0.0030, 0.0026, 0.0025),
    initial_mse: float = 0.404,
    **values: Any,
) -> RunResult:
    iterations = [50_000 // len(mse) * (place + 1) for place in range(len(mse))]
    x = np.arange(100) / 100 - 0.5
    truth = 1 / (1 + np.exp(-10 * x))
    noise = 0.05 * np.array([-1.0, -0.5, 0.0, 0.5, 1.0])
    return _result(
        "regression",
        spec=RegressionSpec(
            grid=100,
            repeats=5,
            noise=0.05,
            hidden=64,
            lr=1e-4,
            iterations=50_000,
            snapshots=len(mse),
            seed=0,
        ),
        values={
            "points": 500,
            "parameters": 193,
            "noise_variance": 0.0025,
            "gradient_error": 2.5e-16,
            "initial_mse": initial_mse,
            "final_mse": mse[-1],
            "rms_deviation": 0.0104,
            "worst_deviation": -0.0263,
            "worst_x": 0.2,
            **values,
        },
        arrays={
            "x": x,
            "truth": truth,
            "noisy": truth[:, None] + noise,
            "fits": np.stack([truth + error for error in mse]),
            "fit_iterations": np.array(iterations),
            "mse_iterations": np.array([0, *iterations]),
            "mse": np.array([initial_mse, *mse]),
        },
    )


def _xor(
    *,
    sample: str = "xor",
    accuracy: float = 1.0,
    plateau: int | None = 1800,
    solved: int | None = 2600,
    **values: Any,
) -> RunResult:
    """`plateau` and `solved` are the iterations from which the loss is below 95 and 5 %."""
    points, iterations = 1000, 10_000
    shares = np.linspace(1.0, 0.96, iterations)
    if plateau is not None:
        shares[plateau - 1 :] = np.linspace(0.5, 0.4, iterations - plateau + 1)
    if solved is not None:
        shares[solved - 1 :] = np.linspace(0.04, 0.001, iterations - solved + 1)
    losses = points * math.log(2) * shares
    labels = np.arange(points) % 2
    corner = np.arange(points) // 2 % 2
    wrong = np.arange(points) >= round(points * accuracy)
    grid = np.linspace(0.1, 0.9, 30)
    return _result(
        "xor",
        choice=sample,
        spec=XorSpec(
            sample=sample,  # type: ignore[arg-type]
            points=points,
            noise=0.1 if sample == "xor" else 0.025,
            hidden=16,
            lr=1e-3,
            iterations=iterations,
            seed=0,
        ),
        values={
            "class_sizes": [500, 500],
            "parameters": 65,
            "initial_loss": float(losses[0]),
            "final_loss": float(losses[-1]),
            "accuracy": accuracy,
            "wrong": int(wrong.sum()),
            "least_confidence": 0.875 if accuracy == 1 else 0.125,
            "surface_share": 0.5,
            **values,
        },
        arrays={
            "points": np.stack([corner, corner ^ labels], axis=1).astype(np.float32),
            "labels": labels,
            "wrong": wrong,
            "losses": losses,
            "surface": np.add.outer(grid, grid) / 2,
            "extent": np.array([-0.3, 1.3]),
        },
    )


def _cifar(spec: RunSpec, outcome: Outcome) -> RunResult:
    units = spec.hidden[0]
    batches = math.ceil(3 * SIZES["train"] / spec.batch_size)
    arrays = {
        **arrays_of(spec, outcome),
        "samples": np.arange(3 * 8 * 32 * 32 * 3).reshape(3, 8, 32, 32, 3).astype(np.uint8),
        "weights": np.linspace(-0.05, 0.05, units * 3072).reshape(units, 3072),
    }
    return _result(
        "cifar",
        spec=spec,
        values={
            "parameters": 30763,
            "batches": batches,
            "iterations": batches * spec.epochs,
            "initial": {part: {"loss": 1.15, "accuracy": 0.33} for part in PARTS},
            "normalized": {part: {"mean": 0.123, "std": 1.234} for part in PARTS},
            "weight_norms": [0.5 + 0.01 * unit for unit in range(units)],
            "best_epoch": outcome.best_epoch,
            "best_loss": outcome.lowest,
        },
        arrays=arrays,
    )

"""A made-up but complete report: closed forms instead of training, so the same on any machine."""

import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.metrics import confusion_matrix

from lab1report import publish
from lab1report.assemble import assemble
from lab1report.capture import NOTEBOOKS, read_notebook
from lab1report.compute import Computed
from lab1report.config import Settings
from lab1report.figures import export
from lab1report.model import (
    PARTS,
    Assignment,
    DataInfo,
    RegressionSpec,
    RunResult,
    RunSpec,
    SectionFailure,
    SectionId,
    SectionMissing,
    Stage,
    Stream,
    XorSpec,
)
from lab1report.plan import make_plan
from lab1report.progress import Progress
from lab1report.render import pdf
from lab1report.report import Report
from lab1report.steps import Steps
from lab1report.store import Store
from lab1report.variant import derive_classes

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
ENVIRONMENT = {
    "lab1report": "0.0.0",
    "python": "3.11.0",
    "torch": "2.0.0",
    "numpy": "1.0.0",
    "scikit-learn": "1.0.0",
    "matplotlib": "3.0.0",
    "weasyprint": "70.0",
    "system": "Linux x86_64",
    "cores": "2",
}


@pytest.fixture(scope="session")
def make_report() -> Callable[..., Report]:
    """`make_report(**changes)`: the complete report, with some of it replaced.

    `regression` and `xor` take changes of their numbers or an absent section, `cifar` the same
    or a sequence of changes, one a seed.
    """
    return _report


@pytest.fixture(scope="session")
def page(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Report], str]:
    """The HTML that a report's PDF is made from; its figures are drawn but not written."""

    def write(report: Report) -> str:
        pages: list[str] = []

        def keep(html: str, assets: Mapping[str, bytes], **_: object) -> bytes:
            pages.append(html)
            return b""

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(pdf, "render_pdf", keep)
            patch.setattr(export, "png", lambda figure: b"")
            publish.make_pdf(
                report,
                emblem=None,
                store=Store(tmp_path_factory.mktemp("store")),
                steps=Steps(),
                progress=Progress(),
            )
        (html,) = pages
        return html

    return write


def _report(
    *,
    regression: Changes | Absent | None = None,
    xor: Changes | Absent | None = None,
    cifar: Changes | Sequence[Changes] | Absent | None = None,
    assignment: Assignment = ASSIGNMENT,
    data: DataInfo = DATA,
) -> Report:
    runs = [cifar] if cifar is None or isinstance(cifar, Mapping | Absent) else cifar
    classes = assignment.class_ids
    made: list[Computed | None] = [
        _outcome(_regression, regression),
        _outcome(_xor, xor),
        *(
            _outcome(_cifar, changes, classes=classes, seed=seed)
            for seed, changes in enumerate(runs)
        ),
    ]
    settings = Settings(
        assignment=assignment,
        data="auto",
        seed=0,
        seeds=len(runs),
        sample="xor",
        out=Path("lab1-report"),
        fresh=frozenset(),
        arms=None,
        workers=1,
        notices=(),
    )
    return assemble(settings, data, dict(zip(make_plan(settings), made, strict=True)))


def _outcome(
    make: Callable[..., RunResult], changes: Changes | Absent | None, **given: Any
) -> Computed | None:
    if isinstance(changes, SectionFailure):
        return changes
    if isinstance(changes, SectionMissing):
        return None
    return make(**given, **(changes or {}))


def _result(section: SectionId, **contents: Any) -> RunResult:
    cells = read_notebook(NOTEBOOKS / f"{section}.py")
    return RunResult(
        section=section,
        stages=tuple(
            Stage(id=cell.id, source=f"stage = '{cell.id}'\nprint(stage)", output=cell.id)
            for cell in cells
        ),
        seconds=1.5,
        finished="2026-01-01T00:00:00+00:00",
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


def _answers(right: Sequence[int], size: int) -> Any:
    """So many right answers a class of `size`; the others are taken for the next class."""
    return np.concatenate(
        [
            np.where(np.arange(size) < count, place, (place + 1) % len(right))
            for place, count in enumerate(right)
        ]
    )


def _cifar(
    *,
    classes: Sequence[int],
    seed: int,
    best_epoch: int = 40,
    lowest: float = 0.52,
    last: float = 0.68,
    best: Sequence[int] = (78, 70, 74),
    final: Sequence[int] = (80, 69, 78),
    train: Sequence[int] = (499, 500, 496),
) -> RunResult:
    """The loss on the test images falls to `lowest` at `best_epoch` and goes to `last`; `best`,
    `final` (of 100 test images) and `train` (of 500) are the right answers a class."""
    epochs, units = 250, 10
    test_loss = np.concatenate(
        [
            np.linspace(1.05, lowest, best_epoch),
            np.linspace(lowest, last, epochs - best_epoch + 1)[1:],
        ]
    )
    arrays: dict[str, Any] = {
        "test_loss": test_loss,
        "train_loss": np.linspace(1.0, 0.05, epochs),
        "samples": np.arange(3 * 8 * 32 * 32 * 3).reshape(3, 8, 32, 32, 3).astype(np.uint8),
        "weights": np.linspace(-0.05, 0.05, units * 3072).reshape(units, 3072),
    }
    right = {"train": {"final": train, "best": (420, 410, 400)}}
    right["test"] = {"final": final, "best": final if best_epoch == epochs else best}
    for part, size in zip(PARTS, (500, 100), strict=True):
        labels = np.arange(3).repeat(size)
        accuracy = np.linspace(0.4, 0.7, epochs)
        for state, epoch in (("best", best_epoch), ("final", epochs)):
            answer = _answers(right[part][state], size)
            arrays[f"{part}_{state}"] = np.eye(3)[answer]
            arrays[f"{part}_confusion_{state}"] = confusion_matrix(labels, answer)
            accuracy[epoch - 1] = (answer == labels).mean()
        arrays[f"{part}_labels"] = labels
        arrays[f"{part}_accuracy"] = accuracy
    return _result(
        "cifar",
        spec=RunSpec(
            classes=tuple(classes),
            hidden=(units,),
            optimizer="SGD",
            lr=0.005,
            batch_size=128,
            epochs=epochs,
            seed=seed,
        ),
        values={
            "parameters": 30763,
            "batches": 12,
            "iterations": 3000,
            "initial": {part: {"loss": 1.15, "accuracy": 0.33} for part in PARTS},
            "normalized": {part: {"mean": 0.123, "std": 1.234} for part in PARTS},
            "weight_norms": [0.5 + 0.01 * unit for unit in range(units)],
            "best_epoch": best_epoch,
            "best_loss": lowest,
        },
        arrays=arrays,
    )

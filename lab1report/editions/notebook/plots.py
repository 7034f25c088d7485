"""What the notebook's plotting cells draw, without running the trainings again.

A cell is run as it stands, on variables rebuilt from the arrays of the result: those that the
cells before it leave behind. Its picture is kept in the store.
"""

import io
import warnings
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from lab1report.editions import keys
from lab1report.model import PARTS, RunResult, SectionId
from lab1report.report.report import Report
from lab1report.store.environment import version
from lab1report.store.results import Inputs, Store, digest_of
from lab1report.tasks.notebooks import notebooks_folder, read_notebook

SECTIONS: tuple[SectionId, ...] = ("regression", "xor", "cifar")


@cache
def cells(section: SectionId) -> Mapping[str, str]:
    """The plotting cells of a part by the names of the report's figures ("xor-sample")."""
    found = read_notebook(notebooks_folder() / "plots" / f"{section}.py")
    return {f"{section}-{cell.id}": cell.source for cell in found}


def sources() -> dict[str, str]:
    """The plotting cells of all parts, by the names of the report's figures."""
    return {name: source for part in SECTIONS for name, source in cells(part).items()}


def draw(report: Report, *, store: Store) -> dict[str, bytes]:
    """PNG pictures by the names of the cells, of those sections that `report` has."""
    pictures: dict[str, bytes] = {}
    for section in SECTIONS:
        result = report.results.get(section)
        if result is None:
            continue
        digest = digest_of(result)
        inputs = {name: _inputs(name, digest) for name in cells(section)}
        kept = {name: store.get_bytes(key) for name, key in inputs.items()}
        if None in kept.values():
            kept |= _drawn(section, result)
            for name, picture in kept.items():
                store.put_bytes(inputs[name], picture or b"")
        pictures |= {name: picture for name, picture in kept.items() if picture}
    return pictures


def _inputs(name: str, digest: str) -> Inputs:
    return {
        "kind": "plot",
        "name": name,
        "result": digest,
        "code": keys.of_program(),
        "matplotlib": version("matplotlib"),
    }


def _drawn(section: SectionId, result: RunResult) -> dict[str, bytes]:
    import matplotlib as mpl

    with mpl.rc_context(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # they are for whoever runs the cell
        mpl.rcdefaults()  # as on a machine where nobody set anything
        mpl.use("agg")
        namespace = {**_VARIABLES[section](result), **_libraries()}
        return {name: _picture(source, dict(namespace)) for name, source in cells(section).items()}


class _Quiet:
    """matplotlib.pyplot, which shows nothing: there is nobody who looks."""

    def __init__(self) -> None:
        from matplotlib import pyplot

        self.pyplot = pyplot

    def __getattr__(self, name: str) -> Any:
        return getattr(self.pyplot, name)

    def show(self) -> None:
        """What was drawn is read afterwards."""


def _libraries() -> dict[str, Any]:
    import numpy as np

    return {"np": np, "plt": _Quiet()}


def _picture(source: str, namespace: dict[str, Any]) -> bytes:
    from matplotlib import pyplot

    exec(compile(source, "<plot>", "exec"), namespace)  # noqa: S102 - our own files
    file = io.BytesIO()
    # As notebooks do (matplotlib-inline)
    pyplot.savefig(file, format="png", bbox_inches="tight", dpi="figure")
    pyplot.close("all")
    return file.getvalue()


def _regression(result: RunResult) -> dict[str, Any]:
    arrays, repeats = result.arrays, result.arrays["noisy"].shape[1]
    iterations = arrays["mse_iterations"].tolist()
    return {
        "REPEATS": repeats,
        "x": arrays["x"].repeat(repeats),
        "y": arrays["noisy"].ravel(),
        "y_true": arrays["truth"].repeat(repeats),
        "noise_variance": result.values["noise_variance"],
        "fits": dict(zip(arrays["fit_iterations"].tolist(), arrays["fits"], strict=True)),
        "history": dict(zip(iterations, arrays["mse"].tolist(), strict=True)),
    }


def _xor(result: RunResult) -> dict[str, Any]:
    arrays = result.arrays
    low, high = arrays["extent"].tolist()
    return {
        "x": arrays["points"],
        "y": arrays["labels"],
        "losses": arrays["losses"].tolist(),
        "surface": arrays["surface"],
        "low": low,
        "high": high,
    }


def _cifar(result: RunResult) -> dict[str, Any]:
    arrays, values = result.arrays, result.values
    labels = {part: arrays[f"{part}_labels"] for part in PARTS}
    return {
        "CLASSES": list(result.spec.classes),  # type: ignore[union-attr]
        "EPOCHS": len(arrays["train_loss"]),
        "labels": labels,
        "curves": {
            (part, what): arrays[f"{part}_{what}"]
            for part in PARTS
            for what in ("loss", "accuracy")
        },
        "best_epoch": values["best_epoch"],
        "best_loss": values["best_loss"],
        "final": {part: arrays[f"{part}_final"] for part in PARTS},
        "weights": arrays["weights"],
    }


_VARIABLES: Mapping[SectionId, Callable[[RunResult], dict[str, Any]]] = {
    "regression": _regression,
    "xor": _xor,
    "cifar": _cifar,
}

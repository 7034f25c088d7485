"""Task 3: a fully connected network on three classes of CIFAR-100 (assignment, part 3)."""

from collections.abc import Collection, Mapping
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import confusion_matrix

from lab1report.data.seeds import derive
from lab1report.model import PARTS, Part, RunResult, RunSpec
from lab1report.progress import Progress
from lab1report.tasks.notebook_run import NotebookRun
from lab1report.tasks.notebooks import Loop
from lab1report.tasks.threads import one_thread

SAMPLES_PER_CLASS = 8


class ReadPart(Protocol):
    """Reads the images (n, 32, 32, 3) and fine labels (n,) of `classes` in a part of the data."""

    def __call__(
        self, part: Part, classes: Collection[int]
    ) -> tuple[NDArray[np.uint8], NDArray[np.int64]]: ...


@one_thread()
def run(spec: RunSpec, read_part: ReadPart, progress: Progress) -> RunResult:
    """Train the base network of task 3.

    Args:
        read_part: such as `Dataset.part`.

    Returns:
        values: counts, losses (mean cross-entropy, nats) and the epoch of the lowest test loss;
        arrays, for each part p: `p_loss` and `p_accuracy` (epochs,), `p_labels` (n,) as places
        in `spec.classes`, `p_final` and `p_best` (n, classes), probabilities after the last epoch
        and after that of the lowest test loss, `p_confusion_final` and `p_confusion_best`
        (classes, classes), true classes in rows; `weights` (units, 3072) of the first layer,
        `samples` (classes, 8, 32, 32, 3).

    Raises:
        StageError: a cell of the notebook raised.
        ValueError: a network that the notebook of the base cannot train.
    """
    if spec.optimizer != "SGD":
        raise ValueError(f"the base network is trained by SGD, not {spec.optimizer}")
    ran = NotebookRun(
        "cifar",
        parameters={
            "CLASSES": list(spec.classes),
            "HIDDEN": list(spec.hidden),
            "LR": spec.lr,
            "BATCH_SIZE": spec.batch_size,
            "EPOCHS": spec.epochs,
            "WEIGHTS_SEED": derive(spec.seed, "cifar", "weights"),
            "ORDER_SEED": derive(spec.order, "cifar", "order"),
        },
        names={"read_cifar100": read_part},
        title=f"{spec.network}, seed {spec.seed}",
        loop=Loop(variable="epoch", count=spec.epochs),
        progress=progress,
    )
    return RunResult(
        section="cifar",
        spec=spec,
        values=_values(ran.namespace, spec),
        arrays=_arrays(ran.namespace, spec),
        stages=ran.stages,
        seconds=ran.seconds,
        finished=ran.finished,
        environment=ran.environment,
    )


def _arrays(found: Mapping[str, Any], spec: RunSpec) -> dict[str, NDArray[Any]]:
    arrays: dict[str, NDArray[Any]] = {}
    for part in PARTS:
        labels = found["labels"][part]
        arrays[f"{part}_labels"] = labels
        for what in ("loss", "accuracy"):
            arrays[f"{part}_{what}"] = np.array(found["curves"][part, what])
        for state in ("final", "best"):
            probabilities = found[state][part]
            arrays[f"{part}_{state}"] = probabilities
            arrays[f"{part}_confusion_{state}"] = confusion_matrix(
                labels, probabilities.argmax(axis=1), labels=range(len(spec.classes))
            )
    arrays["weights"] = found["weights"].numpy()
    arrays["samples"] = samples(
        found["images"]["train"], found["labels"]["train"], len(spec.classes)
    )
    return arrays


def samples(
    images: NDArray[np.uint8], places: NDArray[np.integer], classes: int
) -> NDArray[np.uint8]:
    """The first images of each class, (classes, 8, 32, 32, 3)."""
    return np.stack([images[places == place][:SAMPLES_PER_CLASS] for place in range(classes)])


def _values(found: Mapping[str, Any], spec: RunSpec) -> dict[str, Any]:
    return {
        "parameters": int(found["parameters"]),
        "normalized": {
            part: {"mean": float(x.mean()), "std": float(x.std())} for part, x in found["X"].items()
        },
        "weight_norms": found["norms"].tolist(),
        "batches": int(found["batches"]),
        "iterations": int(found["batches"]) * spec.epochs,
        "initial": {
            part: dict(zip(("loss", "accuracy"), found["initial"][part], strict=True))
            for part in PARTS
        },
        "best_epoch": int(found["best_epoch"]),
        "best_loss": float(found["best_loss"]),
    }

"""Task 2: binary classification with PyTorch's autograd (assignment, part 2)."""

import numpy as np

from lab1report.data.seeds import derive
from lab1report.model import RunResult, XorSpec
from lab1report.progress import Progress
from lab1report.tasks.notebook_run import NotebookRun
from lab1report.tasks.notebooks import Loop
from lab1report.tasks.threads import one_thread


@one_thread()
def run(spec: XorSpec, progress: Progress) -> RunResult:
    """Train the network of task 2.

    Returns:
        values: counts, log-loss (summed over the points, nats), accuracy in [0, 1] by name;
        arrays: `points` (n, 2), `labels` and `wrong` (n,), `losses` (iterations,), `surface`
        (side, side) of probabilities of class 1, rows along y, over `extent` (low, high).

    Raises:
        StageError: a cell of the notebook raised.
    """
    ran = NotebookRun(
        "xor",
        parameters={
            "POINTS": spec.points,
            "NOISE": spec.noise,
            "HIDDEN": spec.hidden,
            "LR": spec.lr,
            "ITERATIONS": spec.iterations,
            "SAMPLE_SEED": derive(spec.seed, "xor", "sample"),
            "WEIGHTS_SEED": derive(spec.seed, "xor", "weights"),
        },
        title=spec.sample,
        choice=spec.sample,
        loop=Loop(variable="i", count=spec.iterations),
        progress=progress,
    )
    found = ran.namespace
    return RunResult(
        section="xor",
        spec=spec,
        values={
            "class_sizes": found["class_sizes"],
            "parameters": int(found["parameters"]),
            "initial_loss": float(found["initial_loss"]),
            "final_loss": float(found["final_loss"]),
            "accuracy": float(found["accuracy"]),
            "wrong": int(found["wrong"].sum()),
            "least_confidence": float(found["confidence"].min()),
            "surface_share": float((found["surface"] > 0.5).mean()),
        },
        arrays={
            "points": found["x"].astype(np.float32),
            "labels": found["y"].astype(np.int64),
            "wrong": found["wrong"],
            "losses": np.array(found["losses"]),
            "surface": found["surface"].astype(np.float32),
            "extent": np.array([found["low"], found["high"]]),
        },
        stages=ran.stages,
        seconds=ran.seconds,
        finished=ran.finished,
        environment=ran.environment,
    )

"""Task 1: regression by universal approximation, gradients by hand (assignment, part 1)."""

import numpy as np

from lab1report.data.seeds import derive
from lab1report.model import RegressionSpec, RunResult
from lab1report.progress import Progress
from lab1report.tasks.notebook_run import NotebookRun
from lab1report.tasks.notebooks import Loop
from lab1report.tasks.threads import one_thread


@one_thread()
def run(spec: RegressionSpec, progress: Progress) -> RunResult:
    """Train the network of task 1.

    Returns:
        values: counts, errors (mean squared, of y, no units) and deviations by name;
        arrays: `x`, `truth` (grid,), `noisy` (grid, repeats), `fits` (snapshots, grid) after
        `fit_iterations` (snapshots,), `mse` at `mse_iterations`.

    Raises:
        StageError: a cell of the notebook raised.
    """
    ran = NotebookRun(
        "regression",
        parameters={
            "GRID": spec.grid,
            "REPEATS": spec.repeats,
            "NOISE": spec.noise,
            "HIDDEN": spec.hidden,
            "LR": spec.lr,
            "ITERATIONS": spec.iterations,
            "SNAPSHOTS": spec.snapshots,
            "SAMPLE_SEED": derive(spec.seed, "regression", "sample"),
            "WEIGHTS_SEED": derive(spec.seed, "regression", "weights"),
        },
        title="regression",
        loop=Loop(variable="i", count=spec.iterations),
        progress=progress,
    )
    found = ran.namespace
    fits: dict[int, list[float]] = found["fits"]
    history: dict[int, float] = found["history"]
    return RunResult(
        section="regression",
        spec=spec,
        values={
            "points": int(found["x"].size),
            "parameters": int(found["parameters"]),
            "noise_variance": float(found["noise_variance"]),
            "gradient_error": float(found["gradient_error"]),
            "initial_mse": float(found["initial_mse"]),
            "final_mse": float(found["final_mse"]),
            "rms_deviation": float(found["rms_deviation"]),
            "worst_deviation": float(found["worst_deviation"]),
            "worst_x": float(found["worst_x"]),
        },
        arrays={
            "x": found["x"][:: spec.repeats],
            "truth": found["y_true"][:: spec.repeats],
            "noisy": found["y"].reshape(spec.grid, spec.repeats),
            "fit_iterations": np.array(list(fits)),
            "fits": np.array(list(fits.values()), dtype=np.float32),
            "mse_iterations": np.array(list(history)),
            "mse": np.array(list(history.values())),
        },
        stages=ran.stages,
        seconds=ran.seconds,
        finished=ran.finished,
        environment=ran.environment,
    )

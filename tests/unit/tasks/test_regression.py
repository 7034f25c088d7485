"""Task 1: the gradients by hand against autograd, and what a short run promises."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from lab1report.findings.regression import analyze
from lab1report.model import RegressionSpec, RunResult
from lab1report.progress import Progress
from lab1report.tasks import regression
from lab1report.tasks.notebooks import notebooks_folder, run_notebook

NOTEBOOK = notebooks_folder() / "regression.py"
PARAMETERS = {
    "GRID": 20,
    "REPEATS": 3,
    "NOISE": 0.05,
    "HIDDEN": 8,
    "LR": 1e-4,
    "ITERATIONS": 10,
    "SNAPSHOTS": 2,
    "SAMPLE_SEED": 1,
    "WEIGHTS_SEED": 2,
}
SPEC = RegressionSpec(
    grid=100, repeats=5, noise=0.05, hidden=64, lr=1e-4, iterations=300, snapshots=3, seed=0
)


def until_backward(notebook: Path) -> dict[str, Any]:
    namespace, _ = run_notebook(notebook, parameters=PARAMETERS, until="gradients")
    return namespace


def deviation_from_autograd(namespace: dict[str, Any], seed: int) -> float:
    """The largest relative deviation of the four gradients at random weights, in double."""
    generator = torch.Generator().manual_seed(seed)
    params = [
        torch.randn(p.shape, generator=generator, dtype=torch.float64, requires_grad=True)
        for p in namespace["params"]
    ]
    X, Y = namespace["X"].double(), namespace["Y"].double()
    hidden, output = namespace["forward"](X, params)
    expected = torch.autograd.grad(((output - Y) ** 2).sum(), params)
    with torch.no_grad():
        found = namespace["backward"](X, Y, hidden, output, params)
    return max(float((f - e).norm() / e.norm()) for f, e in zip(found, expected, strict=True))


def test_gradients_by_hand_are_those_of_autograd() -> None:
    namespace = until_backward(NOTEBOOK)
    assert namespace["gradient_error"] < 1e-12
    for seed in range(5):
        assert deviation_from_autograd(namespace, seed) < 1e-12


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("2 * (output - Y)", "1.99 * (output - Y)"),
        (" * A.sign()", ""),
        ("X.t() @ Delta", "-X.t() @ Delta"),
        ("Delta.sum(dim=0)", "Delta.mean(dim=0)"),
        ("A.t() @ delta", "A.t() @ delta * 1.001"),
        ("delta.sum(dim=0)", "delta.sum(dim=0) * 0"),
    ],
)
def test_the_comparison_sees_a_wrong_gradient(tmp_path: Path, right: str, wrong: str) -> None:
    source = NOTEBOOK.read_text(encoding="utf-8")
    assert source.count(right) == 1, "the notebook has changed: change it here too"
    mutant = tmp_path / "regression.py"
    mutant.write_text(source.replace(right, wrong), encoding="utf-8")
    namespace = until_backward(mutant)
    assert namespace["gradient_error"] > 1e-4  # what the report says
    assert deviation_from_autograd(namespace, seed=0) > 1e-4


@pytest.fixture(scope="module")
def result() -> RunResult:
    return regression.run(SPEC, Progress())


def test_values_and_shapes(result: RunResult) -> None:
    assert (result.section, result.spec) == ("regression", SPEC)
    assert result.values["parameters"] == 193
    assert result.values["points"] == 500
    assert {name: array.shape for name, array in result.arrays.items()} == {
        "x": (100,),
        "truth": (100,),
        "noisy": (100, 5),
        "fit_iterations": (3,),
        "fits": (3, 100),
        "mse_iterations": result.arrays["mse_iterations"].shape,
        "mse": result.arrays["mse_iterations"].shape,
    }
    assert result.arrays["fit_iterations"].tolist() == [100, 200, 300]
    assert all(isinstance(value, int | float) for value in result.values.values())
    assert result.seconds > 0


def test_the_sample_is_the_assignments(result: RunResult) -> None:
    x = result.arrays["x"]
    np.testing.assert_allclose(x, np.arange(100) / 100 - 0.5)
    np.testing.assert_allclose(result.arrays["truth"], 1 / (1 + np.exp(-10 * x)))
    noise = result.arrays["noisy"] - result.arrays["truth"][:, None]
    assert result.values["noise_variance"] == pytest.approx((noise**2).mean())
    assert 0.0020 < result.values["noise_variance"] < 0.0031


def test_the_numbers_agree_with_the_arrays(result: RunResult) -> None:
    values, arrays = result.values, result.arrays
    fit, truth, noisy = arrays["fits"][-1], arrays["truth"], arrays["noisy"]
    mse = dict(zip(arrays["mse_iterations"].tolist(), arrays["mse"].tolist(), strict=True))
    assert values["final_mse"] == pytest.approx(((fit[:, None] - noisy) ** 2).mean(), rel=1e-4)
    assert mse[300] == values["final_mse"] < mse[0] == values["initial_mse"]
    assert values["rms_deviation"] == pytest.approx(np.sqrt(((fit - truth) ** 2).mean()))
    worst = np.abs(fit - truth).argmax()
    assert values["worst_x"] == arrays["x"][worst]
    assert values["worst_deviation"] == pytest.approx((fit - truth)[worst])


def test_the_findings_take_the_result(result: RunResult) -> None:
    found = analyze(result)
    assert [snapshot.iteration for snapshot in found.snapshots] == [100, 200, 300]
    assert found.snapshots[-1].mse == found.final_mse
    assert found.fit == "above"  # nothing is learned in 300 iterations


def test_stages_are_what_ran(result: RunResult) -> None:
    sources = {stage.id: stage.source for stage in result.stages}
    outputs = {stage.id: stage.output for stage in result.stages}
    assert next(iter(sources)) == "parameters"
    assert "ITERATIONS, SNAPSHOTS = 300, 3" in sources["parameters"]
    assert "Число параметров: 193" in outputs["weights"]
    assert f"{result.values['final_mse']:.6f}" in outputs["check"]


def test_the_same_seed_gives_the_same_numbers(result: RunResult) -> None:
    threads = torch.get_num_threads()
    again = regression.run(SPEC, Progress())
    assert again.values == result.values
    assert again.stages == result.stages
    for name, array in result.arrays.items():
        np.testing.assert_array_equal(again.arrays[name], array)
    assert torch.get_num_threads() == threads


def test_another_seed_gives_others(result: RunResult) -> None:
    other = regression.run(replace(SPEC, seed=1), Progress())
    assert other.values["noise_variance"] != result.values["noise_variance"]
    assert other.values["initial_mse"] != result.values["initial_mse"]
    assert not np.array_equal(other.arrays["fits"], result.arrays["fits"])

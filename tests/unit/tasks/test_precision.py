"""Trainings multiply in full precision, though their process was told that less would do."""

import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import torch

from lab1report.progress import Progress
from lab1report.tasks import series
from lab1report.tasks.engine import train
from lab1report.tasks.precision import full_precision
from tests.unit.tiny_plan import BASE, read_part


@pytest.fixture(autouse=True)
def less_will_do() -> Iterator[None]:
    torch.set_float32_matmul_precision("high")
    yield
    torch.set_float32_matmul_precision("highest")


def test_trainings_keep_all_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, bool]] = []

    def watched(*arguments: Any, **options: Any) -> Any:
        for one in train.train(*arguments, **options):
            allowed = torch.backends.cuda.matmul.allow_tf32
            seen.append((torch.get_float32_matmul_precision(), allowed))
            yield one

    monkeypatch.setattr(series, "train", watched)
    trainer = series.Trainer(lambda part, classes: read_part(part))
    list(trainer.run([replace(BASE, epochs=1)], Progress()))
    assert seen == [("highest", False)]
    assert torch.get_float32_matmul_precision() == "high"


def test_what_was_before_comes_back_after_an_error() -> None:
    with pytest.raises(KeyError), full_precision():
        raise KeyError
    assert torch.get_float32_matmul_precision() == "high"


def test_advice_for_programmers_does_not_reach_the_user() -> None:
    """As PyTorch 2.9 for CUDA, which is Colab's, gives it at each call."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("get_float32_matmul_precision", "set_float32_matmul_precision"):
            patch.setattr(torch, name, advising(getattr(torch, name)))
        with full_precision():
            pass


def advising(function: Callable[..., Any]) -> Callable[..., Any]:
    def advised(*arguments: Any) -> Any:
        warnings.warn("Please use the new API settings to control TF32 behavior", stacklevel=2)
        return function(*arguments)

    return advised


@pytest.mark.slow
@pytest.mark.parametrize(
    "told",
    [
        "torch.backends.cuda.matmul.allow_tf32 = True",
        "getattr(torch.backends, 'fp32_precision', None) and"
        " setattr(torch.backends, 'fp32_precision', 'tf32')",
    ],
)
def test_whichever_way_it_was_told(told: str) -> None:
    """PyTorch has an older and a newer way, and refuses to answer in one what the other has set."""
    code = (
        f"import torch; {told}\n"
        "from lab1report.tasks.precision import full_precision\n"
        "with full_precision():\n"
        "    assert not torch.backends.cuda.matmul.allow_tf32\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_whatever_a_container_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TORCH_ALLOW_TF32_CUBLAS_OVERRIDE", "1")
    code = (
        "import torch\n"
        "from lab1report.tasks.precision import full_precision\n"
        "assert torch.backends.cuda.matmul.allow_tf32, 'the variable has no effect any more'\n"
        "with full_precision():\n"
        "    assert not torch.backends.cuda.matmul.allow_tf32\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr

"""What the series trains on is what the user asked for, and stated."""

import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest
import torch

from lab1report.errors import UserError
from lab1report.model import ImagesSpec, RunSpec, SectionFailure, Spec
from lab1report.plan.plan import PlannedRun
from lab1report.progress import Progress
from lab1report.runs.compute import compute, inputs_of
from lab1report.settings import device
from lab1report.settings.device import resolve
from lab1report.tasks import gpu, series
from lab1report.tasks.engine.image_tensors import Images
from tests.unit.tiny_plan import BASE, XOR, make_dataset, planned, read_part


@pytest.fixture
def a_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "version", lambda _: "2.13.0")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda: "NVIDIA T4")


@pytest.fixture
def no_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "version", lambda _: "2.13.0")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)


@pytest.mark.usefixtures("a_gpu")
def test_a_gpu_is_taken_where_it_is_asked_for() -> None:
    assert resolve("cpu") == "cpu"
    assert resolve("cuda") == resolve("auto") == "cuda: NVIDIA T4"


@pytest.mark.usefixtures("no_gpu")
def test_without_a_gpu() -> None:
    assert resolve("cpu") == resolve("auto") == "cpu"
    with pytest.raises(UserError, match=r"^--device cuda: PyTorch 2\.13\.0 finds no GPU"):
        resolve("cuda")


def test_pytorch_for_processors_need_not_be_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "version", lambda _: "2.13.0+cpu")
    monkeypatch.setattr(gpu, "gpu_name", lambda: pytest.fail("asked"))
    assert resolve("cpu") == resolve("auto") == "cpu"


@pytest.mark.usefixtures("a_gpu")
def test_a_gpu_is_never_taken_silently(monkeypatch: pytest.MonkeyPatch) -> None:
    used: list[torch.device] = []
    images = Images

    def seen(*arguments: Any, device: torch.device, **options: Any) -> Any:
        used.append(device)
        return images(*arguments, **options)

    monkeypatch.setattr(series, "Images", seen)
    spec = replace(BASE, epochs=1)
    for chosen in ("cpu", "cuda: NVIDIA T4"):
        trainer = series.Trainer(lambda part, classes: read_part(part), chosen)
        (result,) = trainer.run([spec], Progress())
        assert result.environment["device"] == chosen
    assert [one.type for one in used] == ["cpu", "cuda"]


def test_the_series_trains_on_the_device_and_nothing_else_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    used = []

    class Refusing:
        def __init__(self, read: object, device: str) -> None:
            used.append(device)

        def run(self, *_: object) -> Any:
            raise RuntimeError("no such GPU")

    monkeypatch.setattr(series, "Trainer", Refusing)
    for section, spec in (("series", BASE), ("series", ImagesSpec(classes=(2, 0, 1)))):
        run = PlannedRun(section=section, spec=spec)
        ((_, outcome),) = compute([run], make_dataset(), Progress(), "cuda: NVIDIA T4")
        assert isinstance(outcome, SectionFailure) is isinstance(spec, RunSpec)
    assert used == ["cuda: NVIDIA T4"]


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are spawned here")
def test_processes_begin_without_a_gpu() -> None:
    """One that has asked for a GPU cannot be forked into others that use it: CUDA refuses."""
    code = (
        "import torch\n"
        "from multiprocessing import forkserver\n"
        "from lab1report.runs.processes import context\n"
        "asked = []\n"
        "for name in ('is_available', 'device_count', 'get_device_name', '_lazy_init'):\n"
        "    assert hasattr(torch.cuda, name), name\n"
        "    setattr(torch.cuda, name, lambda *_, name=name: asked.append(name) or 0)\n"
        "context()\n"
        "assert forkserver._forkserver._preload_modules\n"
        "for name in forkserver._forkserver._preload_modules:\n"
        "    __import__(name)\n"
        "assert not asked, asked\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_numbers_of_a_gpu_are_other_results() -> None:
    def key(section: str, spec: Spec, device: str) -> Any:
        return inputs_of(planned(section=section, spec=spec), "f", device)

    training: RunSpec = BASE
    on_gpu = key("series", training, "cuda: NVIDIA T4")
    assert on_gpu != key("series", training, "cpu")
    assert on_gpu != key("series", training, "cuda: NVIDIA H100")
    for section, spec in (
        ("xor", XOR),
        ("cifar", BASE),
        ("series", ImagesSpec(classes=BASE.classes)),
    ):
        assert key(section, spec, "cuda: NVIDIA T4") == key(section, spec, "cpu")


def test_a_result_says_what_it_was_computed_with() -> None:
    trainer = series.Trainer(lambda part, classes: read_part(part))
    (result,) = trainer.run([replace(BASE, epochs=1)], Progress())
    said = result.environment
    assert said["threads"] == "1"
    assert said["vector"] == torch.backends.cpu.get_cpu_capability()
    assert said["numpy_products"].startswith("OpenBLAS 0.")
    assert said["series_products"] in (said["torch_products"], "oneDNN 3.12.0")
    assert said["processor"]


def test_another_librarys_products_are_not_taken_for_numpys() -> None:
    """SciPy brings a library of its own, and is loaded by some processes only."""
    code = (
        "from lab1report.tasks.environment_used import environment\n"
        "before = environment()\n"
        "import scipy.linalg\n"
        "assert environment() == before\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr

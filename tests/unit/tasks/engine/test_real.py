"""On the real images the engine is held to plain PyTorch and to the notebook of part 3."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from lab1report.data.dataset import Dataset
from lab1report.data.opening import open_dataset
from lab1report.model import RunSpec
from lab1report.progress import Progress
from lab1report.tasks import cifar
from lab1report.tasks.engine.image_tensors import Images
from lab1report.tasks.engine.train import train
from tests.unit.tasks.engine.conftest import make_spec, plain_losses

pytestmark = [pytest.mark.real_data, pytest.mark.slow]

BASE = make_spec(classes=(18, 63, 28), hidden=(10,), batch_size=128, seed=0, order=0)
MakeImages = Callable[[torch.dtype], Images]


@pytest.fixture(scope="module")
def dataset(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return open_dataset(str(real_data), cache=tmp_path_factory.mktemp("cache"), progress=Progress())


@pytest.fixture(scope="module")
def images(dataset: Dataset) -> MakeImages:
    return lambda dtype: Images(BASE.classes, dataset.part, dtype=dtype)


def losses(spec: RunSpec, images: Images) -> NDArray[np.float64]:
    """The engine's losses on the test images, in company, in the sample basis."""
    company = [replace(spec, seed=seed) for seed in (1, 2)]
    found = {one.spec: one for one in train([spec, *company], images)}
    return found[spec].arrays["test_loss"]


@pytest.mark.parametrize(
    ("dtype", "epochs", "tolerance"),
    [(torch.float64, 60, 1e-9), (torch.float32, 250, 0.01)],
    ids=str,
)
def test_the_base_network_as_plain_pytorch_trains_it(
    images: MakeImages, dtype: torch.dtype, epochs: int, tolerance: float
) -> None:
    """So near that few epochs show it, and where rounding adds up, all of them."""
    own, spec = images(dtype), replace(BASE, epochs=epochs)
    expected = np.array(plain_losses(spec, own))
    assert len(expected) == epochs
    assert expected.min() < 0.7, "nothing was learnt: any engine would do"
    overfits = expected[-1] > expected.min() + 0.05
    assert overfits or epochs < BASE.epochs, "it does not overfit: are these the images?"
    assert np.abs(losses(spec, own) - expected).max() < tolerance


def test_the_bases_first_training_is_that_of_part_3(images: MakeImages, dataset: Dataset) -> None:
    task = cifar.run(BASE, dataset.part, Progress())
    (own,) = train([BASE], images(torch.float32))
    for part in ("train", "test"):
        for what, tolerance in (("loss", 0.01), ("accuracy", 0.01)):
            name = f"{part}_{what}"
            assert np.abs(own.arrays[name] - task.arrays[name]).max() < tolerance, name
    np.testing.assert_array_equal(own.arrays["test_labels"], task.arrays["test_labels"])
    assert abs(own.values["best_loss"] - task.values["best_loss"]) < 0.01

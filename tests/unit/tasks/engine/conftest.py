"""Made-up images, and the plain PyTorch loop that the engine is held to."""

import itertools
from collections.abc import Callable, Iterator

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import nn

from lab1report.data.seeds import derive
from lab1report.model import Part, RunSpec
from lab1report.tasks.engine.image_tensors import Images

ReadPart = Callable[[Part], tuple[NDArray[np.uint8], NDArray[np.int64]]]

CLASSES = (7, 2, 5)
OPTIMIZERS: dict[str, Callable[..., torch.optim.Optimizer]] = {
    "SGD": torch.optim.SGD,
    "momentum": lambda parameters, lr: torch.optim.SGD(parameters, lr, momentum=0.9),
    "Adam": torch.optim.Adam,
}


def read_part(part: Part) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Blurred noise around a picture of each class: learnable, but not at once."""
    random = np.random.default_rng(1)
    pictures = random.normal(size=(10, 8, 8, 3))
    random = np.random.default_rng([2, len(part)])
    labels = random.permutation(np.repeat([2, 5, 7, 9], 34 if part == "train" else 20))
    small = pictures[labels] + random.normal(scale=2.5, size=(len(labels), 8, 8, 3))
    images = np.clip(128 + 20 * small.repeat(4, axis=1).repeat(4, axis=2), 0, 255)
    return images.astype(np.uint8), labels


def make_spec(**changes: object) -> RunSpec:
    values = {
        "classes": CLASSES,
        "hidden": (6,),
        "optimizer": "SGD",
        "lr": 0.005,
        "batch_size": 32,
        "epochs": 250,
        "seed": 3,
        "order": 1,
    }
    return RunSpec(**{**values, **changes})  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """As the program trains: for products this small the second thread only waits."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="session")
def images() -> dict[torch.dtype, Images]:
    kinds = (torch.float32, torch.float64)
    return {dtype: Images(CLASSES, read_part, dtype=dtype) for dtype in kinds}


def plain_losses(spec: RunSpec, images: Images) -> list[float]:
    """The loss on the held images after each epoch, by modules, autograd and PyTorch's optimiser.

    Only which images are learnt from is the engine's word.
    """
    chosen = images.choose(spec)
    x, y = images.x[chosen.learnt], images.y[chosen.learnt]
    torch.manual_seed(derive(spec.seed, "cifar", "weights"))
    sizes = (3072, *spec.hidden, len(spec.classes))
    layers: list[nn.Module] = []
    for inputs, outputs in itertools.pairwise(sizes):
        layers += [nn.Linear(inputs, outputs), nn.ReLU()]
    model = nn.Sequential(*layers[:-1]).to(images.x.dtype)
    criterion = nn.CrossEntropyLoss()
    optimizer = OPTIMIZERS[spec.optimizer](model.parameters(), lr=spec.lr)
    steps = spec.epochs * -(-len(x) // spec.batch_size)
    falls = spec.schedule == "linear"
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: 1 - step / steps if falls else 1.0
    )
    generator = torch.Generator().manual_seed(derive(spec.order, "cifar", "order"))
    losses = []
    for _ in range(spec.epochs):
        order = torch.randperm(len(x), generator=generator)
        for batch in torch.split(order, spec.batch_size):
            optimizer.zero_grad()
            criterion(model(x[batch]), y[batch]).backward()
            optimizer.step()
            schedule.step()
        with torch.no_grad():
            loss = criterion(model(images.x[chosen.held]), images.y[chosen.held])
            losses.append(loss.item())
    return losses

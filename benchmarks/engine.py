"""Trainings of the base network in one pass, beside those of others and beside their products.

    LAB1REPORT_DATA=cifar-100-python python benchmarks/engine.py [--rounds N]

A pass of 25 trainings (seeds) is made next to each peer, in turn, with the number of threads that
the libraries choose. Reading the data is not counted for anyone; inner products of the images and
first weights are counted for the engine. The pass is also compared with its matrix products alone,
for each iteration (250, 128) @ (128, 1800) added in place (see training/sample_basis.py), by
PyTorch's `addmm_` and by the product that the engine itself uses.
"""

import argparse
from collections import defaultdict
from collections.abc import Callable

import course
import numpy as np
import peers
import torch
from common import CLASSES, Figure, data_folder, main, options, say, seconds
from numpy.typing import NDArray

from lab1report.data.opening import open_dataset
from lab1report.model import PARTS, Part, RunSpec
from lab1report.progress import Progress
from lab1report.store.environment import cache_folder
from lab1report.tasks.engine.image_tensors import Images
from lab1report.tasks.engine.products import add_product
from lab1report.tasks.engine.train import train

GOALS = {"course's loop": 60.0, "plain PyTorch loop": 25.0, "scikit-learn": 15.0}
PRODUCTS_GOAL = 2.5
PASS = 25
ROUNDS = 5


def measure(arguments: argparse.Namespace) -> list[Figure]:
    epochs = arguments.epochs
    parts = {part: noise(part) if arguments.noise else read(part) for part in PARTS}
    images = Images(CLASSES, lambda part: parts[part])
    data = peers.Tensors(
        x=images.x[: images.trained],
        y=images.y[: images.trained],
        test_x=images.x[images.trained :],
        test_y=images.y[images.trained :],
    )
    x, y = data.x.numpy(), data.y.numpy()
    loaders = course.loaders(parts, list(CLASSES))
    others = {
        "course's loop": lambda: course.train(loaders, epochs),
        "plain PyTorch loop": lambda: peers.plain(data, epochs),
        "scikit-learn": lambda: peers.scikit_learn(x, y, epochs),
    }
    batches = made_up_batches(len(data.x), len(images.y))
    specs = [base(seed, epochs) for seed in range(PASS)]

    def make_pass() -> float:
        fresh = Images(CLASSES, lambda part: parts[part])  # nothing kept from the last pass
        return seconds(lambda: list(train(specs, fresh)))

    list(train([base(0, 2)], images))  # what is loaded and chosen once
    passes, single = [], []
    times, ratios = defaultdict(list), defaultdict(list)
    for number in range(1, (arguments.rounds or ROUNDS) + 1):
        for name, other in others.items():
            passes.append(make_pass())
            for kind, add in PRODUCTS.items():
                times[kind].append(seconds(lambda: multiply(batches, epochs, add)))  # noqa: B023
                ratios[kind].append(passes[-1] / times[kind][-1])
            times[name].append(seconds(other))
            ratios[name].append(times[name][-1] / passes[-1] * PASS)
            say(
                f"engine, round {number}: pass {passes[-1]:.2f} s, "
                f"{name} {times[name][-1]:.2f} s, {ratios[name][-1]:.1f} times"
            )
        threads = torch.get_num_threads()
        torch.set_num_threads(1)
        single.append(make_pass())
        torch.set_num_threads(threads)
    about = f"{threads} threads, {epochs} epochs{', noise' * arguments.noise}"
    return [
        Figure(name=f"pass of {PASS} base trainings", unit="s", values=tuple(passes), note=about),
        Figure(name="the same with one thread", unit="s", values=tuple(single)),
        *(Figure(name=name, unit="s", values=tuple(found)) for name, found in times.items()),
        *(
            Figure(
                name=f"{name} / one in the pass",
                unit="times",
                values=tuple(ratios[name]),
                goal=goal,
                more=True,
            )
            for name, goal in GOALS.items()
        ),
        *(
            Figure(
                name=f"pass / {kind}", unit="times", values=tuple(ratios[kind]), goal=PRODUCTS_GOAL
            )
            for kind in PRODUCTS
        ),
    ]


ImagesAndLabels = tuple[NDArray[np.uint8], NDArray[np.int64]]


def read(part: Part) -> ImagesAndLabels:
    dataset = open_dataset(
        str(data_folder()), cache=cache_folder(), progress=Progress(), offline=True
    )
    return dataset.part(part, CLASSES)


def noise(part: Part) -> ImagesAndLabels:
    """As many made-up images as there are of three classes."""
    labels = np.repeat(CLASSES, 500 if part == "train" else 100)
    shape = (len(labels), 32, 32, 3)
    return np.random.default_rng(0).integers(256, size=shape, dtype=np.uint8), labels


def base(seed: int, epochs: int) -> RunSpec:
    return RunSpec(
        classes=CLASSES,
        hidden=(peers.HIDDEN,),
        optimizer="SGD",
        lr=peers.LR,
        batch_size=peers.BATCH_SIZE,
        epochs=epochs,
        seed=seed,
        order=0,
    )


Batches = list[tuple[torch.Tensor, torch.Tensor]]
"""For each iteration of an epoch: small steps (rows, batch), and products (batch, images)."""


def made_up_batches(learnt: int, images: int) -> Batches:
    sizes = [len(batch) for batch in torch.arange(learnt).split(peers.BATCH_SIZE)]
    rows = PASS * peers.HIDDEN
    return [(1e-3 * torch.randn(rows, size), torch.randn(size, images)) for size in sizes]


def multiply(
    batches: Batches, epochs: int, add: Callable[[torch.Tensor, torch.Tensor, torch.Tensor], object]
) -> None:
    """The pass's matrix products, and nothing else."""
    steps, gram = batches[0]
    outputs = torch.zeros(len(steps), gram.shape[1])
    with torch.inference_mode():
        for _ in range(epochs):
            for steps, gram in batches:
                add(outputs, steps, gram)


PRODUCTS = {"its products by addmm_": torch.Tensor.addmm_, "its own products": add_product}


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--epochs", type=int, default=peers.EPOCHS, help="of every training")
    parser.add_argument("--noise", action="store_true", help="in place of CIFAR-100, for a trial")


if __name__ == "__main__":
    parser = options(__doc__)
    add_options(parser)
    main("The engine", [measure], parser.parse_args())

"""Holds the images of three classes as tensors, and chooses those that a training sees."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from lab1report.data.seeds import derive
from lab1report.model import PARTS, Part, RunSpec
from lab1report.tasks.engine.products import product
from lab1report.tasks.normalization import MEAN, STD

ReadPart = Callable[[Part], tuple[NDArray[np.uint8], NDArray[np.int64]]]


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """The indices of the images that a training learns from, and of those that judge it."""

    learnt: Tensor
    held: Tensor


class Images:
    """All images of `classes`: the training images, then the test images.

    Args:
        saturation: how far the colours are moved from grey, 1 leaves them (see `saturated`).

    Attributes:
        x: (images, 3072), normalised; y: (images,), places in `classes`;
        trained: how many of them are training images.
    """

    def __init__(
        self,
        classes: tuple[int, ...],
        read_part: ReadPart,
        *,
        saturation: float = 1.0,
        dtype: torch.dtype = torch.float32,
        device: torch.device | None = None,
    ) -> None:
        self.classes, self.saturation = classes, saturation
        pixels, places = [], []
        for part in PARTS:
            images, labels = read_part(part)
            keep = np.isin(labels, classes)
            pixels.append(images[keep])
            places += [classes.index(label) for label in labels[keep].tolist()]
        raw = torch.tensor(np.concatenate(pixels)).to(dtype) / 255
        mean, std = torch.tensor(MEAN, dtype=dtype), torch.tensor(STD, dtype=dtype)
        self.trained = len(pixels[0])
        shown = saturated((raw - mean) / std, saturation, self.trained)
        self.x = shown.flatten(start_dim=1).to(device)
        self.y = torch.tensor(places, device=device)
        self._starts: dict[tuple[int, int], Tensor] = {}

    @cached_property
    def gram(self) -> Tensor:
        """(trained, images): inner products of the images, plus 1 for the constant input.

        The 1 makes a unit's bias one more weight, which stochastic gradient descent treats alike.
        """
        return product(self.x[: self.trained], self.x.T).add_(1)

    def choose(self, spec: RunSpec) -> Chosen:
        """What `spec` learns from and is judged by; shares and folds are of each class alike."""
        everything = torch.arange(len(self.y))
        learnt, held = everything[: self.trained], everything[self.trained :]
        if spec.share < 1 or spec.fold is not None:
            rank, size = self._ranks()
            learnt = learnt[rank < (spec.share * size).round()]
            if spec.fold is not None and spec.folds is not None:
                folds = rank[learnt] % spec.folds
                learnt, held = learnt[folds != spec.fold], learnt[folds == spec.fold]
        return Chosen(learnt=learnt.to(self.y.device), held=held.to(self.y.device))

    def start(self, hidden: tuple[int, ...], seed: int) -> Tensor:
        """(units, images): what the first layer computes before training, bias included."""
        key = (hidden[0], seed)
        if key not in self._starts:
            weight, bias = initial(hidden, len(self.classes), self.x.shape[1], seed)[0]
            weight, bias = (tensor.to(self.x) for tensor in (weight, bias))
            self._starts[key] = product(weight, self.x.T).add_(bias[:, None])
        return self._starts[key]

    def _ranks(self) -> tuple[Tensor, Tensor]:
        """The place of each training image in a fixed shuffling of its class, and the class's size.

        The same for all seeds: what differs between trainings of a variant are their weights.
        """
        y = self.y[: self.trained].cpu()
        generator = torch.Generator().manual_seed(derive(0, "series", "images"))
        rank, size = torch.empty_like(y), torch.empty_like(y)
        for place in range(len(self.classes)):
            own = (y == place).nonzero().flatten()
            rank[own[torch.randperm(len(own), generator=generator)]] = torch.arange(len(own))
            size[own] = len(own)
        return rank, size


def saturated(pixels: Tensor, factor: float, trained: int) -> Tensor:
    """The pixels (images, rows, columns, 3) with `factor` times as much colour.

    The deviation of each channel from the pixel's grey, the mean of the three, is multiplied. That
    is linear and invertible: a first layer could do it by its weights, but gradient descent finds
    what varies much sooner than what varies little, and channels vary together far more than
    apart. All pixels are then divided by one number that leaves the mean square of the `trained`
    first images as it was, so that a learning rate means the same.
    """
    if factor == 1:
        return pixels
    grey = pixels.mean(dim=-1, keepdim=True)
    changed = grey + factor * (pixels - grey)
    return changed * (pixels[:trained].square().mean() / changed[:trained].square().mean()).sqrt()


@lru_cache(maxsize=16)  # the candidates of a search start alike
def initial(
    hidden: tuple[int, ...], classes: int, inputs: int, seed: int
) -> list[tuple[Tensor, Tensor]]:
    """Weights (out, in) and biases (out,) of each layer, as `nn.Linear` starts them in turn.

    The first layer's do not depend on the later ones.
    """
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(derive(seed, "cifar", "weights"))
        sizes = (inputs, *hidden, classes)
        layers = [nn.Linear(a, b) for a, b in pairwise(sizes)]
    return [(layer.weight.detach(), layer.bias.detach()) for layer in layers]

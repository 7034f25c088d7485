"""How many iterations a training takes."""

import math

from lab1report.model import RunSpec


def iterations(spec: RunSpec, images: int) -> int:
    """Steps of a training on `images` images: the last mini-batch of an epoch may be smaller."""
    return spec.epochs * math.ceil(images / spec.batch_size)

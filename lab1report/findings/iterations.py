"""Counts the iterations of a training."""

import math

from lab1report.model import RunSpec


def iterations(spec: RunSpec, images: int) -> int:
    """The steps of a training on `images` images; the last batch of an epoch may be smaller."""
    return spec.epochs * math.ceil(images / spec.batch_size)

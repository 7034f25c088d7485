"""Compares the answers of networks of two reports, which share less than those of one report.

Within a report networks share seeds and images (`comparison.compare`). Those of two reports may
have other seeds, and other images where the classes are others. An interval covers what other seeds
and other test images would give, as there; with one seed in a report it leaves its seeds out.
"""

import math
from collections.abc import Callable, Sequence

import numpy as np

from lab1report.findings.statistics.comparison import (
    Answers,
    Comparison,
    as_comparison,
    compare,
    estimate,
    estimate_of_parts,
)
from lab1report.findings.statistics.family import holm

_Compare = Callable[[Answers, Answers, int], Comparison]


def compare_networks(
    pairs: Sequence[tuple[Answers, Answers]], *, same_images: bool, same_seeds: bool
) -> tuple[Comparison, ...]:
    """Compare the answers (seeds, images) of each pair, by Holm's procedure all together.

    Args:
        same_images: columns are the same images in both of a pair.
        same_seeds: rows are the same seeds in both of a pair, of `same_images`.

    Raises:
        ValueError: the shapes do not go together, or there are fewer than two images.
    """
    if not same_images:
        judge: _Compare = compare_unpaired
    else:
        judge = _compare_paired if same_seeds else compare_by_image
    return holm([_judged(judge, first, second) for first, second in pairs])


def _judged(judge: _Compare, first: Answers, second: Answers) -> Callable[[int], Comparison]:
    return lambda among: judge(first, second, among)


def _compare_paired(first: Answers, second: Answers, among: int = 1) -> Comparison:
    return compare(first, second, among=among)


def compare_by_image(first: Answers, second: Answers, among: int = 1) -> Comparison:
    """Compare answers of other seeds, shapes (seeds, images), to the same images.

    The error has three parts: the differences of the images' means over the seeds, paired, and the
    means of the seeds of either side. What neither seed nor image explains is in all of them: an
    error to the side of caution. As in `compare` one right and one wrong answer are added.

    Raises:
        ValueError: other numbers of images, or fewer than two.
    """
    images = _images(first, second)
    change = second.mean(axis=0) - first.mean(axis=0)
    share = 1 / min(len(first), len(second))  # of the side whose one answer is worth more
    with_added = np.concatenate([change, [share, -share]])
    parts: list[tuple[float, float]] = [
        (float(with_added.var(ddof=1)) / len(with_added), len(with_added) - 1)
    ]
    parts += [_of_seeds(side) for side in (first, second) if len(side) > 1]
    found = estimate_of_parts(float(with_added.mean()), parts)
    image_error = math.sqrt(float(change.var(ddof=1)) / images)
    return as_comparison(found, float(change.mean()), None, image_error, among)


def compare_unpaired(first: Answers, second: Answers, among: int = 1) -> Comparison:
    """Compare answers, shapes (seeds, images), that share neither seeds nor images.

    Their errors are those of `estimate`, each with one image added that is always right and one
    that never is (Agresti & Caffo 2000, Am. Stat. 54:280).

    Raises:
        ValueError: fewer than two images.
    """
    if min(first.shape[1], second.shape[1]) < 2:
        raise ValueError("fewer than two images say nothing about other images")
    sides = [estimate(_with_added_images(side)) for side in (first, second)]
    difference = float(second.mean() - first.mean())
    middle = sides[1].mean - sides[0].mean
    found = estimate_of_parts(middle, [(side.error**2, side.df) for side in sides])
    image_error = math.hypot(
        *(
            float(side.mean(axis=0).std(ddof=1)) / math.sqrt(side.shape[1])
            for side in (first, second)
        )
    )
    return as_comparison(found, difference, None, image_error, among)


def _with_added_images(answers: Answers) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    added = np.broadcast_to([1.0, 0.0], (len(answers), 2))
    return np.concatenate([answers.astype(np.float64), added], axis=1)


def _of_seeds(answers: Answers) -> tuple[float, float]:
    seeds = len(answers)
    return float(answers.mean(axis=1).var(ddof=1)) / seeds, seeds - 1


def _images(first: Answers, second: Answers) -> int:
    images: int = first.shape[1]
    if images != second.shape[1] or images < 2:
        raise ValueError(f"not the same images, or too few: {images} and {second.shape[1]}")
    return images

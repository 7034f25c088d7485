"""How well the intervals of comparisons keep their promise, on answers of known truth.

    python benchmarks/intervals.py [--draws N]

Prints the two tables of docs/explanation/intervals.md. An image is recognised where the sum of its
own ease, what the variant changes for it, what the seed brings, and chance is above zero; both
variants are drawn alike, so there is no true difference, and 95 of 100 intervals should hold zero.
The deviations of the rows were chosen so that the three components of the variance come out as
those measured between the variants of five reports of the real data.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lab1report.findings.statistics.comparison import compare, compare_groups, mean_squares
from lab1report.findings.statistics.proportions import NORMAL_95, difference_interval

SEEDS, IMAGES, CLASS_IMAGES = 5, 300, 100
Answers = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """Deviations of what makes an answer right, in units of the same arbitrary scale.

    `image`, `trained`: shared by both variants, an image's ease, and for one seed; `for_image`,
    `of_seed`, `rest`: of one variant, for an image with all seeds, for a seed with all images, and
    for one of one.
    """

    name: str
    for_image: float
    of_seed: float
    rest: float
    image: float = 2.2
    trained: float = 0.5
    level: float = 2.3


_SIMILAR = {"image": 2.6, "trained": 0.9, "level": 2.6}  # the seed decides most of an answer
KINDS = (
    Kind(name="hardly any answer differs", for_image=0.02, of_seed=0, rest=0.02, **_SIMILAR),
    Kind(name="another learning rate", for_image=0.1, of_seed=0, rest=0.19, **_SIMILAR),
    Kind(name="another batch size", for_image=0.18, of_seed=0, rest=0.23, **_SIMILAR),
    Kind(name="stopped, fewer images", for_image=0.7, of_seed=0, rest=0.75, level=2.0),
    Kind(name="another network", for_image=0.7, of_seed=0, rest=0.7),
    Kind(name="the same, seeds differ much", for_image=0.7, of_seed=0.2, rest=0.7),
    Kind(name="the same, seeds differ very much", for_image=0.7, of_seed=0.7, rest=0.7),
)  # fmt: skip


def answers(random: np.random.Generator, kind: Kind) -> Iterator[Answers]:
    """Those of the one variant and of the other, (seeds, images)."""
    shape = SEEDS, IMAGES
    shared = kind.level + random.normal(0, kind.image, (1, IMAGES))
    shared = shared + random.normal(0, kind.trained, shape)
    for _ in range(2):
        own = random.normal(0, kind.for_image, (1, IMAGES))
        own = own + random.normal(0, kind.of_seed, (SEEDS, 1)) + random.normal(0, kind.rest, shape)
        yield shared + own > 0


def components(change: NDArray[np.float64]) -> tuple[float, float, float]:
    """Of the variance of single differences: of seeds, of images, of the rest, without bias."""
    of_seeds, of_images, of_rest = mean_squares(change)
    return (of_seeds - of_rest) / IMAGES, (of_images - of_rest) / SEEDS, of_rest


def compared(kind: Kind, draws: int) -> str:
    """A row of the first table."""
    random = np.random.default_rng(0)
    widths, differences, parts, told = [], [], [], 0
    for _ in range(draws):
        first, second = answers(random, kind)
        found = compare(first, second)
        differences.append(found.difference)
        widths.append(found.interval.high - found.interval.low)
        parts.append(components(second.astype(float) - first))
        told += found.told
    ideal = 2 * NORMAL_95 * float(np.std(differences))
    of_seeds, of_images, of_rest = np.mean(parts, axis=0)
    return (
        f"| {kind.name} | {of_seeds:.4f} | {of_images:.4f} | {of_rest:.3f} "
        f"| {1 - told / draws:.3f} | {told / draws:.3f} "
        f"| {100 * np.mean(widths):.1f} / {100 * ideal:.1f} = {np.mean(widths) / ideal:.2f} |"
    )


def classes(accuracy: float, draws: int) -> str:
    """A row of the second table: the best and the worst of three classes that are alike."""
    random = np.random.default_rng(1)
    single = several = 0
    # An image's ease is as spread as above; the level gives the accuracy
    scale = float(np.sqrt(1 + 2.2**2))
    level = scale * float(np.quantile(random.normal(size=400_000), accuracy))
    for _ in range(draws):
        ease = random.normal(0, 2.2, (3, 1, CLASS_IMAGES))
        right = level + ease + random.normal(0, 1, (3, SEEDS, CLASS_IMAGES)) > 0
        first = sorted(right[:, 0].mean(axis=1))
        interval = difference_interval(
            float(first[0]), float(first[2]), n=CLASS_IMAGES, of=CLASS_IMAGES, among=3
        )
        single += not interval.has_zero
        order = np.argsort(right.mean(axis=(1, 2)))
        several += compare_groups(right[order[0]], right[order[2]], among=3).told
    return f"| {accuracy:.2f} | {single / draws:.3f} | {several / draws:.3f} |"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--draws", type=int, default=4000, help="of each row")
    number = parser.parse_args().draws
    heads = ("comparison", "σ² of seeds", "of images", "of the rest", "coverage", "told")
    print("|", " | ".join(heads), "| width / ideal, points |")
    print("|---|---|---|---|---|---|---|")
    for one in KINDS:
        print(compared(one, number), flush=True)
    print("\n| accuracy of all classes | told, one training | told, five |\n|---|---|---|")
    for share in (0.5, 0.78, 0.9, 0.97):
        print(classes(share, number), flush=True)

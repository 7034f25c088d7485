"""Findings from the images of the classes themselves (assignment, self-study task 1).

The network's recall of a class is compared with what its images show by themselves. With three
classes no correlation is significant, so all that is stated is whether the class
recognised best, or worst, is also the one that the evidence makes the easiest, or hardest.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from lab1report.findings.extremes import Extremes, extremes
from lab1report.model import ImagesSpec, RunResult

MISTAKES = 9

EvidenceName = Literal["nearest_mean", "nearest_color", "spread", "distance"]
Agreement = Literal["both", "best", "worst", "neither"]


@dataclass(frozen=True, kw_only=True)
class ClassImages:
    """One class by its images, without any network.

    `nearest_mean`: share of its test images nearer to the mean training image of their own class
    than to another's; `nearest_color`: the same by mean colour alone. `spread`: root mean square
    distance of its training images to their mean; `distance`: of its mean to the nearest other
    mean, `nearest_id` whose it is; both in normalised units per pixel and channel. `color`: mean
    brightness of red, green, blue, 0 to 255; `color_sd`: standard deviation over the images of
    theirs. `recall`: share of its test images that the base recognises, mean over seeds.
    """

    class_id: int
    nearest_mean: float
    spread: float
    distance: float
    nearest_id: int
    color: tuple[float, float, float]
    color_sd: tuple[float, float, float] = (0.0, 0.0, 0.0)
    nearest_color: float = 0.0
    recall: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Mistake:
    """A test image taken for another class by the base, with mean probability `confidence`.

    `image` is its place among the test images of the three classes.
    """

    image: int
    true_id: int
    taken_for_id: int
    confidence: float


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Which classes one measure makes the easiest and the hardest.

    Easy is a high accuracy by nearest mean or colour, a small spread, a mean far from the others.
    The two means nearest to each other always tie for the hardest by distance, hence tuples.
    `agrees`: the class recognised best is among the easiest ("best"), the one recognised worst
    among the hardest ("worst"), both, or neither.
    """

    name: EvidenceName
    easiest: tuple[int, ...]
    hardest: tuple[int, ...]
    agrees: Agreement


@dataclass(frozen=True, kw_only=True)
class MeanConfusion:
    """The share of a class's test images that the base takes for another, mean over seeds."""

    true_id: int
    taken_for_id: int
    share: float


@dataclass(frozen=True, kw_only=True)
class ImagesFindings:
    """Classes in the order of the assignment; `nearest_mean` over all test images.

    `color_share`: of the training inputs' mean square, the part that the channels' deviations
    from the pixel's grey make up.
    `mistakes`: the most confident first. `confusions`: all ordered pairs, the most frequent
    first.
    """

    per_class: tuple[ClassImages, ...]
    nearest_mean: float
    mistakes: tuple[Mistake, ...]
    nearest_color: float = 0.0
    color_share: float = 0.0
    evidence: tuple[Evidence, ...] = ()
    confusions: tuple[MeanConfusion, ...] = ()

    @property
    def extremes(self) -> Extremes:
        """Which classes the base recognises best and worst."""
        return extremes({one.class_id: one.recall for one in self.per_class})

    def color_share_at(self, saturation: float) -> float:
        """`color_share` once the deviations from grey are multiplied by `saturation`."""
        color = saturation**2 * self.color_share
        return color / (1 - self.color_share + color)

    @property
    def closest_pair(self) -> tuple[int, ...]:
        """The two classes whose mean images are nearest to each other, by their labels."""
        nearest = min(self.per_class, key=lambda found: found.distance)
        return tuple(sorted((nearest.class_id, nearest.nearest_id)))

    @property
    def confused_pair(self) -> tuple[int, ...]:
        """The two classes that the base takes for each other most often, both ways together."""
        shares: defaultdict[tuple[int, ...], float] = defaultdict(float)
        for found in self.confusions:
            shares[tuple(sorted((found.true_id, found.taken_for_id)))] += found.share
        return max(shares, key=lambda pair: shares[pair])

    @property
    def closest_is_confused(self) -> bool:
        """Whether the classes with the closest means are those confused most often."""
        return self.closest_pair == self.confused_pair


def analyze(images: RunResult, base: Sequence[RunResult]) -> ImagesFindings:
    """Findings from the images and from the trainings of the base, one a seed, at least one.

    Raises:
        ValueError: the trainings were judged by other images, or by the same in another order.
    """
    spec, arrays, values = images.spec, images.arrays, images.values
    if not isinstance(spec, ImagesSpec):
        raise TypeError(f"not a result of self-study task 1: {type(spec).__name__}")
    truth = arrays["test_labels"]
    if any(not np.array_equal(run.arrays["test_labels"], truth) for run in base):
        raise ValueError("the trainings were judged by other test images")
    ids = spec.classes
    distances = arrays["distances"] + np.diag(np.full(len(ids), np.inf))
    # Counts, since the rounding of a mean would decide between classes recognised alike
    matrix = np.sum([run.arrays["test_confusion_final"] for run in base], axis=0)
    shares = matrix / np.maximum(matrix.sum(axis=1, keepdims=True), 1)
    by_mean, by_color = (arrays[name] == truth for name in ("nearest_mean", "nearest_color"))
    per_class = tuple(
        ClassImages(
            class_id=class_id,
            nearest_mean=float(by_mean[truth == place].mean()),
            nearest_color=float(by_color[truth == place].mean()),
            spread=values["spread"][place],
            distance=float(distances[place].min()),
            nearest_id=ids[int(distances[place].argmin())],
            color=tuple(values["color"][place]),
            color_sd=tuple(values["color_sd"][place]),
            recall=float(shares[place, place]),
        )
        for place, class_id in enumerate(ids)
    )
    confusions = [
        MeanConfusion(true_id=true_id, taken_for_id=taken_for_id, share=float(shares[row, column]))
        for row, true_id in enumerate(ids)
        for column, taken_for_id in enumerate(ids)
        if row != column
    ]
    return ImagesFindings(
        per_class=per_class,
        nearest_mean=float(by_mean.mean()),
        nearest_color=float(by_color.mean()),
        color_share=values["color_share"],
        mistakes=_mistakes(ids, truth, base),
        evidence=_evidence(per_class),
        confusions=tuple(sorted(confusions, key=lambda found: -found.share)),
    )


def _mistakes(
    ids: tuple[int, ...], truth: NDArray[np.int64], base: Sequence[RunResult]
) -> tuple[Mistake, ...]:
    probabilities = np.mean([run.arrays["test_final"] for run in base], axis=0)
    answer, confidence = probabilities.argmax(axis=1), probabilities.max(axis=1)
    wrong = np.flatnonzero(answer != truth)
    order = wrong[np.argsort(-confidence[wrong], kind="stable")]
    return tuple(
        Mistake(
            image=int(image),
            true_id=ids[int(truth[image])],
            taken_for_id=ids[int(answer[image])],
            confidence=float(confidence[image]),
        )
        for image in order[:MISTAKES]
    )


def _evidence(per_class: tuple[ClassImages, ...]) -> tuple[Evidence, ...]:
    """What the measures say, each turned so that more is easier."""
    recalls = {found.class_id: found.recall for found in per_class}
    ease: dict[EvidenceName, dict[int, float]] = {
        "nearest_mean": {found.class_id: found.nearest_mean for found in per_class},
        "nearest_color": {found.class_id: found.nearest_color for found in per_class},
        "spread": {found.class_id: -found.spread for found in per_class},
        "distance": {found.class_id: found.distance for found in per_class},
    }
    recognised = extremes(recalls)
    return tuple(
        Evidence(
            name=name,
            easiest=(found := extremes(by_class)).best,
            hardest=found.worst,
            agrees=agreement(
                best=recognised.best[0] in found.best, worst=recognised.worst[0] in found.worst
            ),
        )
        for name, by_class in ease.items()
    )


def agreement(*, best: bool, worst: bool) -> Agreement:
    """What two orders of the classes share: the best ones, the worst, both or neither."""
    if best and worst:
        return "both"
    return "best" if best else "worst" if worst else "neither"

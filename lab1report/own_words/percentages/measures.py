"""The measured shares that a student's percentage may mean, and what each is of."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Final, Literal

from lab1report.messages import _
from lab1report.own_words.names import Path, leaves, names, written
from lab1report.settings.section_names import SERIES, task_ids

Part = Literal["train", "test", "validation"]
Metric = Literal[
    "accuracy", "precision", "recall", "f1", "confused", "loss", "nearest", "confidence", "chance",
    "other", "gap",
]  # fmt: skip

PART_3: Final = "cifar"
"""The network of the one training of part 3, whose further trainings are those of `BASE`."""
BASE: Final = "base"
XOR: Final = "xor"
"""The network of part 2, whose points are not parted into training and test."""

SCORES: Final = ("precision", "recall", "f1")

_SHARES: Final = {
    "accuracy", "train_accuracy", "test_accuracy", "precision", "recall", "f1", "mean", "low",
    "high", "share", "train", "test", "gap", "difference", "loss_rise", "nearest_mean",
    "nearest_color", "color_share", "surface_share", "confidence", "least_confidence",
}  # fmt: skip
_NO_SHARES: Final = {
    "curves", "runs", "normalized", "weight_range", "initial_loss", "color", "color_sd",
}  # fmt: skip
_DIFFERENCES: Final = {
    "effect", "gain", "gap", "difference", "over_stopped", "ends", "stopping", "class_gap_interval",
}  # fmt: skip
_METRICS: Final[Mapping[str, Metric]] = {
    "precision": "precision", "recall": "recall", "f1": "f1", "loss_rise": "loss",
    "nearest_mean": "nearest", "nearest_color": "nearest", "color_share": "other",
    "confidence": "confidence", "least_confidence": "confidence", "surface_share": "other",
    "share": "other",
}  # fmt: skip
_OF_SERIES: Final = {"searches", "best_per_class"}


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A measured share by the name under which the student may use it.

    Of all classes `of_class` is None, else the place of one; `taken_for` is that of the class that
    images of it were taken for. `is_end` is whether it is the end of an interval, `is_oriented`
    whether the sign of a difference is that of what a sentence says.
    """

    name: str
    share: float
    network: str | None = None
    part: Part | None = None
    metric: Metric = "accuracy"
    of_class: int | None = None
    taken_for: int | None = None
    state: str = "final"
    is_difference: bool = False
    is_oriented: bool = False
    is_end: bool = False

    @property
    def is_level(self) -> bool:
        """Whether it is a share of right answers or a score of a class, not a difference."""
        scores = ("accuracy", "precision", "recall", "f1")
        return not self.is_difference and not self.is_end and self.metric in scores


def measures(document: Mapping[str, Any]) -> Sequence[Measure]:
    """All shares of `results.json`, and those of part 3 that follow from its numbers."""
    known = names(document)
    found: list[Measure] = []
    for root in (*task_ids(), "variants", "best", SERIES):
        for path, value in leaves(known[root], (root,)):
            keys = [key for key in path if isinstance(key, str)]
            if path[:2] == (SERIES, "variants"):
                continue
            if isinstance(value, float) and keys[-1] in _SHARES and _NO_SHARES.isdisjoint(keys):
                found.append(_described(path, value, known))
    if known[PART_3]["status"] == "done":
        found += _derived(known[PART_3])
    return found


def at_epoch(document: Mapping[str, Any], number: int) -> Iterator[Measure]:
    """The accuracies of part 3 after an epoch, whose number is their state."""
    curves = document["sections"][PART_3]["curves"]
    parts: Sequence[Part] = ("train", "test")
    for part in parts:
        name = written((PART_3, "curves", f"{part}_accuracy", number - 1))
        share = curves[f"{part}_accuracy"][number - 1]
        yield Measure(name=name, share=share, network=PART_3, part=part, state=str(number))


def _described(path: Path, value: float, known: Mapping[str, Any]) -> Measure:
    keys = [key for key in path if isinstance(key, str)]
    words = set(chain.from_iterable(re.split("_", key) for key in keys[1:]))
    in_classes = bool({"per_class", "best_per_class"} & set(keys))
    metric: Metric = next((_METRICS[key] for key in reversed(keys) if key in _METRICS), "accuracy")
    place = next((key for key in reversed(path) if isinstance(key, int)), None)
    if in_classes and metric == "accuracy":
        metric = "recall"
    if "confusions" in keys:
        confusion = known["series"]["images"]["confusions"][place]
        ids = [one["id"] for one in known["classes"]]
        metric, place = "confused", ids.index(confusion["true_id"])
    network = _network(path, known)
    return Measure(
        name=written(path),
        share=value,
        network=network,
        part=_part(words, metric),
        metric=metric,
        of_class=place if in_classes or metric == "confused" else None,
        state="initial" if "initial" in words else "lowest" if "lowest" in words else "final",
        is_difference=not _DIFFERENCES.isdisjoint(keys),
        is_end=keys[-1] in ("low", "high"),
    )


def _part(words: set[str], metric: Metric) -> Part | None:
    if "validation" in words:
        return "validation"
    if "train" in words:
        return "train"
    if words & {"test", "interval"} or metric in ("recall", "nearest", "confused"):
        return "test"
    return None


def _network(path: Path, known: Mapping[str, Any]) -> str | None:
    match path:
        case ("variants", str(id), *_):
            return id
        case ("best", "by_test", *_):
            return str(known["best"]["by_test"]["variant"])
        case ("best", *_):
            return str(known["best"].get("variant", "best"))
        case ("series", str(key), int(place), *_) if key in _OF_SERIES:
            return str(known["series"][key][place]["variant"])
        case ("series", "images", "per_class", int(), "recall"):
            return BASE
        case ("series", "base_validation" | "classes", *_):
            return BASE
        case ("series", *_):
            return None
    return str(path[0])


def _derived(cifar: Mapping[str, Any]) -> Iterator[Measure]:
    """Figures of part 3 that follow from its numbers; the program's own text has them too."""
    of_network = Measure(name="", share=0, network=PART_3)
    matrices = cifar["confusion"]
    chance = 1 / len(matrices["test"])
    yield replace(of_network, name=_("cifar: chance"), share=chance, metric="chance")
    if losses := cifar["curves"]["test_loss"]:
        rise = losses[-1] / min(losses) - 1
        name: str = _("cifar: rise of the test loss")
        yield replace(of_network, name=name, share=rise, metric="loss", part="test")
    gap = "cifar.train_accuracy - cifar.test_accuracy"
    difference = cifar["train_accuracy"] - cifar["test_accuracy"]
    yield replace(of_network, name=gap, share=difference, is_difference=True)
    for part, rows in matrices.items():
        for true, row in enumerate(rows):
            for taken_for, count in enumerate(row):
                cell = f"cifar.confusion.{part}[{true}][{taken_for}]"
                yield replace(
                    of_network,
                    name=_("{cell} of {count}").format(cell=cell, count=sum(row)),
                    share=count / max(sum(row), 1),
                    part=part,
                    metric="confused",
                    of_class=true,
                    taken_for=taken_for,
                )
    at_lowest = cifar.get("at_lowest_test_loss", {})
    for part, scores in cifar["per_class"].items():
        yield from _means(replace(of_network, part=part), scores, f"cifar.per_class.{part}")
        if found := at_lowest.get(part, {}).get("per_class"):
            name = f"cifar.at_lowest_test_loss.{part}.per_class"
            yield from _means(replace(of_network, part=part, state="lowest"), found, name)


def _means(like: Measure, scores: Sequence[Mapping[str, Any]], name: str) -> Iterator[Measure]:
    """The averages over classes that a classification report prints."""
    metrics: tuple[Metric, ...] = ("precision", "recall", "f1")
    for metric in metrics:
        shares = [score[metric] for score in scores if metric in score]
        if shares:
            mean = sum(shares) / len(shares)
            mean_name = _("mean {metric} of {name}").format(metric=metric, name=name)
            yield replace(like, name=mean_name, share=mean, metric=metric)

"""Compares the percentages in the student's own text with the measured ones.

What a number of the report's prints, and what stands in code, is not looked at. A percentage is
right if a measured figure, or what it lacks to the whole, rounds to it with as many decimals as the
student wrote. Words of the second and third task and of the series are compared with figures of
their own section and, where the sentence may speak of other networks, with the headline ones, so
that a figure of one part does not vouch for a claim about another; all other words with every
figure. Figures of single classes count only where
the passage speaks of classes, ends of intervals only where it speaks of intervals, and where a
sentence speaks of one part of the data alone, figures of the other do not count. Of a range both
ends are looked at.

The likely figure is the nearest of those within ten points that the sentence is about, if there are
any: of the part of the data that it names last before the percentage, of a class, of a variant.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lab1report.own_words.claims import Claim, Speech, claims
from lab1report.own_words.folder import Words
from lab1report.own_words.names import leaves, names, written
from lab1report.own_words.subjects import STEM, Subject, subjects
from lab1report.settings.section_names import SERIES, task_ids

_SHARES: Final = {
    "accuracy", "train_accuracy", "test_accuracy", "precision", "recall", "f1", "mean", "low",
    "high", "share", "train", "test", "gap", "difference", "loss_rise", "nearest_mean",
    "nearest_color", "color_share", "surface_share", "confidence", "least_confidence",
}  # fmt: skip
_NO_SHARES: Final = {
    "curves",
    "runs",
    "normalized",
    "weight_range",
    "initial_loss",
    "color",
    "color_sd",
}
_HAVE_COMPLEMENTS: Final = {"accuracy", "train_accuracy", "test_accuracy", "recall", "mean"}
_NEAR: Final = 10  # points
_OF_CLASS: Final = re.compile(r"per_class|confusion")
_OF_SECTION: Final = {
    "xor": ("xor",),
    "cifar": ("cifar",),
    "series": ("series", "variants", "best"),
}
_HEADLINES: Final = (
    "cifar.train_accuracy",
    "cifar.test_accuracy",
    "variants.base.train.mean",
    "variants.base.test.mean",
    "best.test.mean",
)


@dataclass(frozen=True)
class Figure:
    """A measured share by the name under which the student may use it."""

    name: str
    share: float
    has_complement: bool = False


def doubts(words: Words, document: Mapping[str, Any], speech: Speech) -> Iterator[str]:
    """A warning for each percentage in `words` that no number of `results.json` supports."""
    figures = list(_figures(document))
    titles = [one["title"][:STEM] for one in document["assignment"]["classes"]]
    of_class = re.compile("|".join((speech.of_class, *map(re.escape, titles))), re.IGNORECASE)
    known = subjects(document)
    for own in words.values():
        for passage in own.prose.passages:
            spoken_of = [
                figure
                for figure in figures
                if of_class.search(passage.text) or not _OF_CLASS.search(figure.name)
            ]
            for claim in claims(passage, speech):
                meant = [figure for figure in spoken_of if _may_mean(claim, figure)]
                about = [subject for subject in known if subject.is_of(claim.sentence)]
                near, far = _parted(own.section, meant)
                if near and not claim.of_others:
                    far = ()
                if doubt := _doubt(claim, near, far, about):
                    yield f"{own.file}:{claim.line}: {doubt}"


def _may_mean(claim: Claim, figure: Figure) -> bool:
    words = re.split(r"\W|_", figure.name)
    if words[-1] in ("low", "high") and not claim.of_interval:
        return False
    of_parts = _parts_of(figure)
    return len(claim.parts) != 1 or of_parts <= claim.parts


def _parts_of(figure: Figure) -> set[str]:
    return {"test", "train"} & set(re.split(r"\W|_", figure.name))


def _doubt(
    claim: Claim, near: Sequence[Figure], far: Sequence[Figure], about: Sequence[Subject]
) -> str | None:
    """What to say of a claim that no figure bears out; the likely one is of `near`, if there is."""

    def distance(figure: Figure) -> float:
        return abs(abs(100 * figure.share) - claim.value)

    def unlikeliness(figure: Figure) -> tuple[int, float]:
        if distance(figure) > _NEAR:
            return 0, distance(figure)
        fits = sum(subject.has(figure.name) for subject in about)
        return -1 - fits - (_parts_of(figure) == {claim.part}), distance(figure)

    for figure in (*near, *far):
        lacking = Figure("", 1 - figure.share) if figure.has_complement else figure
        if min(distance(figure), distance(lacking)) <= claim.tolerance + 1e-9:
            return None
    beginning = f"{claim.text} matches no measured figure"
    likely = min(near or far, key=unlikeliness, default=None)
    if likely is None:
        return beginning
    return f"{beginning}; {likely.name} is {100 * likely.share:.{max(claim.decimals, 1)}f} %"


def _parted(section: str, figures: Sequence[Figure]) -> tuple[Sequence[Figure], Sequence[Figure]]:
    """The section's own figures, and the others that words of it may speak of."""
    roots = _OF_SECTION.get(section.partition(".")[0], ())
    own = [figure for figure in figures if re.split(r"\W", figure.name)[0] in roots]
    if not own:
        return (), figures
    return own, [figure for figure in figures if figure.name in _HEADLINES]


def _figures(document: Mapping[str, Any]) -> Iterator[Figure]:
    known = names(document)
    for root in (*task_ids(), "variants", "best", SERIES):
        for path, value in leaves(known[root], (root,)):
            keys = [key for key in path if isinstance(key, str)]
            if isinstance(value, float) and keys[-1] in _SHARES and _NO_SHARES.isdisjoint(keys):
                yield Figure(written(path), value, keys[-1] in _HAVE_COMPLEMENTS)
    if known["cifar"]["status"] == "done":
        yield from _derived(known["cifar"])


def _derived(cifar: Mapping[str, Any]) -> Iterator[Figure]:
    """Figures of part 3 that follow from its numbers; the program's own text has them too."""
    matrices = cifar["confusion"]
    yield Figure("cifar: chance", 1 / len(matrices["test"]))
    gap = "cifar.train_accuracy - cifar.test_accuracy"
    yield Figure(gap, cifar["train_accuracy"] - cifar["test_accuracy"])
    if losses := cifar["curves"]["test_loss"]:
        yield Figure("cifar: rise of the test loss", losses[-1] / min(losses) - 1)
    for part, rows in matrices.items():
        for true, row in enumerate(rows):
            for taken_for, count in enumerate(row):
                name = f"cifar.confusion.{part}[{true}][{taken_for}] of {sum(row)}"
                yield Figure(name, count / max(sum(row), 1))

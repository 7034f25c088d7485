"""The percentages in the student's own text against the measured ones.

What a number of the report's prints, and what stands in code, is not looked at. A percentage is
right if a measured figure, or what it lacks to the whole, rounds to it with as many decimals as the
student wrote. Words of the second and third task and of the series are compared with figures of
their own section and with the headline ones, so that a figure of one part does not vouch for a
claim about another; all other words with every figure. Figures of single classes count only where
the passage speaks of classes, ends of intervals only where it speaks of intervals, and where a
sentence speaks of one part of the data alone, figures of the other do not count.

0, 50 and 100 % are never doubted: they are said of certainty, of halves and of chance. Levels of
confidence (95 %) are not where the passage speaks of an interval or of significance, nor bounds
("more than 70 %"); a figure that is called approximate may be off by 2.5 points. The words for all
this are of the language: `templates/<language>/own-words.toml`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lab1report.words.folder import Words
from lab1report.words.markdown import Passage
from lab1report.words.names import leaves, names, written

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
_NEVER_DOUBTED: Final = (0.0, 50.0, 100.0)
_ROUGHLY: Final = 2.5  # points
_STEM: Final = 5  # letters of a class's name that stay in all its cases
_OF_CLASS: Final = re.compile(r"per_class|confusion")
_ROOTS: Final = ("regression", "xor", "cifar", "series", "variants", "best")
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


@dataclass(frozen=True, kw_only=True)
class Speech:
    """How a language speaks of percentages; regular expressions.

    `unit` follows the number; `roughly` and `bound` stand right before it; a passage in which
    `interval` is found may name one of `levels` without meaning a figure, and one in which neither
    `of_class` nor the name of a class is found means no figure of a class. A sentence in which
    `of_test` or `of_train` is found speaks of that part of the data.
    """

    unit: str
    of_class: str
    roughly: str
    bound: str
    interval: str
    of_test: str
    of_train: str
    levels: Sequence[float]


def doubts(words: Words, document: Mapping[str, Any], speech: Speech) -> Iterator[str]:
    """A sentence for each percentage in `words` that no number of `results.json` bears out."""
    figures = list(_figures(document))
    titles = [one["title"][:_STEM] for one in document["assignment"]["classes"]]
    of_class = re.compile("|".join((speech.of_class, *map(re.escape, titles))), re.IGNORECASE)
    for own in words.values():
        for passage in own.prose.passages:
            spoken_of = [
                figure
                for figure in figures
                if of_class.search(passage.text) or not _OF_CLASS.search(figure.name)
            ]
            for claim in _claims(passage, speech):
                meant = [figure for figure in spoken_of if _may_mean(claim, figure)]
                if sentence := _doubt(claim, *_parted(own.section, meant)):
                    yield f"{own.file}:{claim.line}: {sentence}"


@dataclass(frozen=True, kw_only=True)
class _Claim:
    """`value` and `tolerance` are in percent; `parts` of the data its sentence speaks of."""

    text: str
    value: float
    decimals: int
    tolerance: float
    line: int
    parts: frozenset[str]
    of_interval: bool


def _claims(passage: Passage, speech: Speech) -> Iterator[_Claim]:
    pattern = rf"(?<![\w.,])(\d+(?:[.,](\d+))?)\s*(?:{speech.unit})"
    speaks_of_interval = re.search(speech.interval, passage.text, re.IGNORECASE)
    for found in re.finditer(pattern, passage.text, re.IGNORECASE):
        before = passage.text[: found.start()]
        value, decimals = float(found[1].replace(",", ".")), len(found[2] or "")
        if (
            value in _NEVER_DOUBTED
            or (speaks_of_interval and value in speech.levels)
            or _ends_with(speech.bound, before)
        ):
            continue
        yield _Claim(
            text=" ".join(found[0].split()),
            value=value,
            decimals=decimals,
            tolerance=_ROUGHLY if _ends_with(speech.roughly, before) else 0.5 * 10**-decimals,
            line=passage.line + before.count("\n"),
            parts=_parts(_sentence(passage.text, found.start()), speech),
            of_interval=speaks_of_interval is not None,
        )


def _sentence(text: str, place: int) -> str:
    """The sentence of `text` in which `place` is."""
    starts = re.finditer(r"[.!?]\s+(?=[^\W\d_])", text)
    ends = [start.end() for start in starts if text[start.end()].isupper()]
    start = max((end for end in ends if end <= place), default=0)
    return text[start : min((end for end in ends if end > place), default=len(text))]


def _parts(sentence: str, speech: Speech) -> frozenset[str]:
    patterns = {"test": speech.of_test, "train": speech.of_train}
    return frozenset(
        part for part, words in patterns.items() if re.search(words, sentence, re.IGNORECASE)
    )


def _may_mean(claim: _Claim, figure: Figure) -> bool:
    words = re.split(r"\W|_", figure.name)
    if words[-1] in ("low", "high") and not claim.of_interval:
        return False
    of_parts = {"test", "train"} & set(words)
    return len(claim.parts) != 1 or of_parts <= claim.parts


def _ends_with(pattern: str, text: str) -> bool:
    return re.search(rf"(?<!\w)(?:{pattern})\s*$", text, re.IGNORECASE) is not None


def _doubt(claim: _Claim, near: Sequence[Figure], far: Sequence[Figure]) -> str | None:
    """What to say of a claim that no figure bears out; the likely one is of `near`, if there is."""

    def distance(figure: Figure) -> float:
        return abs(abs(100 * figure.share) - claim.value)

    for figure in (*near, *far):
        lacking = Figure("", 1 - figure.share) if figure.has_complement else figure
        if min(distance(figure), distance(lacking)) <= claim.tolerance + 1e-9:
            return None
    beginning = f"{claim.text} matches no measured figure"
    likely = min(near or far, key=distance, default=None)
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
    for root in _ROOTS:
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

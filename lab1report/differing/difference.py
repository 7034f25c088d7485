"""What may differ between two reports: the second is always told against the first."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any, Final, Literal

from lab1report.differing.naming import Value, label, said
from lab1report.differing.pieces import Piece, pieces
from lab1report.findings.statistics.comparison import Comparison
from lab1report.messages import _, marked

Paired = Literal["seeds and images", "common seeds and images", "images", "nothing"]
"""What the trainings compared share, which decides how they are compared. With common seeds, those
that both reports have are compared alone."""

FORMAT: Final = 1
_DIGITS, _MOST_DIGITS = 4, 17


def _rounded(value: Value, digits: int) -> Value:
    return float(f"{value:.{digits}g}") if isinstance(value, float) else value


@dataclass(frozen=True, kw_only=True)
class Change:
    """Something with a name that is another in the second report."""

    name: str
    first: Value
    second: Value

    @property
    def shown(self) -> tuple[Value, Value]:
        """Both with no more digits than it takes to tell them apart, and at least four."""
        if not isinstance(self.first, float) or not isinstance(self.second, float):
            return _rounded(self.first, _DIGITS), _rounded(self.second, _DIGITS)
        for digits in range(_DIGITS, _MOST_DIGITS):
            one, other = _rounded(self.first, digits), _rounded(self.second, digits)
            if one != other:
                return one, other
        return self.first, self.second

    @property
    def label(self) -> str:
        """The name in the user's language."""
        return label(self.name)

    @property
    def said(self) -> tuple[str, str]:
        """Both as `shown`, in the user's language."""
        first, second = self.shown
        return said(first), said(second)


@dataclass(frozen=True, kw_only=True)
class AccuracyChange:
    """The test accuracy of a network, a mean over its seeds, in [0, 1].

    `network` is the id of its variant, or "part 3" where a report has no series. `seeds` has how
    many trainings of it are compared of each report, whose mean `first` and `second` are: with one,
    `comparison` tells nothing of other seeds.
    `other_network`: the variant has other settings in the second report, see `rows`.
    """

    network: str
    first: float
    second: float
    seeds: tuple[int, int]
    comparison: Comparison
    other_network: bool = False

    @property
    def label(self) -> str:
        """The network in the user's language."""
        return label(self.network)

    @property
    def told(self) -> bool:
        return self.comparison.told

    @property
    def one_seed(self) -> bool:
        """Whether the interval does not cover other seeds."""
        return 1 in self.seeds


@dataclass(frozen=True, kw_only=True)
class RowChange:
    """A row of the final table that only one report has, or whose network is another."""

    variant: str
    kind: Literal["added", "removed", "changed"]
    network: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SentenceChange:
    """A sentence of the text that only one report has, or that is another.

    `section` is the heading above it, or the name of the student's file of words if `own`. Of
    `kind` "numbers" only digits differ. `first` or `second` is "" where that report has none.
    """

    section: str
    own: bool
    kind: Literal["added", "removed", "words", "numbers"]
    first: str
    second: str

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Word by word."""
        return pieces(self.first, self.second)


@dataclass(frozen=True, kw_only=True)
class SentenceGroup:
    """Sentences of one section."""

    own: bool
    section: str
    changes: tuple[SentenceChange, ...]


@dataclass(frozen=True, kw_only=True)
class WithoutText:
    """Why a report's text was not compared; `name` is the report's, `file` the one it is about."""

    reason: Literal["results alone", "no PDF", "other numbers"]
    name: str
    file: str

    @property
    def said(self) -> str:
        """The reason in the user's language."""
        return _(_WITHOUT_TEXT[self.reason]).format(name=self.name, file=self.file)


_WITHOUT_TEXT: Final = {
    "results alone": marked(
        "{name} is a {file}, which has no text, no names and no settings of the page"
    ),
    "no PDF": marked("{name} has no {file}, and so no text"),
    "other numbers": marked("{file} in {name} has other numbers and was not read"),
}


@dataclass(frozen=True, kw_only=True)
class ReportDifference:
    """What differs between two reports, and nothing else.

    `paired` is None where no network was compared; `compared` is how many networks both have.
    `sentences` is None where a report gives no text, and `without_text` says why.
    """

    first: str
    second: str
    settings: tuple[Change, ...]
    accuracies: tuple[AccuracyChange, ...]
    paired: Paired | None
    compared: int
    rows: tuple[RowChange, ...]
    numbers: tuple[Change, ...]
    sentences: tuple[SentenceChange, ...] | None
    versions: tuple[Change, ...]
    without_text: tuple[WithoutText, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        """What was not compared, and why, in the user's language."""
        return tuple(one.said for one in self.without_text)

    @property
    def same(self) -> bool:
        """Whether nothing differs of what was compared."""
        return not (
            self.settings
            or self.accuracies
            or self.rows
            or self.numbers
            or self.sentences
            or self.versions
        )

    @property
    def told(self) -> tuple[AccuracyChange, ...]:
        """The accuracies whose difference is told from chance."""
        return tuple(one for one in self.accuracies if one.told)

    @property
    def other_network(self) -> bool:
        """Whether two networks of one name were compared that have other settings."""
        return any(one.other_network for one in self.accuracies)

    @property
    def reworded(self) -> tuple[SentenceChange, ...]:
        """The sentences that differ by more than numbers."""
        return tuple(one for one in self.sentences or () if one.kind != "numbers")

    @property
    def renumbered(self) -> tuple[SentenceChange, ...]:
        """The sentences in which only numbers differ."""
        return tuple(one for one in self.sentences or () if one.kind == "numbers")

    @property
    def reworded_groups(self) -> tuple[SentenceGroup, ...]:
        return _by_heading(self.reworded)

    @property
    def renumbered_groups(self) -> tuple[SentenceGroup, ...]:
        return _by_heading(self.renumbered)

    @property
    def reworded_count(self) -> int:
        return len(self.reworded)

    @property
    def renumbered_count(self) -> int:
        return len(self.renumbered)

    @property
    def one_seed(self) -> bool:
        """Whether an interval does not cover other seeds."""
        return any(one.one_seed for one in self.accuracies)


def _by_heading(changes: Sequence[SentenceChange]) -> tuple[SentenceGroup, ...]:
    """The sentences by the heading that they stand under, in their order."""
    return tuple(
        SentenceGroup(own=own, section=section, changes=tuple(below))
        for (own, section), below in groupby(changes, key=lambda one: (one.own, one.section))
    )


def to_document(found: ReportDifference) -> dict[str, Any]:
    """The difference, of JSON's own types only (docs/how-to/compare.md)."""
    return {
        "format": FORMAT,
        "same": found.same,
        **asdict(found),
        "accuracies": [_accuracy(one) for one in found.accuracies],
        "notes": list(found.notes),
    }


def _accuracy(one: AccuracyChange) -> Mapping[str, Any]:
    comparison = one.comparison
    return {
        "network": one.network,
        "first": one.first,
        "second": one.second,
        "seeds": list(one.seeds),
        "other_network": one.other_network,
        "difference": comparison.difference,
        "interval": asdict(comparison.interval),
        "p_value": comparison.p_value,
        "among": comparison.among,
        "verdict": comparison.verdict,
    }

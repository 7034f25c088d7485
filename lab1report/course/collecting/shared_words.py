"""Finds sentences that students share: by the runs of three words that two sentences have.

Two sentences are nearly the same if at least `ALIKE` of the runs of the shorter one are in the
other. The program's own runs count for nothing, nor does a sentence with fewer than `FEWEST` of
its own: of these two people may think by themselves. The method is that of the containment of
shingles (Broder 1997, https://doi.org/10.1109/SEQUEN.1997.666900).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Final

from lab1report.course.collecting.own_sentences import OwnSentence, OwnText
from lab1report.course.collecting.word_runs import Run

FEWEST: Final = 6
"""Runs of a sentence of eight words without any of the program's."""

ALIKE: Final = 0.6
"""Of eleven words one may be another: that changes three of nine runs."""

_OWN: Final = 0.5  # share of a sentence's runs: one with fewer of its own is the program's
_MOST_TRIED: Final = 50  # sentences that one is compared with for each of its runs


@dataclass(frozen=True, kw_only=True)
class Written:
    """A sentence, and which of the texts it is from, by number."""

    text: int
    sentence: OwnSentence


@dataclass(frozen=True)
class _Alike:
    """Sentences that are nearly the first and shortest of them, whose own runs are `runs`."""

    runs: Set[Run]
    members: list[Written] = field(default_factory=list)


def shared_sentences(
    texts: Sequence[OwnText], owners: Sequence[str], program: Set[Run]
) -> list[tuple[Written, ...]]:
    """The sentences that are in the texts of several owners, those of most runs first.

    Args:
        owners: whose each text is; one owner may have several.
        program: the runs of words that are the program's.
    """
    groups: list[_Alike] = []
    having: dict[Run, list[int]] = defaultdict(list)
    for written, runs in sorted(_compared(texts, program), key=lambda one: len(one[1])):
        common = Counter(number for run in runs for number in having.get(run, ()))
        alike = [n for n, count in common.items() if count >= ALIKE * len(groups[n].runs)]
        if not alike:
            alike = [len(groups)]
            groups.append(_Alike(runs))
            for run in runs:
                if len(having[run]) < _MOST_TRIED:
                    having[run].append(len(groups) - 1)
        for number in alike:
            groups[number].members.append(written)
    return [
        tuple(sorted(group.members, key=lambda one: one.text))
        for group in reversed(groups)
        if len({owners[one.text] for one in group.members}) > 1
    ]


def same_files(
    texts: Sequence[OwnText], owners: Sequence[str], program: Set[Run]
) -> Mapping[str, list[tuple[str, ...]]]:
    """By section, the groups of owners whose words on it are the same file to the last letter."""
    having: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for text, owner in zip(texts, owners, strict=True):
        for section, digest in text.files.items():
            own = (run for one in text.sentences if one.section == section for run in one.runs)
            if len(set(own) - program) >= FEWEST:
                having[section, digest][owner] = None
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for (section, _digest), several in having.items():
        if len(several) > 1:
            found[section].append(tuple(several))
    return found


def _compared(
    texts: Iterable[OwnText], program: Set[Run]
) -> Iterator[tuple[Written, frozenset[Run]]]:
    """The sentences that say enough in words of their own, with the runs that are."""
    for number, text in enumerate(texts):
        for sentence in text.sentences:
            every = frozenset(sentence.runs)
            own = every - program
            if len(own) >= max(FEWEST, _OWN * len(every)):
                yield Written(text=number, sentence=sentence), own

"""The sentences of a student's own words, as they are compared with those of others."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from lab1report.course.collecting.word_runs import Run, runs_of
from lab1report.differing.texts import split
from lab1report.own_words.folder import OwnWords
from lab1report.own_words.markdown import OBJECT

MOST: Final = 5_000
"""Words of a report that are compared: some twelve pages of nothing else."""


@dataclass(frozen=True, kw_only=True)
class OwnSentence:
    """A sentence in the words on `section`; code, formulas and numbers of the report are "…"."""

    section: str
    text: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, kw_only=True)
class OwnText:
    """What a student wrote: the first `MOST` words of it, and whether that is `cut`.

    `files` are the SHA-256 of the words on each section.
    """

    sentences: tuple[OwnSentence, ...] = ()
    cut: bool = False
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def runs(self) -> Iterator[Run]:
        """All runs of words."""
        return (run for sentence in self.sentences for run in sentence.runs)


def own_text(words: Mapping[str, OwnWords]) -> OwnText:
    """The sentences of `words` by section."""
    found: list[OwnSentence] = []
    left = MOST
    for section, own in words.items():
        for passage in own.prose.passages:
            for text in split(" ".join(passage.text.split())):
                runs = tuple(runs_of(text))
                if len(runs) > left:
                    return OwnText(sentences=tuple(found), cut=True, files=_hashes(words))
                left -= len(runs)
                shown = text.replace(OBJECT, "\u2026")
                found.append(OwnSentence(section=section, text=shown, runs=runs))
    return OwnText(sentences=tuple(found), files=_hashes(words))


def _hashes(words: Mapping[str, OwnWords]) -> Mapping[str, str]:
    return {
        section: hashlib.sha256(own.source.strip().encode()).hexdigest()
        for section, own in words.items()
    }

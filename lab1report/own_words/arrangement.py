"""The order in which a student's text and what stays of the program's section are written.

Figures, tables, formulas and listings keep the order of the work. A paragraph of the student's
stands right above the first of them that it is the first to refer to; what comes before that, and
nobody has referred to yet, is written above with a sentence that mentions it. Headings of the
program's stand where the first thing below them does, unless the student has written one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from lab1report.own_words.blocks import Block
from lab1report.own_words.exhibits import Exhibit, Stretch
from lab1report.own_words.page_elements import HtmlElement


@dataclass(frozen=True)
class Mention:
    """A sentence that mentions exhibits which the text does not."""

    exhibits: tuple[Exhibit, ...]


Step = HtmlElement | Mention | Exhibit | Block
"""A heading of the program's, a mention, an exhibit, a piece of the student's text."""


def arranged(stretches: Sequence[Stretch], text: Sequence[Block]) -> Iterator[Step]:
    """What is to be written, in order: all exhibits of `stretches` and all of `text`, each once."""
    arrangement = _Arrangement(stretches)
    for group in _groups(text):
        yield from arrangement.group(group)
    yield from arrangement.up_to(arrangement.count)


def _groups(text: Sequence[Block]) -> Iterator[Sequence[Block]]:
    """`text`, divided where the student's headings stand."""
    group: list[Block] = []
    for block in text:
        if block.begins_with_heading and group:
            yield group
            group = []
        group.append(block)
    if group:
        yield group


class _Arrangement:
    """Knows what has been written of the section, which is always its beginning."""

    def __init__(self, stretches: Sequence[Stretch]) -> None:
        self._stretches = stretches
        self._exhibits = [
            (place, exhibit)
            for place, stretch in enumerate(stretches)
            for exhibit in stretch.exhibits
        ]
        self._places = {exhibit.id: at for at, (_, exhibit) in enumerate(self._exhibits)}
        self._done = 0
        self._headed = 0  # the stretches whose headings are written, or stand over nothing
        self._cited: set[str] = set()
        self._under_own = False  # whether the last heading is the student's

    @property
    def count(self) -> int:
        return len(self._exhibits)

    def group(self, blocks: Sequence[Block]) -> Iterator[Step]:
        """Blocks that stand under one heading of the student's, or above the first."""
        if blocks[0].begins_with_heading:
            referred = [at for block in blocks for at in self._to_come(block)]
            yield from self.up_to(min(referred, default=self._end_of_part()))
            self._under_own = True
        for block in blocks:
            to_come = self._to_come(block)
            if to_come:
                yield from self.up_to(min(to_come))
                if not self._under_own:
                    yield from self._heading(self._exhibits[self._done][0])
            yield block
            self._cited.update(block.referred)
            if to_come:
                yield from self._cited_ones()

    def up_to(self, end: int) -> Iterator[Step]:
        """The exhibits before that at `end` that are not written yet."""
        coming = self._exhibits[self._done : end]
        self._done = max(self._done, end)
        for stretch, exhibits in groupby(coming, key=lambda one: one[0]):
            found = tuple(exhibit for _, exhibit in exhibits)
            yield from self._heading(stretch)
            if left := tuple(one for one in found if one.id not in self._cited):
                yield Mention(left)
            yield from found

    def _to_come(self, block: Block) -> list[int]:
        """Where the exhibits are that a block refers to and that are not written yet."""
        places = (self._places.get(id, -1) for id in block.referred)
        return [at for at in places if at >= self._done]

    def _end_of_part(self) -> int:
        """Where the next heading of the program's stands."""
        coming = enumerate(self._exhibits[self._done :], self._done)
        headed = (at for at, (stretch, _) in coming if self._stretches[stretch].headings)
        return next(headed, self.count)

    def _heading(self, stretch: int) -> Iterator[HtmlElement]:
        coming = self._stretches[self._headed : stretch + 1]
        headings = [one for part in coming for one in part.headings]
        self._headed = max(self._headed, stretch + 1)
        if headings:
            self._under_own = False
            yield headings[-1]  # the others stand over nothing

    def _cited_ones(self) -> Iterator[Exhibit]:
        """The exhibits that come now and have been referred to, as far as they stand together."""
        while self._done < self.count:
            stretch, exhibit = self._exhibits[self._done]
            is_headed = stretch < self._headed or self._under_own
            if exhibit.id not in self._cited or not is_headed:
                return
            self._done += 1
            yield exhibit

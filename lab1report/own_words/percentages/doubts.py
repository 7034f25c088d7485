"""Compares the percentages in the student's own text with the measured ones.

What a number of the report's prints, and what stands in code, is not looked at. A percentage is
right if a measured share of what its sentence names rounds to it with as many decimals as the
student wrote: of the network, the part of the data, the metric, the class, the epoch. What a
sentence does not name is that of the section, all images, and the last epoch; where it names
nothing at all, any number of the report is right. A difference is one of two such shares, and wants
percentage points. Words of a rise or a fall want its sign. Ends of intervals count only where
intervals are spoken of, and what was only expected (`suppositions`) not at all.

How a sentence is read: `mentions`, `interpretation`; what is measured: `measures`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, Final

from lab1report.messages import _, numeral
from lab1report.own_words.folder import OwnWords, Words
from lab1report.own_words.percentages.changes import Direction, direction, side
from lab1report.own_words.percentages.claims import Claim, sentences
from lab1report.own_words.percentages.differences import comparisons, differences, is_difference
from lab1report.own_words.percentages.interpretation import Interpreter
from lab1report.own_words.percentages.meaning import Meaning
from lab1report.own_words.percentages.measures import (
    PART_3,
    SCORES,
    XOR,
    Measure,
    at_epoch,
    measures,
)
from lab1report.own_words.percentages.mentions import Reading
from lab1report.own_words.percentages.networks import Networks
from lab1report.own_words.percentages.speech import Speech, ends, has
from lab1report.own_words.percentages.suppositions import is_supposed
from lab1report.quoting import quoted
from lab1report.settings.section_names import SERIES

_UNSEEN: Final = 0.05  # points, of a difference that is 0.0 where it is printed
_TEST: Final = frozenset({"test"})
_MOST_CLAIMS: Final = 500  # of a section, which is some ten pages at most


class _Judge:
    """Judges the percentages of a report's words."""

    def __init__(self, document: Mapping[str, Any], speech: Speech, code: str) -> None:
        self._document, self._speech = document, speech
        self._figures = measures(document)
        self._networks = Networks(document, speech)
        self._interpreter = Interpreter(document, self._networks, speech, code)

    def doubts(self, own: OwnWords) -> Iterator[str]:
        for reading in islice(self._claims(own), _MOST_CLAIMS):
            if doubt := self._doubt(reading, own.section):
                yield f"{own.file}:{reading.claim.line}: {doubt}"

    def _claims(self, own: OwnWords) -> Iterator[Reading]:
        for passage in own.prose.passages:
            for sentence in sentences(passage, self._speech):
                for reading in self._interpreter.readings(sentence, own.section):
                    claim = reading.claim
                    if not claim.doubtful or self._is_setting(claim, sentence.text):
                        continue
                    if not is_supposed(reading, self._speech):
                        yield reading

    def _is_setting(self, claim: Claim, text: str) -> bool:
        """Whether it says which share of the images a network learns from."""
        of_images = re.match(self._speech.setting, text[claim.end :], re.IGNORECASE)
        return of_images is not None and claim.value / 100 in self._networks.shares

    def _doubt(self, reading: Reading, section: str) -> str | None:
        claim = reading.claim
        if is_difference(reading, self._speech):
            return self._doubt_of_difference(reading, section)
        if against := self._against_words(reading, section):
            return against
        meaning = self._interpreter.meaning(reading, section)
        with_ends = reading.sentence.of_interval or claim.of_range
        levels = [
            figure
            for figure in (*self._figures, *self._at_epochs(reading))
            if not figure.is_difference and (with_ends or not figure.is_end)
        ]
        meant = [figure for figure in levels if meaning.fits(figure)]
        if not meaning.named or not meant:
            pool = self._everything(reading, section)
            either = [*pool, *map(_complement, filter(_has_complement, pool))]
            return None if _borne_out(claim, either) else _message(claim, (), pool, ())
        if meaning.wrong:
            meant, levels = list(map(_complement, meant)), []
        if _borne_out(claim, meant):
            return None
        if not reading.own("network"):  # then the training that every student writes of is likely
            meant = [one for one in meant if one.network == PART_3] or meant
        return _message(claim, meaning.named, meant, levels)

    def _at_epochs(self, reading: Reading) -> Iterator[Measure]:
        """The accuracies after the epochs that the sentence names by their numbers."""
        for one in reading.all("state"):
            if str(one.value).isdigit():
                yield from at_epoch(self._document, int(str(one.value)))

    def _everything(self, reading: Reading, section: str) -> Sequence[Measure]:
        """The figures of the report that a sentence may mean which names nothing."""
        chapter = section.partition(".")[0]
        alone = chapter in (PART_3, XOR, SERIES)
        default = self._interpreter.usual(reading, section) if alone else None
        of_series = {None} if section.startswith(SERIES) else set()
        of_class = has(self._speech.of_class, reading.sentence.before + reading.sentence.text)
        return [
            figure
            for figure in self._figures
            if (default is None or figure.network in (default | of_series))
            and (of_class or _is_of_all(figure))
            and (reading.sentence.of_interval or not figure.is_end)
        ]

    def _doubt_of_difference(self, reading: Reading, section: str) -> str | None:
        claim = reading.claim
        metrics = {one.value for one in (*reading.all("metric"), *reading.all("deed"))}
        relative = metrics & {"loss", "wrong"} or has(self._speech.relative, reading.sentence.text)
        if relative and not claim.in_points:
            pool = [one for one in self._figures if "loss" not in metrics or one.metric == "loss"]
            named = [_("loss")] if "loss" in metrics else []
            return None if _borne_out(claim, pool) else _message(claim, named, pool, ())
        meaning = self._interpreter.meaning(reading, section)
        pool = list(self._differences(reading, meaning, section))
        if reading.sentence.of_interval or claim.of_range:
            pool += [figure for figure in self._figures if figure.is_difference and figure.is_end]
        # Of two rounded shares, too
        slack = replace(claim, tolerance=max(claim.tolerance, 10**-claim.decimals))
        points = self._speech.points_written
        same = _borne_out(slack, pool)
        if not same:
            about = (_("difference"), *meaning.named)
            doubt = _message(claim, about, pool, (), unit=points)
            if not claim.in_points:
                doubt += _("; a difference of shares is written in {points}").format(points=points)
            return doubt
        told = direction(reading, self._speech)
        if told and all(_is_contrary(one, told) for one in same):
            return _contrary(claim, told, same[0], points)
        if claim.in_points:
            return None
        message = _("{claim} is a difference of shares; write {points} for %")
        return message.format(claim=claim.text, points=points)

    def _differences(self, reading: Reading, meaning: Meaning, section: str) -> Sequence[Measure]:
        levels = [figure for figure in self._figures if figure.is_level]
        before = self._interpreter.networks_before(reading, section)
        return differences(levels, meaning, reading, self._networks, self._speech, section, before)

    def _against_words(self, reading: Reading, section: str) -> str | None:
        """What to say where the words around a share tell of a rise, and the numbers of a fall."""
        at = side(reading, self._speech)
        if at is not None:
            return self._against_change(reading) if at == "result" else None
        text, claim = reading.sentence.text, reading.claim
        compared = any(one.compared for one in reading.mentions)
        told = direction(reading, self._speech)
        if told is None or not (compared or ends(self._speech.result, text[: claim.start])):
            return None
        if any(
            one.compared and not ends(self._speech.compared, text[: one.start])
            for one in (*reading.own("network"), *reading.own("class"))
        ):
            return None  # of what is compared with: "slightly worse 0,0025 (75,9 %)"
        meaning = self._interpreter.meaning(reading, section)
        meaning = replace(meaning, parts=meaning.parts or _TEST)
        levels = [figure for figure in self._figures if figure.is_level]
        pool = comparisons(levels, meaning, reading, self._networks, self._speech, section)
        if not pool or not all(_is_contrary(one, told) for one in pool):
            return None
        return _contrary(claim, told, pool[0], self._speech.points_written)

    def _against_change(self, reading: Reading) -> str | None:
        """The same, of two shares in a sentence that tells of a change from one to the other."""
        origin, result = reading.sentence.claims[reading.place - 1 : reading.place + 1]
        told = direction(replace(reading, place=reading.place - 1), self._speech)
        if told is None or (result.value - origin.value) * told.sign >= 0:
            return None
        message = _("{word} goes against {first} and {second}")
        return message.format(word=quoted(told.word), first=origin.text, second=result.text)


def doubts(
    words: Words, document: Mapping[str, Any], speech: Speech, code: str
) -> Mapping[str, Sequence[str]]:
    """By section, a warning for each percentage that `results.json` does not bear out.

    Args:
        words: of the student's.
        document: the content of `results.json`.
        speech, code: of the report's language.
    """
    judge = _Judge(document, speech, code)
    return {section: list(judge.doubts(own)) for section, own in words.items()}


def _is_contrary(figure: Measure, told: Direction) -> bool:
    """Whether the words say that it rises and it falls, or the reverse."""
    return figure.is_oriented and 100 * figure.share * told.sign < -_UNSEEN


def _contrary(claim: Claim, told: Direction, figure: Measure, unit: str) -> str:
    value = numeral(100 * figure.share, ".1f")
    return _("{word} at {claim} goes against the numbers; {name} is {value} {unit}").format(
        word=quoted(told.word), claim=claim.text, name=figure.name, value=value, unit=unit
    )


def _is_of_all(figure: Measure) -> bool:
    """Whether it is no score of a class, nor a mean of such."""
    return figure.metric == "confused" or (figure.of_class is None and figure.metric not in SCORES)


def _has_complement(figure: Measure) -> bool:
    return figure.is_level and figure.metric in ("accuracy", "recall")


def _complement(figure: Measure) -> Measure:
    return replace(figure, name=f"1 - {figure.name}", share=1 - figure.share)


def _distance(claim: Claim, figure: Measure) -> float:
    return abs(abs(100 * figure.share) - claim.value)


def _borne_out(claim: Claim, figures: Sequence[Measure]) -> Sequence[Measure]:
    """The figures that round to what is claimed."""
    return [one for one in figures if _distance(claim, one) <= claim.tolerance + 1e-9]


def _message(
    claim: Claim,
    named: Sequence[str],
    meant: Sequence[Measure],
    others: Sequence[Measure],
    *,
    unit: str = "%",
) -> str:
    """What to say of a claim that no figure bears out.

    It has what the sentence names, the nearest figure of that, and one of `others` that it is.
    """
    if named:
        said = _("{claim} matches no measured figure of what its sentence names ({named})").format(
            claim=claim.text, named=", ".join(named)
        )
    else:
        said = _("{claim} matches no measured figure").format(claim=claim.text)
    if meant:
        likely = min(meant, key=lambda one: (one.metric == "chance", _distance(claim, one)))
        value = numeral(100 * abs(likely.share), f".{max(claim.decimals, 1)}f")
        said += _("; {name} is {value} {unit}").format(name=likely.name, value=value, unit=unit)
    if same := _borne_out(claim, others):
        said += _(", and {claim} is {name}").format(claim=claim.text, name=same[0].name)
    return said

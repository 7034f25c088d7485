"""How a language phrases percentages: `templates/<language>/own-words.toml`."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Speech:
    """Regular expressions, all of them without case.

    `unit` and `points` (percentage points, which a report writes as `points_written`) follow the
    number; `roughly` and `bound` stand right before it; a passage in which `interval` is found may
    name one of `levels` without meaning a figure. `range` stands between the two ends of one,
    `from_to` before the upper end, `alternative` before what something was said in place of,
    `setting` after a share of the images that are learnt from. `separator` parts what belongs to
    one percentage from what belongs to the next, `compared` stands before what a sentence only
    compares with. `whole` says that all classes are meant, `of_class` that single ones are,
    `of_others` that it may be any network; `taken_for` stands before the class that images were
    taken for; with `relative` a change is none of points.

    `reference` and `changing` stand before what something else is better or worse than, or what is
    changed, `negated` before a word that does not hold, `without` before what a network lacks.
    `epoch` (or one of `epochs` and `epoch_word`) has the number of one, `since` stands before that
    from which something changes, `origin` and `result` before its values. `supposed` says that a
    percentage was only thought of, unless a `turn` stands between, as does `wished` right before
    it; it may stand in a `relative_clause` behind it, and `as_well` is between two of such.
    `untried` says that one is of something that was not done, and `would` that it may be. `gap` is
    what parts training from test.

    The groups say by which words a `difference` and its `direction`, a `part` of the data, a
    `metric`, right or wrong answers (`deed`), a `state` of the training, a `network`, how many
    `times` less and numbers of neurons (`counts`) and of `epochs` are named.
    """

    unit: str
    points: str
    points_written: str
    roughly: str
    bound: str
    interval: str
    range: str
    levels: Sequence[float]
    separator: str
    compared: str
    whole: str
    of_class: str
    of_others: str
    taken_for: str
    from_to: str
    alternative: str
    setting: str
    relative: str
    reference: str
    negated: str
    changing: str
    without: str
    epoch: str
    epoch_word: str
    since: str
    origin: str
    result: str
    turn: str
    supposed: str
    wished: str
    relative_clause: str
    as_well: str
    untried: str
    would: str
    gap: str
    difference: Mapping[str, str]
    direction: Mapping[str, str]
    part: Mapping[str, str]
    metric: Mapping[str, str]
    deed: Mapping[str, str]
    state: Mapping[str, str]
    network: Mapping[str, str]
    times: Mapping[str, str]
    counts: Mapping[str, str]
    epochs: Mapping[str, str]


def found(pattern: str, text: str) -> list[re.Match[str]]:
    """Where `pattern` is in `text`, whatever the case."""
    return list(re.finditer(pattern, text, re.IGNORECASE))


def ends(pattern: str, text: str) -> bool:
    """Whether `text` ends in `pattern`, whatever the case."""
    return re.search(rf"(?:{pattern})$", text, re.IGNORECASE) is not None


def has(pattern: str, text: str) -> bool:
    """Whether `pattern` is in `text`, whatever the case."""
    return re.search(pattern, text, re.IGNORECASE) is not None


def epochs(text: str, speech: Speech) -> Iterator[tuple[int, int, int]]:
    """The numbers of epochs in `text`, each with where it begins and ends."""
    for one in found(speech.epoch, text):
        yield int(next(filter(None, one.groups()))), one.start(), one.end()
    for number, pattern in speech.epochs.items():
        for one in found(rf"{pattern}\s+{speech.epoch_word}", text):
            yield int(number), one.start(), one.end()

"""Checks the student's words against a report: what they name must exist."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lab1report import resources
from lab1report.errors import UserError, UserErrors
from lab1report.messages import _, joined, marked
from lab1report.model import Length
from lab1report.own_words.blocks import texts
from lab1report.own_words.evaluation import value
from lab1report.own_words.expressions import Expression
from lab1report.own_words.folder import OwnWords, Words
from lab1report.own_words.formulas import require_typeset
from lab1report.own_words.markdown import OBJECT
from lab1report.own_words.mistakes import refusal
from lab1report.own_words.names import (
    COMMAND,
    NoValueError,
    UnknownNameError,
    is_complete,
    look_up,
    names,
)
from lab1report.own_words.percentages.doubts import doubts
from lab1report.own_words.percentages.speech import Speech
from lab1report.own_words.reference_list import SOURCES
from lab1report.pages.glyphs import require_glyphs
from lab1report.pages.html import Defined, defined
from lab1report.pages.numbering import KINDS, Kind
from lab1report.quoting import quoted
from lab1report.settings import suggestions

_LACKING: Final[Mapping[Kind, str]] = {
    "figure": marked("no figure {name}"),
    "table": marked("no table {name}"),
    "formula": marked("no formula {name}"),
}
_LACKING_IN_PART: Final[Mapping[Kind, str]] = {
    "figure": marked("no figure {name} in this part"),
    "table": marked("no table {name} in this part"),
}
_NOT_IN_SHORT: Final[Mapping[Kind, str]] = {
    "figure": marked(
        "figure {name} is not in the short report; take --length full, or leave it out"
    ),
    "table": marked("table {name} is not in the short report; take --length full, or leave it out"),
    "formula": marked(
        "formula {name} is not in the short report; take --length full, or leave it out"
    ),
}


def check_words(words: Words, *, language: str) -> None:
    """Find what is wrong in `words` whatever the numbers will be.

    Raises:
        UserError: an expression stands where it has no meaning or cites no source, a formula
            cannot be set, a character is in none of the fonts, or an expression without names
            comes to nothing; a line for each.
    """
    if mistakes := mistakes_alone(words, language=language):
        raise refusal(mistakes)


def mistakes_alone(words: Words, *, language: str) -> list[str]:
    """The sentences that `check_words` says."""
    sources = resources.read_toml(resources.folder("templates") / language / "sources.toml")
    errors = UserErrors()
    for own in words.values():
        _check_alone(own, sources, language, errors)
    return errors.messages


def _check_alone(
    own: OwnWords, sources: Collection[str], language: str, errors: UserErrors
) -> None:
    for expression in own.prose.expressions:
        for function, id in expression.references:
            if function == "cite" and id not in sources:
                hint = suggestions.of_many(id, sources, f"{COMMAND} {SOURCES}")
                message = _("no source {name}; {hint}").format(name=quoted(id), hint=hint)
                errors.add([str(expression.wrong(message))])
        if not expression.names and not expression.is_place and not expression.references:
            with errors.collected():
                value(expression, {}, {}, language)
    with errors.collected():
        texts(own)
    for formula in own.prose.formulas:
        with errors.collected():
            require_typeset(formula)
    for passage in own.prose.passages:
        try:
            require_glyphs([passage.text.replace(OBJECT, " ")])
        except UserError as error:
            errors.add([joined(": ", (f"{own.file}:{passage.line}", error))])


def printable_words(
    words: Words,
    document: Mapping[str, Any],
    context: Mapping[str, Any],
    *,
    length: Length | None,
    language: str,
    warn: Callable[[str], None],
    mistakes: Sequence[str] = (),
) -> Words:
    """Those of `words` that can be printed in this report.

    Words that need what this run has not, because a section failed or is still to be computed, are
    left out with a warning, and the program's text stands alone. A warning names each
    percentage that no number supports, of all files, also where one of them is refused.

    Args:
        document: the content of `results.json`.
        context: what `pages.html.render_html` wants.
        length: of the PDF, which may lack what the other editions have; None if none is made.
        mistakes: what is wrong with the words whatever the numbers are.

    Raises:
        UserError: there are `mistakes`; the report is complete and has no such name or id, and
            says the nearest; or the PDF is to be too short for it; a line for each.
    """
    file = resources.folder("templates") / language / "own-words.toml"
    speech = resources.read_toml(file)["percentages"]
    doubted = doubts(words, document, Speech(**speech), language)
    report = defined(context, language=language)
    shown = report if length is None else defined({**context, "length": length}, language=language)
    look = _Look(document, report, shown)
    fitting: dict[str, OwnWords] = {}
    wrong = list(mistakes)
    for section, own in words.items():
        found = look.at(own)
        wrong += found.mistakes
        if found.absent and not found.mistakes:
            warn(_("{problem}; {file} is left out").format(problem=found.absent, file=own.file))
            continue
        fitting[section] = own
        for doubt in doubted[section]:
            warn(doubt)
    if wrong:
        raise refusal(wrong)
    return fitting


@dataclass(frozen=True)
class _Seen:
    """What is wrong with the words of a file, and the first thing that this run lacks."""

    mistakes: Sequence[str]
    absent: str


class _Look:
    """Looks up what words name: in the `report`, and in what is `shown` of it on paper."""

    def __init__(self, document: Mapping[str, Any], report: Defined, shown: Defined) -> None:
        self._known = names(document)
        self._complete = is_complete(document)
        self._report, self._shown = report, shown

    def at(self, own: OwnWords) -> _Seen:
        """What there is to say of a file; an incomplete report may lack a name only for now."""
        mistakes: list[str] = []
        absent: list[str] = []
        for expression in own.prose.expressions:
            unknown: list[str] = []
            for path in expression.names:
                try:
                    look_up(path, self._known)
                except UnknownNameError as error:
                    unknown.append(str(error))
                except NoValueError as error:
                    absent.append(str(expression.wrong(str(error))))
            unknown += self._unknown_ids(expression, own.section)
            (mistakes if self._complete else absent).extend(
                str(expression.wrong(message)) for message in unknown
            )
            mistakes += (
                str(expression.wrong(message)) for message in self._not_in_short(expression)
            )
        return _Seen(mistakes, absent[0] if absent else "")

    def _unknown_ids(self, expression: Expression, section: str) -> Iterator[str]:
        parts = self._report.parts[section]
        if expression.instead and expression.instead not in parts:
            message = _("no sub-section {name} here").format(name=quoted(expression.instead))
            hint = [suggestions.hint(expression.instead, parts)] if parts else []
            yield joined("; ", [message, *hint])
        for function, id in expression.references:
            if function == "cite":
                continue
            kind = KINDS[function]
            ids: Collection[str] = self._report.ids[kind]
            lacking = _LACKING
            if expression.is_place:
                ids = [name for other, name in self._report.within[section] if other == kind]
                lacking = _LACKING_IN_PART
            if id not in ids:
                where = section if expression.is_place else ""
                yield _(lacking[kind]).format(name=quoted(id)) + _hint(id, ids, where)

    def _not_in_short(self, expression: Expression) -> Iterator[str]:
        """Of references to what only the full report has."""
        for function, id in expression.references:
            kind = KINDS.get(function)
            if (
                kind is not None
                and id in self._report.ids[kind]
                and id not in self._shown.ids[kind]
            ):
                yield _(_NOT_IN_SHORT[kind]).format(name=quoted(id))


def _hint(name: str, known: Collection[str], section: str = "") -> str:
    if not known:
        return ""
    command = f"{COMMAND} {section}" if section else COMMAND
    return joined("; ", ("", suggestions.of_many(name, known, command)))

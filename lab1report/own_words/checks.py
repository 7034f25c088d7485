"""Checks the student's words against a report: what they name must exist."""

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

from lab1report import resources
from lab1report.errors import UserError, UserErrors
from lab1report.messages import _, marked
from lab1report.model import Length
from lab1report.own_words.blocks import texts
from lab1report.own_words.evaluation import value
from lab1report.own_words.folder import OwnWords, Words
from lab1report.own_words.formulas import require_typeset
from lab1report.own_words.markdown import OBJECT
from lab1report.own_words.names import NoValueError, UnknownNameError, look_up, names
from lab1report.own_words.percentages import doubts
from lab1report.own_words.speech import Speech
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
            comes to nothing; a line for each file that is wrong.
    """
    sources = resources.read_toml(resources.folder("templates") / language / "sources.toml")
    errors = UserErrors()
    for own in words.values():
        with errors.collected():
            _check_alone(own, sources, language)
    errors.raise_any()


def _check_alone(own: OwnWords, sources: Collection[str], language: str) -> None:
    for expression in own.prose.expressions:
        for function, id in expression.references:
            if function == "cite" and id not in sources:
                hint = suggestions.hint(id, sources)
                message = _("no source {name}; {hint}").format(name=quoted(id), hint=hint)
                raise expression.wrong(message)
        if not expression.names and not expression.is_place and not expression.references:
            value(expression, {}, {}, language)
    list(texts(own))
    for formula in own.prose.formulas:
        require_typeset(formula)
    for passage in own.prose.passages:
        try:
            require_glyphs([passage.text.replace(OBJECT, " ")])
        except UserError as error:
            raise UserError(f"{own.file}:{passage.line}: {error}") from None


def printable_words(
    words: Words,
    document: Mapping[str, Any],
    context: Mapping[str, Any],
    *,
    length: Length | None,
    language: str,
    warn: Callable[[str], None],
) -> Words:
    """Those of `words` that can be printed in this report.

    Words that need what this run has not, because a section failed or is still to be computed, are
    left out with a warning, and the program's text stands alone. A warning names each
    percentage that no number supports, of all files, also where one of them is refused.

    Args:
        document: the content of `results.json`.
        context: what `pages.html.render_html` wants.
        length: of the PDF, which may lack what the other editions have; None if none is made.

    Raises:
        UserError: the report is complete and has no such name or id, and says the nearest; or
            the PDF is to be too short for it.
    """
    file = resources.folder("templates") / language / "own-words.toml"
    speech = resources.read_toml(file)["percentages"]
    doubted = doubts(words, document, Speech(**speech), language)
    known = names(document)
    report = defined(context, language=language)
    shown = report if length is None else defined({**context, "length": length}, language=language)
    fitting: dict[str, OwnWords] = {}
    errors = UserErrors()
    for section, own in words.items():
        try:
            with errors.collected():
                _check(own, known, report, complete=is_complete(document))
                _require_shown(own, report, shown)
                fitting[section] = own
        except _NotThisTimeError as error:
            warn(_("{problem}; {file} is left out").format(problem=error, file=own.file))
            continue
        for doubt in doubted[section]:
            warn(doubt)
    errors.raise_any()
    return fitting


class _NotThisTimeError(Exception):
    """The words need something that this report lacks."""


def _check(own: OwnWords, known: Mapping[str, Any], report: Defined, *, complete: bool) -> None:
    """Look up what the words name; an incomplete report may lack it only for now."""
    for expression in own.prose.expressions:
        mistake: UserError | None = None
        for path in expression.names:
            try:
                look_up(path, known)
            except UnknownNameError as error:
                mistake = expression.wrong(str(error))
            except NoValueError as error:
                raise _NotThisTimeError(str(expression.wrong(str(error)))) from None
        if expression.instead and expression.instead not in report.parts[own.section]:
            message = _("no sub-section {name} here").format(name=quoted(expression.instead))
            known_parts = report.parts[own.section]
            mistake = expression.wrong(message + _hint(expression.instead, known_parts))
        for function, id in expression.references:
            if function == "cite":
                continue
            kind = KINDS[function]
            ids: Collection[str] = report.ids[kind]
            lacking = _LACKING
            if expression.is_place:
                ids = [name for other, name in report.within[own.section] if other == kind]
                lacking = _LACKING_IN_PART
            if id not in ids:
                message = _(lacking[kind]).format(name=quoted(id))
                mistake = expression.wrong(message + _hint(id, ids))
        if mistake is not None:
            raise mistake if complete else _NotThisTimeError(str(mistake))


def _hint(name: str, known: Collection[str]) -> str:
    return f"; {suggestions.hint(name, known)}" if known else ""


def _require_shown(own: OwnWords, report: Defined, shown: Defined) -> None:
    """Refuse to refer to what only the full report has, which `report` knows and `shown` not."""
    for expression in own.prose.expressions:
        for function, id in expression.references:
            kind = KINDS.get(function)
            if kind is not None and id in report.ids[kind] and id not in shown.ids[kind]:
                raise expression.wrong(_(_NOT_IN_SHORT[kind]).format(name=quoted(id)))


def is_complete(document: Mapping[str, Any]) -> bool:
    """Whether every section and every part of the series has its results."""
    sections = document["sections"]
    parts = sections["series"]
    return all(section["status"] == "done" for section in sections.values()) and all(
        bool(parts[part]) for part in ("images", "overfitting", "batch", "rate", "searches")
    )

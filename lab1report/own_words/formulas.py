"""Checks that the formulas in the student's words can be typeset, before anything is computed."""

import re
from typing import Final

from lab1report.errors import UserError
from lab1report.own_words.markdown import TypedFormula
from lab1report.pages.formula import typeset
from lab1report.pages.glyphs import require_glyphs
from lab1report.pages.template_errors import TemplateRuleError

_WIDEST: Final = {True: 28, False: 34}  # sizes of letters in a line, beside the number or alone
_REASON = re.compile(r"Exception: (.*?)\s+\(at char (\d+)\)")
_GRAMMAR = re.compile(r"Expected \{.*\}, found")  # all that could stand there


def require_typeset(formula: TypedFormula) -> None:
    """Make sure that a formula can be printed.

    Raises:
        UserError: it can not; names file and line.
    """
    try:
        require_glyphs([formula.tex])
        width = typeset(formula.tex, display=formula.display).width
    except UserError as error:
        raise UserError(f"{formula.place}: {error}") from None
    except TemplateRuleError as error:
        raise UserError(
            f"{formula.place}: the formula {formula.tex} can not be read: {_reason(error)}"
        ) from None
    if width > _WIDEST[formula.display]:
        raise UserError(f"{formula.place}: the formula {formula.tex} is wider than a line")


def _reason(error: TemplateRuleError) -> str:
    """What matplotlib said, without its picture of the place and its grammar."""
    found = _REASON.search(str(error))
    if found is None:
        return "it draws nothing"
    reason = _GRAMMAR.sub("unexpected", found[1])
    return f"{reason} at character {int(found[2]) + 1}"

"""Checks that the formulas in the student's words can be typeset, before anything is computed."""

from typing import Final

from lab1report.errors import UserError
from lab1report.own_words.markdown import TypedFormula
from lab1report.pages.formula import FormulaError, typeset
from lab1report.pages.glyphs import require_glyphs
from lab1report.quoting import cut

_WIDEST: Final = {True: 28, False: 34}  # sizes of letters in a line, beside the number or alone


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
    except FormulaError as error:
        raise UserError(
            f"{formula.place}: the formula {cut(formula.tex)} can not be read: {error.reason}"
        ) from None
    if width > _WIDEST[formula.display]:
        raise UserError(f"{formula.place}: the formula {cut(formula.tex)} is wider than a line")

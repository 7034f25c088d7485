"""Checks that the formulas in the student's words can be typeset, before anything is computed."""

from typing import Final

from lab1report.errors import UserError
from lab1report.figures import fonts
from lab1report.own_words.markdown import TypedFormula
from lab1report.pages.formula import FormulaError, typeset
from lab1report.pages.glyphs import require_glyphs
from lab1report.quoting import cut

# In sizes of letters, of a formula with display, and of one within a line
_WIDEST: Final = {True: 28, False: 34}
_TALLEST: Final = {True: 24, False: 8}


def require_typeset(formula: TypedFormula) -> None:
    """Make sure that a formula can be printed.

    Raises:
        UserError: it cannot; names file and line.
    """
    named = f"{formula.place}: the formula {cut(formula.tex)}"
    try:
        with fonts.using(fonts.liberation()):  # in which formulas are set whatever the text is
            require_glyphs([formula.tex])
        made = typeset(formula.tex, display=formula.display)
    except UserError as error:
        raise UserError(f"{formula.place}: {error}") from None
    except FormulaError as error:
        raise UserError(f"{named} cannot be read: {error.reason}") from None
    if made.width > _WIDEST[formula.display]:
        raise UserError(f"{named} is wider than a line")
    if made.height > _TALLEST[formula.display]:
        raise UserError(f"{named} is too tall: it takes {made.height:.0f} lines")

"""Checks that the formulas in the student's words can be typeset, before anything is computed."""

from typing import Final

from lab1report.errors import UserError
from lab1report.figures import fonts
from lab1report.messages import _, joined, ngettext
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
    place, tex = formula.place, cut(formula.tex)
    try:
        with fonts.using(fonts.liberation()):  # in which formulas are set whatever the text is
            require_glyphs([formula.tex])
        made = typeset(formula.tex, display=formula.display)
    except UserError as error:
        raise UserError(joined(": ", (place, error))) from None
    except FormulaError as error:
        raise UserError(
            _("{place}: the formula {formula} cannot be read: {reason}").format(
                place=place, formula=tex, reason=error.reason
            )
        ) from None
    if made.width > _WIDEST[formula.display]:
        message = _("{place}: the formula {formula} is wider than a line")
        raise UserError(message.format(place=place, formula=tex))
    if made.height > _TALLEST[formula.display]:
        lines = round(made.height)
        message = ngettext(
            "{place}: the formula {formula} is too tall: it takes {lines} line",
            "{place}: the formula {formula} is too tall: it takes {lines} lines",
            lines,
        )
        raise UserError(message.format(place=place, formula=tex, lines=lines))

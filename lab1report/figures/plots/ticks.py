"""Labels the ticks of axes as the language of the report writes numbers."""

from matplotlib.ticker import FuncFormatter, ScalarFormatter

from lab1report.figures.numerals import Numerals


def linear_ticks(numerals: Numerals) -> ScalarFormatter:
    """Tick labels of a linear axis: all with the same number of decimals."""
    return _LinearTicks(numerals)


def log_ticks(numerals: Numerals) -> FuncFormatter:
    """Tick labels of a logarithmic axis: each in full, with no powers of ten."""
    return FuncFormatter(lambda value, _position: numerals.shortest(value))


class _LinearTicks(ScalarFormatter):
    def __init__(self, numerals: Numerals) -> None:
        super().__init__(useOffset=False, useMathText=False)
        self.set_scientific(False)
        self._numerals = numerals

    def __call__(self, x: float, pos: int | None = None) -> str:
        text = super().__call__(x, pos)
        return self._numerals.localize(text) if text else text

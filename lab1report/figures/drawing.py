"""The type of a figure that is not drawn yet.

A drawing is a function, called only if no earlier build stored the picture; matplotlib is imported
no earlier than that.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Drawing = Callable[[], "Figure"]

Labels = Mapping[str, Any]
"""The words on the figures, templates/<language>/figures.toml."""

Arguments = Mapping[str, Any] | Callable[[Labels], Mapping[str, Any]]


def drawings_of(figures: Mapping[str, Arguments], labels: Labels) -> dict[str, Drawing]:
    """The drawings of figures by their names: "xor-loss" is drawn by `plots.xor.loss`.

    Args:
        figures: what each function is called with beside `labels`, or what computes it from them.
    """
    return {name: partial(_draw, name, given, labels) for name, given in figures.items()}


def _draw(name: str, arguments: Arguments, labels: Labels) -> "Figure":
    from lab1report.figures.plots import cifar, regression, series, xor

    section, _, function = name.partition("-")
    plots = {"regression": regression, "xor": xor, "cifar": cifar, "series": series}[section]
    given = arguments(labels) if callable(arguments) else arguments
    figure: Figure = getattr(plots, function)(**given, labels=labels)
    return figure

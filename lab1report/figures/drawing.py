"""The type of a figure that is not drawn yet.

A drawing is a function, called only if no earlier build stored the picture; matplotlib is imported
no earlier than that.
"""

from collections.abc import Callable, Mapping
from functools import partial
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Drawing = Callable[[], "Figure"]

Labels = Mapping[str, Any]
"""The words on the figures, templates/<language>/figures.toml."""

Arguments = Mapping[str, Any] | Callable[[Labels], Mapping[str, Any]]


def drawings_of(
    figures: Mapping[str, Arguments], labels: Labels, *, plots: Callable[[], ModuleType]
) -> dict[str, Drawing]:
    """The drawings of figures by their names: "xor-loss" is drawn by the function `loss`.

    Args:
        figures: what each function is called with beside `labels`, or what computes it from them.
        plots: imports the module of the section's functions, which imports matplotlib.
    """
    return {name: partial(_draw, name, given, labels, plots) for name, given in figures.items()}


def _draw(
    name: str, arguments: Arguments, labels: Labels, plots: Callable[[], ModuleType]
) -> "Figure":
    function = getattr(plots(), name.partition("-")[2])
    given = arguments(labels) if callable(arguments) else arguments
    figure: Figure = function(**given, labels=labels)
    return figure

"""The type of a figure that is not drawn yet.

A drawing is a function, called only if no earlier build stored the picture; matplotlib is imported
no earlier than that.
"""

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Drawing = Callable[[], "Figure"]

Labels = Mapping[str, Any]
"""The words on the figures, templates/<language>/figures.toml."""


def drawing(plots: Callable[[], ModuleType], function: str, **arguments: Any) -> Drawing:
    """The figure that a function of a module of plots draws.

    Args:
        plots: imports the module and returns it, when the figure is drawn.
        function: its name there.
    """

    def draw() -> "Figure":
        figure: Figure = getattr(plots(), function)(**arguments)
        return figure

    return draw

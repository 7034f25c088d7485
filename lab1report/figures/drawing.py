"""What a figure is before it is drawn.

A drawing is made only when it is called, so that a figure kept from an earlier build costs
nothing; matplotlib is imported no earlier than that.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Drawing = Callable[[], "Figure"]

Labels = Mapping[str, Any]
"""The words on the figures, templates/<language>/figures.toml."""

"""Lists the schemes of the networks for the defence."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from lab1report.figures.drawing import Drawing, Labels
from lab1report.findings.defence.prepare import Defence, Scheme

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def drawings(defence: Defence, titles: Sequence[str], labels: Labels) -> dict[str, Drawing]:
    """The figures by the name that the templates use.

    Args:
        titles: of the three classes, in the order of the assignment.
        labels: the words on the figures, templates/<language>/figures.toml.
    """
    return {
        f"network-{scheme.id}": partial(_scheme, scheme, titles, labels)
        for scheme in defence.schemes
    }


def _scheme(scheme: Scheme, titles: Sequence[str], labels: Labels) -> "Figure":
    from lab1report.figures.plots import networks

    network = scheme.network
    # The signs are those of the report's formulas
    outputs = {"regression": [r"$\hat{y}$"], "xor": ["$p$"]}.get(scheme.id, titles)
    return networks.scheme(
        sizes=(network.inputs, *(layer.units for layer in network.layers)),
        activations=[layer.activation for layer in network.layers],
        inputs="$x{number}$",
        outputs=outputs,
        labels=labels,
    )

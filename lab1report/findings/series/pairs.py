"""Pairs networks of the series that differ in one thing, so that it explains their difference."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lab1report.findings.series.findings import NetworkFindings, PairKind
from lab1report.findings.series.variants import VariantFindings
from lab1report.model import RunSpec


class Choice(NamedTuple):
    """The second has more units or layers, Adam, changed colours, or tuned hyperparameters."""

    kind: PairKind
    first: VariantFindings
    second: VariantFindings


def choose(
    networks: Sequence[NetworkFindings], overfitting: Sequence[VariantFindings], base: RunSpec
) -> Iterator[Choice]:
    """The pairs of `PairKind` that there are among the networks.

    Args:
        overfitting: other variants; one with the layers of a network has the base's
            hyperparameters in place of those that were searched for.
    """
    found = [network.variant for network in networks]
    usual = [one for one in networks if one.variant.spec.saturation == base.saturation]
    yield from _units([one.variant for one in usual])
    single = [one for one in usual if len(one.variant.spec.hidden) == 1]
    deep = [one for one in usual if len(one.variant.spec.hidden) > 1]
    if single and deep:
        yield Choice("layers", _best(single), _best(deep))
    for one in found:
        for other in found:
            a, b = one.spec, other.spec
            if a.hidden != b.hidden:
                continue
            if a.saturation == b.saturation and a.optimizer != "Adam" == b.optimizer:
                yield Choice("optimizer", one, other)
            if (a.optimizer, b.optimizer) == ("SGD", "momentum") and a.saturation == b.saturation:
                yield Choice("momentum", one, other)
            if a.optimizer == b.optimizer and a.saturation == base.saturation != b.saturation:
                yield Choice("saturation", one, other)
    for tuned in found:
        for plain in overfitting:
            a, b = plain.spec, tuned.spec
            if a.hidden == base.hidden:  # stopped, or with another rate
                continue
            if (a.hidden, a.optimizer, a.saturation) == (b.hidden, b.optimizer, b.saturation):
                yield Choice("search", plain, tuned)


def _units(usual: Sequence[VariantFindings]) -> Iterator[Choice]:
    row = [one for one in usual if len(one.spec.hidden) == 1 and one.spec.optimizer == "SGD"]
    row.sort(key=lambda one: one.parameters)
    if len(row) > 1:
        yield Choice("units", row[0], row[-1])
    if len(row) > 2:
        yield Choice("more units", row[1], row[-1])


def _best(networks: Sequence[NetworkFindings]) -> VariantFindings:
    """By validation; among equals the first."""
    return max(networks, key=lambda network: network.validation.mean).variant

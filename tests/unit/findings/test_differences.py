"""What sets a variant apart, and by what factor."""

from dataclasses import replace
from typing import Any

import pytest

from lab1report.findings.statistics.differences import Difference, Ratio, named_alike
from lab1report.model import SeriesPart
from tests.made_findings import BASE, NOTHING, variant

USUAL = variant("base", "classes", None)


def apart(part: SeriesPart = "overfitting", name: str = "changed", **changes: Any) -> Difference:
    return variant(name, part, NOTHING, **changes).apart_from(USUAL)


@pytest.mark.parametrize(
    ("value", "tolerance", "direction", "times"),
    [
        (4.0, 0.0, "more", 4.0),
        (0.25, 0.0, "less", 4.0),
        (1.0, 0.0, "same", 1.0),
        (1.0001, 0.0, "more", 1.0001),
        (1.04, 0.05, "same", 1.04),
        (1.06, 0.05, "more", 1.06),
        (0.94, 0.05, "less", 1 / 0.94),
    ],
)
def test_ratio(value: float, tolerance: float, direction: str, times: float) -> None:
    ratio = Ratio(value=value, tolerance=tolerance)
    assert ratio.direction == direction
    assert ratio.times == pytest.approx(times)


@pytest.mark.parametrize(
    ("difference", "kind", "settings"),
    [
        (USUAL.apart_from(USUAL), "none", ()),
        (apart("network", hidden=(20,), lr=0.1), "network", ("hidden", "lr")),
        (apart(optimizer="Adam"), "settings", ("optimizer",)),
        (apart(hidden=(5,), epochs=9), "settings", ("hidden",)),
        (apart("best", saturation=4.0), "settings", ("saturation",)),
        (apart(share=0.5, epochs=500), "settings", ("share",)),
        (apart("batch", batch_size=64, lr=0.1), "settings", ("batch_size", "lr")),
        (apart("best", schedule="linear"), "settings", ("lr",)),
        (apart(epochs=9), "stopped", ()),
        (apart(), "stopped", ()),
        (apart(epochs=BASE.epochs + 1), "longer", ()),
    ],
)
def test_what_sets_apart(difference: Difference, kind: str, settings: tuple[str, ...]) -> None:
    assert difference.kind == kind
    assert difference.settings == settings


def test_epochs_belong_to_the_name_of_batches_and_rates() -> None:
    assert apart("batch", batch_size=64, epochs=25).changes_epochs_too
    assert apart("rate", lr=0.001).changes_epochs_too
    assert apart("best", lr=0.06, epochs=6).changes_epochs_too
    assert not apart("overfitting", hidden=(5,)).changes_epochs_too


def test_factors() -> None:
    found = apart(lr=BASE.lr / 10, epochs=2 * BASE.epochs, batch_size=BASE.batch_size // 4)
    assert found.lr.direction == "less"
    assert found.lr.times == pytest.approx(10)
    assert (found.epochs.direction, found.epochs.times) == ("more", 2)
    assert (found.batch_size.direction, found.batch_size.times) == ("less", 4)
    assert apart(hidden=(20, 10)).units.value == 30 / sum(BASE.hidden)
    assert apart(saturation=4.0).saturation.times == 4


@pytest.mark.parametrize(
    ("share", "epochs", "same"),
    [(0.5, 2.0, True), (0.5, 2.03, False), (0.5, 1, False), (1, 1, False)],
)
def test_iterations_stay_if_epochs_grow_as_images_get_fewer(
    share: float, epochs: float, same: bool
) -> None:
    base = variant("base", "classes", None, epochs=200)
    found = variant("part", "overfitting", NOTHING, share=share, epochs=round(200 * epochs))
    assert found.apart_from(base).same_iterations == same


def test_variants_of_one_name_are_told_by_their_epochs() -> None:
    slower = apart("overfitting", lr=0.0005)
    much_slower = apart("rate", lr=0.0005, epochs=480)
    stopped, other = apart(epochs=48), apart(epochs=40)
    network = apart("network", hidden=(20,), lr=0.06)
    retuned = replace(network, spec=replace(network.spec, lr=0.03))
    found = named_alike([slower, much_slower, stopped, other, network, retuned])
    assert found == (True, True, False, False, True, True)

"""Which of the values that a search chose have nothing tried beyond them."""

from dataclasses import replace

import pytest

from lab1report.findings.series.networks import edges
from tests import specs

MIDDLE = replace(specs.BASE, lr=0.06, batch_size=16, epochs=6, fold=0, folds=3)
POINTS = (
    MIDDLE,
    *(replace(MIDDLE, lr=lr) for lr in (0.015, 0.12)),
    *(replace(MIDDLE, batch_size=size) for size in (8, 64)),
    *(replace(MIDDLE, epochs=epochs) for epochs in (3, 12)),
)


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, ()),
        ({"lr": 0.015}, ("lr",)),
        ({"lr": 0.12}, ("lr",)),
        ({"batch_size": 8}, ("batch_size",)),
        ({"epochs": 12}, ("epochs",)),
        ({"epochs": 3, "lr": 0.12}, ("lr", "epochs")),
    ],
)
def test_least_and_greatest_are_edges(changes: dict[str, float], found: tuple[str, ...]) -> None:
    assert edges(POINTS, replace(MIDDLE, **changes)) == found  # type: ignore[arg-type]


@pytest.mark.parametrize(("factor", "found"), [(2, ()), (4, ()), (6, ("saturation",))])
def test_usual_colours_were_tried_by_another_network(factor: float, found: tuple[str, ...]) -> None:
    points = tuple(replace(MIDDLE, saturation=one) for one in (2.0, 4.0, 6.0))
    assert edges(points, replace(MIDDLE, saturation=factor), usual=1.0) == found


def test_what_was_not_searched_has_no_edge() -> None:
    assert edges((MIDDLE,), MIDDLE, usual=1.0) == ()

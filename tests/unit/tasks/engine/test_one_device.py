"""A pass keeps to the device of its images, as a GPU asks; tried on one that has no memory.

There no number is computed, so that the parts of a pass are called one by one, up to the curves.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

from lab1report.tasks.engine import train
from lab1report.tasks.engine.image_tensors import Chosen, Images
from tests.unit.tasks.engine.conftest import CLASSES, make_spec, read_part

ELSEWHERE = torch.device("meta")
COPIES = {"aten._to_copy.default", "aten.copy_.default"}  # they are there to change the device


class Watch(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Notes operators that are given numbers of more than one device."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.used: set[str] = set()
        self.mixed: set[str] = set()

    def __torch_dispatch__(
        self, func: Any, types: Any, args: Sequence[Any] = (), kwargs: Any = None
    ) -> Any:
        name, given = str(func), tree_leaves([args, kwargs])
        # A single number may come from the processor, and so may the places in a GPU's tensor
        devices = {one.device for one in given if isinstance(one, Tensor) and one.dim()}
        indexed = name == "aten.index.Tensor" and args[0].device == ELSEWHERE
        if ELSEWHERE in devices:
            self.used.add(name)
        if len(devices) > 1 and not indexed and name not in COPIES:
            self.mixed.add(name)
        return func(*args, **(kwargs or {}))


@pytest.mark.parametrize("optimizer", ["SGD", "momentum", "Adam"])
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"batch_size": 8},
        {"share": 0.5},
        {"fold": 1, "folds": 3},
        {"schedule": "linear", "hidden": (6, 5)},
    ],
    ids=str,
)
def test_nothing_of_the_processor_is_mixed_in(optimizer: str, changes: dict[str, object]) -> None:
    spec = make_spec(optimizer=optimizer, **changes)
    here = Images(CLASSES, read_part).choose(spec)  # by labels, which are nowhere else
    chosen = Chosen(learnt=here.learnt.to(ELSEWHERE), held=here.held.to(ELSEWHERE))
    with Watch() as watch, torch.inference_mode():
        images = Images(CLASSES, read_part, device=ELSEWHERE)
        shorter = replace(spec, seed=4, epochs=1)
        layers = train._layers((spec, shorter), images, chosen, 4, sample_basis=True)
        order = torch.randperm(len(chosen.learnt)).to(images.y.device)
        for layer in layers:
            layer.epoch(order, spec.batch_size)
            for group, parts in zip(layer.groups, layer.outputs(), strict=True):
                for outputs, own in zip(parts, (chosen.learnt, chosen.held), strict=True):
                    logits = group.logits(outputs)
                    figures = train._figures(logits, images.y[own])
                    assert {one.device for one in (logits, *figures)} == {ELSEWHERE}
            assert train._drop_ended(layer, 1) == [shorter]
            layer.epoch(order, spec.batch_size)
    assert not watch.mixed
    assert {"aten.bmm.default", "aten.index_select.default"} <= watch.used


def test_mixing_would_be_seen() -> None:
    with Watch() as watch:
        torch.empty(2, 2, device=ELSEWHERE).mm(torch.ones(2, 2))
    assert watch.mixed == {"aten.mm.default"}

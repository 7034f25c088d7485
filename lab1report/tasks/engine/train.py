"""Trains many specifications in one pass, if they share their batches; a result for each."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from lab1report.data.seeds import derive
from lab1report.model import RunSpec
from lab1report.tasks.engine.group import Group
from lab1report.tasks.engine.image_tensors import Chosen, Images
from lab1report.tasks.engine.sample_basis import SampleBasis
from lab1report.tasks.engine.weights import Weights


@dataclass(frozen=True, kw_only=True)
class Trained:
    """What one training measured, by the names of `tasks.series.run`; `seconds` is its share."""

    spec: RunSpec
    values: dict[str, Any]
    arrays: dict[str, NDArray[Any]]
    seconds: float


def train(
    specs: Sequence[RunSpec],
    images: Images,
    *,
    sample_basis: bool = True,
    done: Callable[[float], None] | None = None,
) -> Iterator[Trained]:
    """Train all of `specs` in one pass; yield each result after its last epoch.

    A shorter training that is otherwise equal is a prefix of a longer one, and is not repeated.

    Args:
        specs: with the same `batches`; all else may differ.
        images: of their classes and saturation; their type and device are those of the
            computation.
        sample_basis: whether to use it where the optimiser allows (see `sample_basis.py`).
        done: told after every epoch which share of the work is done.

    Raises:
        ValueError: the specifications do not share their batches, or the images are others.
    """
    specs = list(dict.fromkeys(specs))
    if len({spec.batches for spec in specs}) != 1:
        raise ValueError("only trainings that share their batches can share a pass")
    first = specs[0]
    if (images.classes, images.saturation) != (first.classes, first.saturation):
        raise ValueError("the images are not those that the trainings see")
    chosen = images.choose(first)
    steps = -(-len(chosen.learnt) // first.batch_size)
    beginnings = _beginnings(specs)
    layers = _layers(tuple(beginnings), images, chosen, steps, sample_basis=sample_basis)
    records = {spec: _Record() for spec in beginnings}
    labels = images.y[chosen.learnt], images.y[chosen.held]
    generator = torch.Generator().manual_seed(derive(first.order, "cifar", "order"))
    work = sum(map(_work, beginnings))
    started, worked, epoch = time.perf_counter(), 0.0, 0
    with torch.inference_mode():
        while layers:
            epoch += 1
            order = torch.randperm(len(chosen.learnt), generator=generator).to(images.y.device)
            for layer in layers:
                layer.epoch(order, first.batch_size)
                _evaluate(layer, labels, records)
            worked += sum(_work(s) / s.epochs for la in layers for g in la.groups for s in g.specs)
            if done is not None:
                done(worked / work)
            elapsed = time.perf_counter() - started
            for longest, record in records.items():
                for spec in beginnings[longest]:
                    if spec.epochs == epoch:
                        seconds = elapsed * _work(spec) / worked
                        yield record.result(spec, images, labels, seconds)
            for layer in layers:
                for spec in _drop_ended(layer, epoch):
                    del records[spec]
            layers = [layer for layer in layers if layer.groups]


def _beginnings(specs: Sequence[RunSpec]) -> dict[RunSpec, list[RunSpec]]:
    """The trainings to make, each with those of `specs` that are it or its beginning."""
    alike: dict[RunSpec, list[RunSpec]] = {}
    for spec in specs:
        falls = spec.schedule == "linear"  # how fast depends on the number of epochs
        alike.setdefault(spec if falls else replace(spec, epochs=0), []).append(spec)
    return {max(same, key=lambda spec: spec.epochs): same for same in alike.values()}


def _work(spec: RunSpec) -> float:
    """The cost of a training, up to a constant factor."""
    return sum(spec.hidden) * spec.epochs


def _layers(
    specs: Sequence[RunSpec], images: Images, chosen: Chosen, steps: int, *, sample_basis: bool
) -> list[SampleBasis | Weights]:
    layers: list[SampleBasis | Weights] = []
    ordered = sorted(specs, key=lambda spec: (spec.optimizer, spec.hidden))
    for optimizer, own in groupby(ordered, key=lambda spec: spec.optimizer):
        groups = [
            Group(
                list(alike),
                inputs=images.x.shape[1],
                classes=len(images.classes),
                steps=steps,
                like=images.x,
            )
            for _, alike in groupby(own, key=lambda spec: spec.hidden)
        ]
        kind = SampleBasis if sample_basis and optimizer != "Adam" else Weights
        layers.append(kind(groups, images, chosen))
    return layers


def _drop_ended(layer: SampleBasis | Weights, epoch: int) -> list[RunSpec]:
    """Remove the models that have finished all their epochs from the pass."""
    ended = [spec for group in layer.groups for spec in group.specs if spec.epochs == epoch]
    if not ended:
        return []
    rows, start = [], 0
    for group in layer.groups:
        models = [place for place, spec in enumerate(group.specs) if spec.epochs > epoch]
        units = torch.arange(group.units)
        rows += [start + model * group.units + units for model in models]
        start += group.rows
        group.keep(torch.tensor(models, dtype=torch.long))
    layer.groups = [group for group in layer.groups if group.specs]
    if rows:
        layer.keep(torch.cat(rows))
    return ended


@dataclass
class _Record:
    """The curves of one model, and its answers after the last epoch and at the lowest loss.

    Answers are logits (classes, images), of the images learnt from and of those held back.
    """

    curves: list[tuple[float, float, float, float]] = field(default_factory=list)
    best_epoch: int = 0
    best_loss: float = float("inf")
    final: tuple[Tensor, ...] = ()
    best: tuple[Tensor, ...] = ()

    def add(self, figures: Sequence[float], learnt: Tensor, held: Tensor) -> None:
        """Record one epoch: loss and accuracy, of the images learnt from and of those held back."""
        self.curves.append((figures[0], figures[1], figures[2], figures[3]))
        self.final = learnt, held
        if not self.best or figures[2] < self.best_loss:
            self.best_epoch, self.best_loss = len(self.curves), figures[2]
            self.best = learnt, held

    def result(
        self, spec: RunSpec, images: Images, labels: tuple[Tensor, Tensor], seconds: float
    ) -> Trained:
        held = spec.held_part
        curves = np.array(self.curves, dtype=np.float64).T
        arrays: dict[str, NDArray[Any]] = {
            "train_loss": curves[0],
            "train_accuracy": curves[1],
            f"{held}_loss": curves[2],
            f"{held}_accuracy": curves[3],
            "train_labels": labels[0].cpu().numpy(),
            f"{held}_labels": labels[1].cpu().numpy(),
        }
        for state, logits in (("final", self.final), ("best", self.best)):
            for part, own, truth in zip(("train", held), logits, labels, strict=True):
                arrays[f"{part}_confusion_{state}"] = _confusion(own, truth)
            arrays[f"{held}_{state}"] = _probability(logits[1])
        arrays["train_final"] = _probability(self.final[0])
        return Trained(
            spec=spec,
            values={
                "best_epoch": self.best_epoch,
                "best_loss": self.best_loss,
                "parameters": spec.parameters(images.x.shape[1]),
            },
            arrays=arrays,
            seconds=round(seconds, 4),
        )


def _evaluate(
    layer: SampleBasis | Weights,
    labels: tuple[Tensor, Tensor],
    records: dict[RunSpec, _Record],
) -> None:
    for group, outputs in zip(layer.groups, layer.outputs(), strict=True):
        logits = [group.logits(part) for part in outputs]
        figures = [
            figure
            for own, truth in zip(logits, labels, strict=True)
            for figure in _figures(own, truth)
        ]
        rows = torch.stack(figures, dim=1).tolist()
        for place, spec in enumerate(group.specs):
            records[spec].add(rows[place], logits[0][place], logits[1][place])


def _figures(logits: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
    """Mean cross-entropy (nats) and accuracy of each model, (models,)."""
    truth = labels.expand(len(logits), -1)
    loss = torch.nn.functional.cross_entropy(logits, truth, reduction="none").mean(dim=1)
    right = (_answers(logits) == labels).double().mean(dim=1)
    return loss.double(), right


def _answers(logits: Tensor) -> Tensor:
    """(models, images): the place of the largest of the logits (models, classes, images).

    As `argmax` over the classes, the first of equals, which is slow along a dimension this short.
    """
    top = logits[:, 0]
    answers = torch.zeros_like(top, dtype=torch.int64)
    for place in range(1, logits.shape[1]):
        answers.masked_fill_(logits[:, place] > top, place)
        top = torch.maximum(top, logits[:, place])
    return answers


def _probability(logits: Tensor) -> NDArray[np.float32]:
    """(images, classes) of logits (classes, images)."""
    found: NDArray[np.float32] = logits.softmax(dim=0).T.contiguous().float().cpu().numpy()
    return found


def _confusion(logits: Tensor, labels: Tensor) -> NDArray[np.int64]:
    """(classes, classes): how many images of each class, in rows, were taken for which."""
    classes = len(logits)
    pairs = labels * classes + _answers(logits[None])[0]
    return torch.bincount(pairs, minlength=classes**2).view(classes, classes).cpu().numpy()

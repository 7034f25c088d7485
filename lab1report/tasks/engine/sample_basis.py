"""The first layers of many models at once, without their weights: why this package is fast.

Gradient descent, with momentum or without, changes a first layer W (units, inputs) by multiples of
the training images x alone: W = W0 + A X with X (n, inputs) and A (units, n). Its outputs for all
images are P = W Xᵀ = W0 Xᵀ + A G, with the Gram matrix G = X Xᵀ, and one iteration with the
derivatives D (units, batch) by the batch's columns of P is

    A[:, batch] -= D,    that is    P -= D G[batch].

So P is all that has to be stored. Its columns of the batch are the forward pass; the backward
product with the 3072 inputs is gone; and the outputs for all training and test images are there
after every epoch for nothing. Models lie side by side in the rows of P, so that one product serves
them all: 2 · units · batch · images operations an iteration, at the speed of a large product.

With momentum the velocity has the same form: V = 0.9 V + D G[batch], P -= lr V.

Batches below `_BLOCK` images would make that product narrow, bound by memory. Without momentum the
columns of the next few batches are then brought up to date first, alone, and the rest of P once
for all of them. The sums are the same but for the order of their terms.

MKL rounds a row of a product of few columns by its place among the rows, unless the columns are a
multiple of four: those of a block are filled up by zeros, so that a model's numbers do not depend
on the models beside it.

Exact but for rounding (docs/explanation/series.md). Adam's steps leave the span of the images:
`weights.py`.
"""

from collections.abc import Sequence

import torch
from torch import Tensor

from lab1report.tasks.engine.group import ALIGNED, Group, widened
from lab1report.tasks.engine.image_tensors import Chosen, Images
from lab1report.tasks.engine.optimizers import MOMENTUM
from lab1report.tasks.engine.products import add_product

_BLOCK = 128


class SampleBasis:
    """The fused first layers of groups that are all trained by SGD, or all with momentum."""

    def __init__(self, groups: Sequence[Group], images: Images, chosen: Chosen) -> None:
        self.groups = list(groups)
        columns = torch.cat([chosen.learnt, chosen.held])
        self._gram = images.gram[chosen.learnt[:, None], columns]
        self._learnt = len(chosen.learnt)
        whole = len(columns) == len(images.y)
        starts = [images.start(spec.hidden, spec.seed) for g in groups for spec in g.specs]
        self._outputs = torch.cat(starts if whole else [start[:, columns] for start in starts])
        self._velocity = (
            torch.zeros_like(self._outputs) if groups[0].optimizer == "momentum" else None
        )
        y = images.y[chosen.learnt]
        self._targets = torch.nn.functional.one_hot(y, len(images.classes)).T.to(self._gram)

    def epoch(self, order: Tensor, batch_size: int) -> None:
        """One pass over the images in `order`, places among those learnt from."""
        narrow = batch_size < _BLOCK and self._velocity is None
        size = batch_size * (_BLOCK // batch_size) if narrow else batch_size
        for block in torch.split(order, size):
            gram = self._gram.index_select(0, block)
            outputs = self._outputs.index_select(1, block)
            targets = self._targets.index_select(1, block)
            if len(block) <= batch_size:
                self._update(self._step(outputs, targets), gram)
                continue
            steps = torch.empty_like(outputs)
            outputs, within = widened(outputs), widened(gram.index_select(1, block))
            for low in range(0, len(block), batch_size):
                high = min(low + batch_size, len(block))
                step = self._step(outputs[:, low:high], targets[:, low:high])
                steps[:, low:high] = step
                if high < len(block):
                    later = high // ALIGNED * ALIGNED  # a few columns more, not needed any more
                    outputs[:, later:].sub_(step @ within[low:high, later:])
            self._update(steps, gram)

    def outputs(self) -> list[tuple[Tensor, Tensor]]:
        """For each group its rows for the images learnt from, and for the held ones."""
        rows = torch.split(self._outputs, [group.rows for group in self.groups])
        return [(part[:, : self._learnt], part[:, self._learnt :]) for part in rows]

    def keep(self, rows: Tensor) -> None:
        """Continue with these rows only; the groups know already."""
        self._outputs = self._outputs[rows]
        if self._velocity is not None:
            self._velocity = self._velocity[rows]

    def _step(self, outputs: Tensor, targets: Tensor) -> Tensor:
        if len(self.groups) == 1:
            return self.groups[0].step(outputs, targets)
        rows = outputs.split_with_sizes([group.rows for group in self.groups])
        return torch.cat(
            [group.step(part, targets) for group, part in zip(self.groups, rows, strict=True)]
        )

    def _update(self, steps: Tensor, gram: Tensor) -> None:
        if self._velocity is None:
            add_product(self._outputs, steps.neg_(), gram)
            return
        add_product(self._velocity.mul_(MOMENTUM), steps, gram)
        lr = torch.cat([group.row_lr for group in self.groups])
        self._outputs.addcmul_(self._velocity, lr, value=-1)

"""The layers after the first, of many models with the same hidden layers and optimiser.

The first layer's outputs come as (units, images), each model's units after one another, because
that is what its fused matrix product gives; the layers after it are products of batches of
matrices, one a model.

How MKL rounds such a product depends on where its matrices begin in memory: on a Zen 4 core, at a
multiple of 16 bytes or elsewhere. A model's numbers would then depend on its place among the
others, and a build that was interrupted would end with other ones, since it trains only what is
missing. All values therefore lie in rows of a multiple of `ALIGNED` numbers, with zeros in the
columns past the images where there are derivatives, so that each model begins at 16 bytes.
"""

from collections.abc import Sequence

import torch
from torch import Tensor

from lab1report.model import RunSpec
from lab1report.tasks.engine.image_tensors import initial
from lab1report.tasks.engine.optimizers import rule

ALIGNED = 4


def widened(values: Tensor) -> Tensor:
    """`values` (rows, columns) with columns of zeros up to a multiple of `ALIGNED`."""
    return torch.nn.functional.pad(values, (0, -values.shape[1] % ALIGNED))


class Group:
    """The layers after the first of `specs`, which differ in seed, learning rate and epochs only.

    Args:
        inputs, classes: sizes of the networks' input and output.
        steps: iterations an epoch, by which the learning rate falls where it does.
        like: a tensor of the type and on the device wanted.
    """

    def __init__(
        self, specs: Sequence[RunSpec], *, inputs: int, classes: int, steps: int, like: Tensor
    ) -> None:
        self.specs = list(specs)
        first = specs[0]
        self.units, self.optimizer = first.hidden[0], first.optimizer
        starts = [initial(spec.hidden, classes, inputs, spec.seed) for spec in specs]
        self._weights = [
            torch.stack([start[layer][0] for start in starts]).to(like)
            for layer in range(1, len(first.hidden) + 1)
        ]
        self._biases = [
            torch.stack([start[layer][1] for start in starts])[:, :, None].to(like)
            for layer in range(1, len(first.hidden) + 1)
        ]
        self._weight_rules = [rule(self.optimizer, weight) for weight in self._weights]
        self._bias_rules = [rule(self.optimizer, bias) for bias in self._biases]
        self._lr = like.new_tensor([spec.lr for spec in specs])[:, None, None]
        self._fall = like.new_tensor(
            [1 / (spec.epochs * steps) if spec.schedule == "linear" else 0.0 for spec in specs]
        )[:, None, None]
        self._falls = any(spec.schedule == "linear" for spec in specs)
        self._done = 0
        self.lr = self._lr
        self._shares: dict[int, Tensor] = {}

    @property
    def rows(self) -> int:
        """How many rows of the fused first layer are the group's."""
        return len(self.specs) * self.units

    @property
    def row_lr(self) -> Tensor:
        """(rows, 1): the learning rate now of each unit of the first layer."""
        return self.lr.flatten().repeat_interleave(self.units)[:, None]

    def logits(self, before: Tensor) -> Tensor:
        """(models, classes, images) for the first layer's outputs `before` (rows, images)."""
        return self._forward(before)[-1][..., : before.shape[1]]

    def step(self, before: Tensor, targets: Tensor) -> Tensor:
        """One iteration of the layers after the first; gives the gradient for the first.

        Args:
            before: (rows, batch), the first layer's outputs before its ReLU.
            targets: (classes, batch), one-hot.

        Returns:
            (rows, batch): the derivative of the mean loss by `before`, for SGD times the rate.
        """
        self.lr = self._lr * (1 - self._done * self._fall) if self._falls else self._lr
        self._done += 1
        values = self._forward(before)
        batch = before.shape[1]
        change = values[-1].softmax(dim=1)
        aligned = change.shape[2] == batch
        if aligned:
            change.sub_(targets)
        else:
            change[..., :batch].sub_(targets)
            change[..., batch:].zero_()
        change.mul_(self._share(batch) if self.optimizer == "SGD" else 1 / batch)
        for layer in reversed(range(len(self._weights))):
            weight, bias, below = self._weights[layer], self._biases[layer], values[layer]
            by_weight = torch.bmm(change, below.mT)
            by_bias = change.sum(dim=2, keepdim=True)
            change = torch.bmm(weight.mT, change)
            change = torch.ops.aten.threshold_backward(change, below, 0)
            self._weight_rules[layer].step(weight, by_weight, self.lr)
            self._bias_rules[layer].step(bias, by_bias, self.lr)
        rows = change.flatten(end_dim=1)
        return rows if aligned else rows[:, :batch].contiguous()

    def _share(self, batch: int) -> Tensor:
        """The learning rate now over the images of a batch; where it stays, divided once."""
        if self._falls:
            return self.lr / batch
        if batch not in self._shares:
            self._shares[batch] = self.lr / batch
        return self._shares[batch]

    def keep(self, models: Tensor) -> None:
        """Continue with these models only."""
        self.specs = [self.specs[model] for model in models.tolist()]
        self._weights = [weight[models] for weight in self._weights]
        self._biases = [bias[models] for bias in self._biases]
        self._lr, self._fall, self.lr = self._lr[models], self._fall[models], self.lr[models]
        self._shares.clear()
        for one in (*self._weight_rules, *self._bias_rules):
            one.keep(models)

    def _forward(self, before: Tensor) -> list[Tensor]:
        """The outputs of each layer, after ReLU but for the last, in rows of aligned length."""
        images = before.shape[1]
        if images % ALIGNED:
            first = before.new_empty(len(before), images + -images % ALIGNED)
            torch.clamp_min(before, 0, out=first[:, :images])
            first[:, images:] = 0
        else:
            first = before.clamp_min(0)
        values = [first.view(len(self.specs), self.units, -1)]
        for weight, bias in zip(self._weights, self._biases, strict=True):
            value = torch.baddbmm(bias, weight, values[-1])
            values.append(value if weight is self._weights[-1] else value.relu_())
        return values

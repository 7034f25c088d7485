"""The first layers of many models as weights: for Adam, and as a reference for `SampleBasis`."""

from collections.abc import Sequence

import torch
from torch import Tensor

from lab1report.tasks.engine.group import Group
from lab1report.tasks.engine.image_tensors import Chosen, Images, initial
from lab1report.tasks.engine.optimizers import rule
from lab1report.tasks.engine.products import product


class Weights:
    """The first layers of groups that share their optimiser; see `SampleBasis` for the methods."""

    def __init__(self, groups: Sequence[Group], images: Images, chosen: Chosen) -> None:
        self.groups = list(groups)
        self._learnt, self._held = images.x[chosen.learnt], images.x[chosen.held]
        starts = [
            initial(spec.hidden, len(images.classes), images.x.shape[1], spec.seed)[0]
            for group in groups
            for spec in group.specs
        ]
        self._weight = torch.cat([weight for weight, _ in starts]).to(images.x)
        self._bias = torch.cat([bias for _, bias in starts])[:, None].to(images.x)
        optimizer = groups[0].optimizer
        self._weight_rule = rule(optimizer, self._weight)
        self._bias_rule = rule(optimizer, self._bias)
        y = images.y[chosen.learnt]
        self._targets = torch.nn.functional.one_hot(y, len(images.classes)).T.to(images.x)

    def epoch(self, order: Tensor, batch_size: int) -> None:
        """One pass over the images in `order`, places among those learnt from."""
        for batch in torch.split(order, batch_size):
            x = self._learnt.index_select(0, batch)
            targets = self._targets.index_select(1, batch)
            rows = torch.split(self._outputs(x), [group.rows for group in self.groups])
            steps = torch.cat(
                [group.step(part, targets) for group, part in zip(self.groups, rows, strict=True)]
            )
            lr = torch.cat([group.row_lr for group in self.groups])
            self._weight_rule.step(self._weight, product(steps, x), lr)
            self._bias_rule.step(self._bias, steps.sum(dim=1, keepdim=True), lr)

    def outputs(self) -> list[tuple[Tensor, Tensor]]:
        """For each group its rows for the images learnt from, and for the held ones."""
        sizes = [group.rows for group in self.groups]
        learnt, held = (torch.split(self._outputs(x), sizes) for x in (self._learnt, self._held))
        return list(zip(learnt, held, strict=True))

    def keep(self, rows: Tensor) -> None:
        """Continue with these rows only; the groups know already."""
        self._weight, self._bias = self._weight[rows], self._bias[rows]
        self._weight_rule.keep(rows)
        self._bias_rule.keep(rows)

    def _outputs(self, x: Tensor) -> Tensor:
        return product(self._weight, x.T).add_(self._bias)

"""Computes matrix products in single precision by oneDNN, where that is faster.

PyTorch's own products go to MKL, which on other makers' processors than Intel's does without the
512-bit instructions. oneDNN, which comes with PyTorch for its compiler, takes what the processor
has. Measured in one thread, (250, 128) by (128, 1800) added in place: on a Zen 5 core 0.45 ms by
oneDNN and 0.98 ms by MKL, on a busy Zen 4 core 1.55 ms and 1.31 ms (a whole build takes the same
time), on an Intel Ice Lake core 1.37 ms and 1.03 ms. Both are IEEE single
precision and differ in rounding only. The operator is not part of PyTorch's public interface;
without it, on Intel's processors, in double precision and on a GPU, the ordinary products are used.
"""

from functools import cache

import torch
from torch import Tensor

from lab1report.store.processor import processor

_ROWS = 512  # of a product added at a time: more would leave the cache, and be memory new each time


def product(first: Tensor, second: Tensor) -> Tensor:
    """first (m, k) by second (k, n)."""
    if _fits(first):
        found: Tensor = torch.ops.mkldnn._linear_pointwise(first, second.T, None, "none", [], "")
        return found
    return first @ second


def add_product(summand: Tensor, first: Tensor, second: Tensor) -> None:
    """Add first (m, k) by second (k, n) to `summand` (m, n) in place."""
    if not _fits(first):
        summand.addmm_(first, second)
        return
    for low in range(0, len(summand), _ROWS):
        summand[low : low + _ROWS].add_(product(first[low : low + _ROWS], second))


def _fits(matrix: Tensor) -> bool:
    return matrix.dtype == torch.float32 and matrix.device.type == "cpu" and by_onednn()


@cache
def by_onednn() -> bool:
    """Whether products on the processor go to oneDNN.

    True where it is faster, and its operator exists and computes what is expected.
    """
    if not torch.backends.mkldnn.is_available() or processor().is_intels:  # type: ignore[no-untyped-call]
        return False
    first, second = torch.arange(6.0).view(2, 3), torch.arange(12.0).view(3, 4)
    try:
        linear = torch.ops.mkldnn._linear_pointwise
        found: Tensor = linear(first, second.T, None, "none", [], "")
    except (AttributeError, RuntimeError, TypeError):
        return False
    return torch.equal(found, first @ second)

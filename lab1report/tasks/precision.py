"""Keeps matrix products in full single precision, whatever PyTorch has been told before.

Many GPUs, and some processors, multiply single-precision matrices several times as fast with ten
bits of each factor (TF32). PyTorch does so only where it is told to: by a program that calls this
one, or by the variable TORCH_ALLOW_TF32_CUBLAS_OVERRIDE, which images of containers set.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import torch


@contextmanager
def full_precision() -> Iterator[None]:
    """Within the block products keep all 24 bits of their factors."""
    with _no_advice():
        try:
            before = torch.get_float32_matmul_precision()
        except RuntimeError:  # told by newer settings, which this older function cannot express
            before = None
        torch.set_float32_matmul_precision("highest")
    try:
        yield
    finally:
        if before is not None:
            with _no_advice():
                torch.set_float32_matmul_precision(before)


@contextmanager
def _no_advice() -> Iterator[None]:
    """PyTorch 2.9 for CUDA recommends its newer settings, which PyTorch 2.4 has not, to users."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        yield

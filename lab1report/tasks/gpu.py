"""Finds the GPU that PyTorch can use, if there is one."""

import torch


def gpu_name() -> str | None:
    """The name of the GPU that trainings would run on; None if there is none."""
    if not torch.cuda.is_available():
        return None
    return torch.cuda.get_device_name()

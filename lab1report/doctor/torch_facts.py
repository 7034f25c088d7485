"""Asks PyTorch about itself, in a process of its own (`importing.py`)."""

from lab1report.tasks.environment_used import environment
from lab1report.tasks.gpu import gpu_name


def torch_facts() -> str:
    """Its version, the instructions it uses, its library of products, the cores and the GPU."""
    own = environment()
    return (
        f"{own['torch']}, {own['vector']} instructions, {own['torch_products']}, "
        f"{own['cores']} cores, {gpu_name() or 'no GPU'}"
    )

"""Asks PyTorch about itself, in a process of its own (`importing.py`)."""

from lab1report.messages import _
from lab1report.tasks.environment_used import environment
from lab1report.tasks.gpu import gpu_name


def torch_facts() -> str:
    """Its version, the instructions it uses, its library of products, the cores and the GPU."""
    own = environment()
    return _("{torch}, {vector} instructions, {products}, {cores} cores, {gpu}").format(
        torch=own["torch"],
        vector=own["vector"],
        products=own["torch_products"],
        cores=own["cores"],
        gpu=gpu_name() or _("no GPU"),
    )

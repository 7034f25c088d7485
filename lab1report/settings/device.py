"""Chooses the device of the series: the processor, or a GPU if the user asks for one."""

from lab1report.errors import UserError
from lab1report.messages import _
from lab1report.model import CPU, DeviceChoice
from lab1report.store.environment import version


def resolve(choice: DeviceChoice) -> str:
    """The device that `choice` means on this machine: "cpu", or "cuda: " and the GPU's name.

    It is part of a result's key, since a GPU rounds otherwise. PyTorch, which takes seconds to
    load, is asked only where the answer is not known without it.

    Raises:
        UserError: a GPU is asked for and there is none that PyTorch can use.
    """
    if choice == "cpu":
        return CPU
    # A version of PyTorch that is built for processors alone says so
    if not version("torch").endswith("+cpu"):
        from lab1report.tasks.gpu import gpu_name

        if (name := gpu_name()) is not None:
            return f"cuda: {name}"
    if choice == "auto":
        return CPU
    raise UserError(
        _(
            "--device cuda: PyTorch {version} finds no GPU that it can use; leave the option out "
            "to train on the processor, or install a driver and a PyTorch that is built for CUDA"
        ).format(version=version("torch"))
    )

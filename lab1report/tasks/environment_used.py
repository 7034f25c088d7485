"""Describes what a result was computed with, as seen by the process that computed it."""

import re

import torch
from threadpoolctl import threadpool_info

from lab1report.model import CPU
from lab1report.store.environment import describe

_MKL = re.compile(r"Math Kernel Library Version (\S+)")
_ONEDNN = re.compile(r"MKL-DNN v(\S+)")
_BLAS = re.compile(r"BLAS_INFO=(\w+)")


def environment(*, device: str = CPU) -> dict[str, str]:
    """Versions, processor and libraries of this process, for a result that it computed just now.

    Call it where the result is computed, since the number of threads is the current one.

    Args:
        device: as `device.resolve` says.

    Returns:
        `describe()`, and `vector`: the processor's vector instructions that PyTorch uses;
        `torch_products` and `numpy_products`: the libraries of their matrix products, with
        versions; `threads`; `device`.
    """
    return {
        **describe(),
        "vector": torch.backends.cpu.get_cpu_capability(),
        "torch_products": torch_products(),
        "numpy_products": _numpy_products(),
        "threads": str(torch.get_num_threads()),
        "device": device,
    }


def torch_products() -> str:
    """The library of PyTorch's matrix products on a processor: "MKL 2024.2-Product"."""
    built = torch.__config__.show()
    if found := _MKL.search(built):
        return f"MKL {found[1]}"
    found = _BLAS.search(built)
    return found[1] if found else "unknown"


def onednn() -> str:
    """oneDNN as it comes with PyTorch: "oneDNN 3.12.0"."""
    found = _ONEDNN.search(torch.__config__.show())
    return f"oneDNN {found[1]}" if found else "oneDNN"


def _numpy_products() -> str:
    """Such as "OpenBLAS 0.3.31 (SkylakeX)": the processor's kind as the library takes it."""
    pools = [pool for pool in threadpool_info() if pool["user_api"] == "blas"]
    # SciPy may have brought another one; NumPy's comes with it, or both use the system's
    pools.sort(key=lambda pool: "numpy" not in pool["filepath"])
    if not pools:
        return "unknown"
    names = {"openblas": "OpenBLAS", "mkl": "MKL", "blis": "BLIS"}
    name = names.get(pools[0]["internal_api"], pools[0]["internal_api"])
    kind = pools[0].get("architecture")
    return f"{name} {pools[0]['version']}" + (f" ({kind})" if kind else "")

"""Identifies the processor, which decides how matrix products are computed and rounded.

Read from the system, not from PyTorch, which a build that computes nothing does not load.
"""

import os
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_DESCRIPTION = Path("/proc/cpuinfo")
_VECTORS = {
    "AVX512": {"avx512f", "avx512bw", "avx512dq", "avx512vl"},
    "AVX2": {"avx2", "fma"},
    "SVE": {"sve"},
    "NEON": {"asimd"},
}
"""Vector capabilities by the flags that they need, the widest first."""

# By these a user makes the libraries compute as on another processor, or less exactly
_VARIABLES = (
    "ATEN_CPU_CAPABILITY",
    "DNNL_MAX_CPU_ISA",
    "MKL_CBWR",
    "MKL_ENABLE_INSTRUCTIONS",
    "NPY_DISABLE_CPU_FEATURES",
    "NVIDIA_TF32_OVERRIDE",
    "ONEDNN_DEFAULT_FPMATH_MODE",
    "ONEDNN_MAX_CPU_ISA",
    "OPENBLAS_CORETYPE",
)


@dataclass(frozen=True, kw_only=True)
class Processor:
    """`name` for people; `vendor`, and `model` as the vendor counts them, empty where unknown."""

    name: str
    vendor: str
    model: str
    vector: str

    @property
    def is_intels(self) -> bool:
        return self.vendor == "GenuineIntel"


@cache  # a plan has hundreds of keys
def processor(description: Path = _DESCRIPTION) -> Processor:
    """The processor of this machine, as far as the system describes it."""
    facts = _facts(description)
    flags = set((facts.get("flags") or facts.get("Features") or "").split())
    return Processor(
        name=facts.get("model name") or platform.processor() or platform.machine() or "unknown",
        vendor=facts.get("vendor_id") or facts.get("CPU implementer") or "",
        model="/".join(facts.get(name, "") for name in ("cpu family", "model", "CPU part")),
        vector=next((name for name, needed in _VECTORS.items() if needed <= flags), ""),
    )


def inputs() -> Mapping[str, str]:
    """What of this machine decides the last digits of a result, for the result's key.

    Vendor, model and vector capability choose the library that multiplies matrices
    (`tasks/engine/products.py`) and the code within each library, hence the order in which sums are
    rounded. Which libraries there are follows from the version of PyTorch, and that there is one
    thread from the code, both of which are in the key as well. So a cache that was copied from
    another kind of machine is not used: it would be right within rounding, but one report would
    compare trainings that were rounded in two ways, and could be repeated on neither machine.
    """
    own = processor()
    return {
        "architecture": platform.machine(),
        "vendor": own.vendor,
        "model": own.model,
        "vector": own.vector,
        "variables": " ".join(f"{n}={os.environ[n]}" for n in _VARIABLES if os.environ.get(n)),
    }


def _facts(description: Path) -> Mapping[str, str]:
    """The properties of the first core, by name; empty where the system does not tell."""
    facts: dict[str, str] = {}
    try:
        with description.open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                if not line.strip():
                    break
                name, _, value = line.partition(":")
                facts[name.strip()] = value.strip()
    except OSError:
        pass
    return facts

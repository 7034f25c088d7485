"""Variables that make this machine's libraries compute as on another, as far as they can."""

from collections.abc import Mapping


def threads(count: int) -> Mapping[str, str]:
    """So many in each product of matrices."""
    return {"OMP_NUM_THREADS": str(count), "MKL_NUM_THREADS": str(count)}


AVX2: Mapping[str, str] = {
    "ATEN_CPU_CAPABILITY": "avx2",
    "MKL_CBWR": "COMPATIBLE",
    "ONEDNN_MAX_CPU_ISA": "AVX2",
}
NO_VECTORS: Mapping[str, str] = {
    "ATEN_CPU_CAPABILITY": "default",
    "MKL_CBWR": "COMPATIBLE",
    "ONEDNN_MAX_CPU_ISA": "SSE41",
}

NO_LIBRARY = ("libnowhere.so.0", "nowhere-1", "nowhere")
"""Names, as those of `native.LIBRARIES`, that no machine has."""

"""What makes this machine another one, as far as that can be: in its libraries, its packages."""

from collections.abc import Mapping, Sequence


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


class Trusted:
    """In the place of `Importing`: packages that are as they should be, and no process."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names

    def __enter__(self) -> "Trusted":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def outcome(self) -> dict[str, object]:
        return dict.fromkeys(self.names, "as it should be")

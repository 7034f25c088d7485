"""Which of a few classes each image is of, or was taken for, as text.

The form is described in docs/reference/results.md, Places.
"""

import base64

import numpy as np
from numpy.typing import NDArray

from lab1report.messages import ngettext

_BITS = 2  # an answer


def pack(places: NDArray[np.integer]) -> str:
    """Places of classes, (n,), as text: two bits each, four a byte, base64.

    The first place is in the two highest bits of the first byte; what is left of the last byte is
    zero.

    Raises:
        ValueError: there are more than four classes.
    """
    return base64.b64encode(pack_bits(places).tobytes()).decode()


def pack_bits(places: NDArray[np.integer]) -> NDArray[np.uint8]:
    """The bytes of that text, (`packed_size(n)`,).

    Raises:
        ValueError: there are more than four classes.
    """
    if places.size and not 0 <= places.min() <= places.max() < 2**_BITS:
        raise ValueError(f"{places.max() + 1} classes do not fit into {_BITS} bits")
    bits = (places.astype(np.uint8)[:, None] >> np.array([1, 0], dtype=np.uint8)) & 1
    return np.packbits(bits)


def packed_size(n: int) -> int:
    """How many bytes `n` places are packed into."""
    return -(-_BITS * n // 8)


def unpack(text: str, n: int) -> NDArray[np.uint8]:
    """The `n` places of classes, (n,), that `pack` made `text` of.

    Raises:
        ValueError: the text is not base64, or holds more or fewer places.
    """
    return unpack_bits(np.frombuffer(base64.b64decode(text, validate=True), dtype=np.uint8), n)


def unpack_bits(packed: NDArray[np.uint8], n: int) -> NDArray[np.uint8]:
    """The `n` places of classes, (n,), that `pack_bits` made `packed` of.

    Raises:
        ValueError: it holds more or fewer places.
    """
    bits = np.unpackbits(packed)
    if len(packed) != packed_size(n) or bits[_BITS * n :].any():
        raise ValueError(
            ngettext(
                "{start}… is not a list of {count} place",
                "{start}… is not a list of {count} places",
                n,
            ).format(start=packed[:8].tolist(), count=n)
        )
    places: NDArray[np.uint8] = 2 * bits[0 : _BITS * n : 2] + bits[1 : _BITS * n : 2]
    return places

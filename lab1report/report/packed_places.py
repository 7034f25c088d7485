"""Which of a few classes each image is of, or was taken for, as text (docs/results.md, Places)."""

import base64

import numpy as np
from numpy.typing import NDArray

_BITS = 2  # an answer


def pack(places: NDArray[np.integer]) -> str:
    """Places of classes, (n,), as text: two bits each, four a byte, base64.

    The first place is in the two highest bits of the first byte; what is left of the last byte is
    zero.

    Raises:
        ValueError: there are more than four classes.
    """
    if places.size and not 0 <= places.min() <= places.max() < 2**_BITS:
        raise ValueError(f"{places.max() + 1} classes do not fit into {_BITS} bits")
    bits = (places.astype(np.uint8)[:, None] >> np.array([1, 0], dtype=np.uint8)) & 1
    return base64.b64encode(np.packbits(bits).tobytes()).decode()


def unpack(text: str, n: int) -> NDArray[np.uint8]:
    """The `n` places of classes, (n,), that `pack` made `text` of.

    Raises:
        ValueError: the text is not base64, or holds more or fewer places.
    """
    packed = base64.b64decode(text, validate=True)
    bits = np.unpackbits(np.frombuffer(packed, dtype=np.uint8))
    if len(packed) != -(-_BITS * n // 8) or bits[_BITS * n :].any():
        raise ValueError(f"{text[:20]!r} is not a list of {n} places")
    places: NDArray[np.uint8] = 2 * bits[0 : _BITS * n : 2] + bits[1 : _BITS * n : 2]
    return places

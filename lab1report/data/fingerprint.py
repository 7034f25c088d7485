"""One name for the contents of a data set, whatever its order and container.

An image's digest is the SHA-256 of 3074 bytes: its part (0 train, 1 test), its fine label, and its
pixels as three planes, red, green, blue, each row by row (the layout of the official files). The
fingerprint is the SHA-256, in hexadecimal, of all digests, sorted and joined.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from lab1report.data.spec import PIXELS
from lab1report.model import PARTS, Part
from lab1report.progress import Progress

if TYPE_CHECKING:
    from lab1report.data.spec import Images

_CHUNK = 1000


def fingerprint(read: Callable[[Part], Images], progress: Progress) -> str:
    """The fingerprint of the set whose parts `read` gives; `progress` counts images."""
    digests: list[bytes] = []
    for part in PARTS:
        images, labels = read(part)
        progress.start(f"Checking the {part} images", total=len(labels))
        for start in range(0, len(labels), _CHUNK):
            chunk = slice(start, start + _CHUNK)
            digests += _digests(part, (images[chunk], labels[chunk]))
            progress.update(min(start + _CHUNK, len(labels)))
        progress.finish()
    return hashlib.sha256(b"".join(sorted(digests))).hexdigest()


def _digests(part: Part, chunk: Images) -> list[bytes]:
    images, labels = chunk
    planes = np.ascontiguousarray(images.transpose(0, 3, 1, 2))
    rows = planes.reshape(-1, PIXELS)
    split = PARTS.index(part)
    return [
        hashlib.sha256(bytes((split, label)) + row.tobytes()).digest()
        for label, row in zip(labels.tolist(), rows, strict=True)
    ]

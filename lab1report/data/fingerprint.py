"""Identifies the contents of a data set, independently of their order and container.

An image's digest is the SHA-256 of 3074 bytes: its part (0 train, 1 test), its fine label, and its
pixels as three planes, red, green, blue, each row by row (the layout of the official files). The
fingerprint is the SHA-256, in hexadecimal, of all digests, sorted and joined.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from lab1report.data.dataset_spec import PIXELS
from lab1report.messages import _, marked
from lab1report.model import PARTS, Part
from lab1report.progress import Progress

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lab1report.data.dataset_spec import Images

_TITLES: Final[Mapping[Part, str]] = {
    "train": marked("Checking the train images"),
    "test": marked("Checking the test images"),
}
_CHUNK = 1000
_DIGITS = 32  # of a class's digest: 128 bits


def fingerprint(read: Callable[[Part], Images], progress: Progress) -> str:
    """The fingerprint of the set whose parts `read` gives; `progress` counts images."""
    digests: list[bytes] = []
    for part in PARTS:
        images = read(part)
        before = len(digests)
        progress.start(_(_TITLES[part]), total=len(images[1]))
        for chunk in _chunks(images):
            digests += _digests(part, chunk)
            progress.update(len(digests) - before)
        progress.finish()
    return hashlib.sha256(b"".join(sorted(digests))).hexdigest()


def in_order(part: Part, images: Images, known: Mapping[int, str] | None = None) -> Images:
    """The same images and labels, sorted by digest.

    Otherwise the order in the container would decide which images share a mini-batch, and the
    fingerprint, under which results are stored, does not depend on that order.

    Args:
        known: what `class_digests` gives for each of the classes; by default nothing is compared.

    Raises:
        ChangedError: a class has other images than those `known`.
    """
    digests, order = _sorted(part, images)
    pictures, labels = images[0][order], images[1][order]
    pictures.flags.writeable = False
    if known is not None:
        for label, found in _by_class(digests, labels).items():
            if found != known[label]:
                raise ChangedError(label)
    return pictures, labels


def class_digests(part: Part, images: Images) -> dict[int, str]:
    """For each class the beginning of the SHA-256, in hexadecimal, of its digests in order."""
    digests, order = _sorted(part, images)
    return _by_class(digests, images[1][order])


class ChangedError(Exception):
    """The images of a class, whose number is the text, are not those that are known."""


def _sorted(part: Part, images: Images) -> tuple[list[bytes], NDArray[np.int64]]:
    """The digests in their order, and the places of their images."""
    digests = [digest for chunk in _chunks(images) for digest in _digests(part, chunk)]
    order = sorted(range(len(digests)), key=digests.__getitem__)
    return [digests[place] for place in order], np.array(order, dtype=np.int64)


def _by_class(digests: Sequence[bytes], labels: NDArray[np.int64]) -> dict[int, str]:
    joined: dict[int, Any] = {}
    for digest, label in zip(digests, labels.tolist(), strict=True):
        joined.setdefault(label, hashlib.sha256()).update(digest)
    return {label: found.hexdigest()[:_DIGITS] for label, found in sorted(joined.items())}


def _chunks(images: Images) -> Iterator[Images]:
    """Some at a time: the planes of all images at once would be another copy of the set."""
    pictures, labels = images
    for start in range(0, len(labels), _CHUNK):
        chunk = slice(start, start + _CHUNK)
        yield pictures[chunk], labels[chunk]


def _digests(part: Part, chunk: Images) -> list[bytes]:
    images, labels = chunk
    planes = np.ascontiguousarray(images.transpose(0, 3, 1, 2))
    rows = planes.reshape(-1, PIXELS)
    split = PARTS.index(part)
    return [
        hashlib.sha256(bytes((split, label)) + row.tobytes()).digest()
        for label, row in zip(labels.tolist(), rows, strict=True)
    ]

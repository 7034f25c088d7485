"""The data set that a build works on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from lab1report.data.dataset_spec import FETCH
from lab1report.errors import DataError
from lab1report.messages import _, marked
from lab1report.model import DataInfo, Part

if TYPE_CHECKING:
    from lab1report.data.dataset_spec import Images

Reader: TypeAlias = "Callable[[Part], Images]"
"""Gives the images and labels of a part."""

ClassReader: TypeAlias = "Callable[[Part, Collection[int]], Images]"
"""Gives those of some classes."""

_DAMAGED: Final[Mapping[Part, str]] = {
    "train": marked(
        "{place} is damaged: the train images of class {label} are not those"
        " of CIFAR-100; download them again with {command}."
    ),
    "test": marked(
        "{place} is damaged: the test images of class {label} are not those"
        " of CIFAR-100; download them again with {command}."
    ),
}


@dataclass(frozen=True, kw_only=True)
class Dataset:
    """A data set that is identified at once, and whose images are read when asked for."""

    info: DataInfo
    reader: Reader = field(repr=False, compare=False)
    """Reads a part anew each time: keeping 180 MB costs more than reading them twice."""
    of_classes: ClassReader | None = field(default=None, repr=False, compare=False)
    """The same for some classes, where that is quicker than to read all and select."""
    class_digests: Mapping[Part, Mapping[int, str]] | None = field(
        default=None, repr=False, compare=False
    )
    """What is known of the images of each class (`fingerprint.class_digests`), to be compared."""
    place: str = field(default="", repr=False, compare=False)
    """Where the images lie on this machine, for messages."""

    def part(self, part: Part, classes: Collection[int] | None = None) -> Images:
        """Images (n, 32, 32, 3) in RGB and fine labels (n,), in an order that is the same whatever
        container they came in.

        The images are read-only: select from them, or copy before changing them.

        Args:
            classes: the fine labels that are wanted; all by default, which is far slower.

        Raises:
            DataError: the files were damaged or removed after they had been checked, even if their
                sizes and times are as they were.
        """
        import numpy as np  # waits until pixels are wanted

        from lab1report.data.fingerprint import ChangedError, in_order

        if classes is not None and self.of_classes is not None:
            images, labels = self.of_classes(part, classes)
        else:
            images, labels = self.reader(part)
            if classes is not None:
                wanted = np.flatnonzero(np.isin(labels, list(classes)))
                images, labels = images[wanted], labels[wanted]
        known = None if self.class_digests is None else self.class_digests[part]
        try:
            return in_order(part, (images, labels), known)
        except ChangedError as error:
            raise DataError(
                _(_DAMAGED[part]).format(place=self.place, label=error, command=FETCH)
            ) from error

"""The data set that a build works on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from lab1report.model import DataInfo, Part

if TYPE_CHECKING:
    from lab1report.data.spec import Images

Reader: TypeAlias = "Callable[[Part], Images]"
"""Gives the images and labels of a part."""


@dataclass(frozen=True, kw_only=True)
class Dataset:
    """Which images these are, known at once, and the images, read when asked for."""

    info: DataInfo
    reader: Reader = field(repr=False, compare=False)
    """Reads a part anew each time: keeping 180 MB costs more than reading them twice."""

    def part(self, part: Part) -> Images:
        """Images (n, 32, 32, 3) in RGB and fine labels (n,), in an order that is the same whatever
        container they came in.

        The images are read-only: select from them, or copy before changing them.

        Raises:
            DataError: the files were damaged or removed after they had been checked.
        """
        from lab1report.data.fingerprint import in_order  # numpy waits until pixels are wanted

        return in_order(part, self.reader(part))

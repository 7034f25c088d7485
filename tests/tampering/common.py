"""What the changes share: a changed PDF, and how it is written."""

import io
import os
from collections.abc import Callable
from dataclasses import dataclass

import pikepdf
from pikepdf import Pdf

TIMES = int(os.environ.get("LAB1REPORT_CHANGES", "1"))
"""How often a change of the same kind is made at the same place, where chance says which it is."""


@dataclass(frozen=True)
class Tampered:
    """A changed PDF; `place` is a pattern of the place that is to be named.

    `hidden`: nothing that is seen was changed, and another program wrote the file again.
    """

    name: str
    place: str
    pdf: bytes
    hidden: bool = False


def opened(content: bytes) -> Pdf:
    return pikepdf.open(io.BytesIO(content))


def changed(honest: bytes, change: Callable[[Pdf], None]) -> bytes:
    with opened(honest) as pdf:
        change(pdf)
        return saved(pdf)


def saved(pdf: Pdf) -> bytes:
    file = io.BytesIO()
    pdf.save(file, fix_metadata_version=False, deterministic_id=True)
    return file.getvalue()

"""Works around a bug of WeasyPrint 70: lines that break too early and are stretched to full width.

A run of text that fits its line but for the space at its end is too long for `split_first_line`,
though that space vanishes at the end of a line. The line then ends within the run's first long
word, or before it. It happens before about one link or formula in a hundred.

The dependency is limited to versions below 71. No issue of WeasyPrint says this; the closest is
https://github.com/Kozea/WeasyPrint/issues/1614 (boxes within a line, open in 2026). The test of
this module fails once WeasyPrint breaks such lines correctly; then delete the module.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from math import inf
from typing import Any

from weasyprint.layout import inline

_NARROW = 4  # WeasyPrint's own bound: no line has more letters than this times its width in heights

Split = Callable[..., tuple[Any, ...]]


@contextmanager
def whole_lines() -> Iterator[None]:
    """Within this block WeasyPrint breaks lines correctly."""
    split = inline.split_first_line
    inline.split_first_line = partial(_split, split)
    try:
        yield
    finally:
        inline.split_first_line = split


def _split(
    split: Split, text: str, style: Any, context: Any, max_width: float | None, *others: Any,
    **options: Any,
) -> tuple[Any, ...]:  # fmt: skip
    """What `split` gives, or all of `text` where only the space at its end does not fit.

    The space stays in the text, since a line may end there, and takes no room.
    """
    found = split(text, style, context, max_width, *others, **options)
    if max_width is None or max_width == inf or not text.endswith(" "):
        return found
    _, _, resumed, width, *_ = found
    if (resumed is None and width <= max_width) or _is_long(text, style, max_width):
        return found
    layout, _, rest, width, *metrics = split(
        text.rstrip(" "), style, context, max_width, *others, **options
    )
    if rest is None and width <= max_width:
        return (layout, len(text.encode()), None, width, *metrics)
    return found


def _is_long(text: str, style: Any, max_width: float) -> bool:
    """Whether `text` is certainly longer than a line."""
    return bool(len(text) * style["font_size"] > _NARROW * max_width)

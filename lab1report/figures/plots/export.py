"""Exports figures as files with the same bytes every time."""

from __future__ import annotations

from io import BytesIO

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from PIL import Image

from lab1report.figures.plots.style import DPI, sheet

_COMPRESSION = 3  # of 9 levels of zlib; 6, the usual one, takes longer and saves a tenth


@sheet()  # matplotlib reads some settings while it draws
def png(figure: Figure) -> bytes:
    """RGB at 200 dpi, with neither dates nor names of programs."""
    figure.set_dpi(DPI)
    canvas = FigureCanvasAgg(figure)
    # `savefig` would go through the figure twice, the first time for the layout alone
    canvas.draw()  # type: ignore[no-untyped-call]
    pixels = np.asarray(canvas.buffer_rgba())  # type: ignore[no-untyped-call]
    image = Image.fromarray(pixels).convert("RGB")
    file = BytesIO()
    image.save(file, format="PNG", dpi=(DPI, DPI), compress_level=_COMPRESSION)
    return file.getvalue()


@sheet()
def svg(figure: Figure) -> bytes:
    """Letters as outlines, clouds of points as pictures of 200 dpi, no dates."""
    file = BytesIO()
    figure.set_dpi(DPI)
    canvas = FigureCanvasSVG(figure)
    canvas.print_svg(file, metadata={"Date": None})  # type: ignore[no-untyped-call]
    return file.getvalue()

"""Figures as bytes that are the same every time."""

from __future__ import annotations

from io import BytesIO

from matplotlib.figure import Figure
from PIL import Image

from lab1report.figures.style import DPI, sheet


@sheet()  # matplotlib reads some settings while it draws
def png(figure: Figure) -> bytes:
    """RGB at 200 dpi, with neither dates nor names of programs."""
    raw, file = BytesIO(), BytesIO()
    figure.savefig(raw, format="raw", dpi=DPI)
    width, height = (int(inches * DPI) for inches in figure.get_size_inches())
    image = Image.frombytes("RGBA", (width, height), raw.getvalue())
    image.convert("RGB").save(file, format="PNG", dpi=(DPI, DPI))
    return file.getvalue()


@sheet()
def svg(figure: Figure) -> bytes:
    """Letters as outlines, clouds of points as pictures of 200 dpi, no dates."""
    buffer = BytesIO()
    figure.savefig(buffer, format="svg", dpi=DPI, metadata={"Date": None})
    return buffer.getvalue()

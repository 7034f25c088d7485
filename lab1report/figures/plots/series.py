"""Figures of the self-study series (assignment, self-study tasks 1 to 6), all in one place."""

from lab1report.figures.plots.series_classes import classes, means, mistakes, saturation
from lab1report.figures.plots.series_curves import best, learning, overfitting
from lab1report.figures.plots.series_rows import effects, networks, remedies
from lab1report.figures.plots.series_search import search
from lab1report.figures.plots.series_trends import batch, rate

__all__ = [
    "batch",
    "best",
    "classes",
    "effects",
    "learning",
    "means",
    "mistakes",
    "networks",
    "overfitting",
    "rate",
    "remedies",
    "saturation",
    "search",
]

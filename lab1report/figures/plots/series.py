"""Figures of the self-study series (assignment, self-study tasks 1 to 6), all in one place."""

from lab1report.figures.plots.series_classes import classes, means, mistakes, saturation
from lab1report.figures.plots.series_curves import best, overfitting
from lab1report.figures.plots.series_ladder import ladder
from lab1report.figures.plots.series_rows import effects
from lab1report.figures.plots.series_search import search
from lab1report.figures.plots.series_trends import trends

__all__ = [
    "best",
    "classes",
    "effects",
    "ladder",
    "means",
    "mistakes",
    "overfitting",
    "saturation",
    "search",
    "trends",
]

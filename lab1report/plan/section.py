"""The descriptor of a section of the report: everything that makes it a section.

The descriptors themselves are in `sections`, since they refer to all layers; code that loops over
sections receives them as an argument. Their functions import what is heavy within.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lab1report.model import RunResult, SectionId, Spec

if TYPE_CHECKING:
    from lab1report.data.dataset import Dataset
    from lab1report.progress import Progress
    from lab1report.settings.options import Settings

Drawing = Callable[[], Any]
"""Draws a figure of matplotlib's when it is called (`figures.drawing`)."""


def _nothing(*_: object) -> dict[str, Any]:
    return {}


@dataclass(frozen=True, kw_only=True)
class Section:
    """A chapter of the report that follows from results.

    `document(report, findings)` is what stands in `results.json`, of JSON's own types;
    `figures(report, findings, labels)` are the drawings by the names that the templates use, and
    `lines(report, findings, labels, words)` the plots of fixed lines of the web edition. They are
    called where there are findings only.
    """

    id: SectionId
    document: Callable[[Any, Any], Mapping[str, Any]] = field(repr=False, compare=False)
    figures: Callable[..., Mapping[str, Drawing]] = field(
        default=_nothing, repr=False, compare=False
    )
    lines: Callable[..., Mapping[str, Any]] = field(default=_nothing, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class Task(Section):
    """A section of one run: a notebook of `experiments/notebooks`, named by its id.

    `specify(table, settings, place)` makes the specification from the table of
    `experiments/tasks.toml`; `run` computes it; `analyze` says what the result shows;
    `plot_variables` are what the notebook's plotting cells need of a result.

    `modules` compute the numbers, `libraries` are what sums and random numbers come from: they
    are in the result's key. `seconds` is a rough guess of how long the run takes.
    """

    specify: Callable[[Mapping[str, Any], "Settings", str], Spec] = field(repr=False, compare=False)
    run: Callable[[Any, "Dataset", "Progress"], RunResult] = field(repr=False, compare=False)
    analyze: Callable[[RunResult], Any] = field(repr=False, compare=False)
    plot_variables: Callable[[RunResult], Mapping[str, Any]] | None = field(
        default=None, repr=False, compare=False
    )
    modules: tuple[str, ...] = field(compare=False)
    libraries: tuple[str, ...] = field(compare=False)
    reads_images: bool = field(compare=False)
    seconds: float = field(compare=False)


@dataclass(frozen=True, kw_only=True)
class Sections:
    """All sections of the report in its order: the tasks, and the self-study series."""

    tasks: tuple[Task, ...]
    series: Section

    def __iter__(self) -> Iterator[Section]:
        return iter((*self.tasks, self.series))

    @property
    def ids(self) -> tuple[SectionId, ...]:
        return tuple(section.id for section in self)

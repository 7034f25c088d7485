"""Draws the figures of a report as PNG files, each stored for the next build."""

from collections.abc import Collection

from lab1report import resources
from lab1report.editions import keys
from lab1report.editions.content import LANGUAGE
from lab1report.figures.drawing import Drawing, Labels
from lab1report.figures.fonts import serif
from lab1report.figures.report_figures import drawings
from lab1report.progress import Progress
from lab1report.report.report import Report
from lab1report.store.environment import version
from lab1report.store.results import Inputs, Store


def names(report: Report) -> frozenset[str]:
    """The file names in the page of all figures of `report` ("figures/xor-loss.png")."""
    return frozenset(
        file_of(name) for figures in drawings(report, labels()).values() for name in figures
    )


def draw(
    report: Report,
    *,
    store: Store,
    progress: Progress,
    besides: Collection[str] = (),
) -> dict[str, bytes]:
    """The figures of `report` as PNG, by their file names in the page ("figures/xor-loss.png").

    Args:
        besides: the file names of figures that are not needed.
    """
    digests = keys.of_results(report)
    planned = [
        (section, name, drawing)
        for section, figures in drawings(report, labels()).items()
        for name, drawing in figures.items()
        if file_of(name) not in besides
    ]
    pictures: dict[str, bytes] = {}
    progress.start("figures", len(planned))
    for done, (section, name, drawing) in enumerate(planned, start=1):
        inputs = _inputs(name, report, digests[section])
        pictures[file_of(name)] = _figure(drawing, inputs, store)
        progress.update(done)
    progress.finish()
    return pictures


def file_of(name: str) -> str:
    """The file name in the page of the figure called `name` ("figures/xor-loss.png")."""
    return f"figures/{name}.png"


def labels() -> Labels:
    """The words on the figures."""
    return resources.read_toml(resources.folder("templates") / LANGUAGE / "figures.toml")


def _figure(drawing: Drawing, inputs: Inputs, store: Store) -> bytes:
    def made() -> bytes:
        from lab1report.figures.plots import export

        return export.png(drawing())

    return store.bytes_of(inputs, made)


def _inputs(name: str, report: Report, digest: str) -> Inputs:
    return {
        "kind": "figure",
        "name": name,
        "result": digest,
        "titles": "|".join(choice.title for choice in report.assignment.classes),
        "labels": keys.of_file(resources.folder("templates") / LANGUAGE / "figures.toml"),
        "code": keys.of_program(),
        "matplotlib": version("matplotlib"),
        "font": serif().identity,
    }

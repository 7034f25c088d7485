"""Draws the figures of a report, each stored for the next build."""

from collections.abc import Collection

from lab1report import resources
from lab1report.editions import keys
from lab1report.editions.content import LANGUAGE
from lab1report.figures.drawing import Drawing, Labels
from lab1report.figures.fonts import serif
from lab1report.figures.report_figures import drawings
from lab1report.messages import _
from lab1report.progress import Progress
from lab1report.report.report import Report
from lab1report.store.environment import version
from lab1report.store.results import Inputs, Store

_PAPER, _SCREEN = "figure", "figure on screen"
_PNG = b"\x89PNG"


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
    on_screen: bool = False,
) -> dict[str, bytes]:
    """The figures of `report` as PNG, by their file names in the page ("figures/xor-loss.png").

    Args:
        besides: the file names of figures that are not needed.
        on_screen: as SVG for light and dark pages, but for those with photographs.
    """
    digests = keys.of_results(report)
    without_classes = {task.id for task in report.sections.tasks if not task.reads_images}
    titles = "|".join(choice.title for choice in report.assignment.classes)
    planned = [
        (section, name, drawing)
        for section, figures in drawings(report, labels()).items()
        for name, drawing in figures.items()
        if file_of(name) not in besides
    ]
    pictures: dict[str, bytes] = {}
    progress.start(_("figures of the report"), len(planned))
    for done, (section, name, drawing) in enumerate(planned, start=1):
        shown = "" if section in without_classes else titles  # else drawn for each other classes
        inputs = _inputs(name, digests[section], shown, on_screen=on_screen)
        picture = _figure(drawing, inputs, store)
        pictures[file_of(name, ".png" if picture.startswith(_PNG) else ".svg")] = picture
        progress.update(done)
    progress.finish()
    return pictures


def file_of(name: str, suffix: str = ".png") -> str:
    """The file name in the page of the figure called `name` ("figures/xor-loss.png")."""
    return f"figures/{name}{suffix}"


def labels() -> Labels:
    """The words on the figures."""
    return resources.read_toml(resources.folder("templates") / LANGUAGE / "figures.toml")


def _figure(drawing: Drawing, inputs: Inputs, store: Store) -> bytes:
    def made() -> bytes:
        from lab1report.figures.plots import export, themed

        return themed.picture(drawing()) if inputs["kind"] == _SCREEN else export.png(drawing())

    return store.bytes_of(inputs, made)


def _inputs(name: str, digest: str, titles: str, *, on_screen: bool) -> Inputs:
    return {
        "kind": _SCREEN if on_screen else _PAPER,
        "name": name,
        "result": digest,
        "titles": titles,
        "labels": keys.of_file(resources.folder("templates") / LANGUAGE / "figures.toml"),
        "code": keys.of_program(),
        "matplotlib": version("matplotlib"),
        "font": serif().identity,
    }

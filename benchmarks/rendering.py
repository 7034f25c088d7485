"""How long a report takes to render, with all its figures drawn anew.

    LAB1REPORT_DATA=cifar-100-python python benchmarks/rendering.py [--rounds N]

The report is the short one of the three tasks without the series; its goal is set for 25 pages.
The PDF is made of HTML by WeasyPrint in two steps: it lays the pages out, then draws and writes
them.
"""

import argparse
import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import weasyprint
from common import CLASSES, Figure, data_folder, main, options, say, seconds

import lab1report

ROUNDS = 3
PAGES = 25
GOAL = 6.0


def measure(arguments: argparse.Namespace) -> list[Figure]:
    found: dict[str, list[float]] = {"figures": [], "layout": [], "rest": [], "whole": []}
    pages = times = 0
    with TemporaryDirectory() as name, patch.dict(os.environ, LAB1REPORT_CACHE=name):
        settings = lab1report.load_settings(
            name, classes=CLASSES, data=data_folder(), out=f"{name}/out", workers=1
        )
        for section in ("regression", "cifar"):
            lab1report.build(settings, only=section)
        for _ in range(arguments.rounds or ROUNDS):
            shutil.rmtree(Path(name) / "pages")
            with patch.object(weasyprint.HTML, "render", _Watched(weasyprint.HTML.render)) as laid:
                steps = lab1report.build(settings, only="xor").seconds
            pages, times = laid.pages, laid.times
            found["figures"].append(steps["figures"])
            found["layout"].append(laid.seconds)
            page = steps["page"] + steps["typesetting"]
            found["rest"].append(page - laid.seconds)
            found["whole"].append(steps["figures"] + page)
            say(f"rendering: {pages} pages in {found['whole'][-1]:.1f} s")
    return [
        Figure(name=f"{pages} pages: figures", unit="s", values=tuple(found["figures"])),
        Figure(
            name=f"{pages} pages: layout",
            unit="s",
            values=tuple(found["layout"]),
            note=f"laid out {times} times" if times > 1 else "",
        ),
        Figure(
            name=f"{pages} pages: HTML, drawing, writing", unit="s", values=tuple(found["rest"])
        ),
        Figure(
            name=f"{PAGES} pages with their figures",
            unit="s",
            values=tuple(whole / pages * PAGES for whole in found["whole"]),
            goal=GOAL,
            note=f"as measured with {pages}",
        ),
    ]


class _Watched:
    """WeasyPrint's layout, timed; its pages counted."""

    def __init__(self, render: Any) -> None:
        self._render = render
        self.seconds = 0.0
        self.times = 0
        self.pages = 0

    def __get__(self, page: Any, _: type) -> Any:
        def render(**arguments: Any) -> Any:
            documents: list[Any] = []
            self.seconds += seconds(lambda: documents.append(self._render(page, **arguments)))
            self.times += 1
            self.pages = len(documents[0].pages)
            return documents[0]

        return render


if __name__ == "__main__":
    main("Rendering", [measure], options(__doc__).parse_args())

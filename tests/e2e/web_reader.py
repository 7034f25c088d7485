"""The web edition, read in a browser: plots, final table, the results beside its file."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Locator, Page

RESULTS = "#tab-results tbody tr"

Open = Callable[..., Page]


def results_beside(file: Path) -> dict[str, Any]:
    text = (file.parent / "results.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def results_of(page: Page) -> dict[str, Any]:
    """Those beside the file that is open."""
    return results_beside(Path(unquote(urlsplit(page.url).path)))


def unfold_all(page: Page, *, names: bool = False) -> None:
    """Open everything that is folded, and let plots be drawn.

    `names`: the thousands of names too, which are a list of buttons a while later.
    """
    # Plots, and what they fold, are made once the results are unpacked, some time after the load
    page.locator(".canvas").first.wait_for(state="attached")
    page.evaluate(
        "(folded) => document.querySelectorAll(folded).forEach((one) => (one.open = true))",
        "main details" if names else "main details:not(.names details)",
    )
    if names:
        page.locator("#all-names").get_by_role("searchbox").wait_for()
    for canvas in page.locator(".canvas").all():
        canvas.evaluate(
            "(canvas) => { for (let one = canvas; (one = one.parentElement); )"
            " if (one.tagName === 'DETAILS') one.open = true; }"
        )
        canvas.scroll_into_view_if_needed()
        canvas.locator(".main-svg").first.wait_for()


def plot(page: Page, figure: str) -> Locator:
    """The interactive plot of a figure, drawn."""
    found = page.locator(f"{figure} .plot")
    found.evaluate("(plot) => plot.closest('details.more')?.setAttribute('open', '')")
    for folded in found.locator("details.choose").all():
        folded.evaluate("(details) => (details.open = true)")
    found.scroll_into_view_if_needed()
    found.locator(".canvas .main-svg").first.wait_for()
    return found


def lines(drawn: Locator) -> dict[str, dict[str, Any]]:
    """The lines of a plot by name, as Plotly has them: x, y, dash, color."""
    found: list[dict[str, Any]] = drawn.locator(".canvas").evaluate(
        "(canvas) => canvas.data.filter((line) => line.name).map(({name, x, y, line}) =>"
        " ({name, x, y, ...line}))"
    )
    return {line["name"]: line for line in found}


def column(page: Page, name: str) -> list[str]:
    """A data- attribute of the rows of the final table that are seen, from above."""
    rows = page.locator(f"{RESULTS}:visible")
    found: list[str] = rows.evaluate_all(f"(rows) => rows.map((row) => row.dataset.{name})")
    return found


def curve(results: Mapping[str, Any], variant: str, seed: int, name: str) -> list[float]:
    (run,) = [
        run
        for run in results["sections"]["series"]["runs"]
        if variant in run["variants"] and run["seed"] == seed and run["fold"] is None
    ]
    found: list[float] = run["curves"][name]
    return found

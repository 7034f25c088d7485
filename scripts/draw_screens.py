"""Draws docs/pictures/web.png: three screens of a web edition, as its readers see them.

    python scripts/draw_screens.py lab1-report/lab1-demo.html   # or `make screens`

The page must be one of the demo set, since no image of CIFAR-100 goes into the repository. It
needs Chromium, for which `playwright install chromium` sees where the system has none.
"""

import shutil
import sys
from io import BytesIO
from pathlib import Path
from typing import Literal, TypeAlias

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

Scheme: TypeAlias = Literal["light", "dark"]

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "pictures" / "web.png"
DEMO = "lab1-demo.html"
GROUND = "#aab4b4"
GAP = 10
HEIGHT = 800
DESKTOP, PHONE = 1180, 390
SHOWN_WIDTH = 2132  # pixels of the picture


def main() -> None:
    """Draw the screens side by side."""
    page = Path(sys.argv[1]).resolve()
    if page.name != DEMO:
        sys.exit(f"{page}: not {DEMO}, the page of the demo set")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        screens = [
            screen(browser, page, "", width=DESKTOP),
            screen(browser, page, "fig-series-best", width=DESKTOP, scheme="dark"),
            screen(browser, page, "tab-results", width=PHONE),
        ]
        browser.close()
    side_by_side(screens).save(PICTURE, optimize=True)


def screen(
    browser: Browser, file: Path, place: str, *, width: int, scheme: Scheme = "light"
) -> Image.Image:
    """What a window of this width shows of `file`, scrolled to `place`."""
    page = browser.new_page(viewport={"width": width, "height": HEIGHT}, color_scheme=scheme)
    page.goto(f"{file.as_uri()}#{place}")
    page.wait_for_load_state("networkidle")
    taken = Image.open(BytesIO(page.screenshot()))
    page.close()
    return taken.convert("RGB")


def side_by_side(screens: list[Image.Image]) -> Image.Image:
    """The screens in one picture, in as few colours as a page of text has."""
    width = sum(one.width for one in screens) + GAP * (len(screens) + 1)
    picture = Image.new("RGB", (width, HEIGHT + 2 * GAP), GROUND)
    left = GAP
    for one in screens:
        picture.paste(one, (left, GAP))
        left += one.width + GAP
    height = round(picture.height * SHOWN_WIDTH / width)
    return picture.resize((SHOWN_WIDTH, height), Image.Resampling.LANCZOS).quantize(128)


if __name__ == "__main__":
    main()

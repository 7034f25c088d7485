"""How large the teacher's page of a course is, and how long Chromium works on it.

    python benchmarks/course_page.py [--students 300 3000 10000]

Seconds are of the page's main thread on the processor, which other programs of the machine hardly
change: from nothing until the page is loaded, and of the quickest of three sorts by a press on a
head, until the rows are laid out.
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import CDPSession, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from lab1report.course import page as pages
from tests import made_course

SORT = "document.querySelector('th[data-column=base] button').click(); document.body.offsetHeight"
MINUTES = 10


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--students", type=int, nargs="+", default=[300, 3_000, 10_000])
    arguments = parser.parse_args()
    print("| students | MB | made in, s | loaded in, s | sorted in, s |")
    print("| --- | --- | --- | --- | --- |")
    for count in arguments.students:
        with tempfile.TemporaryDirectory() as folder:
            print(_row(Path(folder), count), flush=True)


def _row(folder: Path, count: int) -> str:
    students = made_course.made_roster(folder, count)
    expected, results = made_course.expected(students), made_course.made_results(students)
    began = time.process_time()
    html = pages.page(pages.course_of(expected, results)).encode()
    made = time.process_time() - began
    file = folder / pages.PAGE_FILE
    file.write_bytes(html)
    with _browser() as page:
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        page.goto(file.as_uri())
        page.wait_for_load_state("load")
        loaded = _seconds(session)
        sorts = []
        for _ in range(3):
            before = _seconds(session)
            page.evaluate(SORT)
            sorts.append(_seconds(session) - before)
    figures = f"{len(html) / 1e6:.1f} | {made:.1f} | {loaded:.2f} | {min(sorts):.2f}"
    return f"| {len(students):,} | {figures} |"


@contextmanager
def _browser() -> Iterator[Page]:
    """Chromium as the system has it."""
    with sync_playwright() as playwright:
        found = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.set_default_timeout(MINUTES * 60_000)
        yield page
        browser.close()


def _seconds(session: CDPSession) -> float:
    """What the page's main thread has worked so far."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(one["value"] for one in metrics if one["name"] == "TaskDuration"))


if __name__ == "__main__":
    main()

"""The made-up report against the kept one: its numbers (report.json), its page (report.html).

`make golden` writes both anew; read the difference before you commit it.
"""

import difflib
import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lab1report.editions.table_comments import document_of
from lab1report.report.report import Report

UPDATE = "LAB1REPORT_UPDATE_GOLDEN"
FOLDER = Path(__file__).parent

_VOLATILE = (
    (r"<style>.*?</style>", "<style></style>"),
    (r"(data:[\w/+]+);base64,[\w+/=]+", r"\1"),
    (r'(<img class="tex"[^>]*) style="[^"]*"', r"\1"),  # measured by matplotlib
    (r"(Москва\s–\s)\d{4}", r"\1YEAR"),
)


def test_model(make_report: Callable[..., Report]) -> None:
    document = json.loads(json.dumps(document_of(make_report()), allow_nan=False))
    text = json.dumps(_rounded(document), ensure_ascii=False, indent=1) + "\n"
    text = re.sub(r"\[[^][{}]*\]", lambda numbers: " ".join(numbers[0].split()), text)
    _compare(FOLDER / "report.json", text)


def test_page(make_report: Callable[..., Report], page: Callable[[Report], str]) -> None:
    html = page(make_report())
    for pattern, fixed in _VOLATILE:
        html, count = re.subn(pattern, fixed, html, flags=re.DOTALL)
        assert count, f"{pattern} is no longer in the page"
    lines = [" ".join(line.split()) for line in html.splitlines()]
    _compare(FOLDER / "report.html", "\n".join(filter(None, lines)) + "\n")


def _rounded(value: Any) -> Any:
    """Without the last digits, in which mathematical libraries may differ."""
    if isinstance(value, float):
        return float(f"{value:.9g}")
    if isinstance(value, list):
        return [_rounded(item) for item in value]
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    return value


def _compare(path: Path, found: str) -> None:
    if os.environ.get(UPDATE):
        path.write_text(found, encoding="utf-8")
    kept = path.read_text(encoding="utf-8") if path.is_file() else ""
    changes = difflib.unified_diff(
        kept.splitlines(), found.splitlines(), path.name, "now", lineterm="", n=1
    )
    assert found == kept, "`make golden` accepts this:\n" + "\n".join(changes)

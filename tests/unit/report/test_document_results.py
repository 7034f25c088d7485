"""scripts/document_results.py: the reference has every key of the schema, and no dead link."""

import re
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.results_schema import SCHEMA, described

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = runpy.run_path(str(ROOT / "scripts" / "document_results.py"))


@pytest.fixture(scope="module")
def written() -> str:
    text: str = SCRIPT["page"]()
    return text


def rows(page: str) -> dict[str, list[list[str]]]:
    """The lines of the table below each heading, the first two left out."""
    parts = re.split(r"^##? (.+)$", page, flags=re.MULTILINE)[1:]
    lines = {head: re.findall(r"^\| (.+) \|$", text, re.MULTILINE)
             for head, text in zip(parts[::2], parts[1::2], strict=True)}  # fmt: skip
    return {head: [line.split(" | ") for line in own[2:]] for head, own in lines.items()}


def test_each_key_stands_there_with_its_meaning(written: str) -> None:
    every = [(row[0], row[2]) for own in rows(written).values() for row in own if len(row) == 3]
    missing = [
        place
        for place, one in described()
        if not any(
            re.search(rf"\b{re.escape(place.rpartition('/')[2])}`$", key)
            and meaning == one["description"]
            for key, meaning in every
        )
    ]
    assert not missing
    assert len(every) > len(list(described())), "what several have in common stands with each"


def test_the_page_is_up_to_date(written: str) -> None:
    """`make docs` writes it anew."""
    page = ROOT / "docs" / "reference" / "results-keys.md"
    assert page.read_text(encoding="utf-8") == written


def test_what_a_table_says(written: str) -> None:
    tables = rows(written)
    assert ["`schema`", "`2`", SCHEMA["properties"]["schema"]["description"]] in tables[
        "results.json"
    ]
    values = {head: {row[0]: row[1] for row in own} for head, own in tables.items()}
    assert values["Series"]["`runs`"] == "list: [Training](#training)"
    assert values["Series"]["`classes.gap`"] == "[Comparison](#comparison)"
    assert values["Series"]["`batch`"] == "[Trend](#trend) or null"
    assert values["Training"]["`lr`"] == "learning rate (number, above 0)"
    assert values["Training"]["`share`"] == "share (number, above 0, at most 1)"
    assert values["Training"]["`loss.train`"] == "nats (number, at least 0)"
    assert values["Training"]["`loss.test`"] == "nats (number, at least 0), not always there"
    assert values["Pair"]["`difference`"] == "difference of shares (number, −1 to 1)"
    assert values["Assignment"]["`group`"] == "whole number (1 to 99) or null"
    assert values["Assignment"]["`stream`"] == "`IU5`, `GUIMC`, `FOREIGN` or null"
    assert (
        values["Images of the classes"]["`mistakes[].image`"] == "count (whole number, at least 0)"
    )


def test_each_link_leads_to_one_heading(written: str) -> None:
    heads = [head.lower().replace(" ", "-") for head in re.findall(r"^##? (.+)$", written, re.M)]
    assert len(set(heads)) == len(heads)
    links = set(re.findall(r"\]\(#([^)]+)\)", written))
    assert len(links) > 30
    assert links <= set(heads)


def test_what_would_end_a_cell_does_not() -> None:
    schema: dict[str, Any] = {
        "title": "A",
        "description": "B.",
        "type": "object",
        "properties": {"c": {"type": "number", "description": "P(a | b)."}},
        "$defs": {},
    }
    assert (
        "| `c` | number, not always there | P(a &#124; b). |" in SCRIPT["Reference"](schema).page()
    )


@pytest.mark.slow
def test_it_prints_the_same_each_time(written: str) -> None:
    for seed in ("1", "2"):  # of the order of sets
        done = subprocess.run(
            [sys.executable, "scripts/document_results.py"],
            cwd=ROOT,
            env={"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
        )
        assert done.stdout.decode().replace("\r\n", "\n") == written

"""docs/reference/dependencies.md has a line for each library, and for no other."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
DECLARED = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
TABLES = {
    "# Libraries": DECLARED["project"]["dependencies"],
    "## Tools of the contributors": DECLARED["dependency-groups"]["dev"],
}


def test_what_extras_bring_is_there_for_tests() -> None:
    extras = DECLARED["project"]["optional-dependencies"]
    assert {line for lines in extras.values() for line in lines} <= {
        *DECLARED["dependency-groups"]["dev"]
    }


@pytest.mark.parametrize("heading", TABLES)
def test_each_library_has_its_line(heading: str) -> None:
    wanted = {Requirement(line).name for line in TABLES[heading]}
    text = (ROOT / "docs" / "reference" / "dependencies.md").read_text(encoding="utf-8")
    below = text.partition(f"{heading}\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| ([a-z][\w, -]*) \|", below, re.MULTILINE)
    named = [name for row in rows if row not in {"library", "tool"} for name in row.split(", ")]
    assert sorted(named) == sorted(wanted)

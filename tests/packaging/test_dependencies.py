"""docs/reference/dependencies.md has a line for each library, and for no other."""

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]


def test_each_library_has_its_line() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {Requirement(line).name for line in project["dependencies"]}
    text = (ROOT / "docs" / "reference" / "dependencies.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([a-z][\w, -]*) \|", text.partition("## Written here")[0], re.MULTILINE)
    named = [name for row in rows if row != "library" for name in row.split(", ")]
    assert sorted(named) == sorted(wanted)

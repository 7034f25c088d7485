"""Plotly.js, which comes with the program, is the file that its papers say."""

import hashlib
import re
import tomllib

from lab1report.editions.web.library import PLOTLY
from tests.repository import ROOT


def test_the_file_is_the_one_that_was_published() -> None:
    papers = (PLOTLY.parent / "README.md").read_text(encoding="utf-8")
    assert f"`{hashlib.sha256(PLOTLY.read_bytes()).hexdigest()}`" in papers


def test_its_version_is_told_alike() -> None:
    head = PLOTLY.read_text(encoding="utf-8")[:200]
    said = re.search(r"\* plotly\.js \(basic - minified\) v([\d.]+)\n", head)
    assert said is not None
    papers = (PLOTLY.parent / "README.md").read_text(encoding="utf-8")
    assert f"is Plotly.js {said[1]}, unchanged" in papers
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    hook = project["tool"]["hatch"]["build"]["targets"]["wheel"]["hooks"]["custom"]
    (work,) = (one for one in hook["shipped"] if one["name"] == "Plotly.js")
    assert work["version"] == said[1]
    assert work["files"] == [PLOTLY.relative_to(ROOT).as_posix()]

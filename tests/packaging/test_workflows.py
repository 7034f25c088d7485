"""What the workflows install is what they mean to try, in versions that somebody chose."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.repository import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PIP_INSTALL = re.compile(r"\bpip install (.+)")
CHOSEN = re.compile(
    r"--constraint |--require-hashes |dist/|^\.$|download\.pytorch\.org/whl/cpu torch$"
)
"""A lock, the project itself, or torch, which is for users in any version of its range."""


def jobs(path: Path) -> dict[str, Any]:
    # BaseLoader leaves the key `on` a text
    found = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    return dict(found["jobs"])


def commands(job: dict[str, Any]) -> list[str]:
    """What a job runs, a line each."""
    return [line for step in job["steps"] for line in step.get("run", "").splitlines()]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_no_tool_comes_in_just_any_version(path: Path) -> None:
    lines = [line for job in jobs(path).values() for line in commands(job)]
    assert lines
    unpinned = [
        line
        for line in lines
        if (found := PIP_INSTALL.search(line)) and not CHOSEN.search(found[1].strip())
    ]
    assert unpinned == []


def test_what_is_tested_as_installed_is_not_the_checkout() -> None:
    """`python -m pytest` looks into the working folder first."""
    lines = commands(jobs(ROOT / ".github" / "workflows" / "ci.yml")["installed"])
    (tests,) = (place for place, line in enumerate(lines) if line.startswith("python -m pytest"))
    install = lines.index("python -m pip install .")
    removed = next(place for place, line in enumerate(lines) if line.startswith("rm -r "))
    assert install < removed < tests
    assert {"lab1report", "templates", "experiments"} <= set(lines[removed].split())


def test_all_that_is_published_was_tried() -> None:
    release = jobs(ROOT / ".github" / "workflows" / "release.yml")
    matrix = release["try"]["strategy"]["matrix"]
    tried = {*matrix["file"], *(one["file"] for one in matrix["include"])}
    assert tried == {"*.whl", "*.tar.gz"}
    assert "python -m pip install dist/${{ matrix.file }}" in commands(release["try"])
    assert release["attest"]["needs"] == "try"
    assert release["publish"]["needs"] == "attest"


def test_documentation_is_built_before_it_is_merged_and_published_afterwards() -> None:
    path = ROOT / ".github" / "workflows" / "docs.yml"
    text = path.read_text(encoding="utf-8")
    assert "\n  pull_request:\n" in text.partition("permissions:")[0]
    found = jobs(path)
    assert "make docs" in commands(found["build"])
    assert "if" not in found["build"]
    assert found["publish"]["if"] == "github.event_name == 'push'"

"""What names the version says the same, and what signs a release may do nothing else."""

import tomllib
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]


def read(path: str) -> dict[str, Any]:
    # BaseLoader leaves the key `on` a text, and the version one
    found: dict[str, Any] = yaml.load(
        (ROOT / path).read_text(encoding="utf-8"),
        Loader=yaml.BaseLoader,  # noqa: S506
    )
    return found


def test_the_citation_is_of_this_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = read("CITATION.cff")
    assert citation["version"] == project["version"]
    assert citation["title"] == project["name"]
    assert citation["license"] in project["license"].split(" AND ")


def test_who_may_publish_runs_no_code_of_ours() -> None:
    workflow = read(".github/workflows/release.yml")
    assert workflow["permissions"] == {}
    trusted = {
        name: job for name, job in workflow["jobs"].items() if "id-token" in job["permissions"]
    }
    assert set(trusted) == {"attest", "publish"}
    for job in trusted.values():
        assert not [step for step in job["steps"] if "run" in step]
    assert set(trusted["publish"]["permissions"]) == {"id-token"}
    assert trusted["publish"]["environment"]["name"] == "pypi"

"""What names the version says the same, and what signs a release may do nothing else."""

import tomllib
from typing import Any

import yaml

from tests.repository import ROOT, public_address

COLAB_PAGES = ("tutorial/colab.md", "ru/tutorial/colab.md")


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
    # A list of licences there is a choice, and " AND " is none: the program's own is told
    assert citation["license"] == project["license"].split(" AND ")[0]
    assert citation["repository-code"] == project["urls"]["Source"]


def test_who_found_a_hole_is_sent_to_the_policy() -> None:
    (link,) = read(".github/ISSUE_TEMPLATE/config.yml")["contact_links"]
    assert link["url"] == f"{public_address()}/security/policy"
    assert "## Reporting" in (ROOT / "SECURITY.md").read_text(encoding="utf-8")


def test_questions_from_colab_come_with_what_doctor_says() -> None:
    command = "`!lab1report doctor --json`"
    for name in (".github/ISSUE_TEMPLATE/bug.yml", *(f"docs/{one}" for one in COLAB_PAGES)):
        assert command in (ROOT / name).read_text(encoding="utf-8"), name


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

"""README.md is the page on PyPI as well, where nothing lies beside it."""

import re
import tomllib
from typing import Any

import pytest

from tests.repository import ROOT, public_address

README = (ROOT / "README.md").read_text(encoding="utf-8")
TARGETS = re.findall(r"\]\(([^)\s]+)\)", README)
SITE = "https://lab1report.github.io/lab1report/"
FILE = f"{public_address()}/blob/main/"
PICTURE = f"{public_address()}/main/".replace("//github.com", "//raw.githubusercontent.com")


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return found


def source_of(target: str) -> str | None:
    """The file of the repository that an address shows; None where it is of somebody else."""
    address = target.partition("#")[0]
    if address.startswith(SITE):
        page = address.removeprefix(SITE).rstrip("/")
        return f"docs/{page}/index.md" if page in ("", "ru") else f"docs/{page}.md"
    for start in (FILE, PICTURE):
        if address.startswith(start):
            return address.removeprefix(start)
    return None


def heading_ids(path: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", one).strip().lower().replace(" ", "-") for one in headings}


def test_no_address_is_relative() -> None:
    assert len(TARGETS) >= 30
    assert [target for target in TARGETS if not target.startswith("https://")] == []


def test_what_is_ours_is_there() -> None:
    ours = {target: path for target in TARGETS if (path := source_of(target)) is not None}
    assert len(ours) >= 25
    assert {path for path in ours.values() if not (ROOT / path).is_file()} == set()
    anchors = {target: target.partition("#")[2] for target in ours if "#" in target}
    assert [one for one, name in anchors.items() if name not in heading_ids(ours[one])] == []
    pictures = re.findall(r"!\[[^]]*\]\((\S+?)\)", README)
    assert sum(picture.startswith(PICTURE) for picture in pictures) == 2


def test_the_package_names_its_places_and_systems(project: dict[str, Any]) -> None:
    urls = project["urls"]
    assert urls["Documentation"] == SITE
    assert urls["Issues"] == f"{public_address()}/issues"
    assert (ROOT / urls["Changelog"].removeprefix(FILE)).is_file()
    systems = {one for one in project["classifiers"] if one.startswith("Operating System ::")}
    assert systems == {
        "Operating System :: MacOS",
        "Operating System :: Microsoft :: Windows",
        "Operating System :: POSIX :: Linux",
    }

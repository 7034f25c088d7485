"""The documentation: its site builds, and its reference is that of the program."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from lab1report import options
from lab1report.messages import LANGUAGES
from tests.repository import ROOT, load_script, public_address

DOCS = ROOT / "docs"
OWN_ADDRESSES = (
    "https://lab1report.github.io/",
    "https://colab.research.google.com/assets/colab-badge.svg",
)
SITES = {"zensical.toml": DOCS, "zensical.ru.toml": DOCS / "ru"}


def read(file: str) -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads((ROOT / file).read_text(encoding="utf-8"))["project"]
    return found


@pytest.mark.slow
@pytest.mark.parametrize("file", SITES)
def test_site_builds_without_a_warning(file: str, tmp_path: Path) -> None:
    shutil.copytree(DOCS, tmp_path / "docs")
    shutil.copy(ROOT / file, tmp_path / file)
    command = [str(Path(sys.executable).with_name("zensical")), "build", "--strict"]
    done = subprocess.run(
        [*command, "--config-file", file], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    site = tmp_path / read(file)["site_dir"]
    assert len([*site.rglob("index.html")]) >= 8
    assert f'<html lang="{read(file)["theme"]["language"]}"' in (site / "index.html").read_text()
    loaded = re.compile(r'<(?:script|link|img)[^>]* (?:src|href)="?(https?://[^" >]+)')
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert not [one for one in loaded.findall(text) if not one.startswith(OWN_ADDRESSES)]
        # What makes the theme's script ask api.github.com
        assert not re.search(r"data-md-component=[\"']?source\b", text)
        assert f'href="{public_address()}"' in text or f"href={public_address()} " in text


@pytest.mark.parametrize("file", SITES)
def test_every_page_is_in_the_menu(file: str) -> None:
    def pages(menu: list[dict[str, Any]]) -> list[str]:
        found: list[str] = []
        for entry in menu:
            for target in entry.values():
                found += pages(target) if isinstance(target, list) else [target]
        return found

    listed = pages(read(file)["nav"])
    own = SITES[file]
    there = {path.relative_to(own).as_posix() for path in own.rglob("*.md")}
    if own == DOCS:
        there = {name for name in there if not name.startswith("ru/")}
    assert len(set(listed)) == len(listed)
    assert set(listed) == there


def test_the_first_page_leads_to_every_other() -> None:
    first = (DOCS / "index.md").read_text(encoding="utf-8")
    linked = set(re.findall(r"\]\(([\w/-]+\.md)\)", first))
    there = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")} - {"index.md"}
    assert {name for name in there if not name.startswith("ru/")} - linked == set()


def test_a_link_named_as_a_file_leads_to_it() -> None:
    pages = [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]
    links = [
        (page.name, text, target.partition("#")[0].rpartition("/")[2])
        for page in pages
        for text, target in re.findall(
            r"\[`?([\w-]+\.md)`?\]\(([^)]+\.md[^)]*)\)", page.read_text(encoding="utf-8")
        )
    ]
    assert len(links) >= 10
    assert [one for one in links if one[1] != one[2]] == []


@pytest.mark.parametrize("page", ["windows.md", "linux.md"])
def test_a_program_is_typed_only_where_the_shell_finds_it(page: str) -> None:
    """What an installer puts in place is found by a shell that is started afterwards."""
    text = (DOCS / "tutorial" / page).read_text(encoding="utf-8")
    blocks = re.findall(r"^( *)```(?:sh|powershell)\n(.*?)^\1```", text, re.MULTILINE | re.DOTALL)
    first, second, third, *_ = [code.split("\n") for _, code in blocks]
    assert "uv" in first[0]
    assert not any(line.split()[:1] == ["uv"] for line in first)
    assert [line.split()[:3] for line in second][:2] == [
        ["uv", "tool", "install"],
        ["uv", "tool", "update-shell"],
    ]
    assert third[0].split() == ["lab1report", "doctor"]
    between = text.partition("update-shell\n")[2].partition("lab1report doctor")[0]
    assert re.search(r"open a new (?:terminal|window)", between, re.IGNORECASE)


def test_pip_is_told_of_torch_without_cuda() -> None:
    """On Linux what PyPI has is gigabytes larger."""
    index = load_script("setup").CPU_INDEX
    installer = re.compile(r"^ *((?:pipx install|python3 -m pip (?:install|wheel)) .*\.)$", re.M)
    pages = [ROOT / "README.md", *DOCS.rglob("*.md")]
    found = [line for page in pages for line in installer.findall(page.read_text(encoding="utf-8"))]
    assert len(found) >= 6
    assert [line for line in found if index not in line] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_commands_are_those_of_the_program(language: str) -> None:
    """`make docs` writes the pages anew."""
    writer = load_script("document_commands")
    page = writer.PAGES[language].read_text(encoding="utf-8")
    assert page == writer.page(language)
    assert len(re.findall(r"^## `lab1report \w+`$", page, re.MULTILINE)) >= 10
    listed = re.findall(r"^\* `([a-z]+)`: (.+)$", page, re.MULTILINE)
    assert len(listed) >= 10
    assert [line for _, line in listed if not re.search(r"\w\.$|\?$", line)] == []


def test_every_option_is_described() -> None:
    page = (DOCS / "reference" / "options.md").read_text(encoding="utf-8")
    rows = "\n".join(re.findall(r"^\| (`--.+?) \|", page, re.MULTILINE))
    described = set(re.findall(r"--([a-z-]+)", rows))
    known = {name.replace("_", "-") for name in options()}
    assert known <= described
    assert described - known == {"verbose", "open", "json", "quiet"}

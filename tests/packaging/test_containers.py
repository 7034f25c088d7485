"""The containers' files agree with the project; `make containers` builds and tries the images."""

import json
import re
import tomllib
from typing import Any

import pytest

from lab1report.editions.pdf import native
from tests.repository import ROOT, load_script

DEV = ROOT / ".devcontainer"
FILES = ("Containerfile", ".devcontainer/Containerfile")
DEBIANS_PYTHON = {"trixie": "3.13"}
"""The version of Python of each release of Debian that an image is made from."""


def instructions(file: str) -> list[tuple[str, str]]:
    """Each instruction with what follows it, on one line, without the comments."""
    text = re.sub(r"(?m)^#.*\n", "", (ROOT / file).read_text(encoding="utf-8"))
    lines = re.sub(r"\s*\\\n\s*", " ", text).splitlines()
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in lines) if word]


def last_stage(file: str) -> list[tuple[str, str]]:
    found = instructions(file)
    starts = [place for place, (word, _) in enumerate(found) if word == "FROM"]
    return found[starts[-1] :]


def the(word: str, file: str = FILES[0]) -> str:
    """What the only instruction of this name in the final image says."""
    (rest,) = (rest for name, rest in last_stage(file) if name == word)
    return rest


def installed_packages(command: str) -> set[str]:
    (packages,) = re.findall(r"apt-get install ([^&]*)", command)
    return {one for one in packages.split() if not one.startswith("-")}


@pytest.fixture(scope="module")
def setup() -> Any:
    return load_script("setup")


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    found: dict[str, Any] = tomllib.loads(text)["project"]
    return found


def test_pango_has_one_list_of_packages(setup: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    packages = set(setup.LIBRARIES.values())
    assert installed_packages(the("RUN")) == {*packages, setup.SUBSET_PACKAGE, "python3"}
    monkeypatch.setattr("shutil.which", lambda name: name == "apt-get" or None)
    command = native.remedy(platform="linux")
    assert set(command.partition("apt-get install ")[2].split()) == packages
    assert f"apt-get install {setup.SUBSET_PACKAGE} " in native.remedy_of_subset(platform="linux")


def test_torch_comes_from_the_index_of_the_set_up(setup: Any) -> None:
    assert ("ARG", f"TORCH_INDEX={setup.CPU_INDEX}") in instructions(FILES[0])


@pytest.mark.parametrize("file", FILES)
def test_debian_has_a_python_that_is_allowed(project: dict[str, Any], file: str) -> None:
    bases = [rest for word, rest in instructions(file) if word == "ARG" and "BASE=" in rest]
    (release,) = re.findall(r"^BASE=docker\.io/library/debian:(\w+)-slim$", bases[0])
    assert {rest.split()[0] for word, rest in instructions(file) if word == "FROM"} == {"${BASE}"}
    python = DEBIANS_PYTHON[release]
    assert f"Programming Language :: Python :: {python}" in project["classifiers"]


def test_the_image_starts_the_program_as_somebody_without_rights(project: dict[str, Any]) -> None:
    assert json.loads(the("ENTRYPOINT")) == [project["name"]]
    assert project["name"] in project["scripts"]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", the("USER"))
    after_user = [word for word, _ in last_stage(FILES[0])]
    assert "RUN" not in after_user[after_user.index("USER") :]


def test_what_is_kept_lies_in_the_volume() -> None:
    variables = dict(one.split("=", 1) for one in the("ENV").split())
    assert the("VOLUME") == variables["LAB1REPORT_CACHE"] == variables["HOME"]
    assert f"--mode 1777 {the('VOLUME')} {the('WORKDIR')}" in the("RUN")  # for users of any number


def test_labels_are_those_of_the_project(project: dict[str, Any]) -> None:
    labels = dict(re.findall(r'org\.opencontainers\.image\.(\w+)="([^"]*)"', the("LABEL")))
    assert labels == {
        "title": project["name"],
        "description": project["description"],
        "licenses": project["license"],
        "source": project["urls"]["Source"],
    }


def test_nothing_but_the_program_is_sent_to_the_builder() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    sent = [rule[1:] for rule in rules if rule.startswith("!")]
    assert all((ROOT / name).exists() for name in sent)
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    wheel = tomllib.loads(text)["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = {*wheel["packages"], *wheel["force-include"], "pyproject.toml", "constraints.txt"}
    assert needed <= set(sent)


def test_developers_start_with_what_make_dev_runs() -> None:
    settings = json.loads((DEV / "devcontainer.json").read_text(encoding="utf-8"))
    file = f".devcontainer/{settings['build']['dockerfile']}"
    assert file in FILES
    command = the("RUN", file)
    number = the("USER", file)
    assert f"useradd --uid {number} " in command
    assert f" {settings['remoteUser']} " in command
    assert int(number) > 0
    # Not `make dev`, which does nothing in a new container where .venv is of an older one
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (recipe,) = re.findall(r"^\.venv/dev\.stamp:.*\n\t(.*)$", makefile, re.MULTILINE)
    run = recipe.removeprefix("UV=$(UV) ").replace("$(PYTHON)", "python3")  # uv is not in it
    assert settings["postCreateCommand"] == run
    assert {"git", "make", "python3-venv", "sudo"} <= installed_packages(command)

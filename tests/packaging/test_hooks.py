"""The hooks of .pre-commit-config.yaml do what `make lint` does, and hold back what they should."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
CONFIGURATION = ROOT / ".pre-commit-config.yaml"
PROGRAMS = Path(sys.executable).parent


def hooks() -> list[dict[str, Any]]:
    config = yaml.safe_load(CONFIGURATION.read_text(encoding="utf-8"))
    assert [repository["repo"] for repository in config["repos"]] == ["local"]
    found: list[dict[str, Any]] = config["repos"][0]["hooks"]
    return found


def test_they_check_what_make_lint_does() -> None:
    rule = re.search(r"^lint:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text("utf-8"), re.M)
    assert rule is not None
    lines = [line.strip().replace("$(BIN)", ".venv/bin") for line in rule[1].splitlines()]
    assert lines == [hook["entry"] for hook in hooks() if hook["name"].startswith("make lint")]


def test_their_programs_are_those_that_make_installs() -> None:
    entries = [hook["entry"] for hook in hooks() if hook["language"] == "system"]
    assert len(entries) >= 9
    for entry in entries:
        folder, _, name = entry.split()[0].rpartition("/")
        assert folder == ".venv/bin"
        assert shutil.which(name, path=str(PROGRAMS)), name


PICTURE = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """One with the hooks and nothing else."""
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    shutil.copy(CONFIGURATION, tmp_path)
    (tmp_path / ".venv").symlink_to(PROGRAMS.parent)
    (tmp_path / ".git" / "info" / "exclude").write_text(".venv\n")
    return tmp_path


def outcome(repository: Path, hook: str, name: str, content: bytes) -> int:
    path = repository / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    subprocess.run(["git", "-C", repository, "add", "--all"], check=True)
    quiet = {**os.environ, "PREK_HOME": str(repository / ".git" / "prek")}
    command = [str(PROGRAMS / "prek"), "run", hook, "--files", name]
    return subprocess.run(command, cwd=repository, env=quiet, check=False).returncode


@pytest.mark.slow
@pytest.mark.parametrize(
    ("hook", "name", "bad", "good"),
    [
        ("data-set", "figures/apple.PNG", PICTURE, None),
        ("data-set", "cifar-100-python/train", b"\x80\x02}", None),
        ("data-set", "docs/pictures/pages.png", None, PICTURE),
        ("large-files", "big.txt", b"0" * 700_000, b"0" * 500_000),
        ("end-of-file", "some.md", b"text", b"text\n"),
        ("trailing-whitespace", "some.md", b"text \n", b"text\n"),
        ("toml", "some.toml", b"a = \n", b"a = 1\n"),
        ("yaml", "some.yml", b"a: [\n", b"a: []\n"),
    ],
    ids=["picture", "pixels", "drawing", "large", "end", "spaces", "toml", "yaml"],
)
def test_they_hold_back(
    repository: Path, hook: str, name: str, bad: bytes | None, good: bytes | None
) -> None:
    if bad is not None:
        assert outcome(repository, hook, name, bad) == 1
    if good is not None:
        assert outcome(repository, hook, name, good) == 0

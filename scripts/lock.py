"""Writes requirements-dev.txt: all that constraints.txt pins, with the digests of its files.

    python3 scripts/lock.py

It asks uv, which solves for every system and Python at once, and PyPI. Torch for Linux is not in
it, since there it comes without CUDA from an index of its own, as in scripts/setup.py.
"""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements-dev.txt"

PYPI = "https://pypi.org/simple"
INSTALLERS = ("editables", "pip")  # of which pyproject.toml says nothing
CUDA = re.compile(r"(cuda|nvidia)-|triton==")

HEAD = """\
# Made by `make lock` from pyproject.toml and constraints.txt: the versions that these name for each
# system and Python, with the digests of their files on PyPI. On Linux torch goes before the rest:
#     pip install --no-deps --index-url https://download.pytorch.org/whl/cpu {torch}
#     pip install --require-hashes --requirement {name}
"""


def main() -> None:
    blocks = [block for block in solved() if not CUDA.match(block)]
    (torch,) = (block.split()[0] for block in blocks if block.startswith("torch=="))
    # A universal solution has torch for all, so that what it needs is there on Linux too
    rest = [block.replace(torch, f"{torch} ; sys_platform != 'linux'", 1) for block in blocks]
    head = HEAD.format(torch=torch, name=LOCK.name)
    LOCK.write_text(head + "".join(rest), encoding="utf-8", newline="\n")


def solved() -> list[str]:
    """What uv finds: for each distribution a line with its version, and its digests."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    oldest = project["requires-python"].removeprefix(">=")
    command = ["uv", "pip", "compile", "pyproject.toml", "-", "--group", "dev", "--universal"]
    command += ["--python-version", oldest, "--constraint", "constraints.txt", "--generate-hashes"]
    command += ["--default-index", PYPI, "--no-sources", "--no-annotate", "--no-header", "--quiet"]
    try:
        done = subprocess.run(
            command, cwd=ROOT, input="\n".join(INSTALLERS), stdout=subprocess.PIPE, text=True
        )
    except FileNotFoundError:
        sys.exit("lock: uv is needed, for example by: pip install uv")
    if done.returncode != 0:
        sys.exit("lock: uv finds no solution; it says above why")
    return re.split(r"^(?=\w)", done.stdout, flags=re.MULTILINE)[1:]


if __name__ == "__main__":
    main()

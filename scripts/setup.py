"""Prepares `.venv` and the system libraries for `make`: needs Python 3.11 and nothing else.

    python3 scripts/setup.py [--dev]

In order: a Python that is new enough; the Debian packages that are missing, where this account
may install them; `.venv`; pip and everything else in the versions of constraints.txt, by uv where
that is there, since it is faster (UV in the environment names it; UV= does without). Ends with
one sentence and status 1 where something is left to the user. Running it again is harmless.

The syntax stays within Python 3.8, so that an older Python can still say that it is too old.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
CONSTRAINTS = ROOT / "constraints.txt"

OLDEST_PYTHON = (3, 11)
NEWER_PYTHONS = ("python3.14", "python3.13", "python3.12", "python3.11")

# What WeasyPrint loads: the name it asks the dynamic linker for, and Debian's package of it.
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
}
SUBSET = "libharfbuzz-subset.so.0"  # makes fonts small in a faster way
SUBSET_PACKAGE = "libharfbuzz-subset0"  # which Debian 11 and Ubuntu 22.04 do not have
BROWSER = "chromium"  # Debian's package and its command: the tests open web pages in it
BROWSER_FONT = "fonts-liberation"
APT_INSTALL = ("install", "--yes", "--no-install-recommends")

# On Linux the ordinary index has torch with gigabytes of CUDA; this one has it for the CPU alone.
CPU_INDEX = "https://download.pytorch.org/whl/cpu"
CPU_INDEX_SECONDS = 2


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--dev", action="store_true", help="also the tools of the tests")
    dev = parser.parse_args().dev
    require_python()
    require_packages()
    offer_subset()
    if dev:
        offer_browser()
    create_venv()
    install(dev=dev)
    for stamp in ("program", "dev") if dev else ("program",):
        (VENV / f"{stamp}.stamp").touch()


def require_python() -> None:
    """Go on with this Python, start again with a newer one, or stop."""
    if sys.version_info[:2] >= OLDEST_PYTHON:
        return
    for name in NEWER_PYTHONS:
        path = shutil.which(name)
        if path and succeeds([path, "-c", ""]):
            os.execv(path, [path, *sys.argv])  # noqa: S606
    stop(
        f"Python {version(OLDEST_PYTHON)} or newer is needed, but {sys.executable} is "
        f"{version(sys.version_info[:2])}: install one, or name it with make PYTHON=..."
    )


def require_packages() -> None:
    """See to it that the Debian packages are there afterwards."""
    needed = missing_packages()
    if not needed:
        return
    right = right_to_install()
    if right is None:
        leave_to_user(needed)
    install_packages(needed, right)
    if left := missing_packages():
        stop(f"{', '.join(left)} could not be installed; apt-get says above why")


def offer_browser() -> None:
    """Install the browser of the tests, if it can be had."""
    offer(
        [BROWSER, BROWSER_FONT],
        is_there=lambda: shutil.which(BROWSER) is not None,
        without="the tests of the web edition will be skipped",
    )


def offer_subset() -> None:
    """Install the library that makes fonts small, where the system has it."""
    if sys.platform.startswith("linux"):
        offer(
            [SUBSET_PACKAGE],
            is_there=lambda: loads(SUBSET),
            without="fonts will be made small in a slower way",
        )


def offer(packages: list[str], *, is_there: Callable[[], bool], without: str) -> None:
    """Install Debian packages that are good to have; where that fails the set-up goes on."""
    if is_there():
        return
    right = right_to_install()
    if right is not None:
        install_packages(packages, right)
    if not is_there():
        say(f"{packages[0]} could not be installed: {without}")


def install_packages(packages: list[str], right: list[str]) -> None:
    """Let apt-get do it; whether they came is for the caller to look at."""
    say(f"Installing Debian packages: {', '.join(packages)}")
    apt_get = [*right, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet=2"]
    run([*apt_get, "update"], check=False)  # a stale list of one source need not matter
    run([*apt_get, *APT_INSTALL, *packages], check=False)


def leave_to_user(needed: list[str]) -> NoReturn:
    """Say what this account may not install, and stop."""
    remedy = f"install {' '.join(needed)} (so Debian calls them)"
    if shutil.which("apt-get"):
        remedy = (
            f"run: sudo apt-get update && sudo {shlex.join(['apt-get', *APT_INSTALL, *needed])}"
        )
    stop(f"system packages are missing that this account may not install; {remedy}")


def missing_packages() -> list[str]:
    """The Debian packages without which there is no virtual environment or no PDF."""
    # Elsewhere than on Linux the libraries have other names; WeasyPrint tells if they are missing.
    libraries = LIBRARIES if sys.platform.startswith("linux") else {}
    packages = [package for library, package in libraries.items() if not loads(library)]
    # Debian splits ensurepip, which `python -m venv` needs, off from its Python.
    if find_spec("ensurepip") is None and not venv_works():
        packages.append(f"python{version(sys.version_info[:2])}-venv")
    return packages


def loads(library: str) -> bool:
    """Whether the dynamic linker finds `library`."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def right_to_install() -> list[str] | None:
    """What to write before apt-get: nothing for root, sudo where it asks for no password."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and succeeds(["sudo", "-n", "true"]):
        return ["sudo", "-n"]
    return None


def create_venv() -> None:
    """Make `.venv`, unless one that works is there; uv makes them without pip."""
    if venv_works():
        return
    if has_new_python() and succeeds([str(VENV_PYTHON), "-m", "ensurepip"]):
        return
    say(f"Creating {VENV.name} with Python {version(sys.version_info[:3])}")
    run([sys.executable, "-m", "venv", "--clear", str(VENV)])


def venv_works() -> bool:
    """Whether `.venv` has pip and a Python that is new enough and still there."""
    return has_new_python() and succeeds([str(VENV_PYTHON), "-c", "import pip"])


def has_new_python() -> bool:
    """Whether `.venv` has a Python that is new enough and still there."""
    code = f"import sys; sys.exit(sys.version_info < {OLDEST_PYTHON})"
    return succeeds([str(VENV_PYTHON), "-c", code])


def install(*, dev: bool) -> None:
    """Install the project in editable form and what it depends on, all as constraints.txt says."""
    pip_install("--upgrade", "pip")
    if not has_torch() and answers(CPU_INDEX):
        # Torch alone: the index lacks other packages in the versions wanted. Where it has none
        # for this machine, the ordinary index serves below.
        pip_install("--no-deps", "--index-url", CPU_INDEX, "torch", check=False)
    say("Installing the project and its libraries (some minutes the first time)")
    what = ["--build-constraint", str(CONSTRAINTS), "--editable", "."]
    what += ["--group", "dev"] if dev else []
    uv = os.environ.get("UV", "uv")
    if not (uv and succeeds([uv, "--version"]) and uv_install(uv, *what)):
        pip_install(*what)


def uv_install(uv: str, *arguments: str) -> bool:
    """Whether uv can install what pip would, from PyPI or the index that uv is set up with."""
    if not has_torch():
        # By pip, whose settings may name a place that has it without CUDA; uv does not read them
        pip_install("--no-deps", "torch")
    command = [uv, "pip", "install", "--python", str(VENV_PYTHON), "--no-sources"]
    quiet = [] if sys.stdout.isatty() else ["--quiet"]
    if succeeds_aloud([*command, *quiet, "--constraint", str(CONSTRAINTS), *arguments]):
        return True
    say("uv could not do it, as it says above; pip tries")
    return False


def has_torch() -> bool:
    """Whether `.venv` has torch as constraints.txt wants it."""
    return installed_version("torch") == pinned_version("torch")


def pip_install(*arguments: str, check: bool = True) -> None:
    command = [str(VENV_PYTHON), "-m", "pip", "install", "--disable-pip-version-check"]
    quiet = [] if sys.stdout.isatty() else ["--quiet", "--quiet"]
    run([*command, *quiet, "--constraint", str(CONSTRAINTS), *arguments], check=check)


def pinned_version(package: str) -> str:
    """The version of `package` in constraints.txt."""
    pin = re.search(rf"^{package}==(\S+)$", CONSTRAINTS.read_text(encoding="utf-8"), re.MULTILINE)
    if pin is None:
        stop(f"{CONSTRAINTS.name} does not pin {package}")
    return pin[1]


def installed_version(package: str) -> str | None:
    """The version of `package` in `.venv` without its build's label (`+cpu`), if it is there."""
    code = f"from importlib.metadata import version; print(version({package!r}))"
    done = subprocess.run(
        [str(VENV_PYTHON), "-c", code], capture_output=True, text=True, check=False
    )
    return done.stdout.strip().partition("+")[0] or None


def answers(index: str) -> bool:
    """Whether a package index answers pip at once; looking up its name counts too."""
    code = (
        "from pip._vendor import requests;"  # pip's client, for its certificates and proxies
        f"requests.head({index + '/torch/'!r}, timeout={CPU_INDEX_SECONDS}).raise_for_status()"
    )
    start_up = 2
    return succeeds([str(VENV_PYTHON), "-c", code], timeout=CPU_INDEX_SECONDS + start_up)


def succeeds(command: list[str], timeout: float | None = None) -> bool:
    """Whether a command ends well and in time; what it prints is not shown."""
    try:
        done = subprocess.run(command, capture_output=True, timeout=timeout, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def succeeds_aloud(command: list[str]) -> bool:
    """Whether a command ends well in the project's folder; what it prints is shown."""
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


def run(command: list[str], *, check: bool = True) -> None:
    """Run a command in the project's folder; stop where it must succeed and does not."""
    if not succeeds_aloud(command) and check:
        stop(f"This command failed: {shlex.join(command)}")


def version(parts: tuple[int, ...]) -> str:
    return ".".join(str(part) for part in parts)


def say(message: str) -> None:
    print(message, flush=True)


def stop(message: str) -> NoReturn:
    sys.exit(f"setup: {message}")


if __name__ == "__main__":
    main()

"""requirements-dev.txt says what constraints.txt says, of each system, with digests."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name

from tests.packaging.test_constraints import all_needed, direct_requirements, pins

LOCK = Path(__file__).resolve().parents[2] / "requirements-dev.txt"

PYTHONS = ("3.11", "3.12", "3.13", "3.14")
LINUX = {"sys_platform": "linux", "os_name": "posix", "platform_machine": "x86_64"}
WINDOWS = {"sys_platform": "win32", "os_name": "nt", "platform_machine": "AMD64"}
MACOS = {"sys_platform": "darwin", "os_name": "posix", "platform_machine": "arm64"}


@dataclass(frozen=True)
class Locked:
    requirement: Requirement
    digests: tuple[str, ...]

    @property
    def version(self) -> str:
        (one,) = self.requirement.specifier
        assert one.operator == "=="
        return one.version

    def is_for(self, system: dict[str, str], python: str) -> bool:
        versions = {"python_version": python, "python_full_version": f"{python}.0"}
        marker = self.requirement.marker
        return marker is None or marker.evaluate({**system, **versions})


@cache
def locked() -> dict[NormalizedName, Locked]:
    text = re.sub("^#.*\n", "", LOCK.read_text(encoding="utf-8"), flags=re.MULTILINE)
    found = {}
    for entry in text.replace("\\\n", "").splitlines():
        line, *digests = re.split(r"\s+--hash=", entry.strip())
        requirement = Requirement(line)
        found[canonicalize_name(requirement.name)] = Locked(requirement, tuple(digests))
    assert len(found) >= 150
    return found


def test_each_version_is_that_of_the_constraints() -> None:
    ours = pins()
    assert not set(ours) - set(locked()), "make lock writes it anew"
    other = {
        name: one.version
        for name, one in locked().items()
        if name in ours and one.version != str(ours[name])
    }
    assert not other, "make lock writes it anew"


def test_what_has_no_constraint_is_for_other_systems() -> None:
    for name, one in locked().items():
        if name not in pins():
            assert not any(one.is_for(LINUX, python) for python in PYTHONS), name


def test_what_the_project_asks_for_is_there_where_it_is_asked_for() -> None:
    for wanted in direct_requirements():
        name = canonicalize_name(wanted.name)
        for system in (LINUX, WINDOWS, MACOS):
            for python in PYTHONS:
                asked = wanted.marker is None or wanted.marker.evaluate(
                    {**system, "python_version": python}
                )
                elsewhere = name == "torch" and system is LINUX
                there = locked()[name].is_for(system, python)
                assert there == (asked and not elsewhere), (name, system, python)


def test_it_has_what_is_installed_here_and_no_more() -> None:
    here = {
        name
        for name, one in locked().items()
        if one.requirement.marker is None or one.requirement.marker.evaluate()
    }
    cuda = ("nvidia-", "cuda-", "triton")  # which torch brings from some indexes
    wanted = {one for one in all_needed(direct_requirements()) if not one.startswith(cuda)}
    assert here | {"torch"} == wanted | {"editables", "pip"}


def test_each_file_has_its_digest_and_no_address() -> None:
    for name, one in locked().items():
        assert one.digests, name
        assert all(re.fullmatch("sha256:[0-9a-f]{64}", digest) for digest in one.digests), name
    addresses = set(re.findall(r"https?://[^/\s]+", LOCK.read_text(encoding="utf-8")))
    assert addresses == {"https://download.pytorch.org"}

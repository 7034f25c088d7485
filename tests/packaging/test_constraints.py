"""pyproject.toml, constraints.txt and what is installed agree with each other."""

import tomllib
from collections.abc import Iterable
from importlib.metadata import distribution

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import NormalizedName, canonicalize_name
from packaging.version import Version

from tests.repository import ROOT, load_script

OF_CUDA = ("nvidia-", "cuda-", "triton")


def pins(file: str = "constraints.txt") -> dict[NormalizedName, Version]:
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    pairs = [line.split("==") for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(name): Version(version) for name, version in pairs}


def direct_requirements() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    ours = (
        *project["build-system"]["requires"],
        *project["project"]["dependencies"],
        *project["dependency-groups"]["dev"],
    )
    assert len(ours) >= 15
    return [Requirement(line) for line in ours]


def all_needed(requirements: Iterable[Requirement]) -> set[NormalizedName]:
    """The distributions that `requirements` lead to on this machine, directly or not."""
    needed: set[NormalizedName] = set()
    waiting = list(requirements)
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        extras = requirement.extras or {""}
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        if name in needed and not requirement.extras:
            continue
        needed.add(name)
        for line in distribution(name).requires or ():
            child = Requirement(line)
            marker = child.marker
            if marker is None or any(marker.evaluate({"extra": extra}) for extra in extras):
                child.marker = None
                waiting.append(child)
    return needed


def test_pins_lie_within_the_ranges() -> None:
    outside = [
        f"{requirement} but {pins().get(canonicalize_name(requirement.name))}"
        for requirement in direct_requirements()
        if (pin := pins().get(canonicalize_name(requirement.name))) is None
        or pin not in requirement.specifier
    ]
    assert not outside


def test_the_oldest_versions_are_those_of_the_ranges() -> None:
    """Torch is not: its older versions are gigabytes, so that they are not run here."""
    oldest = pins("constraints-lowest.txt")
    other = [
        f"{requirement} but {pin}"
        for requirement in direct_requirements()
        if (pin := oldest.get(canonicalize_name(requirement.name))) is not None
        and requirement.name not in ("torch", "hatchling")
        and not any(
            bound.operator == ">="
            and pin.release[: len(Version(bound.version).release)] == Version(bound.version).release
            for bound in requirement.specifier
        )
    ]
    assert not other
    assert len(oldest) >= 100


def test_no_library_of_cuda_is_installed_for_nothing() -> None:
    """Torch comes without it, from an index of its own."""
    for file in ("constraints.txt", "constraints-lowest.txt"):
        assert [name for name in pins(file) if name.startswith(OF_CUDA)] == []
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert f"\nCPU_INDEX := {load_script('setup').CPU_INDEX}\n" in makefile
    recipe = makefile.partition("\nlowest:")[2].partition("\n\n")[0]
    assert recipe.index("--index-url $(CPU_INDEX)") < recipe.index("--requirement")


def test_everything_installed_is_pinned() -> None:
    """Torch's own libraries for CUDA are the exception: torch pins them itself."""
    installed = {name: distribution(name).version for name in all_needed(direct_requirements())}
    assert len(installed) >= 50
    other = {
        name: version
        for name, version in installed.items()
        if not name.startswith(OF_CUDA) and Version(version).public != str(pins().get(name))
    }
    assert not other


def test_everything_installed_is_for_the_oldest_python_too() -> None:
    """For its first release: distributions have 3.11.2, which not every 3.11 means."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    oldest = Version(project["requires-python"].removeprefix(">="))
    too_new = {
        name: asked
        for name in all_needed(direct_requirements())
        if (asked := distribution(name).metadata.json.get("requires_python")) is not None
        and oldest not in SpecifierSet(str(asked))
    }
    assert not too_new

"""The wheel's bill of materials is valid, and true of the wheel that it is in."""

import hashlib
import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from fontTools.ttLib import TTFont
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from lab1report import __version__

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
FONTS = (".ttf", ".otf", ".ttc", ".woff", ".woff2")

pytestmark = pytest.mark.slow

Json = dict[str, Any]


def text_in(wheel: Path) -> str:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if ".dist-info/sboms/" in name)
        assert name.endswith("/lab1report.cdx.json")
        return archive.read(name).decode()


@pytest.fixture(scope="module")
def bill(wheel: Path) -> Json:
    document: Json = json.loads(text_in(wheel))
    return document


def shipped(bill: Json) -> list[Json]:
    return [part for part in bill["components"] if part["bom-ref"].startswith("shipped:")]


def test_it_is_valid_by_the_schema(wheel: Path) -> None:
    text = text_in(wheel)
    validator = JsonStrictValidator(SchemaVersion.V1_6)
    assert validator.validate_str(text) is None
    assert validator.validate_str(text.replace('"OFL-1.1"', '"OFL"', 1)) is not None


def test_it_names_the_program(bill: Json) -> None:
    program = bill["metadata"]["component"]
    assert (program["name"], program["version"]) == ("lab1report", __version__)
    assert program["licenses"] == [{"expression": PROJECT["license"]}]


def test_it_has_each_library_with_the_versions_that_are_allowed(bill: Json) -> None:
    wanted = {
        canonicalize_name(one.name): (str(one.specifier), str(one.marker) if one.marker else None)
        for one in map(Requirement, PROJECT["dependencies"])
    }
    found = {}
    for part in bill["components"]:
        if part["bom-ref"].startswith("pkg:"):
            told = {one["name"]: one["value"] for one in part["properties"]}
            found[part["name"]] = (told["lab1report:versions"], told.get("lab1report:where"))
            assert (part["scope"] == "optional") == ("lab1report:where" in told)
    assert found == wanted


def test_the_files_of_others_are_as_it_says(bill: Json, wheel: Path) -> None:
    files = {one["name"]: one["hashes"] for part in shipped(bill) for one in part["components"]}
    with zipfile.ZipFile(wheel) as archive:
        for name, (digest,) in files.items():
            assert digest["alg"] == "SHA-256"
            assert digest["content"] == hashlib.sha256(archive.read(name)).hexdigest(), name
        fonts = {name for name in archive.namelist() if name.endswith(FONTS)}
    assert len(fonts) == 5
    assert fonts <= set(files)


def test_fonts_have_the_version_and_the_licence_that_it_says(bill: Json) -> None:
    seen = 0
    for work in shipped(bill):
        for one in work["components"]:
            if not one["name"].endswith(FONTS):
                continue
            with TTFont(ROOT / one["name"]) as font:
                names = font["name"]
                said = re.match(r"Version (\S+)", names.getDebugName(5))
                family = names.getDebugName(16) or names.getDebugName(1)
            assert said is not None
            assert (family, said[1]) == (work["name"], work["version"])
            assert work["licenses"][0]["license"]["id"] in PROJECT["license"].split(" AND ")
            seen += 1
    assert seen == 5


def test_nothing_in_it_comes_from_the_machine_or_the_hour(bill: Json, tmp_path: Path) -> None:
    assert "serialNumber" not in bill
    assert str(ROOT) not in json.dumps(bill)
    assert "timestamp" not in bill["metadata"] or "SOURCE_DATE_EPOCH" in os.environ
    command = [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir"]
    fixed = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000"}
    subprocess.run([*command, str(tmp_path), str(ROOT)], check=True, env=fixed)
    (wheel,) = tmp_path.iterdir()
    timed = json.loads(text_in(wheel))
    assert timed["metadata"].pop("timestamp") == "2023-11-14T22:13:20+00:00"
    bill["metadata"].pop("timestamp", None)
    assert timed == bill

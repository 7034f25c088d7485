"""What hatchling calls while it builds a wheel: puts in a list of all that the wheel brings.

The list is a CycloneDX document in the wheel's `sboms` folder (PEP 770): the program, the works of
others within it with the digests of their files, which `pyproject.toml` names, and the libraries
that are installed beside it, with the versions that are allowed. It is the same whenever and
wherever the wheel is built; the time in it is that of SOURCE_DATE_EPOCH, if that is set.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

Json = dict[str, Any]


class BillOfMaterials(BuildHookInterface[BuilderConfig]):
    """Writes the document before the wheel is packed, and removes it from the disk afterwards."""

    def initialize(self, version: str, build_data: Json) -> None:  # noqa: ARG002
        text = json.dumps(self.document(), ensure_ascii=False, indent=2) + "\n"
        self._folder = Path(tempfile.mkdtemp(prefix="bill-of-materials-"))
        path = self._folder / f"{self.metadata.core.name}.cdx.json"
        path.write_text(text, encoding="utf-8", newline="\n")
        build_data["sbom_files"].append(str(path))

    def finalize(self, *_: object, **__: object) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def document(self) -> Json:
        """The whole document."""
        program = self.program()
        shipped = [self.shipped(work) for work in self.config["shipped"]]
        libraries = [library(Requirement(line)) for line in self.metadata.core.dependencies]
        authors: list[Any] = self.metadata.core.authors
        needed = [part["bom-ref"] for part in (*shipped, *libraries)]
        return {
            "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
            "bomFormat": "CycloneDX",
            "specVersion": "1.6",
            "version": 1,
            "metadata": {
                **time_of_build(),
                "authors": [{"name": one["name"]} for one in authors],
                "component": program,
            },
            "components": [*shipped, *libraries],
            "dependencies": [
                {"ref": program["bom-ref"], "dependsOn": needed},
                *({"ref": one} for one in needed),
            ],
        }

    def program(self) -> Json:
        """The wheel's own distribution."""
        core = self.metadata.core
        address = f"pkg:pypi/{core.name}@{self.metadata.version}"
        return {
            "type": "application",
            "bom-ref": address,
            "name": core.name,
            "version": self.metadata.version,
            "description": core.description,
            "licenses": [{"expression": core.license_expression}],
            "purl": address,
            "externalReferences": [{"type": "vcs", "url": core.urls["Source"]}],
        }

    def shipped(self, work: Json) -> Json:
        """A work of others whose files are within the wheel."""
        paths = sorted(path for pattern in work["files"] for path in Path(self.root).glob(pattern))
        if not paths:
            raise FileNotFoundError(f"no file of {work['name']}: {', '.join(work['files'])}")
        version = {"version": work["version"]} if "version" in work else {}
        licence = {"licenses": [{"license": {"id": work["license"]}}]} if "license" in work else {}
        return {
            "type": work["type"],
            "bom-ref": f"shipped:{work['name'].replace(' ', '-')}",
            "name": work["name"],
            **version,
            "description": work["description"],
            **licence,
            "externalReferences": [{"type": "website", "url": work["website"]}],
            "components": [self.file(path) for path in paths],
        }

    def file(self, path: Path) -> Json:
        """A file under its name in the wheel, with its digest."""
        name = path.relative_to(self.root).as_posix()
        for source, target in self.build_config.target_config["force-include"].items():
            if name.startswith(f"{source}/"):
                name = target + name.removeprefix(source)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        return {
            "type": "file",
            "bom-ref": f"file:{name}",
            "name": name,
            "hashes": [{"alg": "SHA-256", "content": digest}],
        }


def library(requirement: Requirement) -> Json:
    """A library that is not within the wheel: which versions may be, where it is needed."""
    address = f"pkg:pypi/{canonicalize_name(requirement.name)}"
    return {
        "type": "library",
        "bom-ref": address,
        "name": requirement.name,
        "scope": "optional" if requirement.marker else "required",
        "purl": address,
        "properties": list(properties(requirement)),
    }


def properties(requirement: Requirement) -> Iterator[Json]:
    """What CycloneDX 1.6 has no field for."""
    yield {"name": "lab1report:versions", "value": str(requirement.specifier)}
    if requirement.marker:
        yield {"name": "lab1report:where", "value": str(requirement.marker)}


def time_of_build() -> Json:
    """The time that whoever builds the wheel has fixed."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    if seconds is None:
        return {}
    return {"timestamp": datetime.fromtimestamp(int(seconds), UTC).isoformat()}

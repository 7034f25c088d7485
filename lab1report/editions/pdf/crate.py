"""Describes how the report came about as a Workflow Run RO-Crate, for machines that read those.

The notebook is the workflow: the code of every stage in its order. Source: Workflow Run Crate 0.5
(https://w3id.org/ro/wfrun/workflow/0.5) and RO-Crate 1.1 (https://w3id.org/ro/crate/1.1).
"""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from lab1report.editions.content import Content
from lab1report.editions.pdf import attached
from lab1report.model import DataInfo
from lab1report.report.json_text import pretty

_ROOT: Final = "./"
_RUN: Final = "#run"
_PROGRAM: Final = "#lab1report"
_LANGUAGE: Final = "#python"
_IMAGES: Final = "#images"
_DATA: Final = "https://www.cs.toronto.edu/~kriz/cifar.html"
_SPECIFICATION: Final = "https://w3id.org/ro/crate/1.1"
_CONTEXT: Final = (
    f"{_SPECIFICATION}/context",
    "https://w3id.org/ro/terms/workflow-run/context",
)
_PROFILES: Final = {
    "https://w3id.org/ro/wfrun/process/0.5": ("Process Run Crate", "0.5"),
    "https://w3id.org/ro/wfrun/workflow/0.5": ("Workflow Run Crate", "0.5"),
    "https://w3id.org/workflowhub/workflow-ro-crate/1.0": ("Workflow RO-Crate", "1.0"),
}
_FILES: Final = {
    attached.RESULTS: ("All numbers of the report", "application/json"),
    attached.MEASUREMENTS: (
        "Curves and answers of every training, arrays of every task",
        "application/octet-stream",
    ),
    attached.ENVIRONMENT: ("Versions of what computed and typeset it", "application/json"),
    attached.SETTINGS: ("What the student chose and wrote", "application/json"),
    attached.NOTEBOOK: ("The code of all stages with its output", "application/x-ipynb+json"),
}
_PERSONAL: Final = ("student", "teacher", "group_code")

Entity = dict[str, Any]


def crate(content: Content, files: Mapping[str, bytes]) -> bytes:
    """`ro-crate-metadata.json` of the report and the `files` attached to it."""
    parameters = {name: value for name, value in content.options.items() if name not in _PERSONAL}
    graph = [
        *_dataset(content),
        *(_file(name, files[name]) for name in sorted(_FILES)),
        *_tools(content.report.environment),
        *(entity for name, value in parameters.items() for entity in _parameter(name, value)),
        _run(content, parameters),
        _images(content.report.data),
    ]
    workflow = next(entity for entity in graph if entity["@id"] == attached.NOTEBOOK)
    workflow["@type"] = ["File", "SoftwareSourceCode", "ComputationalWorkflow"]
    workflow["programmingLanguage"] = _to(_LANGUAGE)
    workflow["input"] = [_to(f"#parameter-{name}") for name in parameters]
    return pretty({"@context": list(_CONTEXT), "@graph": graph}, levels=2).encode()


def _dataset(content: Content) -> Iterator[Entity]:
    """The crate itself, and the profiles that it conforms to."""
    yield {
        "@id": attached.CRATE,
        "@type": "CreativeWork",
        "about": _to(_ROOT),
        "conformsTo": [_to(_SPECIFICATION), _to(list(_PROFILES)[-1])],
    }
    yield {
        "@id": _ROOT,
        "@type": "Dataset",
        "name": "Laboratory work 1: gradients by hand, XOR, CIFAR-100",
        "description": "Attached to a report in PDF, which the program makes of these files",
        "datePublished": content.created.isoformat(timespec="seconds"),
        "license": "The student's own work",
        "conformsTo": [_to(profile) for profile in _PROFILES],
        "hasPart": [_to(name) for name in sorted(_FILES)],
        "mainEntity": _to(attached.NOTEBOOK),
        "mentions": _to(_RUN),
    }
    for id, (name, version) in _PROFILES.items():
        yield {"@id": id, "@type": "CreativeWork", "name": name, "version": version}


def _tools(environment: Mapping[str, str]) -> Iterator[Entity]:
    yield {
        "@id": _LANGUAGE,
        "@type": "ComputerLanguage",
        "name": "Python",
        "version": environment.get("python", ""),
        "url": "https://www.python.org",
    }
    yield {
        "@id": _PROGRAM,
        "@type": "SoftwareApplication",
        "name": "lab1report",
        "softwareVersion": environment.get("lab1report", ""),
    }


def _parameter(name: str, value: Any) -> Iterator[Entity]:
    """An option, and the value that it was given."""
    yield {
        "@id": f"#parameter-{name}",
        "@type": "FormalParameter",
        "name": name,
        "additionalType": "Integer" if isinstance(value, int) else "Text",
        "workExample": _to(f"#{name}"),
    }
    yield {
        "@id": f"#{name}",
        "@type": "PropertyValue",
        "name": name,
        "value": str(value),
        "exampleOfWork": _to(f"#parameter-{name}"),
    }


def _run(content: Content, parameters: Collection[str]) -> Entity:
    made = (attached.RESULTS, attached.MEASUREMENTS, attached.ENVIRONMENT)
    given = (_IMAGES, attached.SETTINGS, *(f"#{name}" for name in parameters))
    return {
        "@id": _RUN,
        "@type": "CreateAction",
        "name": "Trainings and report",
        "instrument": _to(attached.NOTEBOOK),
        "agent": _to(_PROGRAM),
        "endTime": content.created.isoformat(timespec="seconds"),
        "object": [_to(id) for id in given],
        "result": [_to(name) for name in made],
    }


def _images(data: DataInfo) -> Entity:
    official = data.kind != "demo"
    return {
        "@id": _IMAGES,
        "@type": "Dataset",
        "name": "CIFAR-100" if official else "Made-up images",
        "identifier": data.fingerprint,
        **({"url": _DATA} if official else {}),
    }


def _to(id: str) -> Entity:
    return {"@id": id}


def _file(name: str, content: bytes) -> Entity:
    description, kind = _FILES[name]
    return {
        "@id": name,
        "@type": "File",
        "name": description,
        "encodingFormat": kind,
        "contentSize": str(len(content)),
        "sha256": hashlib.sha256(content).hexdigest(),
    }

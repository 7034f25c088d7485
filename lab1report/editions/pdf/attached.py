"""The files attached to the PDF, with which it can be verified (docs/how-to/verify.md)."""

import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from lab1report import resources
from lab1report.editions import keys
from lab1report.editions.content import LIBRARIES, Content
from lab1report.editions.pdf.native import pango_version
from lab1report.figures.fonts import Family, mono, serif
from lab1report.report.json_text import pretty
from lab1report.report.measurements.packing import pack
from lab1report.store.environment import packages, version

RESULTS: Final = "results.json"
SETTINGS: Final = "settings.json"
MEASUREMENTS: Final = "measurements.safetensors"
ENVIRONMENT: Final = "environment.json"
NOTEBOOK: Final = "notebook.ipynb"
CRATE: Final = "ro-crate-metadata.json"
NAMES: Final = (RESULTS, SETTINGS, MEASUREMENTS, ENVIRONMENT, NOTEBOOK, CRATE)


def attached(content: Content, notebook: bytes) -> dict[str, bytes]:
    """The files by their names, but for the crate."""
    return {
        RESULTS: content.results.encode(),
        SETTINGS: settings_file(content),
        MEASUREMENTS: pack(content.report),
        ENVIRONMENT: environment_file(content, dict(packages()), rendering()),
        NOTEBOOK: notebook,
    }


def settings_file(content: Content) -> bytes:
    """What the student chose and wrote: `settings.json`."""
    document: dict[str, Any] = {
        "options": dict(content.options),
        "year_of_report": content.year,
        "arms": content.emblem,
        "words": {own.section: own.source for own in content.words.values()},
    }
    font = serif()
    if font.fingerprint:
        document["font"] = {"family": font.name, "sha256": font.fingerprint}
    return pretty(document).encode()


def environment_file(
    content: Content, packages: Mapping[str, str], rendering: Mapping[str, str]
) -> bytes:
    """What the report was computed and typeset with: `environment.json`."""
    own = {**content.report.environment, "packages": packages, "rendering": rendering}
    return pretty(own).encode()


def rendering() -> Mapping[str, str]:
    """What decides how the pages look: equal numbers give equal pages where all of it is equal."""
    return _rendering(resources.folder("experiments"), resources.folder("templates"), serif())


@cache  # but a process may turn to other resources, or to another font
def _rendering(*_: Path | Family) -> Mapping[str, str]:
    from matplotlib import ft2font

    files = [*serif().files.items(), *mono().files.items()]
    return {
        "program": keys.of_program(),
        "templates": _digest(keys.of_templates()),
        "experiments": _digest(_experiments()),
        **{name: version(name) for name in LIBRARIES},
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        "pango": pango_version(),
        "freetype": str(ft2font.__freetype_version__),
        "fonts": _digest([(face, keys.of_file(file)) for face, file in files]),
    }


def _experiments() -> dict[str, Any]:
    """The tables of `experiments/`, which decide what is trained; a remark in them does not."""
    folder = resources.folder("experiments")
    return {path.name: resources.read_toml(path) for path in sorted(folder.glob("*.toml"))}


def _digest(document: Mapping[str, Any] | Sequence[Any]) -> str:
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()[:16]

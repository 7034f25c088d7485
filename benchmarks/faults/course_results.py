"""What a course has computed and written, without the times that are never the same."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pypdfium2
from builds import results_in
from safetensors.numpy import load

from lab1report.store import sealed

_TIMES = ("seconds", "finished", "environment")


def stored_in(cache: Path) -> dict[str, str]:
    """By section and key, a digest of what was measured: each bit of the arrays counts."""
    found = {}
    for path in (cache / "results").glob("*/*.bin"):
        arrays = load(sealed.read(path) or b"")
        document = json.loads(arrays.pop("document").tobytes())
        own = {name: value for name, value in document.items() if name not in _TIMES}
        digest = hashlib.sha256(json.dumps(own, sort_keys=True).encode())
        for name, array in sorted(arrays.items()):
            digest.update(f"{name} {array.dtype} {array.shape}".encode() + array.tobytes())
        found[f"{path.parent.name}/{path.stem}"] = digest.hexdigest()
    return found


def reports_in(out: Path) -> dict[str, Any]:
    """`results.json` of each student."""
    return {path.parent.name: results_in(path.parent) for path in out.glob("*/results.json")}


def words_in(out: Path) -> dict[str, str]:
    """The words on the pages of each student's PDF."""
    return {path.parent.name: _text(path) for path in out.glob("*/*.pdf")}


def _text(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return "\f".join(page.get_textpage().get_text_range() for page in document)


def differences(
    what: str, found: Mapping[str, object], wanted: Mapping[str, object]
) -> Iterator[str]:
    """A sentence if there are any."""
    missing, further = wanted.keys() - found.keys(), found.keys() - wanted.keys()
    other = [name for name in found.keys() & wanted.keys() if found[name] != wanted[name]]
    counts = ((missing, "missing"), (further, "too many"), (other, "other"))
    said = [f"{len(names)} {word}" for names, word in counts if names]
    if said:
        yield f"{what}: {', '.join(said)} of {len(wanted)}"

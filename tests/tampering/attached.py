"""Changes of the attached files, with their hashes or without."""

import hashlib
import json
import random
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
from pikepdf import Pdf
from safetensors.numpy import load, save

from lab1report.report.json_text import pretty
from tests.tampering.common import TIMES, Tampered, changed, opened, saved

RESULTS, SETTINGS, CRATE = "results.json", "settings.json", "ro-crate-metadata.json"
MEASUREMENTS, NOTEBOOK = "measurements.safetensors", "notebook.ipynb"


def of_attached(honest: bytes, other: bytes, chance: random.Random) -> Iterator[Tampered]:
    yield from _results(honest, chance)
    yield from _measurements(honest, chance)
    yield from _files(honest, other)


def files_of(pdf: Pdf) -> dict[str, bytes]:
    return {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()}


def with_files(honest: bytes, files: dict[str, bytes], *, cover_up: bool = True) -> bytes:
    """The PDF with other attached files.

    Args:
        cover_up: with their hashes in the crate.
    """
    with opened(honest) as pdf:
        if cover_up and CRATE not in files:
            crate = json.loads(pdf.attachments[CRATE].get_file().read_bytes())
            for entity in crate["@graph"]:
                if entity["@id"] in files:
                    content = files[entity["@id"]]
                    entity["sha256"] = hashlib.sha256(content).hexdigest()
                    entity["contentSize"] = str(len(content))
            files = {**files, CRATE: _as_written(crate, 2)}
        for name, content in files.items():
            stream = pdf.attachments[name].get_file().obj
            stream.write(content)
        return saved(pdf)


def _as_written(document: Any, levels: int) -> bytes:
    return pretty(document, levels=levels).encode()


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, item in items:
            yield from _leaves(item, (*path, key))
    else:
        yield path, value


def _results(honest: bytes, chance: random.Random) -> Iterator[Tampered]:
    """Numbers, verdicts, answers and texts of `results.json`."""
    with opened(honest) as pdf:
        text = files_of(pdf)[RESULTS]
    document = json.loads(text)
    leaves = [
        (path, value) for path, value in _leaves(document)
        if path[0] not in ("timings", "environment") and value is not None
    ]  # fmt: skip
    kinds: dict[type, list[Any]] = {}
    for leaf in leaves:
        kinds.setdefault(type(leaf[1]), []).append(leaf)
    chosen = [
        leaf
        for kind, count in ((float, 12), (int, 4), (str, 4), (bool, 2))
        for leaf in chance.sample(kinds[kind], min(count * TIMES, len(kinds[kind])))
    ]
    for number, (path, value) in enumerate(chosen):
        changed = json.loads(text)
        holder = changed
        for key in path[:-1]:
            holder = holder[key]
        holder[path[-1]] = _other(value)
        place = ".".join(map(str, path))
        file = _as_written(changed, 4)
        yield Tampered(f"{RESULTS}: {place}", RESULTS,
                       with_files(honest, {RESULTS: file}, cover_up=number % 2 == 0))  # fmt: skip
    doubled = text.replace(b'"seed": 0', b'"seed": 1, "seed": 0', 1)
    yield Tampered(f"{RESULTS}: a number twice", RESULTS, with_files(honest, {RESULTS: doubled}))


def _other(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, float):
        return value + (0.01 if abs(value) < 0.5 else -0.01)
    if isinstance(value, int):
        return value + 1
    signs = list(value) or ["x"]
    middle = len(signs) // 2
    signs[middle] = "A" if signs[middle] != "A" else "B"
    return "".join(signs)


def _measurements(honest: bytes, chance: random.Random) -> Iterator[Tampered]:
    """One answer, one point of a curve, one printed number, one value of a task."""
    with opened(honest) as pdf:
        content = files_of(pdf)[MEASUREMENTS]
    size = int.from_bytes(content[:8], "little")
    metadata = json.loads(content[8 : 8 + size])["__metadata__"]
    arrays = load(content)
    names = [name for name in arrays for _ in range(TIMES if name.startswith("series") else 1)]
    for name in names:
        changed = {key: np.array(array) for key, array in arrays.items()}
        flat = changed[name].reshape(-1)
        at = chance.randrange(len(flat))
        flat[at] = ~flat[at] if flat.dtype == bool else flat[at] + 1
        file = save(changed, metadata=metadata)
        yield Tampered(
            f"{MEASUREMENTS}: {name}[{at}]", "", with_files(honest, {MEASUREMENTS: file})
        )
    header = json.loads(metadata["lab1report"])
    for section, task in header["tasks"].items():
        for stage in task["stages"][::3]:
            numbers = list(re.finditer(r"\d", stage["output"]))
            if not numbers:
                continue
            own = json.loads(metadata["lab1report"])
            at = chance.choice(numbers).start()
            output = stage["output"]
            digit = str((int(output[at]) + 1) % 10)
            printed = next(s for s in own["tasks"][section]["stages"] if s["id"] == stage["id"])
            printed["output"] = output[:at] + digit + output[at + 1 :]
            file = save(arrays, metadata={"lab1report": json.dumps(own)})
            yield Tampered(f"{MEASUREMENTS}: printed by {section}.{stage['id']}", "",
                           with_files(honest, {MEASUREMENTS: file}))  # fmt: skip
    own = json.loads(metadata["lab1report"])
    del own["trainings"][3]
    file = save(arrays, metadata={"lab1report": json.dumps(own)})
    yield Tampered(f"{MEASUREMENTS}: a training less", "", with_files(honest, {MEASUREMENTS: file}))


def _files(honest: bytes, other: bytes) -> Iterator[Tampered]:
    """Attached files of another student, or changed ones about the report."""
    with opened(other) as pdf:
        theirs = files_of(pdf)
    with opened(honest) as pdf:
        ours = files_of(pdf)
    for name, content in theirs.items():
        if content == ours[name]:
            continue
        for cover_up in (True, False):
            pdf_bytes = with_files(honest, {name: content}, cover_up=cover_up)
            yield Tampered(f"{name} of another student, {cover_up}", "", pdf_bytes)
    yield Tampered("all files of another student", "", with_files(honest, theirs))
    for name in ours:

        def remove(pdf: Pdf, name: str = name) -> None:
            del pdf.attachments[name]

        yield Tampered(f"without {name}", "", changed(honest, remove))
    settings = json.loads(ours[SETTINGS])
    others: tuple[tuple[str, Any], ...] = (
        ("variant", 8), ("group", 4), ("student", "Другой С.Т."), ("seed", 1), ("year", 2023),
        ("length", "full"), ("style", "gost"), ("sample", "moons"), ("stream", "GUIMC"),
    )  # fmt: skip
    for name, value in others:
        own = {**settings, "options": {**settings["options"], name: value}}
        file = _as_written(own, 4)
        yield Tampered(f"{SETTINGS}: {name}", "", with_files(honest, {SETTINGS: file}))
    more: tuple[tuple[str, Any], ...] = (
        ("words", {"xor": "Точность 100 %."}), ("year_of_report", 2025),
    )  # fmt: skip
    for key, value in more:
        file = _as_written({**settings, key: value}, 4)
        yield Tampered(f"{SETTINGS}: {key}", "", with_files(honest, {SETTINGS: file}))
    notebook = json.loads(ours[NOTEBOOK])
    for number in range(4, len(notebook["cells"]), max(len(notebook["cells"]) // 12, 1)):
        own = json.loads(ours[NOTEBOOK])
        cell = own["cells"][number]
        cell["source"] = ["Точность 99,9 %\n", *cell["source"]]
        file = (json.dumps(own, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
        yield Tampered(f"{NOTEBOOK}: cell {number + 1}", NOTEBOOK,
                       with_files(honest, {NOTEBOOK: file}))  # fmt: skip

"""Results by content: what changes a number is in the key, what changes its looks is not.

An entry is one file, written beside its place and moved there, so that it is whole or absent; it
carries its inputs, which are compared on every hit. An entry that can not be read counts as
absent, with a warning in the log. Pages and figures are kept the same way, as bytes.
"""

import hashlib
import json
import logging
import os
import time
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from lab1report.errors import UserError
from lab1report.files import writing
from lab1report.model import SectionId, SectionResult, Spec, Stage

Inputs = Mapping[str, str | int | float | None]

_FORMAT = 1
_BLOB_DAYS = 30
_UNREADABLE = (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Change:
    """One input that differs between a stored result and the one wanted; None is "absent"."""

    name: str
    stored: str | int | float | None
    wanted: str | int | float | None


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """Why a result is or is not at hand.

    `changes` is empty when the result is stored and current, and also when nothing of the
    section was ever stored (`stored_at` tells the two apart: None, no entry).
    """

    current: bool
    stored_at: str | None
    changes: tuple[Change, ...]


def make_inputs(section: str, spec: Spec, **extra: Mapping[str, str] | str | None) -> Inputs:
    """A flat, complete, typed description of a computation; its hash is the key.

    Raises:
        TypeError: a value whose identity as text is not certain.
    """
    flat: dict[str, str | int | float | None] = {"format": _FORMAT, "section": section}
    for name, value in asdict(spec).items():
        flat[f"spec.{name}"] = _plain(value)
    for name, part in extra.items():
        if isinstance(part, Mapping):
            flat.update({f"{name}.{key}": _plain(value) for key, value in part.items()})
        else:
            flat[name] = _plain(part)
    return flat


def key_of(inputs: Inputs) -> str:
    """The key of an entry: SHA-256 of its inputs as canonical JSON, shortened to 128 bits."""
    text = json.dumps(dict(inputs), sort_keys=True, ensure_ascii=True, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


class Store:
    """The folder `root`, shared by all reports of one user."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def get(self, section: SectionId, inputs: Inputs, spec: Spec) -> SectionResult | None:
        """The stored result with exactly these inputs, or None."""
        path = self._entry(section, inputs)
        if not path.is_file():
            return None
        import numpy as np

        try:
            with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
                document = json.loads(file["document"].tobytes())
                if document["inputs"] != dict(inputs):
                    raise ValueError("the inputs beside the result are others")
                arrays = {name: file[name] for name in file.files if name != "document"}
            return SectionResult(
                section=section,
                spec=spec,
                values=document["values"],
                arrays=arrays,
                stages=tuple(Stage(**stage) for stage in document["stages"]),
                seconds=document["seconds"],
                finished=document["finished"],
            )
        except _UNREADABLE as error:
            _log.warning("stored result %s can not be read and counts as absent: %s", path, error)
            return None

    def put(self, inputs: Inputs, result: SectionResult) -> None:
        """Keep `result`; the entry replaces one with the same inputs."""
        import numpy as np

        document = {
            "inputs": dict(inputs),
            "values": dict(result.values),
            "stages": [asdict(stage) for stage in result.stages],
            "seconds": result.seconds,
            "finished": result.finished,
        }
        packed = np.frombuffer(json.dumps(document, allow_nan=False).encode(), dtype=np.uint8)
        with self._writing(self._entry(result.section, inputs)) as path, path.open("wb") as file:
            np.savez_compressed(file, allow_pickle=False, **{**result.arrays, "document": packed})

    def explain(self, section: SectionId, inputs: Inputs) -> Explanation:
        """Whether the result is stored, and if not, how the nearest stored one differs."""
        nearest: Explanation | None = None
        entries = sorted(
            (self.root / "results" / section).glob("*.npz"),
            key=lambda path: path.stat().st_mtime,
            reverse=True,
        )
        for path in entries:
            stored = _stored_inputs(path)
            if stored is None:
                continue
            changes = tuple(
                Change(name=name, stored=stored.get(name), wanted=inputs.get(name))
                for name in sorted({*stored, *inputs})
                if stored.get(name) != inputs.get(name)
            )
            moment = time.strftime("%Y-%m-%d %H:%M", time.localtime(path.stat().st_mtime))
            if nearest is None or len(changes) < len(nearest.changes):
                nearest = Explanation(current=not changes, stored_at=moment, changes=changes)
        return nearest or Explanation(current=False, stored_at=None, changes=())

    def get_bytes(self, inputs: Inputs) -> bytes | None:
        """A page or figure made from exactly these inputs, or None."""
        path = self._blob(inputs)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        digest, _, content = data.partition(b"\n")
        if hashlib.sha256(content).hexdigest().encode() != digest:
            _log.warning("stored file %s is damaged and counts as absent", path)
            return None
        os.utime(path)
        return content

    def put_bytes(self, inputs: Inputs, content: bytes) -> None:
        """Keep a page or figure; those unused for a month are dropped."""
        digest = hashlib.sha256(content).hexdigest().encode()
        with self._writing(self._blob(inputs)) as path:
            path.write_bytes(digest + b"\n" + content)
        oldest = time.time() - _BLOB_DAYS * 24 * 3600
        for path in (self.root / "pages").glob("*.bin"):
            if path.stat().st_mtime < oldest:
                path.unlink(missing_ok=True)

    def _entry(self, section: SectionId, inputs: Inputs) -> Path:
        return self.root / "results" / section / f"{key_of(inputs)}.npz"

    def _blob(self, inputs: Inputs) -> Path:
        return self.root / "pages" / f"{key_of(inputs)}.bin"

    @contextmanager
    def _writing(self, target: Path) -> Iterator[Path]:
        try:
            with writing(target) as path:
                yield path
        except OSError as error:
            raise UserError(
                f"the cache folder {self.root} can not be written ({error.strerror}): "
                "name another one in LAB1REPORT_CACHE"
            ) from error


def _stored_inputs(path: Path) -> dict[str, Any] | None:
    import numpy as np

    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
            inputs = json.loads(file["document"].tobytes())["inputs"]
    except _UNREADABLE:
        return None  # the same as absent: there is nothing to compare with
    return inputs if isinstance(inputs, dict) else None


def _plain(value: object) -> str | int | float | None:
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, tuple) and all(isinstance(item, str | int) for item in value):
        return ",".join(map(str, value))
    raise TypeError(f"{type(value).__name__} can not be part of a key")

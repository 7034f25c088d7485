"""Stores results by content: what changes a number is in the key, what changes its looks is not.

An entry is one file (`sealed.py`), written under a temporary name and moved. The arrays of a result
are in the safetensors format, which a warm build reads ten times as fast as NumPy's archives. An
entry that cannot be read counts as absent. Pages and figures are stored the same way.
"""

import hashlib
import json
import logging
import os
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from lab1report.messages import _
from lab1report.model import CellOutput, RunResult, SectionId, Spec
from lab1report.quoting import reason
from lab1report.store import sealed
from lab1report.store.atomic_write import drop_unfinished
from lab1report.store.environment import CACHE_VARIABLE

Inputs = Mapping[str, str | int | float | None]

_FORMAT = 4
_PAGE_DAYS = 30
_SPEC = "spec."  # before the names of a specification's fields
_DOCUMENT = "document"  # the name of the array that holds all that is no array
_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class InputChange:
    """One input that differs between a stored result and the one wanted; None is "absent"."""

    name: str
    stored: str | int | float | None
    wanted: str | int | float | None


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """Why a result is or is not at hand.

    `changes` is empty when the result is stored and current, and also when no earlier result of
    this run is known (`stored_at` tells the two apart: None, no entry).
    """

    current: bool
    stored_at: str | None
    changes: tuple[InputChange, ...]


def make_inputs(section: str, spec: Spec, **extra: Mapping[str, str] | str | None) -> Inputs:
    """A flat, complete, typed description of a computation; its hash is the key.

    Raises:
        TypeError: a value whose identity as text is not certain.
    """
    flat: dict[str, str | int | float | None] = {"format": _FORMAT, "section": section}
    for name, value in asdict(spec).items():
        flat[f"{_SPEC}{name}"] = _plain(value)
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


def digest_of(result: RunResult) -> str:
    """A hash of what was measured: of everything that a page or figure can show of `result`."""
    found = hashlib.sha256(_document(result))
    for name, array in sorted(result.arrays.items()):
        found.update(f"{name} {array.dtype} {array.shape}".encode())
        found.update(array.tobytes())
    return found.hexdigest()[:32]


class Store:
    """The folder `root`, shared by all reports of one user.

    A cache must never prevent a report: what cannot be read is absent, and what cannot be
    written is told once through `warn`. So is a result of which `misfit` says what is wrong.
    """

    def __init__(
        self,
        root: Path,
        *,
        warn: Callable[[str], None] = _log.warning,
        misfit: Callable[[RunResult], str | None] | None = None,
    ) -> None:
        self.root = root
        self._warn, self._misfit = warn, misfit
        self._writable = True

    def get(self, section: SectionId, inputs: Inputs, spec: Spec) -> RunResult | None:
        """The stored result with exactly these inputs, or None."""
        path = self._entry(section, inputs)
        if (content := self._read(path, inputs)) is None:
            return None
        from safetensors.numpy import load

        try:
            arrays = load(content)
            document = json.loads(arrays.pop(_DOCUMENT).tobytes())
            result = RunResult(
                section=section,
                spec=spec,
                values=document["values"],
                arrays=arrays,
                stages=tuple(CellOutput(**stage) for stage in document["stages"]),
                seconds=document["seconds"],
                finished=document["finished"],
                environment=document["environment"],
            )
            if self._misfit is not None and (wrong := self._misfit(result)) is not None:
                raise ValueError(wrong)
            return result
        except Exception as error:  # what another hand sealed may raise almost anything
            self._warn(
                _("stored result {path} cannot be read and counts as absent: {error}").format(
                    path=path, error=error
                )
            )
            return None

    def has(self, section: SectionId, inputs: Inputs) -> bool:
        """Whether there is an entry; it is not read."""
        return self._entry(section, inputs).exists()

    def put(self, inputs: Inputs, result: RunResult) -> None:
        """Store `result`; the entry replaces one with the same inputs."""
        import numpy as np
        from safetensors.numpy import save

        packed = np.frombuffer(_document(result), dtype=np.uint8)
        # The format takes an array's memory as it lies, whatever the order of its axes
        arrays = {name: np.ascontiguousarray(array) for name, array in result.arrays.items()}
        path = self._entry(result.section, inputs)
        self._write(path, inputs, save({**arrays, _DOCUMENT: packed}))

    def claim(self, section: SectionId, inputs: Inputs, *, wait: bool = False) -> FileLock | None:
        """The right to compute a result, until released; None while another process has it.

        Whoever gets it looks for the result again: the one before may have put it there.

        Args:
            wait: until the other process is done, or gone.
        """
        lock = FileLock(self._entry(section, inputs).with_suffix(".lock"))
        try:
            Path(lock.lock_file).parent.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=-1 if wait else 0)
        except Timeout:
            return None
        except (OSError, NotImplementedError):
            pass  # a cache that cannot be written, or knows no locks: nothing is shared through it
        return lock

    def explain(
        self, section: SectionId, inputs: Inputs, spec: Spec, *, before: str | None = None
    ) -> Explanation:
        """Whether the result is stored, and if not, how it differs from the one before it.

        Args:
            before: the key of the entry that the same run had before, if that is known. Without
                one, or where it is gone, only a result of the same specification can be the one
                before: any other may be that of another run.
        """
        if (result := self.get(section, inputs, spec)) is not None:
            return Explanation(current=True, stored_at=result.finished, changes=())
        folder = self.root / "results" / section
        if before is not None and (found := _since(folder / f"{before}.bin", inputs)) is not None:
            return found
        alike = [
            found
            for path in _files(folder, "*.bin")
            if (found := _since(path, inputs)) is not None
            and not any(change.name.startswith(_SPEC) for change in found.changes)
        ]
        return min(alike, key=_rank, default=Explanation(current=False, stored_at=None, changes=()))

    def get_bytes(self, inputs: Inputs) -> bytes | None:
        """A page or figure made from exactly these inputs, or None."""
        path = self._blob(inputs)
        content = self._read(path, inputs)
        if content is not None:
            with suppress(OSError):
                os.utime(path)  # used again, hence not to be dropped yet
        return content

    def put_bytes(self, inputs: Inputs, content: bytes) -> None:
        """Store a page or figure."""
        self._write(self._blob(inputs), inputs, content)

    def bytes_of(self, inputs: Inputs, make: Callable[[], bytes]) -> bytes:
        """The stored page or figure with these inputs, or what `make` returns, which is stored."""
        content = self.get_bytes(inputs)
        if content is None:
            content = make()
            self.put_bytes(inputs, content)
        return content

    def drop_old_pages(self) -> None:
        """Delete pages and figures that were not used for a month; results stay.

        With them go files that a build began to write a day ago, and was killed.
        """
        oldest = time.time() - _PAGE_DAYS * 24 * 3600
        for path in _files(self.root / "pages", "*.bin"):
            with suppress(OSError):  # another process may drop it too
                if path.stat().st_mtime < oldest:
                    path.unlink()
        drop_unfinished(_files(self.root, "**/*.part"))

    def _entry(self, section: SectionId, inputs: Inputs) -> Path:
        return self.root / "results" / section / f"{key_of(inputs)}.bin"

    def _blob(self, inputs: Inputs) -> Path:
        return self.root / "pages" / f"{key_of(inputs)}.bin"

    def _read(self, path: Path, inputs: Inputs) -> bytes | None:
        """The content of an entry, or None."""
        try:
            return sealed.read(path, dict(inputs))
        except sealed.DamagedError as error:
            self._warn(
                _("stored file {path} is damaged and counts as absent: {error}").format(
                    path=path, error=error
                )
            )
            return None

    def _write(self, target: Path, inputs: Inputs, content: bytes) -> None:
        try:
            sealed.write(target, dict(inputs), content)
        except OSError as error:
            if self._writable:
                self._warn(
                    _(
                        "the cache folder {folder} cannot be written ({reason}), so "
                        "results are not kept: name another one in {variable}"
                    ).format(folder=self.root, reason=reason(error), variable=CACHE_VARIABLE)
                )
            self._writable = False


def _document(result: RunResult) -> bytes:
    document = {
        "values": dict(result.values),
        "stages": [asdict(stage) for stage in result.stages],
        "seconds": result.seconds,
        "finished": result.finished,
        "environment": dict(result.environment),
    }
    return json.dumps(document, allow_nan=False).encode()


def _files(folder: Path, pattern: str) -> list[Path]:
    """Those in `folder`; none where it cannot be read."""
    try:
        return list(folder.glob(pattern))
    except OSError:
        return []


def _time_of(path: Path) -> str:
    """When it was written; a file that is gone meanwhile counts as old."""
    written = path.stat().st_mtime if path.exists() else 0.0
    return datetime.fromtimestamp(written, UTC).isoformat(timespec="seconds")


def _since(path: Path, inputs: Inputs) -> Explanation | None:
    """What changed since the entry at `path`, or None where it cannot be told, or is the same."""
    stored = sealed.inputs_of(path)
    if not isinstance(stored, dict) or stored == dict(inputs):
        return None
    changes = tuple(
        InputChange(name=name, stored=stored.get(name), wanted=inputs.get(name))
        for name in sorted({*stored, *inputs})
        if stored.get(name) != inputs.get(name)
    )
    return Explanation(current=False, stored_at=_time_of(path), changes=changes)


def _rank(explanation: Explanation) -> tuple[int, float]:
    """Few changes first, then the newest."""
    moment = datetime.fromisoformat(explanation.stored_at or "1970-01-01T00:00:00+00:00")
    return len(explanation.changes), -moment.timestamp()


def _plain(value: object) -> str | int | float | None:
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, tuple) and all(isinstance(item, str | int) for item in value):
        return ",".join(map(str, value))
    raise TypeError(f"{type(value).__name__} cannot be part of a key")

"""Fingerprints kept in the cache, so that a build which trains nothing reads no pixels either.

One small file each, named by what the fingerprint was computed from; whatever changes that leads
to another file. A file that cannot be read or holds no fingerprint counts as absent.
"""

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from lab1report.progress import Progress
from lab1report.store.atomic_write import writing

_FINGERPRINT = re.compile("[0-9a-f]{64}")


def of_files(files: Sequence[Path]) -> tuple[object, ...]:
    """What stands for the contents of `files`: where they are, their sizes and times."""
    stats = [(str(path.resolve()), path.stat()) for path in files]
    return tuple((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats)


def remembered(
    key: Sequence[object], compute: Callable[[], str], *, cache: Path, progress: Progress
) -> str:
    """The fingerprint kept in `cache` for `key`, or else what `compute` gives, kept from now on.

    An exception of `compute` passes through and leaves nothing behind.
    """
    name = hashlib.sha256(json.dumps(key).encode()).hexdigest()
    path = cache / "fingerprints" / name
    if (known := _read(path)) is not None:
        return known
    fingerprint = compute()
    try:
        with writing(path) as part:
            part.write_text(fingerprint + "\n", encoding="ascii")
    except OSError as error:
        progress.warn(
            f"{path} could not be written ({error.strerror}), so the next run will check the"
            " images again."
        )
    return fingerprint


def _read(path: Path) -> str | None:
    try:
        text = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return text if _FINGERPRINT.fullmatch(text) else None

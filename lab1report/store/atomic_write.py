"""Writes files atomically: to a temporary name in the same folder, then moved into place."""

import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_OLD_SECONDS = 24 * 3600


def drop_unfinished(parts: Iterable[Path]) -> None:
    """Delete those of `parts` that a process began to write a day ago: it was killed."""
    oldest = time.time() - _OLD_SECONDS
    for part in parts:
        with suppress(OSError):  # another process may drop it too
            if part.is_file() and part.stat().st_mtime < oldest:
                part.unlink()


@contextmanager
def writing(target: Path, *, keep: bool = True) -> Iterator[Path]:
    """Yield a path beside `target` to write to, and move it there if the block succeeds.

    With `keep` false nothing is moved: this only tests whether it could be.

    Folders are made as needed. Whoever reads `target` meanwhile sees the old file or the new one.

    Raises:
        OSError: the folder can not be made or written.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    os.close(handle)
    part = Path(name)
    try:
        yield part
        if not keep:
            return
        # mkstemp makes the file private; give it the rights that a plain open would
        mask = os.umask(0)
        os.umask(mask)
        part.chmod(0o666 & ~mask)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)

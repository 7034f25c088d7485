"""Says in a course's folder which builds of it run just now, and what they do.

Each build keeps a small file below `.building`, written again every few seconds and deleted at its
end. One that was killed leaves its file behind, which nobody writes any more: it counts for
nothing after a while. So builds on several machines that share the folder are known as well.
"""

import contextlib
import datetime
import json
import os
import platform
import re
import secrets
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from lab1report.messages import from_each, in_each, mapped
from lab1report.pages.glyphs import cleaned
from lab1report.progress import Progress
from lab1report.regular_file import is_link, read_at_most
from lab1report.remaining import RemainingTime
from lab1report.store.atomic_write import drop_unfinished, write_all

FOLDER: Final = ".building"
SECONDS: Final = 2.0
"""Between two writings of a build that runs."""

_OVER: Final = 8 * SECONDS
"""After which a file that was not written again is that of a build which was killed."""
_FILE: Final = re.compile(r"[0-9]+-[0-9a-f]+\.json")
_MOST_BYTES: Final = 2**14
_MOST_SECONDS: Final = 1e8
_MOST_BUILDS: Final = 1000
_MOST_OF_DOING: Final = 200  # characters


@dataclass(frozen=True, kw_only=True)
class RunningBuild:
    """A build that runs: where, since when, what it does, and how far it is.

    `started` is a moment (ISO 8601, UTC). `share` is the finished share of its work, from 0 to 1;
    `remaining` seconds are its guess of the rest. None is not known.
    """

    host: str
    started: str | None
    doing: str
    share: float | None
    remaining: float | None


class Announced(Progress):
    """The progress of a build, passed on to `inner` and told in the folder of the course."""

    def __init__(self, inner: Progress) -> None:
        self._inner = inner
        self._started = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        self._doing, self._done = "", 0.0
        self._total: float | None = None
        self._remaining = RemainingTime(None)

    def start(
        self,
        title: str,
        total: float | None = None,
        *,
        unit: str = "steps",
        seconds: float | None = None,
    ) -> None:
        # What is done before all else gives no guess: its share is none of the build
        self._doing, self._total, self._done = title, total if seconds else None, 0.0
        self._remaining = RemainingTime(seconds)
        self._inner.start(title, total, unit=unit, seconds=seconds)

    def update(self, done: float) -> None:
        self._done = done
        self._remaining.update(done / self._total if self._total else 0.0)
        self._inner.update(done)

    def doing(self, what: str) -> None:
        self._doing = what or self._doing
        self._inner.doing(what)

    def finish(self) -> None:
        self._total, self._remaining = None, RemainingTime(None)
        self._inner.finish()

    def note(self, message: str) -> None:
        self._inner.note(message)

    def warn(self, message: str) -> None:
        self._inner.warn(message)

    @property
    def now(self) -> RunningBuild:
        """What is told just now."""
        return RunningBuild(
            host=platform.node(),
            started=self._started,
            doing=self._doing,
            share=self._done / self._total if self._total else None,
            remaining=self._remaining.seconds(),
        )


@contextlib.contextmanager
def announced(out: Path, inner: Progress) -> Iterator[Announced]:
    """Tell in the folder `out`, while the block runs, that a build of it does; to no harm.

    Nothing is told where a link would have it told elsewhere.
    """
    progress = Announced(inner)
    folder = out / FOLDER
    if is_link(folder):
        yield progress
        return
    with contextlib.suppress(OSError):
        drop_unfinished(folder.glob("*.json"))
    file = folder / f"{os.getpid()}-{secrets.token_hex(4)}.json"
    over = threading.Event()

    def tell() -> None:
        while True:
            with contextlib.suppress(OSError):  # the build does not depend on it
                write_all({file: _document(progress.now).encode()})
            if over.wait(SECONDS):
                return

    telling = threading.Thread(target=tell, daemon=True)
    telling.start()
    try:
        yield progress
    finally:
        over.set()
        telling.join(SECONDS)
        with contextlib.suppress(OSError):
            file.unlink(missing_ok=True)
            folder.rmdir()  # if no other build has a file in it


class Builds:
    """Looks which builds of a course's folder run.

    A file counts as long as it goes on changing, whatever the clock of the machine that writes it.
    """

    def __init__(self, out: Path) -> None:
        self._folder = out / FOLDER
        self._seen: dict[str, tuple[int, float]] = {}

    def look(self) -> tuple[RunningBuild, ...]:
        """Those that run now, in the order of their files' names."""
        now, seen = time.monotonic(), {}
        found = []
        for path, changed in self._files():
            before = self._seen.get(path.name)
            if before is None:
                age = abs(time.time() - changed / 1e9)
                seen[path.name] = changed, now - age
            else:
                seen[path.name] = before if before[0] == changed else (changed, now)
            if now - seen[path.name][1] < _OVER and (build := _read(path)) is not None:
                found.append(build)
        self._seen = seen
        return tuple(found)

    def _files(self) -> Iterator[tuple[Path, int]]:
        """Each file with when it was written, in nanoseconds."""
        if is_link(self._folder):
            return
        with contextlib.suppress(OSError), os.scandir(self._folder) as entries:
            there = [one.name for one in entries if _FILE.fullmatch(one.name)]
            for name in sorted(there)[:_MOST_BUILDS]:
                path = self._folder / name
                with contextlib.suppress(OSError):  # it has just been deleted
                    yield path, path.stat().st_mtime_ns


def _document(now: RunningBuild) -> str:
    """What the file of a build says."""
    doing = in_each(mapped(_shown, now.doing))
    return json.dumps({**asdict(now), "doing": doing}, ensure_ascii=False)


def _shown(doing: str) -> str:
    """A line at most."""
    return (cleaned(doing) or "")[:_MOST_OF_DOING]


def _read(path: Path) -> RunningBuild | None:
    """What the file says; None if it is none that a build writes."""
    try:
        match json.loads(read_at_most(path, _MOST_BYTES) or b""):
            case {
                "host": str() as host,
                "doing": said,
                "share": float() | int() | None as share,
                "remaining": float() | int() | None as remaining,
                **others,
            } if (doing := from_each(said)) is not None:
                return RunningBuild(
                    host=cleaned(host) or "",
                    started=_moment(others.get("started")),
                    doing=mapped(_shown, doing),
                    share=_finite(share),
                    remaining=_finite(remaining),
                )
    except (OSError, ValueError, RecursionError):
        pass
    return None


def _moment(value: object) -> str | None:
    """`value`, if it is a moment with its zone that a clock can show."""
    try:
        found = datetime.datetime.fromisoformat(str(value))
        found.astimezone()
    except (ValueError, OverflowError, OSError):
        return None
    return None if found.tzinfo is None else str(value)


def _finite(value: float | None) -> float | None:
    return None if value is None or not 0 <= value < _MOST_SECONDS else float(value)

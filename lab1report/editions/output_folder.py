"""The folder that a build writes into: its files' names, and what lies there from earlier."""

import json
import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lab1report.errors import UserError
from lab1report.model import FORMATS, Format
from lab1report.quoting import reason
from lab1report.regular_file import read_at_most
from lab1report.report.results_file import RESULTS_FILE
from lab1report.store.atomic_write import drop_unfinished, write_all, writing

_MOST_BYTES = 64 * 2**20  # of results; those of the usual series have one


def edition_name(format: Format, *, demo: bool) -> str:
    """The name of an edition; one of made-up images cannot be taken for another."""
    return f"{_stem(demo=demo)}.{format}"


def defence_name(*, demo: bool) -> str:
    """The name of the PDF to prepare for the defence with."""
    return f"{_stem(demo=demo)}-defence.pdf"


def _stem(*, demo: bool) -> str:
    return "lab1-demo" if demo else "lab1"


def require_writable(out: Path) -> None:
    """Make the folder, and find out before any work whether files can be written there.

    Raises:
        UserError: they cannot.
    """
    with _writable(out):
        out.mkdir(parents=True, exist_ok=True)
        with writing(out / max(_names(), key=len), keep=False):
            pass
    for path in (out / RESULTS_FILE, *_editions(out)):
        if path.is_dir():
            raise UserError(f"--out {out}: {path.name} is a folder there; name another folder")
        if os.name == "nt":
            _require_closed(path)


def _require_closed(path: Path) -> None:
    """On Windows no file can be replaced while another program, as a reader of PDF, has it open."""
    try:
        with path.open("r+b"):
            pass
    except FileNotFoundError:
        pass
    except PermissionError:
        raise UserError(
            f"{path} is open in another program: close it there, or name another folder with --out"
        ) from None


def write_together(out: Path, contents: Mapping[Path, bytes]) -> None:
    """Replace all together or none, so that they always speak of the same run.

    Raises:
        UserError: they cannot be written.
    """
    with _writable(out):
        write_all(contents)
    drop_unfinished(out.glob(".*.part"))


def other_editions(out: Path, editions: Collection[Path]) -> Iterator[Path]:
    """Editions in the folder that are none of these, hence of an earlier build."""
    return (path for path in _editions(out) if path not in editions and path.exists())


def _names() -> Iterator[str]:
    """Of all files that this program writes there."""
    yield RESULTS_FILE
    for demo in (False, True):
        yield defence_name(demo=demo)
        yield from (edition_name(format, demo=demo) for format in FORMATS)


def _editions(out: Path) -> Iterator[Path]:
    """Where editions lie, if they do."""
    for demo in (False, True):
        for format in FORMATS:
            yield out / edition_name(format, demo=demo)


def has_other_numbers(out: Path, results: str) -> bool:
    """Whether the results that lie there, if any do, differ from these but for the times."""
    file = out / RESULTS_FILE
    try:
        content = read_at_most(file, _MOST_BYTES)
        if content is None:
            return True
        earlier = json.loads(content)
    except FileNotFoundError:
        return False
    except (OSError, ValueError, RecursionError):
        return True
    same: bool = without_times(earlier) == without_times(json.loads(results))
    return not same


def without_times(value: Any) -> Any:
    """Results without how long they took, which differs when they are computed again."""
    if isinstance(value, dict):
        return {
            key: without_times(one)
            for key, one in value.items()
            if key not in ("timings", "seconds")
        }
    return [without_times(one) for one in value] if isinstance(value, list) else value


@contextmanager
def _writable(out: Path) -> Iterator[None]:
    """Say what to do about an output folder that cannot be written."""
    try:
        yield
    except OSError as error:
        raise UserError(
            f"--out {out}: cannot be written ({reason(error)}); name another folder"
        ) from error

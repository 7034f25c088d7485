"""The folder that a build writes into: its files' names, and what lies there from earlier."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from lab1report.editions import origins
from lab1report.errors import UserError
from lab1report.messages import _
from lab1report.model import FORMATS, Format
from lab1report.progress import Progress
from lab1report.quoting import reason
from lab1report.regular_file import is_link, read_at_most
from lab1report.report.results_file import RESULTS_FILE
from lab1report.store.atomic_write import drop_unfinished, write_all, writing

_MOST_BYTES = 64 * 2**20  # of an edition; a page has less than ten


def edition_name(format: Format, *, demo: bool) -> str:
    """The name of an edition; one of made-up images cannot be taken for another."""
    return f"{_stem(demo=demo)}.{format}"


def defence_name(*, demo: bool, quiz: bool = False) -> str:
    """The name of the PDF to prepare for the defence with; `quiz`: its answers stand at the end."""
    return f"{_stem(demo=demo)}-{'quiz' if quiz else 'defence'}.pdf"


def command_for(name: str) -> str:
    """What makes the file of that name: a command of the program with its options."""
    data = " --data demo" if name.startswith(_stem(demo=True)) else ""
    for quiz in (False, True):
        if name in {defence_name(demo=demo, quiz=quiz) for demo in (False, True)}:
            return f"defence{' --quiz' if quiz else ''}{data}"
    format = name.rpartition(".")[2]
    return f"build{f' --format {format}' if format in FORMATS else ''}{data}"


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
        if path.is_dir() and not is_link(path):  # a link is replaced, and not followed
            raise UserError(
                _("--out {folder}: {name} is a folder there; name another folder").format(
                    folder=out, name=path.name
                )
            )
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
            _(
                "{path} is open in another program: close it there, or name another folder "
                "with --out"
            ).format(path=path)
        ) from None


def write_together(out: Path, contents: Mapping[Path, bytes]) -> None:
    """Replace all together or none, so that they always speak of the same run.

    Raises:
        UserError: they cannot be written.
    """
    with _writable(out):
        write_all(contents)
    drop_unfinished(out.glob(".*.part"))


def write_edition_files(
    out: Path, made: Mapping[Path, bytes], progress: Progress
) -> tuple[Path, ...]:
    """Write these files, and warn of those in the folder that no longer belong to them.

    Raises:
        UserError: they cannot be written.
    """
    write_together(out, made)
    outdated = dict(disagreeing(out, made))
    for path, apart in outdated.items():
        warning = (
            _(
                "{path} is of an earlier build, with {differences}: "
                "make it again ({command}), or delete it"
            )
            if apart
            else _(
                "{path} is of an earlier build, and does not say of which: "
                "make it again ({command}), or delete it"
            )
        )
        command = f"lab1report {command_for(path.name)}"
        progress.warn(warning.format(path=path, differences="; ".join(apart), command=command))
    return tuple(outdated)


def disagreeing(out: Path, made: Mapping[Path, bytes]) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Files of earlier builds in the folder that do not belong to those just `made`, and why.

    Yields:
        the path, and what both record and have not in common, in words; nothing is named where
        the file does not say what it belongs to.
    """
    earlier = [path for path in map(out.joinpath, _names()) if path not in made and path.exists()]
    if not earlier:
        return
    ours = [_origin(path, content) for path, content in made.items()]
    for path in earlier:
        theirs = _origin(path, _content(path))
        apart = {name for own in ours for name in origins.differing(theirs, own)}
        if apart or not theirs:
            yield path, tuple(_(origins.WORDS[name]) for name in theirs if name in apart)


def agreeing(path: Path, record: str) -> bytes | None:
    """The edition at `path` if it is there and belongs to what `record` says, else None."""
    content = _content(path)
    theirs = origins.recorded(content)
    ours = origins.recorded(record.encode())
    return content if theirs and not origins.differing(theirs, ours) else None


def _origin(path: Path, content: bytes) -> origins.Origin:
    if path.name != RESULTS_FILE:
        return origins.recorded(content)
    try:
        return origins.of_results(content)
    except (ValueError, RecursionError):
        return {}


def _content(path: Path) -> bytes:
    """Of a file that may be anything; empty where it cannot be read."""
    try:
        return read_at_most(path, _MOST_BYTES) or b""
    except OSError:
        return b""


def _names() -> Iterator[str]:
    """Of all files that this program writes there."""
    yield RESULTS_FILE
    for demo in (False, True):
        yield from (defence_name(demo=demo, quiz=quiz) for quiz in (False, True))
        yield from (edition_name(format, demo=demo) for format in FORMATS)


def _editions(out: Path) -> Iterator[Path]:
    """Where editions lie, if they do."""
    for demo in (False, True):
        for format in FORMATS:
            yield out / edition_name(format, demo=demo)


@contextmanager
def _writable(out: Path) -> Iterator[None]:
    """Say what to do about an output folder that cannot be written."""
    try:
        yield
    except OSError as error:
        raise UserError(
            _("--out {folder}: cannot be written ({reason}); name another folder").format(
                folder=out, reason=reason(error)
            )
        ) from error

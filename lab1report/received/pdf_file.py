"""Takes the attached files out of a PDF, within bounds of size and memory."""

import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from lab1report.messages import _, ngettext
from lab1report.quoting import cut
from lab1report.received.refuted import NoReportError
from lab1report.regular_file import read_at_most

MOST_BYTES: Final = 64 * 2**20
"""Of the PDF; reports have three to four million."""

_MOST_ATTACHED: Final = 64 * 2**20  # of one attached file; notebooks have two million
_MOST_FILES: Final = 20
_MOST_MEMORY: Final = 2**30  # that reading may take


def read_pdf(path: Path) -> bytes:
    """The file at `path`.

    Raises:
        NoReportError: it is no PDF, or too large for a report.
        OSError: it cannot be read.
    """
    content = read_at_most(path, MOST_BYTES)
    if content is None:
        megabytes = MOST_BYTES // 2**20
        raise NoReportError(
            _("more than {megabytes} MB, which no report has").format(megabytes=megabytes)
        )
    if not content.startswith(b"%PDF-"):
        raise NoReportError(_what_else(content))
    return content


def _what_else(content: bytes) -> str:
    """What a file is that is no PDF."""
    if not content:
        return _("empty: the file has no bytes")
    if content.startswith(b"PK\x03\x04"):
        return _("a ZIP archive or an office document, and not a PDF: name the PDF")
    return _("not a PDF")


def attached_files(content: bytes) -> dict[str, bytes]:
    """The files attached to a PDF by their names; none is executed or written anywhere.

    Raises:
        NoReportError: the PDF cannot be read, or they are too many or too large.
    """
    import pikepdf

    try:
        with _bounded_memory(), pikepdf.open(io.BytesIO(content)) as pdf:
            found: dict[str, bytes] = {}
            for name, specification in pdf.attachments.items():
                if len(found) == _MOST_FILES:
                    raise NoReportError(_too_many_files())
                found[str(name)] = _unpacked(specification.get_file().obj, name)
            return found
    except pikepdf.PasswordError as error:
        raise NoReportError(
            _("encrypted, as no report is; ask for it without a password")
        ) from error
    except MemoryError as error:
        raise NoReportError(_("it would take too much memory to read")) from error
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, AttributeError, KeyError) as e:
        said = str(e).rpartition(">: ")[2]  # the library begins with how it was given the file
        raise NoReportError(_("a damaged PDF ({reason})").format(reason=cut(said))) from e


def _too_many_files() -> str:
    return ngettext(
        "more than {count} attached file", "more than {count} attached files", _MOST_FILES
    ).format(count=_MOST_FILES)


def _unpacked(stream: Any, name: str) -> bytes:
    """The bytes of an attached file; the library would unpack any number of them."""
    packed, short = bytes(stream.read_raw_bytes()), name[:40]
    filters = stream.get("/Filter")
    if filters is None:
        return packed
    if str(filters) != "/FlateDecode" or stream.get("/DecodeParms") is not None:
        raise NoReportError(_("{name} is packed as no report packs files").format(name=short))
    unpacker = zlib.decompressobj()
    try:
        found = unpacker.decompress(packed, _MOST_ATTACHED)
    except zlib.error as error:
        raise NoReportError(_("{name} cannot be unpacked").format(name=short)) from error
    if not unpacker.eof:
        raise NoReportError(
            _("{name} is damaged, or has more than {bytes} bytes").format(
                name=short, bytes=_MOST_ATTACHED
            )
        )
    return found


@contextmanager
def _bounded_memory() -> Iterator[None]:
    """Within this block the process can take so much memory more, where the system counts it."""
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except (ImportError, OSError):
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = pages * resource.getpagesize() + _MOST_MEMORY
    if soft != resource.RLIM_INFINITY:
        wanted = min(wanted, soft)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))

"""Reports that others hand in (docs/reference/api.md)."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from lab1report.public.logging import told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lab1report.progress import Progress
    from lab1report.verify.verification import Verification


def verify_reports(
    files: "Sequence[str | Path]",
    *,
    data: str | Path = "auto",
    runs: int | str | None = 12,
    secret: str | None = None,
    workers: int | str | None = None,
    font: str | Path = "times",
    progress: "Progress | None" = None,
) -> "tuple[Verification, ...]":
    """Verify reports in PDF that others hand in (docs/how-to/verify.md).

    Args:
        files: each a PDF, or a folder in place of the PDFs in it and below.
        data: "auto", or where CIFAR-100 lies.
        runs: how many trainings of each report are made again; None is all of them.
        secret: decides which; by default a new one that nobody knows.
        workers: how many processes train.
        font: a folder with the font that reports are set in, where the system's have it not.

    Raises:
        UserError: an argument is wrong, or there are more than 1000 files. What is wrong with a
            file stands in its `Verification`.
        DataError: `data` names a place where they are not.
        LibraryError: this machine can make no PDF, and so none to compare with.
    """
    from lab1report.editions.pdf import native
    from lab1report.messages import _
    from lab1report.received.given_files import given_files
    from lab1report.verify import arguments, several

    native.require(_("'verify' makes each report again and compares its pages"))
    asked = arguments.read(data=data, runs=runs, secret=secret, workers=workers, font=font)
    return several.verify(given_files(map(Path, files)).reports, asked, told(progress))


def verification_text(
    found: "Sequence[Verification]", kind: Literal["json", "csv", "statement"], *, secret: str
) -> str:
    """What `verify_reports` found, for other programs.

    Args:
        kind: "statement" is an in-toto statement, which can be signed with any tool.
        secret: the one that `verify_reports` was given, which stands in it.
    """
    from lab1report.verify.statement import as_text

    return as_text(found, kind, secret=secret)


def new_secret() -> str:
    """A text that nobody can guess, for `verify_reports`."""
    from lab1report.verify.arguments import new_secret

    return new_secret()

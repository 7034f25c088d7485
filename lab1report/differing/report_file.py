"""Opens a report to be compared: its PDF, a folder of a build, or a `results.json`."""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lab1report.differing.difference import WithoutText
from lab1report.editions.output_folder import edition_name
from lab1report.editions.pdf.attached import RESULTS
from lab1report.errors import UserError
from lab1report.messages import _, joined
from lab1report.quoting import as_given, unreadable
from lab1report.received.pdf_file import attached_files, read_pdf
from lab1report.received.recorded import Recorded, read_recorded
from lab1report.received.refuted import NoReportError, OtherVersionError, RefutedError
from lab1report.report.results_file import Results, load_results, read_results

_PDF = b"%PDF-"
_LOOKED_AT: Final = 1024  # bytes, to see what a file is
_MOST_NAMED: Final = 3


@dataclass(frozen=True, kw_only=True)
class ReportFile:
    """A report as it was given by `name`; `recorded` is what its PDF has attached, if there is one.

    `without_text` says why there is none.
    """

    name: str
    results: Results
    recorded: Recorded | None
    without_text: WithoutText | None = None


def open_report(path: Path) -> ReportFile:
    """The report at `path`, read as a file of a stranger's.

    Raises:
        UserError: there is none, or it is damaged, or of another version of the program.
    """
    name = as_given(str(path))
    if path.is_dir():
        return _of_folder(path, name)
    try:
        with path.open("rb") as file:
            begin = file.read(_LOOKED_AT)
    except OSError as error:
        raise unreadable(name, error) from error
    if not begin.startswith(_PDF) and not begin.lstrip().startswith(b"{"):
        raise UserError(
            _("{name}: no report; give its PDF, its {file}, or the folder that has them").format(
                name=name, file=RESULTS
            )
        )
    if begin.startswith(_PDF):
        recorded = _of_pdf(path, name)
        results = read_results(recorded.results, source=name)
        return ReportFile(name=name, results=results, recorded=recorded)
    return ReportFile(
        name=name,
        results=load_results(path),
        recorded=None,
        without_text=WithoutText(reason="results alone", name=name, file=RESULTS),
    )


def _of_folder(folder: Path, name: str) -> ReportFile:
    """Its `results.json`, and the text of the PDF beside it if that has the same numbers."""
    if not (folder / RESULTS).exists() and (below := _reports_below(folder)):
        raise UserError(
            _("{folder}: has no {file}; a report lies in {found}: name that folder").format(
                folder=name, file=RESULTS, found=", ".join(below)
            )
        )
    results = load_results(folder)
    pdf = folder / edition_name("pdf", demo=results.demo)
    recorded, why = None, WithoutText(reason="no PDF", name=name, file=pdf.name)
    if pdf.is_file():
        recorded = _of_pdf(pdf, as_given(str(pdf)))
        if recorded.results != results.document:
            recorded, why = None, WithoutText(reason="other numbers", name=name, file=pdf.name)
    without_text = None if recorded else why
    return ReportFile(name=name, results=results, recorded=recorded, without_text=without_text)


def _reports_below(folder: Path) -> list[str]:
    """The folders in `folder` that have a report, some of them."""
    try:
        found = sorted(path.parent for path in folder.glob(f"*/{RESULTS}"))
    except OSError:
        return []
    return [as_given(str(path)) for path in found[:_MOST_NAMED]]


def _of_pdf(path: Path, name: str) -> Recorded:
    try:
        with tempfile.TemporaryDirectory(prefix="lab1report-") as folder:
            return read_recorded(attached_files(read_pdf(path)), Path(folder))
    except OSError as error:
        raise unreadable(name, error) from error
    except NoReportError as error:
        raise UserError(joined(": ", (name, error))) from error
    except OtherVersionError as error:
        raise UserError(
            _(
                "{name}: of a version that attached less: save {file}, which is attached to it, "
                "and name that file"
            ).format(name=name, file=RESULTS)
        ) from error
    except RefutedError as error:
        raise UserError(_("{name}: not whole: {fault}").format(name=name, fault=error)) from error

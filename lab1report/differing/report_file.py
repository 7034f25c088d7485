"""Opens a report to be compared: its PDF, a folder of a build, or a `results.json`."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from lab1report.editions.output_folder import edition_name
from lab1report.editions.pdf.attached import RESULTS
from lab1report.errors import UserError
from lab1report.quoting import as_given, reason
from lab1report.received.pdf_file import attached_files, read_pdf
from lab1report.received.recorded import Recorded, read_recorded
from lab1report.received.refuted import NoReportError, OtherVersionError, RefutedError
from lab1report.report.results_file import Results, load_results, read_results

_PDF = b"%PDF-"


@dataclass(frozen=True, kw_only=True)
class ReportFile:
    """A report as it was given by `name`; `recorded` is what its PDF has attached, if there is one.

    `note` says why there is none, in a few words.
    """

    name: str
    results: Results
    recorded: Recorded | None
    note: str = ""


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
            is_pdf = file.read(len(_PDF)) == _PDF
    except OSError as error:
        raise UserError(f"{name}: cannot be read ({reason(error)})") from error
    if is_pdf:
        recorded = _of_pdf(path, name)
        results = read_results(recorded.results, source=name)
        return ReportFile(name=name, results=results, recorded=recorded)
    return ReportFile(
        name=name,
        results=load_results(path),
        recorded=None,
        note=f"{name} is a {RESULTS}, which has no text, no names and no settings of the page",
    )


def _of_folder(folder: Path, name: str) -> ReportFile:
    """Its `results.json`, and the text of the PDF beside it if that has the same numbers."""
    results = load_results(folder)
    pdf = folder / edition_name("pdf", demo=results.demo)
    recorded, note = None, f"{name} has no {pdf.name}, and so no text"
    if pdf.is_file():
        recorded = _of_pdf(pdf, as_given(str(pdf)))
        if recorded.results != results.document:
            recorded, note = None, f"{pdf.name} in {name} has other numbers and was not read"
    return ReportFile(name=name, results=results, recorded=recorded, note="" if recorded else note)


def _of_pdf(path: Path, name: str) -> Recorded:
    try:
        with tempfile.TemporaryDirectory(prefix="lab1report-") as folder:
            return read_recorded(attached_files(read_pdf(path)), Path(folder))
    except OSError as error:
        raise UserError(f"{name}: cannot be read ({reason(error)})") from error
    except NoReportError as error:
        raise UserError(f"{name}: {error}") from error
    except OtherVersionError as error:
        raise UserError(
            f"{name}: of a version that attached less: save {RESULTS}, which is attached to it, "
            "and name that file"
        ) from error
    except RefutedError as error:
        raise UserError(f"{name}: not whole: {error}") from error

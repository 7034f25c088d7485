"""Compares two reports."""

from pathlib import Path

from lab1report.differing import facts, networks
from lab1report.differing.difference import ReportDifference, SentenceChange
from lab1report.differing.report_file import ReportFile, open_report
from lab1report.differing.sentences import compare_sentences
from lab1report.differing.texts import Sentence, of_notebook, of_words, without
from lab1report.errors import UserError
from lab1report.messages import _
from lab1report.received.recorded import Recorded


def compare_files(first: Path, second: Path) -> ReportDifference:
    """What differs between the report at `second` and that at `first`.

    Raises:
        UserError: one of them is no report, is damaged, or of another version of the program.
    """
    return compare(open_report(first), open_report(second))


def compare(first: ReportFile, second: ReportFile) -> ReportDifference:
    """What differs between two opened reports.

    Raises:
        UserError: one of them is damaged.
    """
    try:
        return _compare(first, second)
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        what = f"{type(error).__name__} {error}"
        raise UserError(_("a report is not whole: {what}").format(what=what)) from error


def _compare(first: ReportFile, second: ReportFile) -> ReportDifference:
    rows = tuple(networks.compare_rows(first.results, second.results))
    changed = {row.variant for row in rows}
    found = networks.compare(first.results, second.results, changed)
    numbers = facts.compare_numbers(first, second)
    alike = not (found.accuracies or rows or numbers)
    if alike and found.paired != "common seeds and images":  # or every list of seeds differs
        numbers = facts.compare_rest(first, second)
    return ReportDifference(
        first=first.name,
        second=second.name,
        settings=facts.compare_settings(first, second),
        accuracies=found.accuracies,
        paired=found.paired,
        compared=found.compared,
        rows=rows,
        numbers=numbers,
        sentences=_sentences(first, second),
        versions=facts.compare_versions(first, second),
        without_text=tuple(one.without_text for one in (first, second) if one.without_text),
    )


def _sentences(first: ReportFile, second: ReportFile) -> tuple[SentenceChange, ...] | None:
    """The student's own first; None where one of the reports has no text."""
    if first.recorded is None or second.recorded is None:
        return None
    sides = [_texts(one) for one in (first.recorded, second.recorded)]
    (ours, own), (theirs, their_own) = sides
    return (
        *compare_sentences(own, their_own, own=True),
        *compare_sentences(ours, theirs, own=False),
    )


def _texts(recorded: Recorded) -> tuple[tuple[Sentence, ...], tuple[Sentence, ...]]:
    """The program's sentences, and the student's, which stand in the text too."""
    own = of_words(recorded.words)
    return tuple(without(of_notebook(recorded.notebook), own)), own

"""Finds the names that a student may use in own words: numbers, figures, formulas, sources."""

from collections.abc import Mapping
from typing import Any

from lab1report.editions.content import LANGUAGE
from lab1report.editions.table_comments import document_of
from lab1report.errors import UserError
from lab1report.messages import _
from lab1report.own_words.folder import FoundWords, word_names
from lab1report.own_words.name_list import ENVIRONMENT, NameList, ReportName
from lab1report.own_words.names import is_complete, roots
from lab1report.own_words.reference_list import SOURCES, referable
from lab1report.pipeline import Given, content_of, stored_report
from lab1report.progress import Progress
from lab1report.quoting import quoted
from lab1report.report.results_file import RESULTS_FILE, load_results
from lab1report.settings import suggestions
from lab1report.settings.options import Settings


def name_sections() -> tuple[str, ...]:
    """What names may be asked for by: sections of words, first parts of names, sources."""
    return tuple(dict.fromkeys((*word_names(), *roots(), SOURCES)))


def find_names(
    settings: Settings, progress: Progress, *, section: str | None, search: str
) -> tuple[ReportName, ...]:
    """See `lab1report.list_names` for arguments and errors."""
    if section is not None and section not in name_sections():
        hint = suggestions.one_of(section, name_sections())
        raise UserError(_("no section {name}; {hint}").format(name=quoted(section), hint=hint))
    written = _written(settings)
    report = stored_report(settings, progress if written is None else Progress())
    stored = document_of(report)
    if not is_complete(stored):
        if written is None:
            raise UserError(
                _(
                    "the numbers of this report are not computed yet: run 'lab1report build' "
                    "first, with the same options"
                )
            )
        if is_complete(written):
            progress.warn(
                _(
                    "some results are stored no longer: figures, tables and formulas of theirs "
                    "are left out"
                )
            )
    given = Given(arms=None, device="", words=FoundWords())
    references = referable(
        content_of(report, given, settings, progress).context(),
        length=settings.length if "pdf" in settings.formats else None,
        language=LANGUAGE,
    )
    found = [
        *NameList(stored if written is None else written, LANGUAGE),
        *(one.name for one in references),
    ]
    order = [*word_names(), ENVIRONMENT, SOURCES]
    found.sort(key=lambda one: order.index(one.section))
    wanted = search.casefold().split()
    return tuple(
        one
        for one in found
        if (section is None or _belongs(one, section))
        and all(word in f"{one.code} {one.meaning}".casefold() for word in wanted)
    )


def _belongs(name: ReportName, section: str) -> bool:
    """Whether it is of that section or a part of it, or begins with that word."""
    root = name.code.replace("[", ".").partition(".")[0]
    return section == root or f"{name.section}.".startswith(f"{section}.")


def _written(settings: Settings) -> Mapping[str, Any] | None:
    """The content of `results.json` in the output folder, if it is of this report."""
    try:
        document = load_results(settings.out / RESULTS_FILE).document
    except UserError:
        return None
    series, xor = document["sections"]["series"], document["sections"]["xor"]
    fits = (
        document["assignment"] == settings.assignment.to_document()
        and document["seed"] == settings.seed
        and settings.seeds in (None, series.get("seeds", settings.seeds))
        and xor.get("sample", settings.sample) == settings.sample
        and (settings.data != "demo" or document["data"]["kind"] == "demo")
    )
    return document if fits else None

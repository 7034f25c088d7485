"""The whole way of a build: check, plan, run, judge, report, publish."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lab1report.data.dataset import Dataset
from lab1report.data.opening import open_dataset
from lab1report.editions.content import LANGUAGE, Content
from lab1report.editions.defence import make as make_defence
from lab1report.editions.formats import make
from lab1report.editions.keys import of_bytes
from lab1report.editions.origins import record
from lab1report.editions.output_folder import (
    agreeing,
    defence_name,
    edition_name,
    require_writable,
    write_edition_files,
)
from lab1report.editions.pdf import native
from lab1report.editions.services import Services
from lab1report.editions.table_comments import document_of
from lab1report.errors import DataError, LibraryError, UserError
from lab1report.figures.font_search import find as find_font
from lab1report.figures.fonts import using
from lab1report.messages import _
from lab1report.model import SectionFailure
from lab1report.own_words.finding import words_in
from lab1report.own_words.folder import FoundWords
from lab1report.own_words.names import is_complete
from lab1report.pages.arms import read_arms
from lab1report.plan.plan import make_plan
from lab1report.progress import Progress
from lab1report.quoting import quoted
from lab1report.report.assemble import assemble
from lab1report.report.headlines import Headlines, headlines
from lab1report.report.json_text import pretty
from lab1report.report.report import Report
from lab1report.report.results_file import RESULTS_FILE, Results, read_results
from lab1report.runs.schedule import carry_out
from lab1report.sections.catalog import report_sections
from lab1report.settings import suggestions
from lab1report.settings.device import resolve
from lab1report.settings.options import Settings
from lab1report.settings.section_names import runnable_names
from lab1report.store.environment import cache_folder
from lab1report.store.result_forms import misfit
from lab1report.store.results import Store
from lab1report.store.steps import Steps


@dataclass(frozen=True, kw_only=True)
class BuildOutcome:
    """What a build made.

    `files` are what it wrote, `results` what it measured, as in `results.json`, which it writes
    last, `outdated` those in the folder that belong to an earlier build. `failures` are the
    sections that failed; the report has a box in their place. `no_pdf` says why there is none
    though it was asked for, and the remedy. `headlines` are the few numbers that a user wants
    first, `pages` is how many pages the PDF has, if there is one. `seconds` are how long each step
    took, in the order of the steps.
    """

    files: tuple[Path, ...]
    outdated: tuple[Path, ...]
    results: Results
    failures: tuple[SectionFailure, ...]
    no_pdf: str
    headlines: Headlines
    pages: int | None
    seconds: Mapping[str, float]


def build(settings: Settings, progress: Progress, *, only: str | None = None) -> BuildOutcome:
    """Compute what is missing, and write the editions and `results.json` into `settings.out`.

    See `lab1report.build` for arguments and errors.
    """
    with using(find_font(settings.font)):
        return _build(settings, progress, only=only)


def _build(settings: Settings, progress: Progress, *, only: str | None) -> BuildOutcome:
    settings, no_pdf = _without_pdf(settings, progress)
    content, services = _content(settings, progress, only=only)
    out, demo = settings.out, content.report.data.kind == "demo"
    editions = {
        out / edition_name(format, demo=demo): make(format, content, services)
        for format in settings.formats
    }
    files = {**editions, out / RESULTS_FILE: content.results.encode()}
    outdated = write_edition_files(out, files, progress)
    return _outcome(content, services, files, outdated, no_pdf=no_pdf)


def defend(settings: Settings, progress: Progress, *, quiz: bool = False) -> BuildOutcome:
    """Compute what is missing, and write the questions of the defence into `settings.out`.

    See `lab1report.build_defence` for arguments and errors.
    """
    native.require()
    out = settings.out
    with using(find_font(settings.font)):
        content, services = _content(settings, progress, only=None)
        demo = content.report.data.kind == "demo"
        target = out / defence_name(demo=demo, quiz=quiz)
        report = agreeing(out / edition_name("pdf", demo=demo), record(content, "defence"))
        made = {target: make_defence(content, services, quiz=quiz, report=report)}
    return _outcome(content, services, made, write_edition_files(out, made, progress))


def _content(
    settings: Settings, progress: Progress, *, only: str | None
) -> tuple[Content, Services]:
    """All steps up to the content of the report; the editions are made from it."""
    services = services_for(progress)
    with services.steps.measure("checks"):
        given = check(settings, only=only)
    if given.words.mistakes:
        _say_mistakes(given, settings, progress)
    report = report_of(settings, given.device, services, only=only)
    with services.steps.measure("words"):
        content = content_of(report, given, settings, progress)
    return content, services


def services_for(progress: Progress) -> Services:
    """The user's store, and steps of which none was measured yet."""
    store = Store(cache_folder(), warn=progress.warn, misfit=misfit)
    return Services(store=store, steps=Steps(), progress=progress)


def report_of(
    settings: Settings, device: str, services: Services, *, only: str | None = None
) -> Report:
    """What was computed, and what it says; what is missing is computed."""
    with services.steps.measure("data"):
        dataset = _open(settings, services.store, services.progress, only=only)
    if only is None:
        return _assembled(settings, dataset, services, device, wanted=None, fresh=settings.fresh)
    chosen = frozenset({only})
    return _assembled(settings, dataset, services, device, wanted=chosen, fresh=chosen)


def stored_report(settings: Settings, progress: Progress) -> Report:
    """The report as far as its results are stored; nothing is computed or fetched.

    Raises:
        DataError: as in `build`.
    """
    services = services_for(progress)
    cache = services.store.root
    dataset = open_dataset(settings.data, cache=cache, progress=progress, offline=True)
    device, none = resolve(settings.device), frozenset[str]()
    return _assembled(settings, dataset, services, device, wanted=none, fresh=none)


def _assembled(
    settings: Settings,
    dataset: Dataset,
    services: Services,
    device: str,
    *,
    wanted: frozenset[str] | None,
    fresh: frozenset[str],
) -> Report:
    """What the results say; of the sections `wanted` (None is all) the missing are computed."""
    steps = services.steps
    with steps.measure("plan"):
        plan = make_plan(settings, report_sections())
    with steps.measure("runs"):
        outcomes = carry_out(
            plan,
            settings,
            wanted=plan.everything if wanted is None else wanted,
            fresh=fresh,
            dataset=dataset,
            store=services.store,
            progress=services.progress,
            device=device,
        )
    with steps.measure("findings"):
        return assemble(settings, plan, dataset.info, outcomes)


@dataclass(frozen=True, kw_only=True)
class Given:
    """What the settings name outside of themselves; the arms are a `data:` URL."""

    arms: str | None
    device: str
    words: FoundWords


def check(settings: Settings, *, only: str | None = None) -> Given:
    """Find mistakes that would otherwise come to light after minutes of work."""
    if only is not None and only not in runnable_names():
        raise UserError(
            _("no section {name}; {hint}").format(
                name=quoted(only), hint=suggestions.one_of(only, runnable_names())
            )
        )
    require_writable(settings.out)
    return given_by(settings)


def given_by(settings: Settings) -> Given:
    """Read what the settings name, and find out whether it can be printed.

    Raises:
        UserError: it cannot, or not be read.
    """
    names = settings.assignment.student, settings.assignment.teacher
    if any(names):
        from lab1report.pages.glyphs import cleaned, require_glyphs

        require_glyphs(filter(None, map(cleaned, names)))
    arms = read_arms(settings.arms) if settings.arms else None
    device = resolve(settings.device)
    words = words_in(settings.words, language=LANGUAGE) if settings.words else FoundWords()
    return Given(arms=arms, device=device, words=words)


def _say_mistakes(given: Given, settings: Settings, progress: Progress) -> None:
    """Refuse the words; if the numbers are stored, with all that is wrong or doubtful in them."""
    with suppress(DataError):
        report = stored_report(settings, Progress())
        if is_complete(document_of(report)):
            content_of(report, given, settings, progress)
    given.words.right()


def _open(settings: Settings, store: Store, progress: Progress, *, only: str | None) -> Dataset:
    # A section that reads no images must not wait for a download
    tasks = report_sections().tasks
    offline = any(task.id == only and not task.reads_images for task in tasks)
    return open_dataset(settings.data, cache=store.root, progress=progress, offline=offline)


def content_of(report: Report, given: Given, settings: Settings, progress: Progress) -> Content:
    """What the editions are made from, without words that speak of what this run has not."""
    document = document_of(report)
    content = Content(
        report=report,
        document=document,
        results=pretty(document),
        emblem=given.arms,
        style=settings.style,
        length=settings.length,
        options=_options(settings),
    )
    return with_words(content, given.words, settings, progress)


def with_words(
    content: Content, found: FoundWords, settings: Settings, progress: Progress
) -> Content:
    """The same with the words `found`, as far as the report has what they speak of.

    Raises:
        UserError: they have mistakes, name what no report has, or what the PDF is too short for.
    """
    if not found.words:
        return replace(content, words=found.right())
    from lab1report.own_words.checks import printable_words

    fitting = printable_words(
        found.words,
        content.document,
        content.context(),
        length=settings.length if "pdf" in settings.formats else None,
        language=LANGUAGE,
        warn=progress.warn,
        mistakes=found.mistakes,
    )
    return replace(content, words=fitting)


def _options(settings: Settings) -> dict[str, Any]:
    """The options that lead to this report, as a user writes them; None is not given."""
    own = settings.assignment
    classes = ",".join(map(str, own.class_ids)) if own.named_by_teacher else None
    names = ("group", "variant", "stream", "group_code", "year", "student", "teacher")
    chosen = {
        **{name: getattr(own, name) for name in names},
        "classes": classes,
        **{name: getattr(settings, name) for name in ("seed", "seeds", "sample")},
        **{name: getattr(settings, name) for name in ("style", "length")},
    }
    return {name: value for name, value in chosen.items() if value is not None}


def _without_pdf(settings: Settings, progress: Progress) -> tuple[Settings, str]:
    """The same with other editions in place of a PDF that cannot be made here, and why."""
    if "pdf" not in settings.formats:
        return settings, ""
    try:
        native.require()
    except LibraryError as error:
        progress.warn(
            _("{error}. The web page and the notebook are written in its place.").format(
                error=error
            )
        )
        return replace(settings, formats=("html", "ipynb")), str(error)
    return settings, ""


def _outcome(
    content: Content,
    services: Services,
    files: Mapping[Path, bytes],
    outdated: tuple[Path, ...],
    *,
    no_pdf: str = "",
) -> BuildOutcome:
    services.store.drop_old_pages()
    pdf = next((file for path, file in files.items() if path.suffix == ".pdf"), None)
    return BuildOutcome(
        files=tuple(files),
        outdated=outdated,
        results=read_results(dict(content.document)),
        failures=content.report.failures,
        no_pdf=no_pdf,
        headlines=headlines(content.report),
        pages=_page_count(pdf, services.store) if pdf is not None else None,
        seconds=services.steps.seconds,
    )


def _page_count(pdf: bytes, store: Store) -> int:
    def count() -> bytes:
        import pypdfium2

        with pypdfium2.PdfDocument(pdf) as document:
            return str(len(document)).encode()

    return int(store.bytes_of({"kind": "page count", "pdf": of_bytes(pdf)}, count))

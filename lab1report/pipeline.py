"""Plan, compute what is missing, assemble, publish: what the commands do, for any caller."""

import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lab1report.data.opening import open_dataset
from lab1report.editions.content import LANGUAGE, Content
from lab1report.editions.defence import make as make_defence
from lab1report.editions.formats import make
from lab1report.editions.services import Services
from lab1report.editions.table_comments import document_of
from lab1report.errors import UserError
from lab1report.model import FORMATS, Format
from lab1report.own_words.checks import check_words, printable_words
from lab1report.own_words.folder import read as read_words
from lab1report.pages.arms import read_arms
from lab1report.plan.plan import make_plan
from lab1report.progress import Progress
from lab1report.report.assemble import assemble
from lab1report.report.json_text import pretty
from lab1report.report.report import Report
from lab1report.runs.schedule import carry_out
from lab1report.sections.catalog import report_sections
from lab1report.settings.device import resolve
from lab1report.settings.options import Settings
from lab1report.store.atomic_write import writing
from lab1report.store.environment import cache_folder
from lab1report.store.results import Store
from lab1report.store.steps import Steps

RESULTS_FILE = "results.json"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What was made; `document` is the content of `results.json`, which a build writes last."""

    report: Report
    document: dict[str, Any]
    files: tuple[Path, ...]
    steps: Mapping[str, float]


def build(settings: Settings, progress: Progress, *, only: str | None = None) -> Outcome:
    """Compute what is missing, and write the editions and `results.json` into `settings.out`.

    Args:
        only: compute this section or sub-section ("series.batch") anew, and of others what it
            builds on, whatever `settings.fresh` says; what is not stored is then shown as not
            computed yet.

    Raises:
        UserError, DataError: what the user gave, or the data, are wrong; as far as that can be
            known it is said before anything is computed.
        KeyboardInterrupt: what was computed until then is kept.
    """
    content, services = _compute(settings, progress, only=only)
    demo = content.report.data.kind == "demo"
    editions = {
        settings.out / _file_name(format, demo=demo): make(format, content, services)
        for format in settings.formats
    }
    results = settings.out / RESULTS_FILE
    defence = settings.out / _file_name("pdf", demo=demo, of="-defence")
    if defence.exists() and _differs(results, content):
        progress.warn(f"{defence} has the numbers of an earlier build: make it again")
    _write(settings.out, {**editions, results: content.results.encode()})
    for old in _other_editions(settings.out, editions):
        progress.warn(f"{old} is of an earlier build; {RESULTS_FILE} now belongs to this one")
    return _outcome(content, services, (*editions, results))


def defend(settings: Settings, progress: Progress) -> Outcome:
    """Compute what is missing, and write the questions of the defence into `settings.out`.

    Raises:
        UserError, DataError, KeyboardInterrupt: as in `build`.
    """
    content, services = _compute(settings, progress)
    demo = content.report.data.kind == "demo"
    target = settings.out / _file_name("pdf", demo=demo, of="-defence")
    _write(settings.out, {target: make_defence(content, services)})
    if _differs(settings.out / RESULTS_FILE, content):
        progress.warn(
            f"the report in {settings.out} has other numbers: build it with these options"
        )
    return _outcome(content, services, (target,))


def _compute(
    settings: Settings, progress: Progress, *, only: str | None = None
) -> tuple[Content, Services]:
    """Compute what is missing; the arguments are those of `build`."""
    steps, sections = Steps(), report_sections()
    store = Store(cache_folder(), warn=progress.warn)
    with steps.measure("checks"):
        emblem = _check(settings)
        device = resolve(settings.device)
        words = read_words(settings.words) if settings.words else {}
        check_words(words, language=LANGUAGE)
    with steps.measure("data"):
        # A section that reads no images must not wait for a download
        offline = any(task.id == only and not task.reads_images for task in sections.tasks)
        dataset = open_dataset(settings.data, cache=store.root, progress=progress, offline=offline)
    with steps.measure("plan"):
        plan = make_plan(settings, sections)
    chosen = plan.everything if only is None else frozenset({only})
    with steps.measure("runs"):
        outcomes = carry_out(
            plan,
            settings,
            wanted=chosen,
            fresh=settings.fresh if only is None else chosen,
            dataset=dataset,
            store=store,
            progress=progress,
            device=device,
        )

    data = dataset.info
    with steps.measure("findings"):
        report = assemble(settings, plan, data, outcomes)
    document = document_of(report)
    content = Content(
        report=report,
        document=document,
        results=pretty(document),
        emblem=emblem,
        style=settings.style,
        words=words,
    )
    with steps.measure("words"):
        fitting = printable_words(
            words, document, content.context(), language=LANGUAGE, warn=progress.warn
        )
        content = replace(content, words=fitting)
    return content, Services(store=store, steps=steps, progress=progress)


def _outcome(content: Content, services: Services, files: tuple[Path, ...]) -> Outcome:
    services.store.drop_old_pages()
    return Outcome(
        report=content.report,
        document=dict(content.document),
        files=files,
        steps=services.steps.seconds,
    )


def _differs(results: Path, content: Content) -> bool:
    """Whether the numbers in a file of an earlier run, if there is one, are others."""
    try:
        earlier = json.loads(results.read_bytes())
    except FileNotFoundError:
        return False
    except ValueError:
        return True
    same: bool = _without_times(earlier) == _without_times(json.loads(content.results))
    return not same


def _without_times(value: Any) -> Any:
    """Results without how long they took, which differs when they are computed again."""
    if isinstance(value, dict):
        return {
            key: _without_times(one)
            for key, one in value.items()
            if key not in ("timings", "seconds")
        }
    return [_without_times(one) for one in value] if isinstance(value, list) else value


def _file_name(format: Format, *, demo: bool, of: str = "") -> str:
    return f"lab1{'-demo' if demo else ''}{of}.{format}"


def _write(out: Path, contents: Mapping[Path, bytes]) -> None:
    """All are written before any is moved, so that they always speak of the same run."""
    with _writable(out), ExitStack() as stack:
        for target, content in contents.items():
            stack.enter_context(writing(target)).write_bytes(content)


def _other_editions(out: Path, editions: Collection[Path]) -> Iterator[Path]:
    for demo in (False, True):
        for format in FORMATS:
            path = out / _file_name(format, demo=demo)
            if path not in editions and path.exists():
                yield path


def _check(settings: Settings) -> str | None:
    """Find mistakes that would otherwise come to light after minutes of work; gives the arms."""
    with _writable(settings.out):
        settings.out.mkdir(parents=True, exist_ok=True)
        with writing(settings.out / RESULTS_FILE, keep=False):
            pass
    names = settings.assignment.student, settings.assignment.teacher
    if any(names):
        from lab1report.pages.glyphs import cleaned, require_glyphs

        require_glyphs(filter(None, map(cleaned, names)))
    return read_arms(settings.arms) if settings.arms else None


@contextmanager
def _writable(out: Path) -> Iterator[None]:
    """Say what to do about an output folder that can not be written."""
    try:
        yield
    except OSError as error:
        raise UserError(
            f"--out {out}: can not be written ({error.strerror}); name another folder"
        ) from error

"""Makes a report again from its attached files, and compares (docs/how-to/verify.md)."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lab1report.editions.content import Content
from lab1report.editions.notebook import edition as notebook
from lab1report.editions.pdf import edition as pdf
from lab1report.editions.pdf.attached import (
    CRATE,
    ENVIRONMENT,
    MEASUREMENTS,
    NOTEBOOK,
    RESULTS,
    SETTINGS,
    environment_file,
    rendering,
    settings_file,
)
from lab1report.editions.pdf.crate import crate
from lab1report.editions.services import Services
from lab1report.errors import UserError
from lab1report.figures.fonts import using
from lab1report.messages import Message, _, joined, marked
from lab1report.model import SectionFailure
from lab1report.pipeline import check, content_of
from lab1report.plan.plan import Plan, PlannedRun, make_plan
from lab1report.received.differences import Difference, differences
from lab1report.received.recorded import Recorded
from lab1report.received.refuted import RefutedError, refused
from lab1report.report.assemble import assemble
from lab1report.report.json_text import pretty
from lab1report.report.measurements.packing import pack
from lab1report.report.measurements.unpacking import MeasurementsError
from lab1report.runs.compute import Computed
from lab1report.sections.catalog import report_sections
from lab1report.tasks.notebooks import PARAMETERS, notebooks_folder, read_notebook
from lab1report.verify.fonts_on_hand import FontsOnHand, StandIn
from lab1report.verify.from_images import ImagesOnHand
from lab1report.verify.notebooks import not_as_written, notebook_differences
from lab1report.verify.pages import SavedAgainError, page_differences
from lab1report.verify.versions import others
from lab1report.verify.words import word_differences

_STAGE = "consistent"
_OF_NUMBERS = ("program", "templates", "experiments")
_ABSENT = marked(
    "it is set in {font}, which is not on this machine (--font FOLDER says where else to look): "
    "the words of its pages were compared, and not how they look"
)
_SAVED_AGAIN = marked(
    "the PDF is not the file that lab1report wrote: another program saved it again, or packed it "
    "otherwise. No page looks different; what is not seen was not compared"
)


@dataclass(frozen=True, kw_only=True)
class Consistent:
    """A report whose files say the same.

    `outcomes` are what its numbers are made from; `not_compared` says where they differ although
    that refutes nothing, since the report was made with other versions, and with which.
    """

    outcomes: Mapping[PlannedRun, Computed | None]
    not_compared: tuple[Message, ...]


def check_consistent(
    content: bytes,
    files: Mapping[str, bytes],
    recorded: Recorded,
    images: ImagesOnHand,
    services: Services,
    fonts: FontsOnHand,
) -> Consistent:
    """Make everything again that follows from the recorded measurements, and compare.

    Args:
        content: the PDF; `files` are those attached to it, `recorded` what they say.
        images: of the data set that the report says it was made with.

    Raises:
        RefutedError: something of the report is not what follows.
    """
    font = fonts.family(recorded.font)
    absent = (_(_ABSENT).format(font=font.name),) if isinstance(font, StandIn) else ()
    with using(font):
        return _checked(content, files, recorded, images, services, absent)


def _checked(
    content: bytes,
    files: Mapping[str, bytes],
    recorded: Recorded,
    images: ImagesOnHand,
    services: Services,
    absent: tuple[Message, ...],
) -> Consistent:
    """What `check_consistent` gives, in the font that is chosen.

    Args:
        absent: says that it is another one than the report's; empty where it is that.
    """
    outcomes: dict[PlannedRun, Computed | None] = {}
    try:
        plan = make_plan(recorded.settings, report_sections())
        outcomes.update(_outcomes(recorded, plan, images))
        _check_sources(outcomes)
        made = _content(recorded, plan, outcomes, images, services)
        _compare(content, files, recorded, made, services, looks=not absent)
    except SavedAgainError:
        return Consistent(outcomes=outcomes, not_compared=(_(_SAVED_AGAIN),))
    except RefutedError as error:
        of_numbers = error.basis == "numbers"
        other = _other_versions(recorded, of_pages=not of_numbers, fonts=not absent)
        if error.basis == "pages":
            other = (*absent, *other)
        if not other:
            raise
        differs = _(
            "made with other versions, which may be why it is not the same here: {place}: {what}"
        ).format(place=error.place, what=error.message)
        return Consistent(outcomes=outcomes, not_compared=(differs, *other))
    return Consistent(outcomes=outcomes, not_compared=absent)


def _outcomes(
    recorded: Recorded, plan: Plan, images: ImagesOnHand
) -> dict[PlannedRun, Computed | None]:
    try:
        return recorded.measurements.outcomes(plan, images, _failures(recorded.results))
    except MeasurementsError as error:
        raise RefutedError(_STAGE, MEASUREMENTS, refused(error)) from error


def _compare(
    content: bytes,
    files: Mapping[str, bytes],
    recorded: Recorded,
    made: Content,
    services: Services,
    *,
    looks: bool,
) -> None:
    """Everything in its order, from the numbers to the pages: their `looks`, or their words."""
    if found := differences(recorded.results, made.document):
        first, *rest = found
        what = joined("; ", (first.what, *(one.said for one in rest)))
        raise RefutedError(_STAGE, f"{RESULTS}: {first.place}", what)
    _check_files(files, recorded, made, services, looks=looks)
    compare = page_differences if looks else word_differences
    if found := compare(content, _typeset(made, services, files)):
        raise RefutedError(_STAGE, found[0].place, _all_of(found), basis="pages")


def _all_of(found: Sequence[Difference]) -> Message:
    """What the first one is, and the others besides."""
    first, *rest = found
    if not rest:
        return first.what
    others = joined("; ", (one.said for one in rest))
    return _("{what} (and {others})").format(what=first.what, others=others)


def _typeset(made: Content, services: Services, files: Mapping[str, bytes]) -> bytes:
    """The PDF as it should be; the same report may be handed in again."""
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    inputs = {**made.inputs("pdf"), "files": json.dumps(digests, sort_keys=True)}
    return services.store.bytes_of(inputs, lambda: pdf.typeset(made, services, files))


def _other_versions(recorded: Recorded, *, of_pages: bool, fonts: bool) -> tuple[Message, ...]:
    """What of the programs that made the report is another here.

    Args:
        of_pages: whether what differs is how it looks, which depends on libraries and fonts too.
        fonts: whether they count.
    """
    here, there = dict(rendering()), dict(recorded.environment["rendering"])
    if not fonts:
        here.pop("fonts"), there.pop("fonts", None)
    names = dict.fromkeys((*here, *there)) if of_pages else _OF_NUMBERS
    return others(there, here, names)


def _failures(results: Mapping[str, Any]) -> Iterator[SectionFailure]:
    for name, section in results["sections"].items():
        if (
            isinstance(section, dict)
            and section.get("status") == "failed"
            and section.get("stage") != "analysis"
        ):
            yield SectionFailure(
                section=name,
                stage=str(section.get("stage")),
                message=str(section.get("message")),
                details="",
            )


def _check_sources(outcomes: Mapping[PlannedRun, Computed | None]) -> None:
    """The code shown of each task is that of its notebook; only the parameters are the run's."""
    for run, outcome in outcomes.items():
        if run.task is None or outcome is None or isinstance(outcome, SectionFailure):
            continue
        choice = getattr(run.spec, "sample", "")
        cells = read_notebook(notebooks_folder() / f"{run.section}.py", choice)
        shown = [(stage.id, stage.source) for stage in outcome.stages]
        if [id for id, _source in shown] != [cell.id for cell in cells] or any(
            source != cell.source
            for (_id, source), cell in zip(shown, cells, strict=True)
            if cell.id != PARAMETERS
        ):
            place = f"{MEASUREMENTS}: {run.section}"
            raise RefutedError(_STAGE, place, _("its code is not that of the notebook"))


def _content(
    recorded: Recorded,
    plan: Plan,
    outcomes: Mapping[PlannedRun, Computed | None],
    images: ImagesOnHand,
    services: Services,
) -> Content:
    settings = recorded.settings
    stated = recorded.results["data"]
    data = replace(images.info, source=str(stated.get("source")))
    try:
        given = check(settings)
    except UserError as error:
        raise RefutedError(_STAGE, SETTINGS, refused(error)) from error
    report = assemble(settings, plan, data, outcomes)
    made = content_of(report, given, settings, services.progress)
    return replace(made, year=recorded.year_of_report)


def _check_files(
    files: Mapping[str, bytes],
    recorded: Recorded,
    made: Content,
    services: Services,
    *,
    looks: bool,
) -> None:
    """Each attached file is what the program writes of these measurements."""
    environment = recorded.environment
    wanted = {
        MEASUREMENTS: pack(made.report),
        SETTINGS: settings_file(made),
        ENVIRONMENT: environment_file(made, environment["packages"], environment["rendering"]),
        CRATE: crate(made, files),
    }
    for name, content in wanted.items():
        if files[name] != content:
            raise RefutedError(_STAGE, name, _what_differs(files[name], content))
    # Its numbers were compared; a number that stands in it twice was not
    if files[RESULTS] != pretty(json.loads(files[RESULTS])).encode():
        raise RefutedError(_STAGE, RESULTS, not_as_written())
    wanted_notebook = notebook.make(made, services)
    if found := notebook_differences(files[NOTEBOOK], wanted_notebook, drawings=looks):
        cell, what = found
        place = _("{file}: cell {number}").format(file=NOTEBOOK, number=cell)
        raise RefutedError(_STAGE, place if cell else NOTEBOOK, what, basis="notebook")


def _what_differs(found: bytes, wanted: bytes) -> Message:
    try:
        own = differences(json.loads(found), json.loads(wanted))
    except (ValueError, RecursionError):
        own = []
    return joined("; ", (one.said for one in own)) if own else not_as_written()

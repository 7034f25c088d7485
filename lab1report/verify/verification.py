"""Verifies reports: each by itself, and of all of them the chosen trainings together."""

import hashlib
import logging
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar

from lab1report.data import demo, real
from lab1report.data.dataset import Dataset
from lab1report.data.locate import require_data
from lab1report.editions.pdf.attached import RESULTS
from lab1report.editions.services import Services
from lab1report.errors import DataError
from lab1report.messages import Message, _, kept
from lab1report.model import RunResult, RunSpec, SectionFailure
from lab1report.plan.plan import PlannedRun
from lab1report.progress import Progress
from lab1report.quoting import cut, quoted, reason
from lab1report.received.given_files import what_is_in
from lab1report.received.pdf_file import attached_files, read_pdf
from lab1report.received.recorded import Recorded, read_recorded
from lab1report.received.refuted import NoReportError, OtherVersionError, RefutedError
from lab1report.report.series_document import run_key
from lab1report.runs.compute import Computed
from lab1report.store.environment import cache_folder
from lab1report.store.results import Store
from lab1report.store.steps import Steps
from lab1report.verify import made_again
from lab1report.verify.arguments import Asked
from lab1report.verify.consistent import Consistent, check_consistent
from lab1report.verify.fonts_on_hand import FontsOnHand
from lab1report.verify.from_images import ImagesOnHand
from lab1report.verify.judging import judge
from lab1report.verify.sample import detection, sample

Status = Literal["verified", "partly", "refuted", "no report", "no data", "intact"]
"""All holds; all that could be compared holds; something does not; the file is something else; the
images are not on this machine; part 1 holds, and no more was asked."""

Seen = TypeVar("Seen")
Look = Callable[[Recorded], Seen]
"""What is shown the attached files of a report that is whole, while its own words lie in the folder
that its settings name, and what is to be kept of them."""

_log = logging.getLogger("lab1report")


@dataclass(frozen=True, kw_only=True)
class Verification:
    """What was found out about a file.

    `place` and `message` are where and why it was refuted, or what kept it from being verified.
    `trainings` has the report, `made_again` of them were, of which `equal` to the last bit, and
    `unsteady` could not be judged, since rounding decides them (`steadiness`);
    `detection` is the probability that these find a report of which a tenth is forged. `notes` are
    what keeps it from being verified without refuting it. `words` are the student's own by section:
    nothing is said of them.
    """

    file: str
    sha256: str = ""
    status: Status
    stage: str = ""
    place: str = ""
    message: str = ""
    student: str | None = None
    group: str | None = None
    variant: int | None = None
    year: int | None = None
    classes: tuple[int, ...] = ()
    demo: bool = False
    trainings: int = 0
    made_again: int = 0
    equal: int = 0
    unsteady: int = 0
    detection: float = 0.0
    notes: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Checked(Generic[Seen]):
    """What parts 1 and 2 say of a file, and what of it is to be made again.

    `verification` says with which images; `seen` is what a `Look` gave, of a report that is whole.
    """

    verification: Verification
    chosen: Mapping[PlannedRun, RunResult] = field(default_factory=dict)
    seen: Seen | None = None


@dataclass(frozen=True)
class _Opened:
    """A data set, how it was opened, and what reports need of it."""

    dataset: Dataset
    choice: str
    images: ImagesOnHand


_Again = Mapping[tuple[bool, PlannedRun], Computed]
"""Beside each run whether it is one on the demo set."""


class Verifier:
    """Checks one report after another, and judges all of them by the trainings made again.

    Args:
        folder: for what is kept meanwhile.
    """

    def __init__(self, folder: Path, asked: Asked, progress: Progress) -> None:
        self._folder, self._asked, self._progress = folder, asked, progress
        self._opened: dict[bool, _Opened] = {}
        self._fonts = FontsOnHand(asked.font)
        self._services = Services(
            store=Store(folder / "store", warn=progress.warn), steps=Steps(), progress=progress
        )

    def check(
        self, file: Path, *, look: Look[Seen] | None = None, only_intact: bool = False
    ) -> Checked[Seen]:
        """Parts 1 and 2: what is to be said of a file before anything is trained.

        Args:
            only_intact: part 1 alone, which takes no images and a tenth of a second.
        """
        about = Verification(file=name_of(file), status="no report")
        seen: Seen | None = None
        try:
            content = read_pdf(file)
        except IsADirectoryError:
            return Checked(verification=replace(about, message=what_is_in(file)))
        except OSError as error:
            message = _("cannot be read ({reason})").format(reason=reason(error))
            return Checked(verification=replace(about, message=message))
        except NoReportError as error:
            return Checked(verification=replace(about, message=str(error)))
        try:
            about = replace(about, sha256=hashlib.sha256(content).hexdigest())
            files = attached_files(content)
            with temporary_folder() as own:
                recorded = read_recorded(files, own)
                about = _described(about, recorded)
                seen = look(recorded) if look is not None else None
                if only_intact:
                    return Checked(verification=replace(about, status="intact"), seen=seen)
                opened = self._images_of(recorded, is_demo=about.demo)
                found = check_consistent(
                    content, files, recorded, opened.images, self._services, self._fonts
                )
        except RefutedError as error:
            return Checked(verification=_refuted(about, error), seen=seen)
        except Exception as error:  # whatever was handed in, the others are to be verified
            status, why = _kept_from(error)
            return Checked(verification=replace(about, status=status, message=why), seen=seen)
        return replace(self._chosen(about, found), seen=seen)

    def judge(
        self, checked: Sequence[Checked[Any]], progress: Progress
    ) -> tuple[Verification, ...]:
        """Part 3: what was chosen of any report is made again, each run once, and compared."""
        again: dict[tuple[bool, PlannedRun], Computed] = {}
        for is_demo in (False, True):
            own = [one for one in checked if one.verification.demo == is_demo]
            if runs := dict.fromkeys(run for one in own for run in one.chosen):
                opened = self._images(is_demo=is_demo)
                made = made_again.make_again(
                    list(runs),
                    opened.dataset,
                    choice=opened.choice,
                    folder=self._folder / opened.images.info.kind,
                    workers=self._asked.workers,
                    progress=progress,
                )
                again |= {(is_demo, run): outcome for run, outcome in made.items()}
        return tuple(self._judged(one, again) for one in checked)

    def _chosen(self, about: Verification, found: Consistent) -> Checked[Any]:
        trained = made_again.trainings(found.outcomes)
        names = {run_key(run.spec): run for run in trained if isinstance(run.spec, RunSpec)}
        count = len(names) if self._asked.runs is None else min(self._asked.runs, len(names))
        runs = [names[name] for name in sample(names, count, self._asked.secret)]
        notes = (*found.not_compared, *_absent(found.outcomes))
        return Checked(
            verification=replace(
                about,
                status="partly" if notes else "verified",
                notes=notes,
                trainings=len(names),
                made_again=count,
                detection=detection(len(names), count),
            ),
            chosen={
                **{run: trained[run] for run in runs},
                **(made_again.tasks(found.outcomes) if self._asked.runs != 0 else {}),
            },
        )

    def _images_of(self, recorded: Recorded, *, is_demo: bool) -> _Opened:
        """Those that the report says it was made with."""
        stated, opened = recorded.results["data"], self._images(is_demo=is_demo)
        info = opened.images.info
        for name, value in (("kind", info.kind), ("fingerprint", info.fingerprint)):
            if stated.get(name) != value:
                place = f"{RESULTS}: data.{name}"
                what = _("{found}, not {wanted}").format(
                    found=quoted(stated.get(name)), wanted=value
                )
                raise RefutedError("intact", place, what)
        return opened

    def _images(self, *, is_demo: bool) -> _Opened:
        if is_demo not in self._opened:
            self._opened[is_demo] = self._open(is_demo=is_demo)
        return self._opened[is_demo]

    def _open(self, *, is_demo: bool) -> _Opened:
        cache = self._folder / "data"
        if is_demo:
            dataset, choice = demo.dataset(cache=cache, progress=self._progress), "demo"
        else:
            place = require_data(self._asked.data, cache=cache_folder())
            choice = str(place)
            dataset = real.dataset(place, cache=cache, progress=self._progress)
        return _Opened(dataset, choice, ImagesOnHand(dataset))

    def _judged(self, one: Checked[Any], again: _Again) -> Verification:
        """The last word on a report."""
        before = one.verification
        if not one.chosen:
            return before
        made = {run: again[before.demo, run] for run in one.chosen}
        try:
            found = judge(one.chosen, made, self._images(is_demo=before.demo).dataset)
        except RefutedError as error:
            return _refuted(before, error)
        notes = (*before.notes, *found.notes)
        return replace(
            before,
            status="partly" if notes else "verified",
            notes=notes,
            equal=found.equal,
            unsteady=found.unsteady,
            detection=detection(before.trainings, before.made_again - found.unsteady),
        )


def _absent(outcomes: Mapping[PlannedRun, Computed | None]) -> tuple[Message, ...]:
    """Sections without numbers: that they failed, and why, is the report's word alone."""
    found: dict[str, Message] = {}
    for run, outcome in outcomes.items():
        if outcome is None:
            missing = _("{section} is not or not all computed").format(section=run.section)
            found.setdefault(run.section, missing)
        elif isinstance(outcome, SectionFailure):
            found[run.section] = _("{section} is said to have failed: {message}").format(
                section=run.section, message=cut(outcome.message)
            )
    return tuple(found.values())


def _described(about: Verification, recorded: Recorded) -> Verification:
    own = recorded.settings.assignment
    return replace(
        about,
        student=own.student,
        group=own.group_code or (str(own.group) if own.group is not None else None),
        variant=own.variant,
        year=own.year,
        classes=own.class_ids,
        demo=recorded.results["data"].get("kind") == "demo",
        words=recorded.words,
    )


def name_of(file: Path) -> str:
    """The name of a file as it was given, in characters that can be written."""
    return os.fsencode(file).decode("utf-8", "backslashreplace")


def _kept_from(error: Exception) -> tuple[Status, str]:
    """What an error says about a file that cannot be verified."""
    match error:
        case OtherVersionError():
            return "partly", error.message
        case DataError():
            return "no data", str(error)
        case NoReportError():
            return "no report", str(error)
        case _:
            _log.debug("could not be examined", exc_info=error)
            kind = type(error).__name__
            what = kept(cut(f"{kind}: {error}"), english=kind)
            return "partly", _(
                "could not be examined, a fault of this program or of the file ({what})"
            ).format(what=what)


def _refuted(about: Verification, error: RefutedError) -> Verification:
    return replace(
        about,
        status="refuted",
        stage=error.stage,
        place=error.place,
        message=error.message,
    )


@contextmanager
def temporary_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="lab1report-") as name:
        yield Path(name)

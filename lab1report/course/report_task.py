"""Makes one student's report of stored results: a task for the processes that train."""

import datetime
import platform
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

from lab1report.course import result_file
from lab1report.course.result_file import StudentResult
from lab1report.course.student import Student
from lab1report.course.student_folder import require_own
from lab1report.course.student_words import first_few
from lab1report.data.dataset import Dataset
from lab1report.errors import Lab1Error
from lab1report.findings.statistics.comparison import estimate, with_added_answers
from lab1report.messages import _, joined, split_lines
from lab1report.own_words.mistakes import MistakesError
from lab1report.pipeline import BuildOutcome, build
from lab1report.plan.series import BASE
from lab1report.progress import Progress
from lab1report.quoting import reason
from lab1report.store.environment import describe
from lab1report.store.results import Store

_OF_EFFECT: Final = ("variant", "number", "network", "settings", "gain")
SECONDS: Final = 5.0
"""A guess of how long it takes, in the seconds of `runs/costs.py`."""


@dataclass(frozen=True, kw_only=True)
class ReportTask:
    """The report of `student`, to be written into its folder below `out`; a task of `Workers`.

    `key` is a hash of everything that the report is made from.
    """

    student: Student
    out: Path
    key: str

    @property
    def items(self) -> tuple[Student, ...]:
        """The one student."""
        return (self.student,)

    @property
    def seconds(self) -> float:
        """A guess of how long it takes."""
        return SECONDS

    @property
    def title(self) -> str:
        """What is done, for people."""
        return _("report of {name}").format(name=self.student.name)

    def perform(
        self, dataset: Dataset, store: Store, progress: Progress, device: str
    ) -> Iterator[tuple[Student, StudentResult]]:
        """Make the report; whatever goes wrong with it is the student's outcome, nobody else's."""
        del dataset, store, progress, device  # as the settings and the environment say
        heard = _Heard()
        started = time.perf_counter()
        folder = self.out / self.student.folder
        settings = replace(self.student.settings, out=folder, workers=1)
        try:
            require_own(folder)
            folder.mkdir(parents=True, exist_ok=True)
            (folder / result_file.RESULT_FILE).unlink(missing_ok=True)  # of an earlier report
            outcome = build(settings, heard)
            result = self._result(**_made(outcome), warnings=tuple(heard.warnings), since=started)
        except Lab1Error as error:
            result = self._result(state="failed", reasons=_reasons(error), since=started)
        except OSError as error:
            said = _("{folder} cannot be written ({reason})")
            reasons = (said.format(folder=folder, reason=reason(error)),)
            result = self._result(state="failed", reasons=reasons, since=started)
        except MemoryError:
            raise  # the task is begun once more
        except Exception as error:  # a fault of the program, with one student's settings
            fault = f"{type(error).__name__}: {error}"
            result = self._result(state="failed", reasons=(fault,), since=started)
        yield self.student, result

    def only(self, items: Sequence[Student]) -> "ReportTask":
        """The same: there is but one student."""
        del items
        return self

    def lost(self, item: Student, reason: str) -> StudentResult:
        """The outcome if process after process that made the report ended for this `reason`."""
        del item
        said = _("the process that made the report {reason}, time and again").format(reason=reason)
        return self._result(state="failed", reasons=(said,), since=time.perf_counter())

    def _result(self, *, since: float, **found: Any) -> StudentResult:
        return StudentResult(
            folder=self.student.folder,
            key=self.key,
            student=columns(self.student),
            seconds=round(time.perf_counter() - since, 3),
            versions=describe(),
            host=platform.node(),
            finished=datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds"),
            **found,
        )


def _reasons(error: Lab1Error) -> tuple[str, ...]:
    """What an error says, a sentence each; of many the first few, as a table has room for them."""
    every = error.mistakes if isinstance(error, MistakesError) else split_lines(str(error))
    return first_few(every)


class _Heard(Progress):
    """Keeps warnings for the student's result, and is silent besides."""

    def __init__(self) -> None:
        self.warnings: list[str] = []

    def warn(self, message: str) -> None:
        self.warnings.append(message)


def columns(student: Student) -> dict[str, Any]:
    """Who the student is, under the roster's names of columns."""
    own = student.settings.assignment
    return {
        "student_id": student.id,
        "last_name": student.last_name,
        "first_name": student.first_name,
        "name": student.name,
        "email": student.email,
        "group": own.group_code or str(own.group or ""),
        **student.further,
    }


def _made(outcome: BuildOutcome) -> Mapping[str, Any]:
    failures = [joined(": ", (one.section, one.message)) for one in outcome.failures]
    reasons = (*failures, *([outcome.no_pdf] if outcome.no_pdf else []))
    return {
        "state": "incomplete" if reasons else "done",
        "reasons": reasons,
        "files": result_file.hashes(outcome.files),
        "pages": outcome.pages,
        "report": _report(outcome),
    }


def _report(outcome: BuildOutcome) -> dict[str, Any]:
    """The headlines, with the accuracy of each class, and the gain of each variant."""
    headlines = outcome.headlines.to_document()
    for name in ("compared", "helped", "harmed"):  # which the gains say too
        del headlines[name]
    return {
        **headlines,
        "per_class": _per_class(outcome),
        "effects": [
            {
                **{name: one[name] for name in _OF_EFFECT},
                "estimate": _estimate(outcome, one["variant"]),
            }
            for one in headlines["effects"]
        ],
    }


def _estimate(outcome: BuildOutcome, variant: str) -> dict[str, float]:
    """The gain as a comparison of its own, which an interval at any level follows from."""
    base, own = (outcome.results.correct(name).astype(float) for name in (BASE, variant))
    return asdict(estimate(with_added_answers(own - base)))


def _per_class(outcome: BuildOutcome) -> list[dict[str, Any]]:
    """The base's test accuracy of each class, as far as there is one."""
    series = outcome.results.document["sections"]["series"]
    if series["status"] != "done":
        return []
    base = series["variants"][0]
    return [{"class_id": one["class_id"], "test": one["test"]} for one in base["per_class"]]

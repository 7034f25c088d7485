"""The numbers of a report as `result.json` has them, checked, for the teacher's page.

The files lie where anybody may have changed them: one that says something else than a report does
costs that student's numbers, and not the page.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import cattrs

from lab1report.course.result_file import StudentResult
from lab1report.findings.statistics.comparison import Estimate
from lab1report.report.headlines import Gain, Trained

_MOST_NUMBER: Final = 2**53


@dataclass(frozen=True, kw_only=True)
class OfVariant:
    """What a variant gains over the base, as the report judges it; `number` as in `Trained`.

    `estimate` says the same without sharing out its 5 % among the report's comparisons.
    """

    variant: str
    network: str
    settings: Mapping[str, Any]
    gain: Gain
    estimate: Estimate
    number: int | None = None


@dataclass(frozen=True, kw_only=True)
class OfClass:
    """The base's test accuracy of one class, in [0, 1]."""

    class_id: int
    test: float


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """The headlines of a report; `report.headlines.Headlines` says what each is.

    `effects` are None of what an earlier version wrote.
    """

    demo: bool
    base: Trained | None
    best: Trained | None
    lowest_loss: tuple[int, int] | None
    epochs: int | None
    overfits: bool | None
    per_class: tuple[OfClass, ...]
    effects: tuple[OfVariant, ...] | None = None

    @property
    def lowest_epochs(self) -> tuple[int, ...]:
        """The first and the last epoch of the lowest loss over the seeds, one if they are equal."""
        return tuple(dict.fromkeys(self.lowest_loss or ()))

    @property
    def measured(self) -> tuple[object, ...]:
        """Equal for reports of the same trainings, as those of equal classes and seeds are."""
        best = self.best
        gain = best.gain.difference if best is not None and best.gain is not None else None
        return (
            self.base.accuracy if self.base is not None else None,
            (best.variant, best.accuracy, gain) if best is not None else None,
            tuple((one.class_id, one.test) for one in self.per_class),
        )


def numbers_of(result: StudentResult) -> Numbers | None:
    """The numbers of a result; None if it has none.

    Raises:
        ValueError: what stands there is no report's.
    """
    if result.report is None:
        return None
    try:
        return _READER.structure(result.report, Numbers)
    except (KeyError, TypeError, AttributeError, RecursionError, cattrs.BaseValidationError) as e:
        raise ValueError(f"{result.folder}: no numbers of a report") from e


def _exactly(value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise TypeError(f"not {kind.__name__}")
    return value


def _whole(value: Any, _: type) -> int:
    if type(value) is not int or abs(value) >= _MOST_NUMBER:
        raise TypeError("no whole number of a report")
    return value


def _estimate(value: Any, _: type) -> Estimate:
    mean, error, df = (value[name] for name in ("mean", "error", "df"))
    if type(df) not in (int, float) or not 0 < df < _MOST_NUMBER or not error >= 0:
        raise TypeError("no estimate of a report")
    return Estimate(mean=_share(mean, float), error=_share(error, float), df=float(df))


def _share(value: Any, _: type) -> float:
    if type(value) not in (int, float) or not abs(value) <= 1:
        raise TypeError("no share, and no difference of two")
    return float(value)


_READER: Final = cattrs.Converter()
for _kind in (bool, str):
    _READER.register_structure_hook(_kind, _exactly)
_READER.register_structure_hook(int, _whole)
_READER.register_structure_hook(float, _share)
_READER.register_structure_hook(Estimate, _estimate)

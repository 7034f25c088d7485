"""The facts from which the comments of the final table are phrased."""

from dataclasses import dataclass
from typing import Literal

from lab1report.findings.cifar import CifarFindings
from lab1report.findings.series.findings import SeriesFindings
from lab1report.findings.series.ladder import LadderStep
from lab1report.findings.series.variants import VariantFindings
from lab1report.findings.statistics.differences import Difference
from lab1report.model import SectionFailure, SectionMissing, SeriesPart
from lab1report.plan.series import BASE, STOPPED


@dataclass(frozen=True, kw_only=True)
class SeriesComment:
    """The comment on a variant of the series.

    `kind` is its part, or "base" or "stopped". `apart` is what sets the variant apart from the
    base, `apart_from_stopped` from the base stopped early, which batch sizes and rates are
    compared with (None if that is not there). `step` is that of the
    ladder which ends in the variant.
    """

    row: str
    kind: SeriesPart | Literal["base", "stopped"]
    variant: VariantFindings
    base: VariantFindings
    stopped: VariantFindings | None
    apart: Difference
    apart_from_stopped: Difference | None
    is_best: bool
    step: LadderStep | None = None


@dataclass(frozen=True, kw_only=True)
class OnceComment:
    """The comment on one of the two rows that part 3 alone gives."""

    row: str
    kind: Literal["base_once", "stopped_once"]
    cifar: CifarFindings


Comment = SeriesComment | OnceComment
Absent = SectionFailure | SectionMissing


def comments(series: SeriesFindings | Absent, third: CifarFindings | Absent) -> tuple[Comment, ...]:
    """The comments of the final table in its order; `row` is `TableRow.variant`.

    They are of the series, or of part 3, `third`, where the series compares nothing.
    """
    if isinstance(series, SeriesFindings) and series.several_variants:
        return tuple(_of(found, series) for found in series.variants)
    if isinstance(third, CifarFindings):
        return (
            OnceComment(row=BASE, kind="base_once", cifar=third),
            OnceComment(row=STOPPED, kind="stopped_once", cifar=third),
        )
    return ()


def _of(found: VariantFindings, series: SeriesFindings) -> SeriesComment:
    stopped, best = series.stopped, series.best
    kind: SeriesPart | Literal["base", "stopped"] = found.part
    if found.id == BASE:
        kind = "base"
    elif found.id == STOPPED:
        kind = "stopped"
    return SeriesComment(
        row=found.id,
        kind=kind,
        variant=found,
        base=series.base,
        stopped=stopped,
        apart=found.apart_from(series.base),
        apart_from_stopped=found.apart_from(stopped) if stopped is not None else None,
        is_best=best is not None and best.network.variant.id == found.id,
        step=next((one for one in series.ladder or () if one.second.id == found.id), None),
    )

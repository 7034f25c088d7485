"""Questions that the three tasks raise, with the answers that their results allow."""

import math
from collections.abc import Iterator

from lab1report.findings.cifar import CifarFindings
from lab1report.findings.defence.question import Question
from lab1report.findings.regression import RegressionFindings
from lab1report.findings.series.findings import SeriesFindings
from lab1report.findings.xor import XorFindings

_STEEP = 10  # y = 1 / (1 + exp(−10 x)), the curve of task 1
_NEAR = 0.01
_GAP = 0.05


def of_regression(found: RegressionFindings) -> Iterator[Question]:
    """The questions about task 1."""
    yield Question(
        id="noise-floor",
        section="regression",
        interest=0.6 if found.fit == "noise" else 0.85,
        case=found.fit,
    )
    yield Question(
        id="by-hand",
        section="regression",
        interest=1.0 if found.gradients == "off" else 0.45,
        case=found.gradients,
    )
    if found.trend != "unknown":
        yield Question(
            id="more-iterations",
            section="regression",
            interest={"level": 0.35, "falling": 0.6, "rising": 0.8}[found.trend],
            case=found.trend,
        )
    bent = _bend(abs(found.worst_x)) >= 0.5
    yield Question(
        id="worst-point",
        section="regression",
        interest=0.4 if bent or found.worst_at_edge else 0.3,
        case="edge" if found.worst_at_edge else "bend" if bent else "",
    )


def _bend(x: float) -> float:
    """The second derivative of the curve at `x`, as a share of its greatest value."""

    def second(y: float) -> float:
        return abs(y * (1 - y) * (1 - 2 * y))

    y = 1 / (1 + math.exp(-_STEEP * x))
    return second(y) / second(0.5 + math.sqrt(1 / 12))


def of_xor(found: XorFindings) -> Iterator[Question]:
    """The questions about task 2."""
    yield Question(
        id="plateau",
        section="xor",
        interest={"stuck": 1.0, "long": 0.8, "short": 0.35}[found.plateau],
        case=found.plateau,
    )
    yield Question(id="hidden-layer", section="xor", interest=0.5, case=found.spec.sample)
    yield Question(
        id="certainty",
        section="xor",
        interest=0.8 if found.wrong else 0.5,
        case="wrong" if found.wrong else "right",
        # What a mean of logarithms says of probabilities
        facts={"typical": math.exp(-found.loss_per_point)},
    )


def of_cifar(found: CifarFindings, series: SeriesFindings | None) -> Iterator[Question]:
    """The questions about task 3; `series` has the base with other seeds, if that is there."""
    test, best = found.final["test"], found.best["test"]
    if found.gap > _GAP:
        yield Question(
            id="gap",
            section="cifar",
            interest=min(0.9, 0.4 + 2 * found.gap),
            case=found.outcome,
        )
    if found.outcome == "overfitted":
        then, now = (round(part.n * (1 - part.accuracy)) for part in (best, test))
        yield Question(
            id="loss-rises",
            section="cifar",
            interest=min(0.95, 0.65 + found.loss_rise) if now <= then else 0.45,
            case="apart" if now <= then else "together",
            facts={"wrong_then": then, "wrong_now": now},
        )
    if found.outcome != "unfinished":
        yield _stopping(series)
    if not test.extremes.equal:
        yield Question(
            id="worst-class",
            section="cifar",
            interest=0.55 if test.class_gap.has_zero else 0.7,
            case="untold" if test.class_gap.has_zero else "told",
        )
    width = test.interval.high - test.interval.low
    yield Question(id="interval", section="cifar", interest=0.45 + width)
    ratio = found.parameters_per_image
    yield Question(
        id="parameters",
        section="cifar",
        interest=min(0.7, 0.4 + 0.1 * math.log10(max(ratio, 1))),
        case="more" if ratio > 1 else "fewer",
        facts={"ratio": ratio},
    )
    off = found.initial_excess
    yield Question(
        id="initial-loss",
        section="cifar",
        interest=0.35 + min(0.4, abs(off)),
        case="near" if abs(off) < _NEAR else "above" if off > 0 else "below",
    )


def _stopping(series: SeriesFindings | None) -> Question:
    """Whether stopping helps: what one training shows, and all seeds if they are there.

    `case` is the verdict of all seeds, "alone" where there is only one.
    """
    stopped = series.stopped if series is not None and series.seeds > 1 else None
    verdict = stopped.effect.verdict if stopped is not None and stopped.effect else "alone"
    return Question(
        id="stopping",
        section="cifar",
        interest=0.75 if verdict in ("better", "worse") else 0.6,
        case=verdict,
    )

"""What a report comes to in a few numbers: those that a user wants first."""

from dataclasses import dataclass
from typing import Any

from lab1report.findings.cifar import CifarFindings
from lab1report.findings.series.findings import SeriesFindings
from lab1report.findings.series.variants import VariantFindings
from lab1report.findings.statistics.comparison import Comparison
from lab1report.findings.statistics.proportions import Interval, Verdict
from lab1report.model import Assignment, RunSpec
from lab1report.report.json_text import plain
from lab1report.report.report import Report


@dataclass(frozen=True, kw_only=True)
class Gain:
    """What a network gains over the base in test accuracy, with the 95 % interval, in [-1, 1]."""

    difference: float
    interval: Interval
    verdict: Verdict


@dataclass(frozen=True, kw_only=True)
class Trained:
    """A network: its accuracy on the test images after the last epoch, with the 95 % interval.

    `accuracy` is in [0, 1], a mean over `seeds` trainings. `settings` are the hyperparameters that
    set it apart from the base, by the names of `results.json`, the number of epochs among them;
    `gain` is None of the base itself. `number` is that of a network which was searched for, from 1,
    as in the report (M1), and None of any other.
    """

    variant: str
    network: str
    settings: dict[str, Any]
    seeds: int
    accuracy: float
    interval: Interval
    gain: Gain | None
    number: int | None = None


@dataclass(frozen=True, kw_only=True)
class Headlines:
    """A report in a few numbers; what was not computed is None.

    `best` is the network chosen by cross-validation. The base's test loss is lowest at an epoch
    between the two of `lowest_loss`, by seed, out of `epochs`; `overfits` says whether it rises by
    more than 5 % afterwards. `effects` are the variants that are compared with the base, the
    greatest gain first.
    """

    assignment: Assignment
    demo: bool
    base: Trained | None
    best: Trained | None
    lowest_loss: tuple[int, int] | None
    epochs: int | None
    overfits: bool | None
    effects: tuple[Trained, ...]

    @property
    def compared(self) -> int:
        """How many variants are compared with the base."""
        return len(self.effects)

    @property
    def helped(self) -> tuple[Trained, ...]:
        """Those that are told from chance to be better, the best first."""
        return self._with("better")

    @property
    def harmed(self) -> tuple[Trained, ...]:
        """Those that are told from chance to be worse, the worst first."""
        return self._with("worse")[::-1]

    def _with(self, verdict: Verdict) -> tuple[Trained, ...]:
        return tuple(one for one in self.effects if one.gain and one.gain.verdict == verdict)

    def to_document(self) -> dict[str, Any]:
        """The same of JSON's own types, without the names of people."""
        names = (*vars(self), "compared", "helped", "harmed")
        own = {name: getattr(self, name) for name in names if name != "assignment"}
        document: dict[str, Any] = {"assignment": self.assignment.to_document(), **plain(own)}
        return document


def headlines(report: Report) -> Headlines:
    """The headlines of a report, or of as much of it as was computed."""
    found: dict[str, Any] = {}
    if isinstance(report.series, SeriesFindings):
        found = _of_series(report.series)
    elif isinstance(report.cifar, CifarFindings):
        found = _of_task(report.cifar)
    nothing = dict.fromkeys(("base", "best", "lowest_loss", "epochs", "overfits"))
    return Headlines(
        assignment=report.assignment,
        demo=report.data.kind == "demo",
        **{**nothing, "effects": (), **found},
    )


def _of_series(series: SeriesFindings) -> dict[str, Any]:
    base, best = series.base, series.best
    return {
        "base": _trained(base, base, None),
        "best": _trained(best.network.variant, base, best.gain) if best is not None else None,
        "lowest_loss": base.best_epoch_range,
        "epochs": base.spec.epochs,
        "overfits": base.overfitted,
        "effects": tuple(_trained(variant, base, effect) for variant, effect in series.ranking),
    }


def _trained(found: VariantFindings, base: VariantFindings, effect: Comparison | None) -> Trained:
    return Trained(
        variant=found.id,
        network=found.spec.network,
        settings=_settings(found, base),
        seeds=found.seeds,
        accuracy=found.test.mean,
        interval=found.interval,
        number=found.number,
        gain=None
        if effect is None
        else Gain(difference=effect.difference, interval=effect.interval, verdict=effect.verdict),
    )


def _settings(found: VariantFindings, base: VariantFindings) -> dict[str, Any]:
    """What sets a variant apart; of a network that was searched for, what is no result of that."""
    apart = found.apart_from(base)
    searched = ("optimizer", "saturation")
    names = [
        name
        for name in apart.settings
        if name != "hidden" and (found.number is None or name in searched)
    ]
    settings: dict[str, Any] = {name: getattr(found.spec, name) for name in names}
    if apart.kind in ("stopped", "longer") or (apart.changes_epochs_too and not apart.same):
        settings["epochs"] = found.spec.epochs
    return settings


def _of_task(task: CifarFindings) -> dict[str, Any]:
    """What part 3 alone tells, where there is no series."""
    spec: RunSpec = task.spec
    test = task.final["test"]
    return {
        "base": Trained(
            variant="base",
            network=spec.network,
            settings={},
            seeds=1,
            accuracy=test.accuracy,
            interval=test.interval,
            gain=None,
        ),
        "lowest_loss": (task.best_epoch, task.best_epoch),
        "epochs": spec.epochs,
    }

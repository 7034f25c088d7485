"""Compares the variants of the series, each question's comparisons as one family."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from lab1report.findings.series.variants import TrainedVariant
from lab1report.findings.statistics.comparison import Comparison
from lab1report.findings.statistics.family import compare_family
from lab1report.model import SeriesPart
from lab1report.plan.series import BASE

_ENDS = ""  # the name of that comparison in its family


@dataclass(frozen=True, kw_only=True)
class Effects:
    """Comparisons of test accuracies.

    `on_base`, by variant: all others against the base, one family but for the best model, which
    was chosen without the test images, so that its comparison is a question of its own. The steps
    to it are compared with each other (ladder.py), not here.
    `effect`, by variant: against what the series file compares it with; where that is another
    variant than the base, the variants of its part are a family. `ends`, by part: of that family
    too, the variant of the greatest factor against the smallest.
    """

    on_base: Mapping[str, Comparison]
    effect: Mapping[str, Comparison]
    ends: Mapping[SeriesPart, Comparison]


def compare_variants(
    trained: Mapping[str, TrainedVariant], trends: Collection[SeriesPart], chosen: str | None = None
) -> Effects:
    """All comparisons with the base, and those of each part.

    Args:
        trends: the parts that are complete and have ends.
        chosen: the best model, if there is one.
    """
    base = trained[BASE]
    others = {
        name: (base, one)
        for name, one in trained.items()
        if name != BASE and one.variant.part != "best"
    }
    alone = {name: others.pop(name) for name in (chosen,) if name in others}
    on_base = {**_family(others), **_family(alone)}
    effect: dict[str, Comparison] = {}
    ends: dict[SeriesPart, Comparison] = {}
    for part in dict.fromkeys(one.variant.part for one in trained.values()):
        own = {name: one for name, one in trained.items() if one.variant.part == part}
        compared = {
            name: (trained[against], one)
            for name, one in own.items()
            if (against := one.variant.against or BASE) in trained and against != BASE
        }
        if part in trends and len(own) > 1:
            smallest, *_, greatest = sorted(own.values(), key=lambda one: one.planned.factor or 1)
            compared[_ENDS] = smallest, greatest
        found = _family(compared)
        if _ENDS in found:
            ends[part] = found.pop(_ENDS)
        effect |= found
        effect |= {
            name: on_base[name]
            for name, one in own.items()
            if one.variant.against == BASE and name in on_base
        }
    return Effects(on_base=on_base, effect=effect, ends=ends)


def _family(
    pairs: Mapping[str, tuple[TrainedVariant, TrainedVariant]],
) -> dict[str, Comparison]:
    found = compare_family([(first.right, second.right) for first, second in pairs.values()])
    return dict(zip(pairs, found, strict=True))

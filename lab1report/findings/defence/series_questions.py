"""Questions that the self-study series raises, with the answers that its results allow."""

from collections.abc import Iterator

from lab1report.findings.defence.question import Question
from lab1report.findings.series.findings import PairKind, SeriesFindings
from lab1report.findings.series.variants import VariantFindings

_FAR = 0.02  # between validation and test: more than they usually differ by


def of_series(found: SeriesFindings) -> Iterator[Question]:
    """The questions about the series; those about what was not computed are left out."""
    sd = found.base.test.sd
    if sd:  # with none at all there is nothing to ask about
        images = found.sampling_error > sd
        yield Question(
            id="seeds",
            section="series",
            interest=0.55,
            case="images" if images else "weights",
        )
    yield from _best(found)
    yield from _ranking(found)
    yield from _trends(found)
    yield from _pairs(found)
    yield from _overfitting(found)


def _best(found: SeriesFindings) -> Iterator[Question]:
    best = found.best
    if best is None:
        return
    same = best.by_test.id == best.network.variant.id
    yield Question(
        id="cross-validation",
        section="series",
        interest=0.65 if same else 0.85,
        case="same" if same else "other",
    )
    ahead = best.network.variant.test.mean - best.network.validation.mean
    if abs(ahead) > _FAR:
        yield Question(
            id="validation",
            section="series",
            interest=0.5 + min(0.3, 3 * abs(ahead)),
            case="lower" if ahead > 0 else "higher",
        )
    usual = found.base.spec.saturation
    if best.network.variant.spec.saturation != usual:
        yield Question(id="colour", section="series", interest=0.75)


def _ranking(found: SeriesFindings) -> Iterator[Question]:
    if not found.ranking:
        return
    verdicts = [effect.verdict for _, effect in found.ranking]
    helped, told = verdicts.count("better"), len(verdicts) - verdicts.count("unclear")
    yield Question(
        id="what-helped",
        section="series",
        interest=0.8 if helped else 0.75,
        case="some" if helped else "none",
        facts={"helped": helped, "others": max(helped - 1, 0), "all": len(verdicts)},
    )
    if told:
        yield Question(
            id="many-comparisons",
            section="series",
            interest=0.6,
            facts={"told": told, "all": len(verdicts)},
        )


def _trends(found: SeriesFindings) -> Iterator[Question]:
    if found.batch is not None:
        every = (*found.batch.variants, found.batch.reference)
        rows = sorted(every, key=lambda one: one.spec.batch_size)
        yield Question(
            id="batch",
            section="series",
            interest={"helps": 0.6, "hurts": 0.85, "mixed": 0.75, "partial": 0.5, "unclear": 0.6}[
                found.batch.verdict
            ],
            case=found.batch.verdict,
            facts={"train": rows[-1].train.mean - rows[0].train.mean},
        )
    if found.rate is not None:
        yield Question(
            id="rate",
            section="series",
            interest={"helps": 0.6, "hurts": 0.8, "mixed": 0.7, "unclear": 0.55}.get(
                found.rate.verdict, 0.5
            ),
            case=found.rate.verdict,
        )


def _pairs(found: SeriesFindings) -> Iterator[Question]:
    kinds: dict[PairKind, str] = {"units": "width", "layers": "depth", "optimizer": "optimizer"}
    for kind, name in kinds.items():
        pair = found.pair(kind)
        if pair is not None:
            verdict = pair.change.verdict
            yield Question(
                id=name,
                section="series",
                interest={"unclear": 0.45, "better": 0.55, "worse": 0.7}[verdict],
                case=verdict,
            )


def _overfitting(found: SeriesFindings) -> Iterator[Question]:
    usual = found.base.spec.share
    remedies = [one for one in found.overfitting_changes if one.variant.spec.share == usual]
    reducing = [one for one in remedies if one.verdict == "reduces"]
    if remedies:
        effects = [one.variant.effect for one in reducing]
        better = any(effect is not None and effect.verdict == "better" for effect in effects)
        case = "none" if not reducing else "better" if better else "gap"
        yield Question(
            id="remedies",
            section="series",
            interest={"gap": 0.7, "better": 0.6, "none": 0.55}[case],
            case=case,
            facts={"by_training": all(_by_training(found.base, one.variant) for one in reducing)},
        )
    partial = found.learning_curve[:-1]
    if partial and (effect := partial[-1].effect) is not None:
        yield Question(id="more-data", section="series", interest=0.55, case=effect.verdict)


def _by_training(base: VariantFindings, found: VariantFindings) -> bool:
    """Whether the gap of a variant is smaller mostly because it learnt less by heart."""
    return base.train.mean - found.train.mean > abs(found.test.mean - base.test.mean)

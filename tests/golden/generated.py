"""Reports with made-up results of any kind, for Hypothesis."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.golden.made_series import EFFECTS, VALIDATION, Effect, MadeImages, MadeSeries
from tests.golden.made_training import EPOCHS, SIZES, Counts

_NETWORKS = tuple(VALIDATION)
_TESTED, _LEARNT = SIZES["test"], SIZES["train"]


@st.composite
def _counts(draw: DrawFn, size: int) -> Counts:
    """Right answers of each class: alike, perfect, at chance, none, reversed, or any."""
    kind = draw(st.sampled_from(("any", "close", "alike", "perfect", "chance", "nearly perfect")))
    one = st.integers(0, size)
    if kind == "any":
        return draw(st.tuples(one, one, one))
    if kind == "perfect":
        return size, size, size
    middle = {"chance": size // 3, "nearly perfect": size - 3}.get(kind) or draw(one)
    if kind == "alike":
        return middle, middle, middle
    near = st.integers(max(0, middle - 5), min(size, middle + 5))
    return draw(st.tuples(near, near, near))


@st.composite
def _outcome(draw: DrawFn) -> dict[str, Any]:
    """Changes of `Outcome`: the lowest loss at the first epoch, the last or between."""
    best_epoch = draw(st.sampled_from((1, 2, EPOCHS, EPOCHS - 1)) | st.integers(1, EPOCHS))
    lowest = draw(st.floats(0.05, 1.05))
    rise = draw(st.sampled_from((0.0, 0.01, 0.049, 0.051, 0.3, 4.0)))
    final = draw(_counts(_TESTED))
    return {
        "best_epoch": best_epoch,
        "lowest": lowest,
        "last": lowest * (1 + rise) if best_epoch < EPOCHS else lowest,
        "final": final,
        "best": final if best_epoch == EPOCHS else draw(_counts(_TESTED)),
        "train": draw(_counts(_LEARNT)),
        "churn": draw(st.integers(0, 5)),
    }


@st.composite
def _effect(draw: DrawFn) -> Effect:
    test = draw(st.sampled_from((0, 0, -12, 12)) | st.integers(-30, 30))
    rise = draw(st.sampled_from((None, 0.0, 0.04, 0.3, 1.0)))
    # Without a rise the lowest loss is that of the end
    best = 0 if rise == 0 else draw(st.integers(-4, 4))
    return Effect(test=test, train=draw(st.floats(0.5, 1.0)), rise=rise, best=best)


@st.composite
def _images(draw: DrawFn) -> MadeImages:
    size, distance = st.floats(0.3, 1.2), st.floats(0.1, 0.9)
    return MadeImages(
        nearest_mean=draw(_counts(_TESTED)),
        nearest_color=draw(_counts(_TESTED)),
        spread=draw(st.tuples(size, size, size)),
        distances=draw(st.tuples(distance, distance, distance)),
    )


@st.composite
def _series(draw: DrawFn) -> MadeSeries:
    networks = draw(st.permutations(_NETWORKS))[: draw(st.integers(1, len(_NETWORKS)))]
    changed = draw(st.sets(st.sampled_from(sorted(EFFECTS))))
    share = st.floats(0.34, 1.0)
    return MadeSeries(
        seeds=draw(st.sampled_from((1, 2, 3, 5))),
        effects={name: draw(_effect()) for name in sorted(changed)},
        validation={
            name: draw(st.tuples(share, share)) for name in networks if draw(st.booleans())
        },
        images=draw(_images()),
        longer_shares=draw(st.booleans()),
        schedule=draw(st.sampled_from(("linear", "constant"))),
        base_validation=draw(share),
        networks=networks,
    )


@st.composite
def reports(draw: DrawFn) -> dict[str, Any]:
    """What `make_report` is given."""
    series = draw(_series())
    if draw(st.booleans()):
        return {"series": series}
    if draw(st.integers(0, 4)) == 0:  # nothing does anything
        series = replace(series, effects={name: Effect(best=0) for name in EFFECTS})
    return {"series": series, "cifar": draw(_outcome())}

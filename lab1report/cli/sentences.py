"""What `run` says of the section that it computed: sentences with the numbers that matter."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from lab1report.model import SERIES_PARTS, Accuracy, SeriesPart

if TYPE_CHECKING:
    from lab1report import ReportedVariant, Results

_CURVES: Final = ("curves", "confusion", "snapshots", "at_lowest_test_loss", "answers")


def print_section(results: "Results", name: str) -> None:
    """Print what one section or sub-section measured, in sentences where its numbers are known."""
    section, _, part = name.partition(".")
    if section != "series":
        found = results.document["sections"][section]
        if found["status"] == "done":
            say = _SENTENCES.get(section, _values)
            for sentence in say(found):
                print(sentence)
    elif results.variants:
        for own in SERIES_PARTS:
            if part in ("", own):
                _print_variants(results, own)


def _regression(found: Mapping[str, Any]) -> Iterator[str]:
    yield (
        f"The mean squared error fell from {found['initial_mse']:.4f} to {found['final_mse']:.4f} "
        f"in {found['iterations']:,} iterations; the noise alone has {found['noise_variance']:.4f}."
    )
    yield (
        f"The gradients by hand and by autograd differ by at most {found['gradient_error']:.1e}."
        if found["gradient_error"]
        else "The gradients by hand and by autograd are the same to the last bit."
    )
    yield (
        f"The network is {found['rms_deviation']:.4f} off the true curve in the mean, at most "
        f"{found['worst_deviation']:.4f}, at x = {found['worst_x']:.2f}."
    )


def _xor(found: Mapping[str, Any]) -> Iterator[str]:
    right = found["points"] - found["wrong"]
    yield (
        f"The loss, a sum over {found['points']} points, fell from {found['initial_loss']:.1f} to "
        f"{found['final_loss']:.2f} in {found['iterations']:,} iterations; equal probabilities for "
        f"both classes give {found['chance_loss']:.1f}."
    )
    solved = found["solved_at"]
    since = f", all of them since iteration {solved}" if solved is not None else ""
    yield f"{right} of {found['points']} points are classified correctly{since}."


def _cifar(found: Mapping[str, Any]) -> Iterator[str]:
    low, high = (100 * found["test_accuracy_interval"][end] for end in ("low", "high"))
    lowest = found["lowest_test_loss"]
    yield (
        f"{found['network']}, {found['epochs']} epochs: {100 * found['test_accuracy']:.1f} % of "
        f"the test images are recognised ({low:.1f} to {high:.1f}), "
        f"and {100 * found['train_accuracy']:.1f} % of the training images."
    )
    yield f"The test loss is lowest at epoch {lowest['epoch']}, {lowest['loss']:.4f} nats."


def _values(found: Mapping[str, Any]) -> Iterator[str]:
    """Each number by its name in `results.json`, of a section that somebody added."""
    rows = _flatten(found)
    width = max(len(name) for name, _ in rows)
    for name, value in rows:
        yield (
            f"{name:{width}}  {value:.6g}"
            if isinstance(value, float)
            else (f"{name:{width}}  {value}")
        )


_SENTENCES: Final[Mapping[str, Callable[[Mapping[str, Any]], Iterator[str]]]] = {
    "regression": _regression,
    "xor": _xor,
    "cifar": _cifar,
}


def _flatten(value: Mapping[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    rows: list[tuple[str, Any]] = []
    for name, item in value.items():
        if name in _CURVES:
            continue
        if isinstance(item, Mapping):
            rows += _flatten(item, f"{prefix}{name}.")
        elif not (isinstance(item, list) and item and isinstance(item[0], Mapping)):
            rows.append((prefix + name, item))
    return rows


def _print_variants(results: "Results", part: SeriesPart) -> None:
    """The variants of one sub-section, with accuracies and effect."""
    if part == "classes":
        _print_classes(results)
    for variant in results.variants.values():
        if variant.part == part or (part == "best" and variant.part == "network"):
            print(
                f"{variant.id}: {variant.network}, learning rate {variant.lr:g}, batch size "
                f"{variant.batch_size}, {variant.epochs} epochs recognise {_share(variant.test)} "
                f"of the test images, {_share(variant.train)} of the training images"
                f"{_effect(variant)}."
            )
    best = results.document["best"]
    if part == "best" and best is not None:
        validation = _share(Accuracy(**best["validation"]))
        print(f"The best by cross-validation is {best['variant']}, with {validation} there.")


def _effect(variant: "ReportedVariant") -> str:
    if (effect := variant.effect) is None:
        return ""
    low, high = effect.interval
    verdict = {
        "better": "better",
        "worse": "worse",
        "unclear": "which cannot be told from chance",
    }[effect.verdict]
    return (
        f"; {100 * effect.difference:+.1f} points against {effect.against} "
        f"({100 * low:+.1f} to {100 * high:+.1f}), {verdict}"
    )


def _print_classes(results: "Results") -> None:
    """What the base recognises of each class, and what the images alone would tell of it."""
    series = results.document["sections"]["series"]
    images = {one["class_id"]: one for one in (series["images"] or {}).get("per_class", ())}
    names = {one.id: one.name for one in results.assignment.classes}
    for one in series["variants"][0]["per_class"]:
        id, told = one["class_id"], images.get(one["class_id"])
        nearest = (
            f"; the nearest mean image would recognise {100 * told['nearest_mean']:.1f} %"
            if told
            else ""
        )
        low, high = one["interval"]["low"], one["interval"]["high"]
        print(
            f"Class {id}, {names[id]}: {100 * one['test']:.1f} % of the test images recognised "
            f"({100 * low:.1f} to {100 * high:.1f}), {100 * one['train']:.1f} % of the training "
            f"images{nearest}."
        )


def _share(accuracy: Accuracy) -> str:
    spread = f" ± {100 * accuracy.sd:.1f}" if accuracy.sd is not None else ""
    return f"{100 * accuracy.mean:.1f}{spread} %"

"""What `run` says of the section that it computed: sentences with the numbers that matter."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from lab1report.cli.outcome import setting
from lab1report.messages import _, marked, ngettext, numeral
from lab1report.model import SERIES_PARTS, Accuracy, SeriesPart

if TYPE_CHECKING:
    from lab1report import ReportedVariant, Results

_CURVES: Final = ("curves", "confusion", "snapshots", "at_lowest_test_loss", "answers")

_SETTINGS: Final = ("optimizer", "saturation", "share", "lr", "batch_size", "epochs")
_SETTINGS_OF_BASE: Final = ("optimizer", "lr", "batch_size", "epochs")
_EFFECTS: Final = {
    "better": marked("; {points} points against {variant} ({low} to {high}), better"),
    "worse": marked("; {points} points against {variant} ({low} to {high}), worse"),
    "unclear": marked(
        "; {points} points against {variant} ({low} to {high}), which cannot be told from chance"
    ),
}


def print_section(results: "Results", name: str) -> None:
    """Print what one section or sub-section measured, in sentences where its numbers are known."""
    section, _dot, part = name.partition(".")
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
    iterations = found["iterations"]
    yield ngettext(
        "The mean squared error fell from {first} to {last} in {iterations} iteration; "
        "the noise alone has {noise}.",
        "The mean squared error fell from {first} to {last} in {iterations} iterations; "
        "the noise alone has {noise}.",
        iterations,
    ).format(
        first=numeral(found["initial_mse"], ".4f"),
        last=numeral(found["final_mse"], ".4f"),
        iterations=numeral(iterations, ","),
        noise=numeral(found["noise_variance"], ".4f"),
    )
    if found["gradient_error"]:
        said = _("The gradients by hand and by autograd differ by at most {error}.")
        yield said.format(error=numeral(found["gradient_error"], ".1e"))
    else:
        yield _("The gradients by hand and by autograd are the same to the last bit.")
    yield _(
        "The network is {mean} off the true curve in the mean, at most {worst}, at x = {place}."
    ).format(
        mean=numeral(found["rms_deviation"], ".4f"),
        worst=numeral(found["worst_deviation"], ".4f"),
        place=numeral(found["worst_x"], ".2f"),
    )


def _xor(found: Mapping[str, Any]) -> Iterator[str]:
    yield ngettext(
        "The loss, a sum over {points} points, fell from {first} to {last} in {iterations} "
        "iteration; equal probabilities for both classes give {chance}.",
        "The loss, a sum over {points} points, fell from {first} to {last} in {iterations} "
        "iterations; equal probabilities for both classes give {chance}.",
        found["iterations"],
    ).format(
        points=found["points"],
        first=numeral(found["initial_loss"], ".1f"),
        last=numeral(found["final_loss"], ".2f"),
        iterations=numeral(found["iterations"], ","),
        chance=numeral(found["chance_loss"], ".1f"),
    )
    solved = found["solved_at"]
    if solved is not None:
        said = _(
            "{right} of {points} points are classified correctly, "
            "all of them since iteration {iteration}."
        )
    else:
        said = _("{right} of {points} points are classified correctly.")
    right = found["points"] - found["wrong"]
    yield said.format(right=right, points=found["points"], iteration=solved)


def _cifar(found: Mapping[str, Any]) -> Iterator[str]:
    interval, lowest = found["test_accuracy_interval"], found["lowest_test_loss"]
    yield ngettext(
        "{network}, {epochs} epoch: {test} % of the test images are recognised ({low} to {high}), "
        "and {train} % of the training images.",
        "{network}, {epochs} epochs: {test} % of the test images are recognised ({low} to {high}), "
        "and {train} % of the training images.",
        found["epochs"],
    ).format(
        network=found["network"],
        epochs=found["epochs"],
        test=_percent(found["test_accuracy"]),
        low=_percent(interval["low"]),
        high=_percent(interval["high"]),
        train=_percent(found["train_accuracy"]),
    )
    said = _("The test loss is lowest at epoch {epoch}, {loss} nats.")
    yield said.format(epoch=lowest["epoch"], loss=numeral(lowest["loss"], ".4f"))


def _values(found: Mapping[str, Any]) -> Iterator[str]:
    """Each number by its name in `results.json`, of a section that somebody added."""
    rows = _flatten(found)
    width = max(len(name) for name, _value in rows)
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
            print(f"{_variant(results, variant)}{_effect(results, variant)}.")
    best = results.document["best"]
    if part == "best" and best is not None:
        said = _("The best by cross-validation is {variant}, with {accuracy} there.")
        named = _named(results, best["variant"])
        print(said.format(variant=named, accuracy=_share(Accuracy(**best["validation"]))))


def _named(results: "Results", id: str, *, whole: bool = False) -> str:
    """A variant by what sets it apart from the base; of the base its settings, if `whole`."""
    every = {one["id"]: one for one in results.document["sections"]["series"]["variants"]}
    base, own = next(iter(every.values())), every[id]
    apart = [name for name in _SETTINGS if own[name] != base[name]]
    if whole and own is base:
        apart = list(_SETTINGS_OF_BASE)
    settings = ", ".join(setting(name, own[name]) for name in apart)
    if own["network"] != base["network"] or (whole and own is base):
        named = ", ".join(filter(None, [own["network"], settings]))
        return _("the base, {settings}").format(settings=named) if own is base else named
    return _("the base with {settings}").format(settings=settings) if apart else _("the base")


def _variant(results: "Results", variant: "ReportedVariant") -> str:
    said = _(
        "{name} ({variant}): {test} of the test images recognised, {train} of the training images"
    )
    told = said.format(
        name=_named(results, variant.id, whole=True),
        variant=variant.id,
        test=_share(variant.test),
        train=_share(variant.train),
    )
    return told[0].upper() + told[1:]


def _effect(results: "Results", variant: "ReportedVariant") -> str:
    if (effect := variant.effect) is None:
        return ""
    low, high = effect.interval
    return _(_EFFECTS[effect.verdict]).format(
        points=numeral(100 * effect.difference, "+.1f"),
        variant=_named(results, effect.against),
        low=numeral(100 * low, "+.1f"),
        high=numeral(100 * high, "+.1f"),
    )


def _print_classes(results: "Results") -> None:
    """What the base recognises of each class, and what the images alone would tell of it."""
    series = results.document["sections"]["series"]
    images = {one["class_id"]: one for one in (series["images"] or {}).get("per_class", ())}
    names = {one.id: one.name for one in results.assignment.classes}
    for one in series["variants"][0]["per_class"]:
        id, told = one["class_id"], images.get(one["class_id"])
        nearest = ""
        if told:
            nearest = _("; the nearest mean image would recognise {percent} %").format(
                percent=_percent(told["nearest_mean"])
            )
        said = _(
            "Class {id}, {name}: {test} % of the test images recognised ({low} to {high}), "
            "{train} % of the training images"
        ).format(
            id=id,
            name=names[id],
            test=_percent(one["test"]),
            low=_percent(one["interval"]["low"]),
            high=_percent(one["interval"]["high"]),
            train=_percent(one["train"]),
        )
        print(f"{said}{nearest}.")


def _percent(share: float) -> str:
    return numeral(100 * share, ".1f")


def _share(accuracy: Accuracy) -> str:
    spread = f" ± {_percent(accuracy.sd)}" if accuracy.sd is not None else ""
    return f"{_percent(accuracy.mean)}{spread} %"

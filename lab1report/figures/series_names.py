"""Names the variants of the self-study series, and what a step changes, on its figures."""

from collections.abc import Sequence

from lab1report.figures.drawing import Labels
from lab1report.findings.series.ladder import LadderStep
from lab1report.findings.series.variants import VariantFindings
from lab1report.findings.statistics.differences import Difference, Setting, named_alike
from lab1report.model import RunSpec


def names_of(
    variants: Sequence[VariantFindings],
    base: VariantFindings,
    labels: Labels,
    *,
    in_full: bool = False,
) -> list[str]:
    """What sets each variant apart from the base; the epochs too where that is not enough.

    Args:
        in_full: whether networks have more of a name than the number that the report gives them.
    """
    apart = [variant.apart_from(base) for variant in variants]
    names = []
    for variant, one, alike in zip(variants, apart, named_alike(apart), strict=True):
        name = _changed(one, labels)
        if variant.number is not None:
            code = str(labels["series-names"]["code"].format(number=variant.number))
            names.append(f"{code}: {name}" if in_full else code)
        else:
            names.append(f"{name}, {_epochs(one.spec, labels)}" if alike else name)
    return names


def _changed(apart: Difference, labels: Labels) -> str:
    match apart.kind:
        case "none":
            return str(labels["series-names"]["base"])
        case "network":
            return name_of_network(apart.spec, labels)
        case "settings":
            return ", ".join(_setting(name, apart, labels) for name in apart.settings)
        case "stopped":
            return str(labels["series-names"]["stopped"].format(epochs=apart.spec.epochs))
        case "longer":
            return _epochs(apart.spec, labels)


def _setting(name: Setting, apart: Difference, labels: Labels) -> str:
    from lab1report.figures.numerals import Numerals

    words, numerals, spec = labels["series-names"], Numerals.of(labels), apart.spec
    match name:
        case "hidden":
            old, new = (_layers(one, labels) for one in (apart.other, spec))
            text = words["hidden"].format(hidden=new, base=old)
        case "optimizer":
            text = _optimizer(spec, labels)
        case "saturation":
            text = _saturation(spec, labels)
        case "share":
            percent = numerals.shortest(round(100 * spec.share, 1))
            text = words["share"].format(percent=percent)
        case "batch_size":
            text = words["batch"].format(batch=numerals.fixed(spec.batch_size))
        case "lr":
            text = _rate(spec, labels)
    return str(text)


def name_of_network(spec: RunSpec, labels: Labels) -> str:
    """As in the text: "FC(64), FC(32), FC(3), SGD with momentum, saturation ×4"."""
    words = labels["series-names"]
    name = str(words["network"].format(network=spec.network, optimizer=_optimizer(spec, labels)))
    return name if spec.saturation == 1 else f"{name}, {_saturation(spec, labels)}"


def _optimizer(spec: RunSpec, labels: Labels) -> str:
    return str(
        labels["series-names"]["momentum"] if spec.optimizer == "momentum" else spec.optimizer
    )


def _saturation(spec: RunSpec, labels: Labels) -> str:
    from lab1report.figures.numerals import Numerals

    factor = Numerals.of(labels).shortest(spec.saturation)
    return str(labels["series-names"]["saturation"].format(factor=factor))


def _rate(spec: RunSpec, labels: Labels) -> str:
    from lab1report.figures.numerals import Numerals

    words = labels["series-names"]["falling" if spec.schedule == "linear" else "lr"]
    return str(words.format(lr=Numerals.of(labels).shortest(spec.lr)))


def _layers(spec: RunSpec, labels: Labels) -> str:
    return ", ".join(labels["series-names"]["layer"].format(units=n) for n in spec.hidden)


def _epochs(spec: RunSpec, labels: Labels) -> str:
    return str(labels["series-names"]["epochs"].format(epochs=spec.epochs))


def name_of_step(step: LadderStep, labels: Labels) -> str:
    """What the step changes, as it is after the step: "rate 0.06 → 0"."""
    return ", ".join(_changed_to(name, step.second.spec, labels) for name in step.named)


def _changed_to(name: str, spec: RunSpec, labels: Labels) -> str:
    from lab1report.figures.numerals import Numerals

    words = labels["series-names"]
    match name:
        case "lr" | "schedule":
            return _rate(spec, labels)
        case "epochs":
            return _epochs(spec, labels)
        case "batch_size":
            return str(words["batch"].format(batch=Numerals.of(labels).fixed(spec.batch_size)))
        case "hidden":
            return _layers(spec, labels)
        case "saturation":
            return _saturation(spec, labels)
    return _optimizer(spec, labels)

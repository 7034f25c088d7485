"""Compares what two reports say of the same classes: their verdicts, and what was chosen before.

Two devices round otherwise, and so do two libraries of one processor. A search whose best
candidates are as good as each other may then choose another one, and an interval that ends next to
zero may end on its other side. Neither is a fault of a device; that they say the contrary is one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

CLOSE = 0.02
"""An interval with an end so near to zero is a close call.

Two libraries of one processor moved no end further where both had trained and compared the same.
"""

_CONTRARY = (
    {"better", "worse"},
    {"lower", "higher"},
    {"helps", "hurts"},
    {"reduces", "worsens"},
)
_SETTINGS = ("lr", "batch_size", "epochs", "saturation")

Document = Mapping[str, Any]
Why = Literal["contrary", "choice", "close", "far"]


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A verdict, with the difference and interval that it follows from; or a choice."""

    says: str
    difference: float | None = None
    interval: tuple[float, float] | None = None

    @property
    def is_close(self) -> bool:
        """Whether an end of the interval is next to zero."""
        return self.interval is not None and min(map(abs, self.interval)) <= CLOSE


@dataclass(frozen=True, kw_only=True)
class Unlike:
    """A place where two reports do not say the same; None is a report that says nothing there.

    `why`: "contrary" if they contradict each other; "choice" if something else was compared, since
    a search or the lowest loss chose otherwise; "close" if an interval ends next to zero in both;
    "far" is none of these.
    """

    place: str
    first: Statement | None
    second: Statement | None
    why: Why


def verdicts(document: Document) -> dict[str, Statement]:
    """The verdicts of a `results.json` that have an interval, by their places in it.

    The others, of several comparisons together, follow from these.
    """
    found = dict(_verdicts(document["sections"]["series"], ()))
    return found | dict(_verdicts(document["best"], ("best",)))


def _verdicts(node: Any, path: tuple[str, ...]) -> Iterator[tuple[str, Statement]]:
    if isinstance(node, Mapping):
        if "verdict" in node and (interval := node.get("interval")) is not None:
            statement = Statement(
                says=node["verdict"],
                difference=node.get("difference", node.get("mean")),
                interval=(interval["low"], interval["high"]),
            )
            yield " ".join(path), statement
        for key, value in node.items():
            yield from _verdicts(value, (*path, key))
    elif isinstance(node, list):
        for place, value in enumerate(node):
            yield from _verdicts(value, (*path, _name(value, place)))


def _name(entry: Any, place: int) -> str:
    """An entry of a list by what it is about: it may be at another place in another report."""
    if not isinstance(entry, Mapping):
        return str(place)
    if "class_id" in entry:  # and the variant that recognises it best
        return f"class-{entry['class_id']}"
    names = ("kind", "id", "variant", "first", "second")
    return " ".join(str(entry[name]) for name in names if name in entry) or str(place)


def choices(document: Document) -> dict[str, Statement]:
    """What is chosen by results, by the names that the places of verdicts have.

    That is the settings of each variant, the network of the best model, the classes recognised best
    and worst, and the variant that recognises each class best.
    """
    series, best = document["sections"]["series"], document["best"]
    found = {
        one["id"]: ", ".join(f"{name} {one[name]:g}" for name in _SETTINGS)
        for one in series["variants"]
    }
    found["classes"] = "{worst} to {best}".format_map(series["classes"])
    for one in series["best_per_class"]:
        found[_name(one, 0)] = one["variant"]
    if best:
        found["best"] = best["variant"]
    return {name: Statement(says=says) for name, says in found.items()}


def chosen_otherwise(first: Document, second: Document) -> dict[str, tuple[Statement | None, ...]]:
    """The variants that two reports trained otherwise, or only one of them."""
    return _unequal(choices(first), choices(second))


def unlike(first: Document, second: Document) -> list[Unlike]:
    """The verdicts that two reports do not share."""
    otherwise = set(chosen_otherwise(first, second))
    networks = {one["variant"] for one in first["sections"]["series"]["searches"]}
    if otherwise & networks:
        otherwise.add("best")
    if "stopped" in otherwise:
        otherwise.add("over_stopped")
    return [
        Unlike(place=place, first=one, second=other, why=_why(place, one, other, otherwise))
        for place, (one, other) in _unequal(verdicts(first), verdicts(second)).items()
    ]


def _why(place: str, one: Statement | None, other: Statement | None, otherwise: set[str]) -> Why:
    if one is not None and other is not None and {one.says, other.says} in _CONTRARY:
        return "contrary"
    if one is None or other is None or otherwise & set(place.split()):
        return "choice" if otherwise else "far"
    return "close" if one.is_close and other.is_close else "far"


def _unequal(
    first: Mapping[str, Statement], second: Mapping[str, Statement]
) -> dict[str, tuple[Statement | None, ...]]:
    return {
        name: pair
        for name in dict.fromkeys([*first, *second])
        for pair in [(first.get(name), second.get(name))]
        if pair[0] is None or pair[1] is None or pair[0].says != pair[1].says
    }

"""Finds the numbers of a run by the names that the student may use (paths in `results.json`)."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from lab1report.messages import _
from lab1report.settings import suggestions
from lab1report.settings.section_names import section_ids

Path = tuple[str | int, ...]

_DOCUMENT: Final = (
    "variants",
    "best",
    "classes",
    "table",
    "assignment",
    "seed",
    "environment",
)


COMMAND: Final = "lab1report names"
"""What lists all of them, of a section where one is added."""

_MOST_NAMES = 3  # that are suggested for one
_LONGEST_LIST = 30  # longer ones are curves and trainings, which nobody means by a misspelt name


def roots() -> tuple[str, ...]:
    """The first part of a name: a section of `results.json`, or another key of it.

    `variants` are those of the series by their id, `classes` those of the assignment.
    """
    return (*section_ids(), *_DOCUMENT)


class UnknownNameError(Exception):
    """There is no such number in any report."""


class NoValueError(Exception):
    """This run lacks the number: its section was not computed, or the number does not apply."""


def names(document: Mapping[str, Any]) -> dict[str, Any]:
    """What each of `roots` stands for, given the content of `results.json`."""
    sections = document["sections"]
    variants = sections["series"].get("variants")
    return {
        **sections,
        "variants": variants and {variant["id"]: variant for variant in variants},
        "best": document["best"],
        "classes": document["assignment"]["classes"],
        "table": document["table"],
        "assignment": document["assignment"],
        "seed": document["seed"],
        "environment": document["environment"],
    }


def look_up(path: Path, known: Mapping[str, Any]) -> Any:
    """The value under `path`.

    Raises:
        UnknownNameError: there is none; says the nearest names.
        NoValueError: there is none this time.
    """
    value: Any = known
    for depth, key in enumerate(path):
        if value is None or (isinstance(value, Mapping) and is_absent(value)):
            break
        try:
            value = value[key]
        except (LookupError, TypeError):
            raise UnknownNameError(_unknown(path, depth, value, known)) from None
    if value is None or (isinstance(value, Mapping) and is_absent(value)):
        raise NoValueError(_("{name} has no value in this run").format(name=written(path)))
    return value


def written(path: Path) -> str:
    """A path as the student writes it: cifar.per_class.test[0].f1, variants["batch-64"].test."""
    parts = []
    for key in path:
        if isinstance(key, int):
            parts.append(f"[{key}]")
        elif key.isidentifier():
            parts.append(f".{key}" if parts else key)
        else:
            parts.append(f'["{key}"]')
    return "".join(parts)


def within(value: Any) -> str:
    """What lies in a mapping or list, in words for the user."""
    if isinstance(value, Mapping):
        return ", ".join(map(str, value))
    if not value:
        return _("nothing")
    return _("[0] to [{last}]").format(last=len(value) - 1)


def leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every single value below `value`, with its path; long lists are passed over."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from leaves(item, (*path, key))
    elif isinstance(value, list):
        if len(value) <= _LONGEST_LIST:
            for place, item in enumerate(value):
                yield from leaves(item, (*path, place))
    else:
        yield path, value


def is_complete(document: Mapping[str, Any]) -> bool:
    """Whether every section and every part of the series has its results."""
    sections = document["sections"]
    parts = sections["series"]
    return all(section["status"] == "done" for section in sections.values()) and all(
        bool(parts[part]) for part in ("images", "overfitting", "batch", "rate", "searches")
    )


def is_absent(value: Mapping[str, Any]) -> bool:
    """Whether this is a section of `results.json` without results."""
    return value.get("status", "done") in ("missing", "failed")


def _unknown(path: Path, depth: int, parent: Any, known: Mapping[str, Any]) -> str:
    parts = ""
    if near := _near(path, depth, known):
        message = _("{name} is no number of this report; {parts}")
        parts = suggestions.asked(near)
    elif not depth:
        message = _("{name} is no number of this report; the report has {parts}")
        parts = within(parent)
    elif isinstance(parent, Mapping):
        message = _("{name} is no number of this report; in {parent}, {parts}")
        listed = f"{COMMAND} {path[0]}"
        parts = suggestions.of_many(str(path[depth]), list(map(str, parent)), listed)
    elif isinstance(parent, list):
        message = _("{name} is no number of this report; {parent} has {parts}")
        parts = within(parent)
    else:
        message = _("{name} is no number of this report; {parent} is a single value")
    return message.format(name=written(path), parent=written(path[:depth]), parts=parts)


def _near(path: Path, depth: int, known: Mapping[str, Any]) -> list[str]:
    """Names that may be meant: those below what is right of `path`, then those that end alike."""
    # `variants` has those of the series by their ids
    every = [leaf for leaf, _ in leaves(known) if leaf[:2] != ("series", "variants")]
    while depth and path[:depth] in every:  # a single value, which has nothing below it
        depth -= 1
    rest = written(path[depth:])
    below = {written(leaf[depth:]): written(leaf) for leaf in every if leaf[:depth] == path[:depth]}
    found = [below[one] for one in suggestions.near(rest, below, most=_MOST_NAMES)]
    alike = [written(leaf) for leaf in every if _ends_alike(path, leaf)]
    others = suggestions.near(written(path), alike, most=_MOST_NAMES, likeness=0)
    return list(dict.fromkeys([*found, *others]))[:_MOST_NAMES]


def _ends_alike(path: Path, leaf: Path) -> bool:
    """Whether the last part of one is a word of the other's: `size`, `batch_size`."""
    typed, last = str(path[-1]), str(leaf[-1])
    return isinstance(leaf[-1], str) and typed in (last, *last.split("_"))

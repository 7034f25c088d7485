"""Reads `experiments/series.toml`, which declares the self-study series."""

import dataclasses
from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from lab1report import resources
from lab1report.errors import UserError
from lab1report.messages import _, joined
from lab1report.model import SERIES_PARTS, RunSpec, Search
from lab1report.plan.series import BASE, PlannedVariant, Series
from lab1report.plan.specifications import section_of, specification
from lab1report.settings import suggestions

_FILE = "series.toml"
_KEYS = ("seeds", "variant", "search", "network", "step")
_SEARCH_KEYS = ("folds", "schedule")
_ABOUT = ("id", "part", "against")
_CHANGED = ("hidden", "optimizer", "lr", "schedule", "batch_size", "epochs", "saturation", "share")
_SEARCHED = ("lr", "batch_size", "epochs")
_NETWORK = tuple(name for name in _CHANGED if name != "share")  # a search divides all images
_PARTS = tuple(part for part in SERIES_PARTS if part != "network")  # that is for [[network]]
_MOST = {"share": 1, "saturation": 100}  # at 100, colour is all that is left of an image
_STOPPING = "best"  # the number of epochs follows from the base's lowest test loss


def read_series(base: RunSpec, *, seeds: int | None) -> Series:
    """The series around `base`.

    Args:
        seeds: how many trainings of each variant; None is as the file says.

    Raises:
        UserError: the file lacks a value or has one that cannot be.
    """
    file = resources.read_toml(resources.folder("experiments") / _FILE)
    _only(file, _KEYS, f"{_FILE}:")
    variants = [PlannedVariant(id=BASE, part="classes", spec=base, against=None)]
    variants += [_variant(table, base) for table in _tables(file, "variant")]
    search = section_of(file, "search", _FILE)
    _only(search, _SEARCH_KEYS, f"{_FILE}: [search]")
    folds = search.get("folds")
    if _tables(file, "network") and (type(folds) is not int or folds < 2):
        raise _not_from(2, f"{_FILE}: [search] folds = {folds!r}")
    networks: list[PlannedVariant] = []
    for table in _tables(file, "network"):
        networks.append(_network(table, base, search, networks))
    variants += [*networks, *_steps(_tables(file, "step"), base)]
    names = [variant.id for variant in variants]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise UserError(_("{file}: the id {id!r} stands twice").format(file=_FILE, id=twice[0]))
    for variant in variants:
        if variant.against is not None and variant.against not in names:
            raise UserError(
                _("{file}: {id}: there is no variant {other!r}").format(
                    file=_FILE, id=variant.id, other=variant.against
                )
            )
    count = file.get("seeds") if seeds is None else seeds
    if type(count) is not int or count < 1:
        raise _not_from(1, f"{_FILE}: seeds = {count!r}")
    return Series(variants=tuple(variants), seeds=count, folds=folds)


def _not_from(least: int, given: str) -> UserError:
    return UserError(
        _("{given} is not a whole number from {least}").format(given=given, least=least)
    )


def _variant(table: Mapping[str, Any], base: RunSpec) -> PlannedVariant:
    name = _id(table)
    place = f"{_FILE}: {name}:"
    part = table.get("part")
    if part not in _PARTS:
        raise UserError(
            _("{given} is not one of {names}").format(
                given=f"{place} part = {part!r}", names=", ".join(_PARTS)
            )
        )
    values = {key: value for key, value in table.items() if key not in _ABOUT}
    scaled = values.get("epochs") == _STOPPING
    if scaled:
        del values["epochs"]
    spec = _changed(base, values, place)
    return PlannedVariant(
        id=name,
        part=part,
        spec=spec,
        against=table.get("against", BASE),
        factor=_factor(spec, base) if scaled else None,
    )


def _factor(spec: RunSpec, base: RunSpec) -> Fraction:
    """By what factor the batch grew or the rate fell, and the epochs must grow to compensate."""
    rate = Fraction(base.lr / spec.lr).limit_denominator(1000)
    return Fraction(spec.batch_size, base.batch_size) * rate


def _network(
    table: Mapping[str, Any],
    base: RunSpec,
    search: Mapping[str, Any],
    others: Sequence[PlannedVariant],
) -> PlannedVariant:
    """A network with its search; `others` are those before it, which it may be `like`."""
    name = _id(table)
    place = f"{_FILE}: {name}:"
    values = {key: value for key, value in table.items() if key not in (*_ABOUT, "like")}
    like = table.get("like")
    searched: tuple[str, ...] = _SEARCHED
    if like is None:
        values.setdefault("schedule", search.get("schedule", base.schedule))
    else:
        other = next((one for one in others if one.id == like and one.like is None), None)
        if other is None:
            raise UserError(
                _("{given} is no network before it with its own search").format(
                    given=f"{place} like = {like!r}"
                )
            )
        searched = ("saturation",)
        _only(values, searched, place)
        names = ("hidden", "optimizer", "schedule")
        values |= {name: getattr(other.spec, name) for name in names}
    _only(values, _NETWORK, place)
    grid = {key: _list(values.pop(key, None), key, place) for key in searched}
    specs = [_changed(base, {**values, **point}, place) for point in _star(grid)]
    points = tuple(dataclasses.replace(spec, fold=0, folds=search["folds"]) for spec in specs)
    return PlannedVariant(
        id=name,
        part="network",
        spec=specs[0],
        against=table.get("against", BASE),
        search=Search(id=name, points=points),
        like=like,
    )


def _star(grid: Mapping[str, Sequence[Any]]) -> Iterator[dict[str, Any]]:
    """The middle of all values, and each other value with the middle of the rest.

    All combinations would take four times as long, and on the way to the best network values far
    from the middle hardly ever go together (docs/explanation/series.md).
    """
    middle = {key: values[len(values) // 2] for key, values in grid.items()}
    yield middle
    for key, values in grid.items():
        yield from ({**middle, key: value} for value in values if value != middle[key])


def _steps(tables: Sequence[Mapping[str, Any]], base: RunSpec) -> list[PlannedVariant]:
    """The steps from the base to the best network, which together take all that it may change."""
    steps, taken = [], []
    for table in tables:
        name = _id(table)
        place = f"{_FILE}: {name}:"
        _only(table, ("id", "takes"), place)
        fields = _list(table.get("takes"), "takes", place)
        _only(dict.fromkeys(fields), _NETWORK, f"{place} takes")
        taken += fields
        steps.append(
            PlannedVariant(id=name, part="best", spec=base, against=BASE, takes=tuple(fields))
        )
    if steps and sorted(taken) != sorted(_NETWORK):
        raise UserError(
            _("{file}: the steps have to take each of {names} once").format(
                file=_FILE, names=", ".join(_NETWORK)
            )
        )
    return steps


def _changed(base: RunSpec, values: Mapping[str, Any], place: str) -> RunSpec:
    """`base` with `values` in their places, checked."""
    _only(values, _CHANGED, place)
    whole = {
        field.name: getattr(base, field.name)
        for field in dataclasses.fields(base)
        if field.name not in ("fold", "folds")
    }
    spec = specification(RunSpec, {**whole, **values}, place)
    for name, most in _MOST.items():
        if (value := getattr(spec, name)) > most:
            given = f"{place} {name} = {value!r}"
            raise UserError(_("{given} is more than {most}").format(given=given, most=most))
    return spec


def _only(table: Mapping[str, Any], known: Collection[str], place: str) -> None:
    """Refuse keys that mean nothing here, such as misspelt ones."""
    if unknown := sorted(table.keys() - set(known)):
        several = (joined(": ", (name, suggestions.hint(name, known))) for name in unknown)
        hints = joined("; ", several)
        raise UserError(_("{place} should not have {names}").format(place=place, names=hints))


def _tables(file: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    tables = file.get(name, [])
    if not (isinstance(tables, list) and all(isinstance(table, dict) for table in tables)):
        raise UserError(
            _("{file}: {name} has to be a list of tables [[{name}]]").format(file=_FILE, name=name)
        )
    return tables


def _id(table: Mapping[str, Any]) -> str:
    name = table.get("id")
    if not isinstance(name, str) or not name:
        raise UserError(
            _("{file}: a table without an id: {table}").format(file=_FILE, table=dict(table))
        )
    return name


def _list(value: Any, key: str, place: str) -> list[Any]:
    if not isinstance(value, list) or not value:
        given = f"{place} {key} = {value!r}"
        raise UserError(_("{given} is not a list of values to search").format(given=given))
    if twice := [one for number, one in enumerate(value) if one in value[:number]]:
        given = f"{place} {key} = {value!r}"
        raise UserError(_("{given} has {value!r} twice").format(given=given, value=twice[0]))
    return value

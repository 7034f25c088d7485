"""Reads specifications from the tables of `experiments/*.toml`, and names mistakes in them."""

import dataclasses
import math
from collections.abc import Mapping
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from lab1report.errors import UserError
from lab1report.messages import _
from lab1report.model import RegressionSpec, RunSpec, XorSpec

S = TypeVar("S", RegressionSpec, XorSpec, RunSpec)
_SETTINGS = ("classes", "seed", "order")  # checked already, 0 included
_HINTS = {kind: get_type_hints(kind) for kind in (RegressionSpec, XorSpec, RunSpec)}


def section_of(table: Mapping[str, Any], name: str, file: str) -> Mapping[str, Any]:
    """The table [name] of a file.

    Raises:
        UserError: there is none.
    """
    section = table.get(name)
    if not isinstance(section, dict):
        raise UserError(_("{file}: the table [{name}] is missing").format(file=file, name=name))
    return section


def specification(kind: type[S], table: Mapping[str, Any], place: str) -> S:
    """A specification of `kind` from a table; lists are taken as tuples.

    Raises:
        UserError: a value is missing, unknown or of the wrong type; `place` says where.
    """
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in table.items()
    }
    hints = _HINTS[kind]
    required = {
        field.name for field in dataclasses.fields(kind) if field.default is dataclasses.MISSING
    }
    if wrong := sorted((required - values.keys()) | (values.keys() - hints.keys())):
        raise UserError(
            _("{place} should not have or lacks {names}").format(
                place=place, names=", ".join(wrong)
            )
        )
    for name, value in values.items():
        if name not in _SETTINGS:
            _require(value, hints[name], f"{place} {name} = {table[name]!r}")
        if hints[name] is float:
            values[name] = float(value)  # 4 and 4.0 are the same training, with the same key
    return kind(**values)


def _require(value: Any, hint: Any, given: str) -> None:
    """Raise a UserError unless `value`, which is shown as `given`, is of the type `hint`."""
    if hint is int and not (type(value) is int and value >= 1):
        raise UserError(
            _("{given} is not a whole number from {least}").format(given=given, least=1)
        )
    if hint is float and not (type(value) in (int, float) and 0 < value < math.inf):
        raise UserError(_("{given} is not a positive number").format(given=given))
    if hint == tuple[int, ...] and not (
        isinstance(value, tuple) and value and all(type(i) is int and i >= 1 for i in value)
    ):
        raise UserError(_("{given} is not a list of whole numbers from 1").format(given=given))
    if get_origin(hint) is Literal and value not in get_args(hint):
        names = ", ".join(get_args(hint))
        raise UserError(_("{given} is not one of {names}").format(given=given, names=names))

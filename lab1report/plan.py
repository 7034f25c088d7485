"""Which runs a report needs: the plan is data, listed before anything runs."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar, get_type_hints

from lab1report import resources, toml
from lab1report.config import Settings
from lab1report.errors import UserError
from lab1report.model import RegressionSpec, RunSpec, SectionId, Spec, XorSpec

_FILE = "tasks.toml"
S = TypeVar("S", RegressionSpec, XorSpec, RunSpec)


@dataclass(frozen=True, kw_only=True)
class PlannedRun:
    """One computation of one section; the base network is trained once per seed."""

    section: SectionId
    spec: Spec


def make_plan(settings: Settings) -> tuple[PlannedRun, ...]:
    """The runs of the three tasks, in the order of the report.

    Raises:
        UserError: `experiments/tasks.toml` lacks a value or has one of the wrong type.
    """
    tasks = toml.read(resources.folder("experiments") / _FILE)
    assignment = settings.assignment
    xor = dict(_section(tasks, "xor"))
    xor["sample"] = settings.sample
    xor["noise"] = _section(xor, "noise").get(settings.sample)
    cifar = dict(_section(tasks, "cifar"))
    hidden = cifar.get("hidden")
    cifar["hidden"] = tuple(hidden) if isinstance(hidden, list) else hidden
    cifar["classes"] = assignment.class_ids
    base = _spec(RunSpec, cifar, "cifar", seed=settings.seed)
    return (
        PlannedRun(
            section="regression",
            spec=_spec(
                RegressionSpec, _section(tasks, "regression"), "regression", seed=settings.seed
            ),
        ),
        PlannedRun(section="xor", spec=_spec(XorSpec, xor, "xor", seed=settings.seed)),
        *(
            PlannedRun(section="cifar", spec=replace(base, seed=settings.seed + repeat))
            for repeat in range(settings.seeds)
        ),
    )


def _section(table: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    section = table.get(name)
    if not isinstance(section, dict):
        raise UserError(f"{_FILE}: the table [{name}] is missing")
    return section


def _spec(kind: type[S], table: Mapping[str, Any], name: str, *, seed: int) -> S:
    values = {**table, "seed": seed}
    wanted = get_type_hints(kind)
    if wrong := sorted(values.keys() ^ wanted.keys()):
        raise UserError(f"{_FILE}: [{name}] should not have or lacks {', '.join(wrong)}")
    for key, hint in wanted.items():
        fault = None if key == "seed" else _fault(values[key], hint)
        if fault:
            raise UserError(f"{_FILE}: [{name}] {key} = {values[key]!r} {fault}")
    return kind(**values)


def _fault(value: Any, hint: Any) -> str | None:
    """What is wrong with a value of the task file, if anything."""
    if hint is int and not (type(value) is int and value >= 1):
        return "is not a whole number from 1"
    if hint is float and not (type(value) in (int, float) and 0 < value < math.inf):
        return "is not a positive number"
    if hint == tuple[int, ...] and not (
        isinstance(value, tuple) and value and all(type(item) is int for item in value)
    ):
        return "is not a list of whole numbers"
    return None

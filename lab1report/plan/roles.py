"""Names what each run of a plan is for, in a way that its numbers and settings do not change.

A run is known by its specification, of which a changed file makes another one. Its role stays: the
base's second seed is that whatever its epochs. A search has a role a candidate, which its
hyperparameters are part of: another candidate is another role.
"""

from collections.abc import Iterable, Iterator

from lab1report.model import RunSpec
from lab1report.plan.plan import Plan, PlannedRun
from lab1report.plan.series import BASE, Results, folds, searching


def roles_of(plan: Plan, results: Results) -> dict[str, PlannedRun]:
    """The runs by their roles, as far as `results` specify them; a run may have several."""
    found = {run.section: run for run in plan.tasks}
    found["series.images"] = PlannedRun(section="series", spec=plan.series.images)
    for role, spec in _trainings(plan, results):
        found[role] = PlannedRun(section="series", spec=spec)
    return found


def _trainings(plan: Plan, results: Results) -> Iterator[tuple[str, RunSpec]]:
    series = plan.series
    if (point := series.base_point) is not None:
        for spec in folds(point):  # the only candidate of its kind
            yield f"{BASE} fold {spec.fold}", spec
    for planned in series.variants:
        if (variant := series.variant(planned, results)) is not None:
            for number, spec in enumerate(series.repeated(variant.spec)):
                yield f"{planned.id} seed {number}", spec
        if (search := series.search(planned, results)) is not None:
            yield from _candidates(planned.id, searching(search))


def _candidates(name: str, specs: Iterable[RunSpec]) -> Iterator[tuple[str, RunSpec]]:
    for spec in specs:
        point = f"{spec.lr!r} {spec.schedule} {spec.batch_size} {spec.epochs} {spec.saturation!r}"
        yield f"{name} at {point} fold {spec.fold}", spec

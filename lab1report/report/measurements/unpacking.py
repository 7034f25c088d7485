"""Reads the results of a report from the file that `packing` writes, believing nothing of it."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from lab1report.data.dataset_spec import PIXELS
from lab1report.messages import _, ngettext
from lab1report.model import PARTS, CellOutput, ImagesSpec, RunResult, RunSpec, SectionFailure
from lab1report.plan.plan import Plan, PlannedRun
from lab1report.report.measurements.agreement import (
    lowest,
    require_agreement,
    require_same_counts,
)
from lab1report.report.measurements.columns import (
    Arrays,
    Size,
    Split,
)
from lab1report.report.measurements.packing import FORMAT, FROM_IMAGES, HEADER, SERIES
from lab1report.report.series_document import run_key
from lab1report.runs.compute import Computed
from lab1report.store.result_forms import misfit

_TYPES = {"float64", "float32", "int64", "uint16", "uint8", "bool"}
_MOST_RUNS = 100_000
_MOST_SECONDS = 1e7


class MeasurementsError(ValueError):
    """The file holds something else, or not what its plan needs; says what."""


class FromImages(Protocol):
    """What follows from the images of the data set."""

    def labels(self, spec: RunSpec) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The places of the classes of the images that a training learns from, and is judged by."""

    def samples(self, spec: RunSpec) -> NDArray[np.uint8]:
        """The images of each class that the report shows, as `tasks.cifar.run` returns them."""

    def measured(self, spec: ImagesSpec) -> RunResult:
        """What the images of the classes say."""


@dataclass(frozen=True, kw_only=True)
class Measurements:
    """The content of the file; `tasks` and `trainings` are as `packing` writes them."""

    tasks: Mapping[str, Any]
    trainings: Sequence[Any]
    images: Any
    environments: Sequence[Any]
    arrays: Arrays

    def outcomes(
        self, plan: Plan, images: FromImages, failures: Iterable[SectionFailure] = ()
    ) -> dict[PlannedRun, Computed | None]:
        """The outcomes of `plan`, from which the report can be assembled.

        Args:
            images: of the data set that the report was made with.
            failures: of the sections that have no result.

        Raises:
            MeasurementsError: a result is left over, or is not as its specification says.
        """
        restored = _Restored(self, images, plan.series.base)
        failed = {one.section: one for one in failures}
        found: dict[PlannedRun, Computed | None] = {}
        results: dict[RunSpec, RunResult] = {}
        for wave in plan.as_specified(results, set()):
            for run in wave.runs or ():
                outcome = restored.outcome(run)
                found[run] = outcome or failed.get(run.section)
                if outcome is not None and isinstance(outcome.spec, RunSpec):
                    results[outcome.spec] = outcome
        restored.require_all_used()
        stages = plan.waves(plan.everything, results)
        return {run: found[run] for stage in stages for run in stage.runs or ()}


def unpack(content: bytes) -> Measurements:
    """What `pack` made.

    Raises:
        MeasurementsError: it is something else.
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        size = int.from_bytes(content[:8], "little")
        header = json.loads(json.loads(content[8 : 8 + size])["__metadata__"][HEADER])
        arrays: Arrays = load(content)
        version = header.pop("format")
        found = Measurements(arrays=arrays, **header)
    except (SafetensorError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as e:
        raise MeasurementsError(
            _("not a file of measurements ({error})").format(error=type(e).__name__)
        ) from e
    if version != FORMAT:
        raise MeasurementsError(
            _("of format {found}, and {known} is read").format(
                found=str(version)[:20], known=FORMAT
            )
        )
    for name, kind in (("tasks", dict), ("trainings", list), ("environments", list)):
        own = getattr(found, name)
        if not isinstance(own, kind) or len(own) > _MOST_RUNS:
            raise MeasurementsError(_("its {name} are missing").format(name=name))
    for name, array in arrays.items():
        if str(array.dtype) not in _TYPES or not np.isfinite(array).all():
            raise MeasurementsError(
                _("{name} is of another type, or not all of it is a number").format(name=name[:40])
            )
    return found


class _Restored:
    """Makes the result of each planned run from the measurements."""

    def __init__(self, own: Measurements, images: FromImages, base: RunSpec) -> None:
        self._own, self._images, self._base = own, images, base
        self._used: set[str] = set()
        with _as_damage(_("the trainings cannot be read ({error})")):
            self._places = {key: place for place, (key, *_rest) in enumerate(own.trainings)}
            sizes = [_size(size) for _key, size, _about in own.trainings]
            base_keys = {
                run_key(replace(base, seed=base.seed + number)) for number in range(len(sizes))
            }
            start = f"{SERIES}."
            self._split = Split(
                {n.removeprefix(start): a for n, a in own.arrays.items() if n.startswith(start)},
                sizes,
                [key in base_keys for key in self._places],
                classes=len(base.classes),
            )

    def outcome(self, run: PlannedRun) -> RunResult | None:
        """The result of `run`; None where there is none."""
        with _as_damage(_("the result of {section} cannot be read ({error})"), section=run.section):
            if run.task is not None:
                return self._task(run)
            if isinstance(run.spec, ImagesSpec):
                return self._of_images(run.spec)
            return self._training(run.spec) if isinstance(run.spec, RunSpec) else None

    def require_all_used(self) -> None:
        own = self._own
        if len(self._places) < len(own.trainings):
            raise MeasurementsError(_("two trainings of one name"))
        if left := {*self._places, *own.tasks} - self._used:
            raise MeasurementsError(
                ngettext(
                    "{count} result that its plan does not have",
                    "{count} results that its plan does not have",
                    len(left),
                ).format(count=len(left))
            )
        starts = tuple(f"{section}." for section in (SERIES, *own.tasks))
        if stray := [name for name in own.arrays if not name.startswith(starts)]:
            raise MeasurementsError(_("an array of no result, {name}").format(name=stray[0][:40]))

    def _about(self, entry: Any) -> dict[str, Any]:
        seconds, finished, number = entry
        if type(seconds) not in (int, float) or not 0 <= seconds < _MOST_SECONDS or number < 0:
            raise ValueError(_("its time"))
        if datetime.fromisoformat(finished).tzinfo is None:
            raise ValueError(_("its time is of no zone"))
        environment = self._own.environments[number]
        if not all(isinstance(text, str) for pair in environment.items() for text in pair):
            raise ValueError(_("its environment"))
        return {"seconds": seconds, "finished": finished, "environment": environment}

    def _task(self, run: PlannedRun) -> RunResult | None:
        if (task := self._own.tasks.get(run.section)) is None:
            return None
        self._used.add(run.section)
        start = f"{run.section}."
        arrays = {
            name.removeprefix(start): array
            for name, array in self._own.arrays.items()
            if name.startswith(start)
        }
        if isinstance(run.spec, RunSpec):
            arrays |= {name: self._images.samples(run.spec) for name in FROM_IMAGES}
        result = RunResult(
            section=run.section,
            spec=run.spec,
            values=task["values"],
            arrays=arrays,
            stages=tuple(_stage(**stage) for stage in task["stages"]),
            **self._about(task["about"]),
        )
        if (wrong := misfit(result)) is not None:
            raise ValueError(wrong)
        require_agreement(result)
        if isinstance(run.spec, RunSpec):
            labels = dict(zip(PARTS, self._images.labels(run.spec), strict=True))
            for part, truth in labels.items():
                if not np.array_equal(arrays[f"{part}_labels"], truth):
                    raise ValueError(_("its labels are not those of the images"))
            best = lowest(arrays["test_loss"])
            if result.values["best_epoch"] != best + 1:
                raise ValueError(_("the loss is lowest in another epoch"))
            require_same_counts(arrays, ("train", "test"), {"final": -1, "best": best})
        return result

    def _of_images(self, spec: ImagesSpec) -> RunResult | None:
        if self._own.images is None:
            return None
        return replace(self._images.measured(spec), **self._about(self._own.images))

    def _training(self, spec: RunSpec) -> RunResult | None:
        key = run_key(spec)
        if (place := self._places.get(key)) is None:
            return None
        self._used.add(key)
        arrays = self._split.arrays(place, spec, self._images.labels(spec))
        held = spec.held_part
        loss = arrays[f"{held}_loss"]
        best = lowest(loss)
        if spec.fold is None:
            require_same_counts(arrays, ("train",), {"final": -1})
            require_same_counts(arrays, (held,), {"final": -1, "best": best})
        return RunResult(
            section=SERIES,
            spec=spec,
            values={
                "best_epoch": best + 1,
                "best_loss": float(loss[best]),
                "parameters": spec.parameters(PIXELS),
            },
            arrays=arrays,
            stages=(),
            **self._about(self._own.trainings[place][2]),
        )


def _stage(**texts: Any) -> CellOutput:
    if not all(isinstance(text, str) for text in texts.values()):
        raise TypeError(_("a cell"))
    return CellOutput(**texts)


def _size(entry: Mapping[str, Any]) -> Size:
    size = Size(**entry)
    if any(type(n) is not int or n < 1 for n in (size.epochs, size.learnt, size.held)):
        raise ValueError(_("a size"))
    return size


@contextmanager
def _as_damage(said: str, **names: object) -> Iterator[None]:
    """An error that damaged measurements lead to is told as `said`, which has a place for it."""
    try:
        yield
    except MeasurementsError:
        raise
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise MeasurementsError(said.format(**names, error=str(error)[:80])) from error

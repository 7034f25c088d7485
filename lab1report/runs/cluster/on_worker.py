"""What a worker of the cluster does: says what it is, and computes the runs of one job.

It has neither a store nor a data set of its own: the images of a job's classes come with it, once
a worker, and are held against their digests whenever they are read.
"""

import hashlib
import json
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from lab1report import messages
from lab1report.data.dataset import Dataset
from lab1report.errors import Lab1Error
from lab1report.messages import _
from lab1report.model import PARTS, DataInfo, Part
from lab1report.progress import Progress
from lab1report.runs.compute import Computed, compute, inputs_of
from lab1report.runs.jobs import Job
from lab1report.store import code_digests, processor
from lab1report.store.results import Inputs
from lab1report.tasks.notebooks import notebooks_folder

if TYPE_CHECKING:
    from lab1report.data.dataset_spec import Images

_PAUSE = 0.5  # seconds between two looks at whether the work is still wanted
_COMPUTING = (__name__, *(f"lab1report.tasks.{name}" for name in ("series", "cifar", "regression")))


@dataclass(frozen=True, kw_only=True)
class ClassImages:
    """The images of one class by part, with what `fingerprint.class_digests` says of them."""

    label: int
    images: "Mapping[Part, Images]" = field(repr=False)
    digests: Mapping[Part, str]


@dataclass(frozen=True, kw_only=True)
class Work:
    """A job for one worker; `inputs` are those of its runs, in their order."""

    job: Job
    inputs: Sequence[Inputs]
    info: DataInfo
    language: str


class MissingImagesError(Exception):
    """A task asked for images of classes that are not its own."""


class StoppedError(Lab1Error):
    """Nobody waits for the work any more."""


def keep(images: ClassImages) -> ClassImages:
    """The images, which by that stay on workers as long as work may need them."""
    return images


def perform(work: Work, *images: ClassImages) -> list[tuple[int, Computed]] | None:
    """The outcomes of a job's runs, each with its place among them.

    Returns:
        None if it takes images of other classes: whoever asked has them all.

    Raises:
        Lab1Error: this worker would compute other numbers than it is asked for.
        MemoryError: memory is short, which it need not be on another worker.
    """
    messages.use(work.language)
    runs = work.job.runs
    for run, wanted in zip(runs, work.inputs, strict=True):
        own = inputs_of(run, work.info.fingerprint)
        if own != wanted:
            names = sorted(name for name in {*own, *wanted} if own.get(name) != wanted.get(name))
            raise Lab1Error(
                _("a worker would compute {section} otherwise: other there is {names}").format(
                    section=run.section, names=", ".join(names)
                )
            )
    _known.update({(work.info.fingerprint, one.label): one for one in images})
    dataset = _dataset(work.info)
    places = {run: place for place, run in enumerate(runs)}
    try:
        return [(places[run], found) for run, found in compute(runs, dataset, _Wanted())]
    except MissingImagesError:
        return None
    except Lab1Error as error:
        raise error from None  # Dask follows causes to their end, and one of a notebook has none


_known: dict[tuple[str, int], ClassImages] = {}


@lru_cache(maxsize=1)  # one object, as trainings keep what they made of its images
def _dataset(info: DataInfo) -> Dataset:
    """The classes that have come to this worker, as a data set."""
    import numpy as np

    def of_classes(part: Part, classes: Collection[int]) -> "Images":
        found = [_known.get((info.fingerprint, label)) for label in classes]
        parts = [one.images[part] for one in found if one is not None]
        if len(parts) < len(classes):
            raise MissingImagesError
        pictures, labels = zip(*parts, strict=True)
        return np.concatenate(pictures), np.concatenate(labels)

    def reader(part: Part) -> "Images":
        del part
        raise MissingImagesError

    return Dataset(
        info=info,
        reader=reader,
        of_classes=of_classes,
        class_digests={part: _Digests(info.fingerprint, part) for part in PARTS},
        place=_("the copy of the images on this worker"),
    )


class _Digests(Mapping[int, str]):
    """Those of the classes that are here, which may be more the next time."""

    def __init__(self, fingerprint: str, part: Part) -> None:
        self._fingerprint, self._part = fingerprint, part

    def __getitem__(self, label: int) -> str:
        return _known[self._fingerprint, label].digests[self._part]

    def __iter__(self) -> Any:
        return (label for fingerprint, label in _known if fingerprint == self._fingerprint)

    def __len__(self) -> int:
        return sum(1 for _label in self)


class _Wanted(Progress):
    """Ends the work when the one who asked for it has gone or has cancelled it."""

    def __init__(self) -> None:
        from distributed import get_worker

        self._worker = get_worker()
        self._key = self._worker.get_current_task()
        self._next = 0.0

    def update(self, done: float) -> None:
        del done
        if (now := time.monotonic()) < self._next:
            return
        self._next = now + _PAUSE
        own = self._worker.state.tasks.get(self._key)
        if own is None or own.state not in ("executing", "long-running"):
            raise StoppedError


def identity() -> dict[str, Any]:
    """What decides the numbers that this process computes, besides the versions of libraries."""
    code = code_digests.digests(_COMPUTING, sorted(notebooks_folder().glob("*.py")))
    text = json.dumps(code, sort_keys=True)
    return {
        "code": hashlib.sha256(text.encode()).hexdigest()[:12],
        "machine": dict(processor.inputs()),
        "processor": processor.processor().name,
    }


async def accept(resource: str, dask_worker: Any = None) -> None:
    """Let this worker take the work that asks for `resource`, a piece at a time."""
    await dask_worker.set_resources(**{resource: 1})

"""The data types of the program: assignment, specifications of runs, results, table rows.

Everything here is frozen and holds numbers and text only: no HTML, no figures, no paths of the
machine. Arrays are numpy's; this module itself imports nothing heavy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from lab1report.class_rule import ClassRule

if TYPE_CHECKING:
    from numpy.typing import NDArray

SectionId = str
"""Such as "xor": the name of a section's table, notebook, words, and part of results.json."""

SeriesPart = Literal["classes", "overfitting", "batch", "rate", "network", "best"]
SERIES_PARTS: tuple[SeriesPart, ...] = get_args(SeriesPart)
Optimizer = Literal["SGD", "momentum", "Adam"]
Schedule = Literal["constant", "linear"]
XorSample = Literal["xor", "circles", "moons"]
Length = Literal["short", "full"]  # of the PDF
Style = Literal["bmstu", "gost"]
"""How the report is typeset: by the university's practice, or by GOST 7.32-2017 to the letter."""

Format = Literal["pdf", "html", "ipynb"]
FORMATS: tuple[Format, ...] = get_args(Format)
"""The editions of the report, by the ending of their files."""

DeviceChoice = Literal["cpu", "cuda", "auto"]
"""What the user wants the series to train on; "auto" is a GPU if there is one."""

CPU: Final = "cpu"
"""The device, as `device.resolve` says, where there is no GPU or none is wanted."""

Part = Literal["train", "test"]
PARTS: tuple[Part, ...] = get_args(Part)


class Stream(StrEnum):
    """The streams of the course; they differ in the rule of the third class."""

    IU5 = "IU5"
    GUIMC = "GUIMC"
    FOREIGN = "FOREIGN"


@dataclass(frozen=True, kw_only=True)
class ClassChoice:
    """One of the three classes: CIFAR-100 fine label, English name, Russian title, and its rule."""

    id: int
    name: str
    title: str
    rule: ClassRule


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """Whose report it is, and on which classes, in the order of the rules and not of the labels."""

    group: int | None
    variant: int | None
    stream: Stream | None
    year: int
    classes: tuple[ClassChoice, ...]
    group_code: str | None = None
    student: str | None = None
    teacher: str | None = None

    @property
    def class_ids(self) -> tuple[int, ...]:
        return tuple(choice.id for choice in self.classes)

    @property
    def named_by_teacher(self) -> bool:
        """Whether the teacher gave the classes, so that they follow from no rule."""
        return any(choice.rule.term == "teacher" for choice in self.classes)

    def to_document(self) -> dict[str, Any]:
        """The assignment for `results.json`, in JSON types; without the names of people."""
        return {
            "group": self.group,
            "variant": self.variant,
            "stream": str(self.stream) if self.stream else None,
            "year": self.year,
            "classes": [
                {
                    "id": choice.id,
                    "name": choice.name,
                    "title": choice.title,
                    "rule": str(choice.rule),
                }
                for choice in self.classes
            ],
        }


@dataclass(frozen=True, kw_only=True)
class RegressionSpec:
    """Task 1 (assignment, part 1). `grid` distinct x, each `repeats` times; noise is normal."""

    grid: int
    repeats: int
    noise: float
    hidden: int
    lr: float
    iterations: int
    snapshots: int
    seed: int


@dataclass(frozen=True, kw_only=True)
class XorSpec:
    """Task 2 (assignment, part 2). `sample` is the assignment's XOR or one of its alternatives."""

    sample: XorSample
    points: int
    noise: float
    hidden: int
    lr: float
    iterations: int
    seed: int


@dataclass(frozen=True, kw_only=True)
class RunSpec:
    """One training of a fully connected network on three classes (assignment, part 3).

    It knows no student, so two students with the same classes share runs. `hidden` are the sizes
    of the hidden layers; the output layer has one unit a class. `seed` decides the initial
    weights, `order` the order of the images: runs that are to be compared share it. The learning
    rate stays at `lr`, or falls from it linearly to nothing, a step at a time. `saturation` times
    as far from grey are the colours of the images that the network sees, test images included.
    `share` of the images of each class are trained on; with `fold`, those of all other of the
    `folds` parts, and the run is judged by the images of that part instead of the test images.
    """

    classes: tuple[int, ...]
    hidden: tuple[int, ...]
    optimizer: Optimizer
    lr: float
    batch_size: int
    epochs: int
    seed: int
    order: int
    schedule: Schedule = "constant"
    saturation: float = 1.0
    share: float = 1.0
    fold: int | None = None
    folds: int | None = None

    @property
    def batches(self) -> tuple[object, ...]:
        """What trainings must share to run in one pass: the images, their order, the batch size."""
        order = self.classes, self.order, self.batch_size
        return *order, self.saturation, self.share, self.fold, self.folds

    @property
    def recolored(self) -> bool:
        """Whether the network sees the images with their colours changed."""
        return self.saturation != 1

    @property
    def width(self) -> int:
        """How many neurons the first hidden layer has."""
        return self.hidden[0]

    @property
    def held_part(self) -> Literal["test", "validation"]:
        """The images by which the network is judged."""
        return "test" if self.fold is None else "validation"

    def parameters(self, inputs: int) -> int:
        """How many weights and biases the network has, for images of so many values."""
        return sum((a + 1) * b for a, b in pairwise((inputs, *self.hidden, len(self.classes))))

    @property
    def network(self) -> str:
        """The layers in the assignment's notation: "FC(10), FC(3)"."""
        return ", ".join(f"FC({units})" for units in (*self.hidden, len(self.classes)))


@dataclass(frozen=True, kw_only=True)
class ImagesSpec:
    """What the images of three classes themselves say (assignment, self-study task 1)."""

    classes: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class NotebookSpec:
    """A task that is a notebook and nothing else; `parameters` are those of its table, as JSON."""

    notebook: SectionId
    parameters: str
    classes: tuple[int, ...]
    seed: int


Spec = RegressionSpec | XorSpec | RunSpec | ImagesSpec | NotebookSpec


@dataclass(frozen=True, kw_only=True)
class Variant:
    """A variant of the training, run once a seed: a row of the final table.

    `spec` is that of the first seed. `part` is the sub-section that it belongs to, `against` the
    id of the variant that it is compared with; None is nothing (the base itself).
    """

    id: str
    part: SeriesPart
    spec: RunSpec
    against: str | None


@dataclass(frozen=True, kw_only=True)
class Search:
    """Candidates for one network, each run once a fold: the hyperparameters of variant `id`.

    `points` are the specifications for the first fold; the one with the best mean accuracy on the
    held-out images is trained on all training images, as the variant `id`.
    """

    id: str
    points: tuple[RunSpec, ...]


@dataclass(frozen=True, kw_only=True)
class CellOutput:
    """One notebook cell: the source that ran and what it printed."""

    id: str
    source: str
    output: str


@dataclass(frozen=True, kw_only=True)
class RunResult:
    """What one section measured: scalars and short lists by name, arrays by name, its stages.

    `seconds` is how long it took, `finished` when it was done (ISO 8601, UTC), `environment` the
    versions and the kind of machine it was done with.
    """

    section: SectionId
    spec: Spec
    values: Mapping[str, Any]
    arrays: Mapping[str, NDArray[Any]] = field(repr=False)
    stages: tuple[CellOutput, ...] = field(repr=False)
    seconds: float
    finished: str
    environment: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class SectionFailure:
    """A section that failed, in the place of its result; `details` is the traceback."""

    section: SectionId
    stage: str
    message: str
    details: str


@dataclass(frozen=True, kw_only=True)
class SectionMissing:
    """A section that has not been computed yet, in the place of its result."""

    section: SectionId


@dataclass(frozen=True, kw_only=True)
class DataInfo:
    """Which images were used. `fingerprint` is over split, label and pixels of the whole set."""

    kind: Literal["cifar100", "demo"]
    fingerprint: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Accuracy:
    """Mean and sample standard deviation of accuracies in [0, 1] over `n` seeds; sd None at 1."""

    mean: float
    sd: float | None
    n: int


@dataclass(frozen=True, kw_only=True)
class TableRow:
    """A row of the final table (assignment, «Описание итоговой таблицы»).

    `variant` is the id in the series, or "base" and "stopped" of part 3 alone; `share` is that of
    the training images.
    """

    variant: str
    network: str
    optimizer: Optimizer
    schedule: Schedule
    saturation: float
    share: float
    lr: float
    batch_size: int
    epochs: int
    train: Accuracy
    test: Accuracy

    @property
    def partial(self) -> bool:
        """Whether only a part of the training images was used."""
        return self.share != 1

    @property
    def recolored(self) -> bool:
        """Whether the images had other colours."""
        return self.saturation != 1

"""`results.json` read back into types, for other programs (docs/reference/results.md)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NoReturn, get_args

import cattrs

from lab1report.errors import UserError
from lab1report.messages import _
from lab1report.model import Accuracy, TableRow
from lab1report.quoting import unreadable
from lab1report.regular_file import read_at_most

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RESULTS_FILE = "results.json"
SCHEMA = 2

Part = Literal["train", "test"]
State = Literal["final", "lowest_loss"]
"""After the last epoch, or after the epoch of the lowest test loss."""

_MOST = 512 * 2**20  # bytes: so large a file is something else, and is not to fill the memory


@dataclass(frozen=True, kw_only=True)
class ReportedClass:
    """A class of CIFAR-100: its fine label, its names, and the sum that it follows from."""

    id: int
    name: str
    title: str
    rule: str


@dataclass(frozen=True, kw_only=True)
class ReportedAssignment:
    """Who the report is for, without names, and the classes in the order of the assignment."""

    group: int | None
    variant: int | None
    stream: str | None
    year: int
    classes: tuple[ReportedClass, ...]


@dataclass(frozen=True, kw_only=True)
class ReportedEffect:
    """A variant's test accuracy minus that of `against`, with its 95 % interval.

    `difference` and both ends of `interval` are in [-1, 1]; `verdict` is "better", "worse" or
    "unclear", the last where the interval holds 0.
    """

    against: str
    difference: float
    interval: tuple[float, float]
    p_value: float | None
    verdict: str


@dataclass(frozen=True, kw_only=True)
class ReportedVariant:
    """A variant of the training, over all its seeds (assignment, self-study tasks).

    `part` is the sub-section of the series. Accuracies are in [0, 1] after the last epoch,
    intervals their 95 % ones, losses mean cross-entropies in nats. `effect` is None for the base.
    """

    id: str
    part: str
    network: str
    optimizer: str
    lr: float
    batch_size: int
    epochs: int
    share: float
    seeds: int
    train: Accuracy
    test: Accuracy
    train_interval: tuple[float, float]
    test_interval: tuple[float, float]
    train_loss: float
    test_loss: float
    effect: ReportedEffect | None


@dataclass(frozen=True, kw_only=True)
class Results:
    """What a report measured.

    `document` is all of `results.json`, of JSON's own types. `table` is the final table
    (assignment, «Описание итоговой таблицы»), `variants` those of the series by id, in its order;
    empty where the series is missing or failed. `demo` says that the images were made up.
    `environment` names the versions and the machine, `timings` are seconds by section.
    """

    document: Mapping[str, Any] = field(repr=False)
    assignment: ReportedAssignment
    demo: bool
    seed: int
    table: tuple[TableRow, ...]
    variants: Mapping[str, ReportedVariant]
    environment: Mapping[str, str]
    timings: Mapping[str, float]

    def labels(self, part: Part = "test", *, share: float = 1.0) -> "NDArray[np.int64]":
        """The true fine labels of the images, (images,), in the order of `answers`.

        Args:
            share: of the training images; those that variants of this `share` learn from.

        Raises:
            KeyError: no training of the report looked at these images.
            UserError: the evidence of the file is damaged.
        """
        for_part = self._evidence["labels"][part]
        labels = [for_part] if part == "test" else [o for o in for_part if o["share"] == share]
        if not labels:
            raise KeyError(f"no training learns from a share of {share} of the images")
        return self._classes(labels[0]["places"], labels[0]["images"])

    def seeds(self, variant: str | None) -> tuple[int, ...]:
        """The seeds of a variant's trainings, in the order of the rows of `answers`."""
        return tuple(int(run["seed"]) for run in self._trainings(variant))

    def answers(
        self, variant: str | None, part: Part = "test", state: State = "final"
    ) -> "NDArray[np.int64]":
        """The fine labels that the trainings of a variant answered, (seeds, images).

        `None` is the one training of part 3, which a report without a series has too.

        Rows are in the order of the seeds, columns in that of `labels`; for the training images
        that is `labels("train", share=results.variants[variant].share)`.

        Raises:
            KeyError: the report has no such variant or state, or did not keep these answers (to the
                training images at the lowest loss are kept of part 3 only).
            UserError: the evidence of the file is damaged.
        """
        import numpy as np

        if state not in get_args(State):
            raise KeyError(f"state {state!r}: one of {', '.join(get_args(State))}")
        images = len(self.labels(part, share=self._share(variant)))
        name = part if state == "final" else f"{part}_at_lowest_loss"
        return np.stack(
            [self._classes(run["answers"][name], images) for run in self._trainings(variant)]
        )

    def correct(
        self, variant: str | None, part: Part = "test", state: State = "final"
    ) -> "NDArray[np.bool_]":
        """Which answers of a variant are right, (seeds, images): its accuracy is their mean.

        Raises:
            KeyError, UserError: as in `answers`.
        """
        labels = self.labels(part, share=self._share(variant))
        right: NDArray[np.bool_] = self.answers(variant, part, state) == labels
        return right

    @property
    def _evidence(self) -> Mapping[str, Any]:
        evidence: Mapping[str, Any] | None = self.document["evidence"]
        if evidence is None:
            raise KeyError("the report has no training on images yet")
        return evidence

    def _share(self, variant: str | None) -> float:
        return 1.0 if variant is None else self.variants[variant].share

    def _trainings(self, variant: str | None) -> list[Mapping[str, Any]]:
        if variant is None:
            part3: Mapping[str, Any] = self.document["sections"]["cifar"]
            if part3["status"] != "done":
                raise KeyError("part 3 has no training")
            return [part3]
        runs = self.document["sections"]["series"]["runs"]
        own = [run for run in runs if variant in run["variants"] and run["fold"] is None]
        return sorted(own, key=lambda run: int(run["seed"]))

    def _classes(self, text: str, n: int) -> "NDArray[np.int64]":
        """Packed places of classes as the classes' fine labels."""
        import numpy as np

        from lab1report.report.packed_places import unpack

        try:
            labels: NDArray[np.int64] = np.array(self._evidence["classes"])[unpack(text, n)]
        except (ValueError, TypeError, IndexError) as error:
            raise UserError(
                _("{file}: the evidence is damaged: {error}").format(file=RESULTS_FILE, error=error)
            ) from error
        return labels


def load_results(path: str | Path) -> Results:
    """The results in the file `path`, or in the file results.json of the folder `path`.

    Raises:
        UserError: it cannot be read, is not a results.json, or of another version's schema.
    """
    file = Path(path)
    try:
        if file.is_dir():
            file /= RESULTS_FILE
        content = read_at_most(file, _MOST)
    except OSError as error:
        raise unreadable(file, error) from error
    if content is None:
        raise UserError(
            _("{path}: too large to be a {name} of lab1report").format(path=file, name=RESULTS_FILE)
        )
    if content.startswith(b"%PDF"):
        raise UserError(
            _("{path} is a PDF: save {name}, which is attached to it, and name that file").format(
                path=file, name=RESULTS_FILE
            )
        )
    try:
        document = json.loads(content, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise UserError(
            _("{path}: not valid JSON ({error})").format(path=file, error=error)
        ) from error
    return read_results(document, source=str(file))


def read_results(document: Any, *, source: str = RESULTS_FILE) -> Results:
    """The results of a `document` of JSON's own types; `source` names it in messages.

    Raises:
        UserError: it is not a document of this program, or of another version's schema.
    """
    schema = document.get("schema") if isinstance(document, dict) else None
    if type(schema) is not int:
        raise UserError(
            _("{path}: not a {name} of lab1report; it names no schema").format(
                path=source, name=RESULTS_FILE
            )
        )
    if schema != SCHEMA:
        raise UserError(
            _(
                "{path}: of schema {found}, and this version of lab1report reads {known}: "
                "read it with the version that wrote it, or build the report again"
            ).format(path=source, found=schema, known=SCHEMA)
        )
    try:
        return _results(document)
    except (KeyError, TypeError, AttributeError, cattrs.BaseValidationError) as error:
        validated = isinstance(error, cattrs.BaseValidationError)
        fault = cattrs.transform_error(error)[0] if validated else repr(error.args[0])
        raise UserError(
            _("{path}: not a whole {name} of lab1report ({fault})").format(
                path=source, name=RESULTS_FILE, fault=fault
            )
        ) from error


def _refuse(constant: str) -> NoReturn:
    raise ValueError(_("{value} is not a JSON number").format(value=constant))


def _results(document: dict[str, Any]) -> Results:
    if not isinstance(document["evidence"], dict | None):
        raise TypeError("evidence")
    series = document["sections"]["series"]
    done = series["status"] == "done"
    parts = {
        **document,
        "document": {},
        "demo": document["data"]["kind"] == "demo",
        "variants": {one["id"]: _variant(one) for one in series["variants"]} if done else {},
    }
    return replace(_READER.structure(parts, Results), document=document)


def _variant(document: Mapping[str, Any]) -> dict[str, Any]:
    """The entry of a variant in the form of `ReportedVariant`."""
    parts = {
        **document,
        "train_interval": _ends(document["train"]),
        "test_interval": _ends(document["test"]),
    }
    if effect := document["effect"]:
        parts["effect"] = {**effect, "against": document["against"], "interval": _ends(effect)}
    return parts


def _ends(document: Mapping[str, Any]) -> tuple[Any, Any]:
    return document["interval"]["low"], document["interval"]["high"]


def _exactly(value: Any, kind: type) -> Any:
    """A value of this type and no other: true is no whole number."""
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is not kind:
        raise TypeError
    return value


_READER = cattrs.Converter()
for _kind in (bool, int, float, str):
    _READER.register_structure_hook(_kind, _exactly)

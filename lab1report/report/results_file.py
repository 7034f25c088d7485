"""`results.json` read back into types, for other programs (docs/results.md says what is in it)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NoReturn

from lab1report.errors import UserError
from lab1report.model import Accuracy, TableRow

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

    def answers(
        self, variant: str, part: Part = "test", state: State = "final"
    ) -> "NDArray[np.int64]":
        """The fine labels that the trainings of a variant answered, (seeds, images).

        Rows are in the order of the seeds, columns in that of `labels`; for the training images
        that is `labels("train", share=results.variants[variant].share)`.

        Raises:
            KeyError: the report has no such variant, or did not keep these answers (those to the
                training images at the lowest loss are kept of part 3 only).
            UserError: the evidence of the file is damaged.
        """
        import numpy as np

        images = len(self.labels(part, share=self.variants[variant].share))
        name = part if state == "final" else f"{part}_at_lowest_loss"
        return np.stack(
            [self._classes(run["answers"][name], images) for run in self._trainings(variant)]
        )

    def correct(
        self, variant: str, part: Part = "test", state: State = "final"
    ) -> "NDArray[np.bool_]":
        """Which answers of a variant are right, (seeds, images): its accuracy is their mean.

        Raises:
            KeyError, UserError: as in `answers`.
        """
        labels = self.labels(part, share=self.variants[variant].share)
        right: NDArray[np.bool_] = self.answers(variant, part, state) == labels
        return right

    @property
    def _evidence(self) -> Mapping[str, Any]:
        evidence: Mapping[str, Any] | None = self.document["evidence"]
        if evidence is None:
            raise KeyError("the report has no training on images yet")
        return evidence

    def _trainings(self, variant: str) -> list[Mapping[str, Any]]:
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
            raise UserError(f"{RESULTS_FILE}: the evidence is damaged: {error}") from error
        return labels


def load_results(path: str | Path) -> Results:
    """The results in the file `path`, or in the file results.json of the folder `path`.

    Raises:
        UserError: it can not be read, is not a results.json, or of another version's schema.
    """
    file = Path(path)
    try:
        if file.is_dir():
            file /= RESULTS_FILE
        with file.open("rb") as stream:
            content = stream.read(_MOST + 1)
    except OSError as error:
        raise UserError(f"{file}: can not be read ({error.strerror})") from error
    if content.startswith(b"%PDF"):
        raise UserError(
            f"{file} is a PDF: save {RESULTS_FILE}, which is attached to it, and name that file"
        )
    if len(content) > _MOST:
        raise UserError(f"{file}: too large to be a {RESULTS_FILE} of lab1report")
    try:
        document = json.loads(content, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise UserError(f"{file}: not valid JSON ({error})") from error
    return read_results(document, source=str(file))


def read_results(document: Any, *, source: str = RESULTS_FILE) -> Results:
    """The results of a `document` of JSON's own types; `source` names it in messages.

    Raises:
        UserError: it is not a document of this program, or of another version's schema.
    """
    schema = document.get("schema") if isinstance(document, dict) else None
    if type(schema) is not int:
        raise UserError(f"{source}: not a {RESULTS_FILE} of lab1report; it names no schema")
    if schema != SCHEMA:
        raise UserError(
            f"{source}: of schema {schema}, and this version of lab1report reads {SCHEMA}: "
            "read it with the version that wrote it, or build the report again"
        )
    try:
        return _results(document)
    except (KeyError, TypeError, AttributeError) as error:
        raise UserError(
            f"{source}: not a whole {RESULTS_FILE} of lab1report ({error.args[0]!r})"
        ) from error


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not a JSON number")


def _results(document: dict[str, Any]) -> Results:
    series = document["sections"]["series"]
    done = series["status"] == "done"
    _take(document, "evidence", dict, type(None))
    return Results(
        document=document,
        assignment=_assignment(document["assignment"]),
        demo=_take(document["data"], "kind", str) == "demo",
        seed=_take(document, "seed", int),
        table=tuple(_row(row) for row in document["table"]),
        variants={one["id"]: _variant(one) for one in series["variants"]} if done else {},
        environment={name: str(text) for name, text in document["environment"].items()},
        timings={name: float(seconds) for name, seconds in document["timings"].items()},
    )


def _assignment(document: Mapping[str, Any]) -> ReportedAssignment:
    return ReportedAssignment(
        group=_take(document, "group", int, type(None)),
        variant=_take(document, "variant", int, type(None)),
        stream=_take(document, "stream", str, type(None)),
        year=_take(document, "year", int),
        classes=tuple(
            ReportedClass(**_taken(one, int, "id"), **_taken(one, str, "name", "title", "rule"))
            for one in document["classes"]
        ),
    )


def _row(document: Mapping[str, Any]) -> TableRow:
    return TableRow(
        **_taken(document, str, "variant", "network", "optimizer", "schedule"),
        **_taken(document, float, "saturation", "share", "lr"),
        **_taken(document, int, "batch_size", "epochs"),
        train=_accuracy(document["train"]),
        test=_accuracy(document["test"]),
    )


def _variant(document: Mapping[str, Any]) -> ReportedVariant:
    effect = _take(document, "effect", dict, type(None))
    return ReportedVariant(
        **_taken(document, str, "id", "part", "network", "optimizer"),
        **_taken(document, int, "batch_size", "epochs", "seeds"),
        **_taken(document, float, "lr", "share", "train_loss", "test_loss"),
        train=_accuracy(document["train"]),
        test=_accuracy(document["test"]),
        train_interval=_interval(document["train"]["interval"]),
        test_interval=_interval(document["test"]["interval"]),
        effect=_effect(effect, _take(document, "against", str)) if effect else None,
    )


def _effect(document: Mapping[str, Any], against: str) -> ReportedEffect:
    return ReportedEffect(
        against=against,
        **_taken(document, float, "difference"),
        **_taken(document, str, "verdict"),
        interval=_interval(document["interval"]),
        p_value=_take(document, "p_value", float, type(None)),
    )


def _accuracy(document: Mapping[str, Any]) -> Accuracy:
    return Accuracy(
        mean=_take(document, "mean", float),
        sd=_take(document, "sd", float, type(None)),
        n=_take(document, "n", int),
    )


def _interval(document: Mapping[str, Any]) -> tuple[float, float]:
    return _take(document, "low", float), _take(document, "high", float)


def _taken(document: Mapping[str, Any], kind: type, *names: str) -> dict[str, Any]:
    return {name: _take(document, name, kind) for name in names}


def _take(document: Mapping[str, Any], name: str, *kinds: type) -> Any:
    """The value of a key, of one of these types exactly: true is no whole number."""
    value = document[name]
    if float in kinds and type(value) is int:
        return float(value)
    if type(value) not in kinds:
        raise TypeError(f"{name} is {value!r}")
    return value

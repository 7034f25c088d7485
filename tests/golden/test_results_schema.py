"""The JSON Schema of `results.json` describes what the program writes: all of it, and no more."""

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any, get_args, get_type_hints

import pytest
from jsonschema import Draft202012Validator

import lab1report
from lab1report.editions.table_comments import document_of
from lab1report.findings.series.class_evidence import Agreement, EvidenceName
from lab1report.findings.series.findings import Direction, PairKind, Searched
from lab1report.findings.series.overfitting import MeasureChange, OverfittingChange
from lab1report.findings.statistics.proportions import Verdict
from lab1report.model import DataInfo, Optimizer, Schedule, SeriesPart, Stream, XorSample
from lab1report.report.evidence import Method
from lab1report.report.report import Report
from lab1report.report.results_file import SCHEMA as VERSION
from lab1report.report.results_file import State
from tests.repository import ROOT, public_address
from tests.results_schema import (
    SCHEMA,
    Path,
    described,
    faults,
    is_valid,
    is_valid_around,
    kind,
    met,
    shortened,
    values,
)

pytestmark = pytest.mark.xdist_group("pages")  # one process writes the documents of all reports

NAMES = ("usual", "xor failed", "only cifar")  # which have all keys that are ever written
ADDED = {"status": "done", "mean": 0.5, "counts": [1, 2], "text": "five"}

NamedReport = Callable[[str], Report]


@pytest.fixture(scope="module")
def written(named_report: NamedReport) -> dict[str, Any]:
    """What results.json says of the usual report and of a task that a course has added."""
    found: dict[str, Any] = json.loads(json.dumps(document_of(named_report("usual"))))
    found["sections"]["added"] = ADDED
    short: dict[str, Any] = shortened(found)
    return short


def test_every_report_is_as_described(document: dict[str, Any]) -> None:
    assert faults(document) == []


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    repository = public_address().removeprefix("https://github.com/")
    _, _, path = SCHEMA["$id"].partition(f"https://raw.githubusercontent.com/{repository}/main/")
    assert json.loads((ROOT / path).read_text(encoding="utf-8")) == SCHEMA
    assert f"({SCHEMA['$id']})" in (ROOT / "docs/reference/results.md").read_text(encoding="utf-8")
    assert lab1report.results_schema() == SCHEMA
    assert lab1report.results_schema() is not SCHEMA, "whoever changes it changes his own"


def test_its_version_is_that_of_the_file(written: dict[str, Any]) -> None:
    assert SCHEMA["properties"]["schema"]["const"] == VERSION == written["schema"]
    assert not is_valid({**written, "schema": VERSION + 1})


def test_each_key_that_it_describes_is_written(named_report: NamedReport) -> None:
    keys = {place for place, _ in described()}
    assert len(keys) > 300
    added = {"sections": {**document_of(named_report("usual"))["sections"], "added": ADDED}}
    documents = [document_of(named_report(name)) for name in NAMES]
    found = {place for one in (*documents, documents[0] | added) for place in met(shortened(one))}
    assert keys - found == set()
    assert found <= keys


def test_each_key_is_described_in_words() -> None:
    assert not [place for place, one in described() if len(one.get("description", "")) < 5]


# What may be left out: what a training has that part 3 has, or that is judged by test images; the
# time of a section without result; what is not known of a machine that has computed nothing
OPTIONAL = {
    "sections.series.runs[].answers.train_at_lowest_loss",
    *(f"timings.{name}" for name in ("regression", "xor", "cifar", "series")),
    *(f"environment.{name}_products" for name in ("torch", "numpy", "series")),
    *(f"environment.{name}" for name in ("vector", "threads")),
    *(f"sections.added.{name}" for name in ("mean", "counts", "text")),
    "sections.added",
}
# What may be null where it is not in this report
NULL = {
    *(f"assignment.{name}" for name in ("group", "variant", "stream")),
    *(f"sections.xor.{name}" for name in ("plateau_end", "solved_at", "steepest")),
    *(f"sections.series.{name}" for name in ("images", "overfitting", "batch", "rate", "ladder")),
    *(f"sections.series.{name}.ends" for name in ("batch", "rate")),
    *(f"sections.series.variants[].{name}" for name in ("factor", "effect", "against")),
    *(f"sections.series.overfitting[].{name}.interval" for name in ("gap", "loss_rise")),
    *("sections.series.base_validation", "sections.series.best_per_class[].gain"),
    *("best", "best.over_stopped", "evidence", "evidence.nearest"),
    "evidence.normalization.saturation[].scale",
    *(f"sections.added.{name}" for name in ("mean", "text", "counts")),
    "sections.added.counts[]",
}
NULL_ANYWHERE = (".sd", ".seed_sd", ".first.class_id", ".second.class_id")
# What may be as low as one likes
UNBOUNDED = {
    *(f"sections.regression.worst_{name}" for name in ("deviation", "x")),
    *(f"sections.cifar.normalized.{part}.mean" for part in ("train", "test")),
    *(f"sections.cifar.weight_range.{end}" for end in ("low", "high")),
    *(
        f"sections.series.overfitting[].{measure}.{name}"
        for measure in ("gap", "loss_rise")
        for name in ("difference", "interval.low", "interval.high")
    ),
    *(f"evidence.normalization.{name}[]" for name in ("mean", "std")),
    *("sections.added.mean", "sections.added.counts[]"),
}


def mutants(
    document: dict[str, Any], change: Callable[[Any], Any], only: type | tuple[type, ...] = object
) -> Iterator[tuple[str, bool]]:
    """Each kind of value of a document, and whether it may be changed so, alone.

    Args:
        change: gives what stands in the place of a value; `REMOVED` is nothing.
        only: the types of values that are changed.
    """
    known: set[tuple[str, type]] = set()
    for path, value in list(values(document)):
        told = kind(path), type(value)
        if not path or told in known or not isinstance(value, only) or isinstance(value, bool):
            continue
        known.add(told)
        yield kind(path), is_valid_around(path, _changed(document, path, change(value)))


REMOVED = object()


def _changed(document: dict[str, Any], path: Path, value: Any) -> dict[str, Any]:
    found = copy.deepcopy(document)
    place: Any = found
    for step in path[:-1]:
        place = place[step]
    if value is REMOVED:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return found


@pytest.mark.slow
def test_no_key_may_be_missing(written: dict[str, Any]) -> None:
    found = [
        (name, valid) for name, valid in mutants(written, lambda _: REMOVED) if name[-1] != "]"
    ]
    assert len(found) > 600
    assert {name for name, valid in found if valid} == OPTIONAL


@pytest.mark.slow
def test_no_number_may_be_a_text(written: dict[str, Any]) -> None:
    found = list(mutants(written, str, (int, float)))
    assert len(found) > 300
    valid = {name for name, valid in found if valid}
    assert valid == {"sections.added.mean", "sections.added.counts[]"}


@pytest.mark.slow
def test_no_value_may_be_null_but_those_that_say_so(written: dict[str, Any]) -> None:
    found = mutants(written, lambda _: None, (dict, list, str, int, float))
    valid = {name for name, valid in found if valid}
    assert {name for name in valid if not name.endswith(NULL_ANYWHERE)} == NULL


@pytest.mark.slow
def test_numbers_have_their_ranges(written: dict[str, Any]) -> None:
    found = mutants(written, lambda value: type(value)(-1e9), (int, float))
    assert {name for name, valid in found if valid} == UNBOUNDED


@pytest.mark.slow
def test_no_key_may_be_new(written: dict[str, Any]) -> None:
    found = list(mutants(written, lambda value: {**value, "new": 0.5}, dict))
    assert len(found) > 80
    assert {name for name, valid in found if valid} == {"timings", "sections.added"}
    assert not is_valid({**written, "new": 0.5})


def test_a_fault_is_told_with_its_place(written: dict[str, Any]) -> None:
    assert faults(written) == []
    wrong = _changed(written, ("sections", "series", "variants", 1, "effect", "verdict"), "so so")
    (told,) = faults(wrong)
    assert told.startswith("$.sections.series.variants[1].effect.verdict: 'so so' is not one of")


def test_its_words_are_those_of_the_program() -> None:
    """The words that a value may be stand in the types of the program too."""
    defined, properties = SCHEMA["$defs"], SCHEMA["properties"]

    def of(name: str, key: str) -> Any:
        return defined[name]["properties"][key]

    def returned(kind: type) -> Any:
        return get_type_hints(kind.verdict.fget)["return"]  # type: ignore[attr-defined]

    pairs = [
        (defined["optimizer"], Optimizer),
        (defined["verdict"], Verdict),
        (defined["direction"], Direction),
        (defined["measure_verdict"], returned(MeasureChange)),
        (of("overfitting", "verdict"), returned(OverfittingChange)),
        (of("hyperparameters", "schedule"), Schedule),
        (of("xor", "sample"), XorSample),
        (of("data", "kind"), get_type_hints(DataInfo)["kind"]),
        (of("variant", "part"), SeriesPart),
        (of("pair", "kind"), PairKind),
        (of("search", "at_edge")["items"], Searched),
        (of("images", "evidence")["items"]["properties"]["name"], EvidenceName),
        (of("images", "evidence")["items"]["properties"]["agrees"], Agreement),
        (of("made_from", "method"), Method),
        (of("side", "state"), State),
    ]
    for schema, words in pairs:
        assert schema["enum"] == list(get_args(words))
    assert of("assignment", "stream")["enum"] == [*Stream, None]
    assert properties["schema"]["const"] == VERSION

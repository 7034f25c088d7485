"""`results.json` read back: what it says, and every way in which a file is not one."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lab1report.errors import UserError
from lab1report.report.packed_places import pack, unpack
from lab1report.report.results_file import Results, load_results, read_results

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "report.json"


@pytest.fixture
def document() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(GOLDEN.read_text(encoding="utf-8"))
    return found


@pytest.fixture
def results(document: dict[str, Any]) -> Results:
    return read_results(document)


def test_what_it_says_is_what_stands_there(document: dict[str, Any], results: Results) -> None:
    assert results.document is document
    assert results.seed == document["seed"]
    assert results.demo == (document["data"]["kind"] == "demo")
    assert results.environment == document["environment"]
    assert [one.id for one in results.assignment.classes] == [
        one["id"] for one in document["assignment"]["classes"]
    ]
    assert [(row.variant, row.test.mean, row.epochs) for row in results.table] == [
        (row["variant"], row["test"]["mean"], row["epochs"]) for row in document["table"]
    ]
    for one in document["sections"]["series"]["variants"]:
        variant = results.variants[one["id"]]
        assert (variant.train.mean, variant.train.sd, variant.train.n) == (
            one["train"]["mean"],
            one["train"]["sd"],
            one["train"]["n"],
        )
        assert variant.test_interval == tuple(one["test"]["interval"].values())
        if one["effect"] is None:
            assert variant.effect is None
        else:
            assert variant.effect is not None
            assert variant.effect.against == one["against"]
            assert variant.effect.difference == one["effect"]["difference"]
            assert variant.effect.verdict == one["effect"]["verdict"]
    assert results.variants["base"].effect is None


def test_answers_are_classes_by_seed_and_image(document: dict[str, Any], results: Results) -> None:
    assert len(results.variants) >= 5
    ids = {one["id"] for one in document["assignment"]["classes"]}
    for id, variant in results.variants.items():
        answers, labels = results.answers(id), results.labels()
        assert answers.shape == (variant.seeds, len(labels))
        assert set(answers.flat) <= ids
        assert set(labels) == ids
        assert results.correct(id).dtype == np.bool_
        assert results.correct(id).mean() == pytest.approx(variant.test.mean, abs=1e-8)
        learnt = results.labels("train", share=variant.share)
        assert results.answers(id, "train").shape == (variant.seeds, len(learnt))
        assert results.correct(id, "train").mean() == pytest.approx(variant.train.mean, abs=1e-8)


def test_rows_are_in_the_order_of_the_seeds(document: dict[str, Any], results: Results) -> None:
    before = results.answers("base")
    document["sections"]["series"]["runs"].reverse()
    assert np.array_equal(read_results(document).answers("base"), before)
    assert not np.array_equal(before, before[::-1])


def test_what_the_report_has_not_is_a_key_error(document: dict[str, Any], results: Results) -> None:
    with pytest.raises(KeyError, match="nobody"):
        results.answers("nobody")
    with pytest.raises(KeyError, match="state 'best': one of final, lowest_loss"):
        results.answers("base", state="best")  # type: ignore[arg-type]
    with pytest.raises(KeyError, match=r"share of 0\.123"):
        results.labels("train", share=0.123)
    document["sections"]["series"] = {"status": "missing"}
    document["evidence"] = None
    without = read_results(document)
    assert without.variants == {}
    with pytest.raises(KeyError, match="no training"):
        without.labels()


@pytest.mark.parametrize("text", ["AAAA", "%%%%", "", 7])
def test_damaged_evidence(document: dict[str, Any], text: Any) -> None:
    document["evidence"]["labels"]["test"]["places"] = text
    with pytest.raises(UserError, match="the evidence is damaged"):
        read_results(document).labels()


def test_a_folder_or_the_file(tmp_path: Path, results: Results) -> None:
    file = tmp_path / "results.json"
    file.write_bytes(GOLDEN.read_bytes())
    assert load_results(tmp_path) == load_results(file) == load_results(str(file)) == results


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7 ...", "is a PDF: save results.json, which is attached to it"),
        (b"no json", "not valid JSON"),
        (b'{"schema": NaN}', "not valid JSON"),
        (b"[" * 100_000, "not valid JSON"),
        (b"\xff\xfe{", "not valid JSON"),
        (b"[2]", "names no schema"),
        (b"{}", "names no schema"),
        (b'{"schema": true}', "names no schema"),
        (b'{"schema": "2"}', "names no schema"),
        (b'{"schema": 3}', r"of schema 3, and this version of lab1report reads 2"),
        (b'{"schema": 2}', "not a whole results.json of lab1report"),
        (b'{"schema": 2, "sections": []}', "not a whole results.json of lab1report"),
    ],
)
def test_a_file_of_somebody_else(tmp_path: Path, content: bytes, words: str) -> None:
    file = tmp_path / "results.json"
    file.write_bytes(content)
    with pytest.raises(UserError, match=words) as error:
        load_results(file)
    assert str(error.value).startswith(str(file))


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"results\.json: cannot be read \(No such file"):
        load_results(tmp_path)


def _without_epochs(document: dict[str, Any]) -> None:
    del document["table"][0]["epochs"]


def _true_seed(document: dict[str, Any]) -> None:
    document["seed"] = True


def _text_for_a_mean(document: dict[str, Any]) -> None:
    document["sections"]["series"]["variants"][0]["test"]["mean"] = "0.8"


def _no_variants(document: dict[str, Any]) -> None:
    document["sections"]["series"]["variants"] = None


def _list_of_classes(document: dict[str, Any]) -> None:
    document["assignment"]["classes"] = [18, 63, 28]


@pytest.mark.parametrize(
    "spoil", [_without_epochs, _true_seed, _text_for_a_mean, _no_variants, _list_of_classes]
)
def test_a_document_that_was_changed(
    document: dict[str, Any], spoil: Callable[[dict[str, Any]], None]
) -> None:
    spoil(document)
    with pytest.raises(UserError, match=r"^here: not a whole results\.json"):
        read_results(document, source="here")


@pytest.mark.parametrize("n", [0, 1, 2, 3, 4, 5, 8, 299, 300])
def test_places_come_back(n: int) -> None:
    places = np.random.default_rng(n).integers(0, 4, n)
    assert np.array_equal(unpack(pack(places), n), places)


@pytest.mark.parametrize(
    ("text", "n"), [("AAAA", 3), ("AAAA", 13), ("AAAB", 11), ("AAA", 9), ("A*==", 1), ("é", 1)]
)
def test_other_text_is_no_list_of_places(text: str, n: int) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        unpack(text, n)

"""What `run` says of variants of the series: what each is, not by its key alone."""

import json
from pathlib import Path

import pytest

from lab1report.cli.sentences import print_section
from lab1report.report.results_file import Results, read_results

REPORT = Path(__file__).parents[2] / "golden" / "report.json"


@pytest.fixture(scope="module")
def results() -> Results:
    return read_results(json.loads(REPORT.read_text(encoding="utf-8")))


def said(results: Results, name: str, capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """The sentences by the variants that they are about."""
    print_section(results, name)
    lines = capsys.readouterr().out.splitlines()
    return {line.partition("):")[0].rpartition("(")[2]: line for line in lines}


def test_a_variant_is_what_sets_it_apart_from_the_base(
    results: Results, capsys: pytest.CaptureFixture[str]
) -> None:
    found = said(results, "series.batch", capsys)["batch-64"]
    assert found.startswith("The base with batch size 64, 3 epochs (batch-64): ")
    assert " points against the base with 6 epochs (" in found
    assert said(results, "series.overfitting", capsys)["quarter"].startswith(
        "The base with 25% of the images, 80 epochs (quarter)"
    )


def test_another_network_is_named(results: Results, capsys: pytest.CaptureFixture[str]) -> None:
    found = said(results, "series.network", capsys)["momentum-64-32"]
    assert found.startswith("FC(64), FC(32), FC(3), momentum, learning rate 0.006, ")
    assert " points against the base (" in found


def test_the_base_has_its_settings(results: Results, capsys: pytest.CaptureFixture[str]) -> None:
    found = said(results, "series.classes", capsys)["base"]
    assert found.startswith(
        "The base, FC(10), FC(3), SGD, learning rate 0.005, batch size 128, 20 epochs (base): "
    )


def test_no_sentence_begins_with_a_key(
    results: Results, capsys: pytest.CaptureFixture[str]
) -> None:
    for id, line in said(results, "series", capsys).items():
        assert not line.startswith(id)

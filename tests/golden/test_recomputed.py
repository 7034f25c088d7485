"""Every interval, p-value and verdict follows from `results.json` alone."""

import ast
import base64
import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lab1report.report.packed_places import pack
from lab1report.report.report import Report
from tests import recomputed as module
from tests.recomputed import claims, departures, places

pytestmark = pytest.mark.xdist_group("pages")  # one process writes the documents of all reports


def test_all_claims_follow_from_the_file(document: dict[str, Any]) -> None:
    assert departures(document) == []


def test_what_is_not_worked_out_would_be_seen(
    named_report: Callable[[str], Report], named_document: Callable[[str, Report], Any]
) -> None:
    """Whatever claim a later version makes, and any that is wrong."""
    usual = named_document("usual", named_report("usual"))
    assert len(claims(usual)) > 600
    document = copy.deepcopy(usual)
    document["sections"]["series"]["new"] = {"interval": {"low": 0.0, "high": 0.1}}
    document["best"]["gain"]["verdict"] = "worse"
    document["sections"]["cifar"]["stopping"]["difference"] += 1e-6
    paths = [departure.split()[0] for departure in departures(document)]
    assert paths == [
        "sections.series.new.interval.high",
        "sections.series.new.interval.low",
        "sections.cifar.stopping.difference",
        "best.gain.verdict",
    ]


def test_every_answer_counts(
    named_report: Callable[[str], Report], named_document: Callable[[str, Report], Any]
) -> None:
    document = copy.deepcopy(named_document("usual", named_report("usual")))
    runs = document["sections"]["series"]["runs"]
    (run,) = (r for r in runs if "fewer-units" in r["variants"] and r["seed"] == 0)
    given = places(run["answers"]["test"], 300)
    run["answers"]["test"] = pack((given.astype(int) + 1) % 3)
    assert departures(document) != []


def test_nothing_of_the_program_takes_part() -> None:
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    imported = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else
                     [alias.name for alias in node.names])
    }  # fmt: skip
    assert imported == {"base64", "math", "collections", "itertools", "typing", "numpy", "scipy"}


@pytest.mark.parametrize("n", [0, 1, 3, 4, 5, 300])
def test_places_are_packed_as_documented(n: int) -> None:
    given = np.random.default_rng(n).integers(3, size=n)
    assert places(pack(given), n).tolist() == given.tolist()


def test_the_order_of_the_bits() -> None:
    assert base64.b64decode(pack(np.array([2, 1, 0, 1, 1]))) == bytes([0b10010001, 0b01000000])
    with pytest.raises(ValueError, match="5 classes do not fit"):
        pack(np.array([0, 4]))

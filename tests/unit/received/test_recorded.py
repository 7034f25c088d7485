"""What the attached files may say, and what of it is refused before anything is made again."""

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save

from lab1report import __version__
from lab1report.received.recorded import read_recorded
from lab1report.received.refuted import NoReportError, OtherVersionError, RefutedError

RESULTS = {
    "schema": 2,
    "assignment": {
        "group": 3, "variant": 7, "stream": "IU5", "year": 2024,
        "classes": [
            {"id": 18, "name": "caterpillar", "title": "гусеница", "rule": "group"},
        ],
    },
    "data": {"kind": "demo", "fingerprint": "", "source": ""},
    "sections": {"series": {"status": "missing"}},
    "best": None, "table": [], "evidence": None, "seed": 0, "timings": {},
    "environment": {"lab1report": __version__},
}  # fmt: skip
SETTINGS: dict[str, Any] = {
    "options": {"group": 3, "variant": 7, "stream": "IU5", "seed": 0},
    "year_of_report": 2026, "arms": None, "words": {},
}  # fmt: skip
ENVIRONMENT: dict[str, Any] = {"packages": {}, "rendering": {}}


def files(**changes: bytes | None) -> dict[str, bytes]:
    """The attached files of a report, with others by the part of their name before the dot."""
    found: dict[str, bytes | None] = {
        "results.json": json.dumps(RESULTS).encode(),
        "settings.json": json.dumps(SETTINGS).encode(),
        "environment.json": json.dumps(ENVIRONMENT).encode(),
        "notebook.ipynb": b"{}",
        "measurements.safetensors": save({"a": np.zeros(1)}),
    }
    for name in list(found):
        if name.partition(".")[0] in changes:
            found[name] = changes[name.partition(".")[0]]
    left = {name: content for name, content in found.items() if content is not None}
    graph = [
        {"@id": name, "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in left.items()
    ]
    return {**left, "ro-crate-metadata.json": json.dumps({"@graph": graph}).encode()}


def refusal(tmp_path: Path, found: dict[str, bytes]) -> RefutedError:
    with pytest.raises(RefutedError) as refused:
        read_recorded(found, tmp_path)
    assert refused.value.stage == "intact"
    return refused.value


def settings(**changes: Any) -> bytes:
    return json.dumps({**SETTINGS, **changes}).encode()


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        (b"{", "not valid JSON"),
        (b"[]", "not a JSON object"),
        (b"[" * 100_000, "not valid JSON"),
        (b'{"options": NaN}', "not valid JSON"),
        (b"{}", "other entries"),
        (settings(options={**SETTINGS["options"], "out": "/etc"}), "options that no report has"),
        (settings(options={**SETTINGS["options"], "data": "/etc"}), "options that no report has"),
        (settings(options={**SETTINGS["options"], "seed": None}), "neither a number nor a text"),
        (settings(options={**SETTINGS["options"], "seed": True}), "neither a number nor a text"),
        (settings(options={**SETTINGS["options"], "student": "x" * 9999}), "student"),
        (settings(options={"group": 99}), "--variant"),
        (settings(year_of_report=1), "year_of_report"),
        (settings(year_of_report="2026"), "year_of_report"),
        (settings(words={"../x": "a"}), "words of no section"),
        (settings(words={"xor": 3}), "words of no section"),
        (settings(words={"xor": "\ud800"}), "words of no section"),
        (settings(words={"xor": "a" * 200_000}), "more than"),
        (settings(arms="data:image/png;base64,AAAA"), None),
        (settings(arms="file:///etc/passwd"), "no picture"),
        (settings(arms=3), "no picture"),
        (settings(font=None), "a font that is none"),
        (settings(font={}), "a font that is none"),
        (settings(font={"family": "Times"}), "a font that is none"),
        (settings(font={"family": "T\n", "sha256": "a" * 64}), "a font that is none"),
        (settings(font={"family": "T" * 9999, "sha256": "a" * 64}), "a font that is none"),
        (settings(font={"family": "Times", "sha256": "/etc/passwd"}), "a font that is none"),
        (settings(font={"family": "Times", "sha256": 3}), "a font that is none"),
        (settings(font={"family": "T", "sha256": "a" * 64, "path": "x"}), "a font that is none"),
        (settings(arms="data:text/html;base64,AAAA"), "no picture"),
    ],
)  # fmt: skip
def test_settings(tmp_path: Path, chosen: bytes, words: str | None) -> None:
    refused = refusal(tmp_path, files(settings=chosen))
    if words is not None:
        assert words in str(refused)
        assert len(str(refused)) < 400


def test_the_classes_follow_from_the_rules(tmp_path: Path) -> None:
    refused = refusal(tmp_path, files())
    assert refused.place == "results.json: assignment.classes"
    assert "18, 63, 28" in refused.message


def test_a_file_is_the_one_that_the_crate_states(tmp_path: Path) -> None:
    found = {**files(), "notebook.ipynb": b"{ }"}
    assert refusal(tmp_path, found).place == "notebook.ipynb"
    assert refusal(tmp_path, {**files(), "virus.exe": b""}).place == "'virus.exe'"


@pytest.mark.parametrize("crate", [b"{}", b'{"@graph": 3}', b'{"@graph": [3]}', b"[]"])
def test_the_crate_may_say_anything(tmp_path: Path, crate: bytes) -> None:
    refusal(tmp_path, {**files(), "ro-crate-metadata.json": crate})


def test_files_that_are_missing(tmp_path: Path) -> None:
    with pytest.raises(NoReportError):
        read_recorded({"a.txt": b""}, tmp_path)
    assert refusal(tmp_path, files(measurements=None)).place == "measurements.safetensors"
    old = json.dumps({**RESULTS, "environment": {"lab1report": "0.0.9"}}).encode()
    with pytest.raises(OtherVersionError, match=r"'0\.0\.9'.*with that version"):
        read_recorded(files(measurements=None, results=old), tmp_path)


@pytest.mark.parametrize("results", [b"{}", b'{"schema": 1}', b'{"schema": 2}'])
def test_results_of_another_form(tmp_path: Path, results: bytes) -> None:
    refusal(tmp_path, files(results=results))

"""What may be compared, and what is refused by the doors that `verify` has."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pytest
from safetensors.numpy import save

from lab1report import compare_reports
from lab1report.differing.report_file import open_report
from lab1report.errors import UserError
from lab1report.report.measurements.packing import FORMAT, HEADER
from lab1report.settings.options import load
from tests.unit.received import test_recorded
from tests.unit.received.test_recorded import SETTINGS, files

RESULTS: dict[str, Any] = {
    **test_recorded.RESULTS,
    "assignment": load(SETTINGS["options"], folder=Path(__file__).parent).assignment.to_document(),
    "sections": {"series": {"status": "missing"}, "cifar": {"status": "missing"}},
}
CELLS = {"cells": [{"cell_type": "markdown", "source": "# A\n\nOne thing is so."}]}


NOTHING = {"format": FORMAT, "tasks": {}, "trainings": [], "images": None, "environments": []}
MEASUREMENTS = save({"a": np.zeros(1)}, metadata={HEADER: json.dumps(NOTHING)})


def pdf_of(attached: dict[str, bytes]) -> pikepdf.Pdf:
    pdf = pikepdf.Pdf.new()
    pdf.add_blank_page()
    for name, content in attached.items():
        pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, content, filename=name)
    return pdf


def report(path: Path, **changes: Any) -> Path:
    """A PDF with the files of a report that has computed nothing."""
    packed = {name: json.dumps(value).encode() for name, value in changes.items()}
    pdf_of(files(measurements=MEASUREMENTS, **packed)).save(path)
    return path


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    settings = {**SETTINGS, "words": {"xor": "This is mine."}}
    return report(tmp_path / "a.pdf", results=RESULTS, notebook=CELLS, settings=settings)


def test_a_pdf_has_text_and_settings(whole: Path, tmp_path: Path) -> None:
    assert compare_reports(whole, whole).same
    options = {**SETTINGS["options"], "student": "A. B.", "style": "gost"}
    other = report(
        tmp_path / "b.pdf",
        results=RESULTS,
        settings={**SETTINGS, "options": options, "words": {"xor": "This is not mine."}},
        notebook={"cells": [{"cell_type": "markdown", "source": "# A\n\nOne thing is not so."}]},
        environment={"packages": {"numpy": "9"}, "rendering": {"experiments": "ab"}},
    )
    found = compare_reports(whole, other)
    assert {(one.name, one.second) for one in found.settings} == {
        ("student", "A. B."),
        ("style", "gost"),
        ("experiments", "ab"),
    }
    assert [(one.name, one.first, one.second) for one in found.versions] == [("numpy", None, "9")]
    assert found.sentences is not None
    assert [(one.own, one.section, one.kind) for one in found.sentences] == [
        (True, "xor", "words"),
        (False, "A", "words"),
    ]
    assert found.notes == ()


def test_a_folder_has_the_text_of_its_pdf(whole: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "results.json").write_text(json.dumps(RESULTS))
    assert open_report(folder).recorded is None
    whole.rename(folder / "lab1-demo.pdf")
    assert open_report(folder).recorded is not None
    assert open_report(folder).without_text is None
    (folder / "results.json").write_text(json.dumps({**RESULTS, "seed": 1}))
    assert open_report(folder).recorded is None
    found = compare_reports(folder, folder)
    assert found.sentences is None
    assert "other numbers" in found.notes[0]


def test_results_alone_have_no_text(whole: Path, tmp_path: Path) -> None:
    file = tmp_path / "results.json"
    file.write_text(json.dumps(RESULTS))
    found = compare_reports(whole, file)
    assert found.same
    assert found.sentences is None
    assert len(found.notes) == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no report"),
        (b"{}", "names no schema"),
        (b"%PDF-1.7\n" + b"<<" * 50_000, "damaged"),
        (json.dumps({**RESULTS, "schema": 1}).encode(), "of schema 1"),
        (json.dumps({**RESULTS, "table": [1]}).encode(), "not a whole"),
        (b'{"a":' * 100_000, "not valid JSON"),
    ],
    ids=["empty", "no schema", "deep PDF", "other schema", "a table of numbers", "deep JSON"],
)
def test_what_is_no_report_is_refused(
    content: bytes, words: str, whole: Path, tmp_path: Path
) -> None:
    (tmp_path / "b").write_bytes(content)
    for pair in ((tmp_path / "b", whole), (whole, tmp_path / "b")):
        with pytest.raises(UserError, match=words):
            compare_reports(*pair)


def test_a_place_where_nothing_is(whole: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be read"):
        compare_reports(whole, tmp_path / "no")
    with pytest.raises(UserError, match="cannot be read"):
        compare_reports(tmp_path, whole)


def test_a_pdf_of_another_program(tmp_path: Path) -> None:
    pdf_of({}).save(tmp_path / "b.pdf")
    with pytest.raises(UserError, match="without the attached numbers"):
        open_report(tmp_path / "b.pdf")


def test_a_pdf_whose_files_were_changed(tmp_path: Path) -> None:
    attached = files()
    attached["results.json"] = json.dumps({**RESULTS, "seed": 5}).encode()
    pdf_of(attached).save(tmp_path / "b.pdf")
    with pytest.raises(UserError, match="not whole"):
        open_report(tmp_path / "b.pdf")


def test_a_pdf_of_a_version_that_attached_less(tmp_path: Path) -> None:
    older = {**RESULTS, "environment": {"lab1report": "0.0.1"}}
    pdf_of({"results.json": json.dumps(older).encode()}).save(tmp_path / "b.pdf")
    with pytest.raises(UserError, match="attached less"):
        open_report(tmp_path / "b.pdf")


def test_sections_that_are_none(whole: Path, tmp_path: Path) -> None:
    """The schema of the file does not say that a section is an object."""
    broken = {**RESULTS, "sections": {**RESULTS["sections"], "cifar": 1}}
    other = report(tmp_path / "b.pdf", results=broken, notebook=CELLS)
    with pytest.raises(UserError, match="not whole"):
        compare_reports(whole, other)


@pytest.mark.parametrize("content", [b"<!doctype html><p>A page.", b"", b"\x89PNG", b"a,b\n"])
def test_another_file_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "lab1.html"
    file.write_bytes(content)
    with pytest.raises(UserError, match=r"lab1\.html: no report; give its PDF, its results\.json"):
        open_report(file)


def test_the_report_below_a_folder_is_named(tmp_path: Path) -> None:
    below = tmp_path / "st" / "lab1-report"
    below.mkdir(parents=True)
    (below / "results.json").write_text("{}")
    with pytest.raises(
        UserError, match=r"st: has no results\.json; a report lies in .*lab1-report"
    ):
        open_report(tmp_path / "st")
    with pytest.raises(UserError, match="cannot be read"):
        open_report(tmp_path / "st" / "lab1-report" / "results.json" / "x")

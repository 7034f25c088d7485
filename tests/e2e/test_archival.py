"""The PDF keeps to PDF/A-3a and PDF/UA-1 as far as can be checked here, and holds its own data."""

import json
import warnings
from importlib import metadata
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from lab1report.editions.pdf.attached import NAMES

# It draws one frame around all lines of a page, and misses that two tables share it, or that a
# table goes on there from another page
MISTAKEN = {"TBL-014"}


@pytest.fixture
def pdf(build: Any) -> Any:
    with pikepdf.open(build.pdf) as opened:
        yield opened


def complaints(path: Path) -> list[str]:
    """What the checker for PDF/UA-1 finds, each rule and its evidence."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its own libraries
        from outloud import check

        result = check(str(path))
    assert result.error is None
    assert result.stats["tagged"]
    assert len(result.runs) > 50, "hardly a rule ran"
    return [
        f"{f.severity} {f.rule}, page {f.page}: {f.message} {f.evidence} ({f.count} times)"
        for f in result.findings
        if f.severity in ("error", "warning") and f.rule not in MISTAKEN
    ]


def test_everybody_can_read_it(build: Any) -> None:
    assert complaints(build.pdf) == []


def test_the_checker_sees_what_is_wrong(demo: Any, tmp_path: Path) -> None:
    with pikepdf.open(demo.pdf) as pdf:
        del pdf.Root.Lang
        pdf.save(tmp_path / "spoilt.pdf")
    (complaint,) = complaints(tmp_path / "spoilt.pdf")
    assert "no /Lang" in complaint


def test_the_syntax_is_clean(pdf: Any) -> None:
    assert pdf.check_pdf_syntax() == []


def test_it_says_what_it_keeps_to(pdf: Any) -> None:
    with pdf.open_metadata() as metadata:
        assert metadata.pdfa_status == "3A"
        assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
        assert metadata["dc:title"] == "Лабораторная работа №1. Введение в DL"
    assert str(pdf.Root.Lang) == "ru"
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    (intent,) = pdf.Root.OutputIntents
    assert intent.S == "/GTS_PDFA1"


def test_it_holds_the_results_and_the_environment(build: Any, pdf: Any) -> None:
    assert set(pdf.attachments) == set(NAMES)
    held = {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()}
    assert held["results.json"] == (build.pdf.parent / "results.json").read_bytes()
    environment = json.loads(held["environment.json"])
    installed, typeset_with = environment.pop("packages"), environment.pop("rendering")
    assert typeset_with["weasyprint"] == metadata.version("weasyprint")
    assert environment == build.results["environment"]
    for library in ("torch", "numpy", "weasyprint", "pydyf"):  # the last is weasyprint's
        assert installed[library] == metadata.version(library)
    assert "pytest" not in installed
    for spec in pdf.attachments.values():
        assert spec.obj.AFRelationship == "/Data"
        assert spec.description
    assert len(pdf.Root.AF) == len(NAMES)

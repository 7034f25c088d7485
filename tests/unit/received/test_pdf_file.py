"""PDFs that are no reports, or are meant to hurt whoever opens them."""

import io
import zlib
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import AttachedFileSpec, Dictionary, Name, Pdf

from lab1report.received import pdf_file
from lab1report.received.pdf_file import attached_files, read_pdf
from lab1report.received.refuted import NoReportError


def saved(pdf: Pdf, **options: Any) -> bytes:
    file = io.BytesIO()
    pdf.save(file, **options)
    return file.getvalue()


def with_file(content: bytes, **entries: Any) -> bytes:
    """A PDF with one attached file, whose stream has these entries."""
    pdf = Pdf.new()
    pdf.add_blank_page()
    pdf.attachments["results.json"] = AttachedFileSpec(pdf, b"", filename="results.json")
    stream = pdf.attachments["results.json"].get_file().obj
    stream.write(content, **entries)
    return saved(pdf, compress_streams=False)


def test_attached_files_are_taken_out() -> None:
    assert attached_files(with_file(b"{}")) == {"results.json": b"{}"}
    packed = with_file(zlib.compress(b"{}"), filter=Name.FlateDecode)
    assert attached_files(packed) == {"results.json": b"{}"}


@pytest.mark.parametrize(
    ("pdf", "words"),
    [
        (b"%PDF-1.7\n", "damaged"),
        (b"%PDF-1.7\n" + b"<<" * 50_000, "damaged"),
        (b"%PDF-1.7\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF", "damaged"),
    ],
)
def test_damaged(pdf: bytes, words: str) -> None:
    with pytest.raises(NoReportError, match=words):
        attached_files(pdf)


def test_a_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_file, "_MOST_ATTACHED", 1000)
    bomb = with_file(zlib.compress(bytes(2000)), filter=Name.FlateDecode)
    with pytest.raises(NoReportError, match="more than 1000 bytes"):
        attached_files(bomb)


def test_other_packing() -> None:
    twice = zlib.compress(zlib.compress(b"{}"))
    filters = pikepdf.Array([Name.FlateDecode, Name.FlateDecode])
    with pytest.raises(NoReportError, match="packed as no report"):
        attached_files(with_file(twice, filter=filters))
    predicted = with_file(
        zlib.compress(b"{}"), filter=Name.FlateDecode, decode_parms=Dictionary(Predictor=12)
    )
    with pytest.raises(NoReportError, match="packed as no report"):
        attached_files(predicted)
    with pytest.raises(NoReportError, match="cannot be unpacked"):
        attached_files(with_file(b"no zlib", filter=Name.FlateDecode))


def test_too_many_files() -> None:
    pdf = Pdf.new()
    pdf.add_blank_page()
    for number in range(30):
        pdf.attachments[f"{number}"] = AttachedFileSpec(pdf, b"x", filename=f"{number}")
    with pytest.raises(NoReportError, match="more than 20"):
        attached_files(saved(pdf))


def test_encrypted() -> None:
    pdf = Pdf.new()
    pdf.add_blank_page()
    with pytest.raises(NoReportError, match="encrypted"):
        attached_files(saved(pdf, encryption=pikepdf.Encryption(owner="o", user="u")))


def test_files_that_are_no_pdf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "lab1.pdf"
    file.write_text("hello")
    with pytest.raises(NoReportError, match="not a PDF"):
        read_pdf(file)
    monkeypatch.setattr(pdf_file, "MOST_BYTES", 100)
    file.write_bytes(b"%PDF-1.7" + bytes(200))
    with pytest.raises(NoReportError, match="which no report has"):
        read_pdf(file)
    with pytest.raises(OSError, match="directory"):
        read_pdf(tmp_path)

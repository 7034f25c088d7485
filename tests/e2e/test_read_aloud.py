"""What a screen reader says of a whole report: all of it, in order, each thing once."""

import re
from typing import Any

import pikepdf
import pytest

from tests.e2e.conftest import Build, FullPdf, OpenPdf
from tests.read_aloud import Said, marked_texts, read_aloud

pytestmark = pytest.mark.xdist_group("pdf")  # one process reads each


@pytest.fixture
def said(build: Any, opened: OpenPdf) -> Said:
    with pikepdf.open(build.pdf) as pdf:
        return read_aloud(pdf, marked_texts(opened(build.pdf)))


def plain(said: Said) -> str:
    return said.text.replace("\u00ad", "")


def faults(said: Said) -> list[str]:
    """Where what is said of a report is not what its reader should hear."""
    text = plain(said)
    links, tables = said.all("Link"), said.all("Table")
    captions = [plain(one) for one in said.all("Caption")]
    headers = [cell for table in tables for cell in table.all("TH")]
    passages = [plain(one) for one in said.all("P", "H1", "H2", "LBody", "TH", "TD", "Caption")]
    kept = {
        "an entry has one link": all(
            sum(kid.role == "Reference" and len(kid.kids) == 1 for kid in entry.kids) == 1
            for entry in said.all("TOCI")
        ),
        "no link is within a link": all(one.all("Link") == [one] for one in links),
        "a link leads somewhere": all(one.links and plain(one) for one in links),
        "a link names its place": not any(
            re.fullmatch(r"(fig|tab|eq|source)-[\w-]+", name) for one in links for name in one.links
        ),
        "a table has its caption": len(tables) == sum("Таблица" in one for one in captions),
        "a table has one head": all(len(table.all("THead")) == 1 for table in tables),
        "headers have a scope": all("Scope" in cell.attributes for cell in headers),
        "rows have a header": all(
            row.kids[0].role == "TH" for table in tables for row in table.all("TR")
        ),
        "captions are said once": len(captions) == len(set(captions)),
        "pictures have words": all(one.alternative for one in said.all("Figure", "Formula")),
        "no furniture is said": not re.search(r"\.{5}|Продолжение|ДЕМО-ДАННЫЕ", text),
        "words are apart": not any(re.search("[а-яё]{3}[А-ЯЁ][а-яё]{2}", one) for one in passages),
        "words are whole": "\u2010" not in text,
        "lines have spaces": not any(re.search("[а-яё][,;:][а-яё]", one) for one in passages),
    }
    return [rule for rule, is_kept in kept.items() if not is_kept]


def test_a_report_is_read_as_it_should(said: Said) -> None:
    assert faults(said) == []
    headings = [plain(one) for one in said.all("H1", "H2")]
    entries = [re.sub(r" \S+$", "", plain(one)) for one in said.all("Reference")]
    assert entries == headings[1:], "the contents say what there is"


def test_so_is_the_full_report_in_the_other_style(
    demo: Build, full_pdf: FullPdf, opened: OpenPdf
) -> None:
    path = full_pdf(demo)
    with pikepdf.open(path) as pdf:
        full = read_aloud(pdf, marked_texts(opened(path)))
    assert faults(full) == []
    assert any(plain(one).startswith("ПРИЛОЖЕНИЕ") for one in full.all("H1"))

"""A small report for the tests: real macros, styles and title page, sections of the test's own."""

import logging
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from lab1report.class_rule import ClassRule
from lab1report.model import Assignment, CellOutput, ClassChoice, DataInfo, Stream
from lab1report.own_words.folder import word_names
from lab1report.pages.html import render_html

SECTIONS = tuple(name for name in word_names() if "." not in name)


@pytest.fixture
def assignment() -> Assignment:
    rule = ClassRule(term="group", value=18, number=3, offset=15)
    return Assignment(
        group=3,
        variant=7,
        stream=Stream.IU5,
        year=2024,
        classes=(ClassChoice(id=18, name="caterpillar", title="гусеница", rule=rule),),
        group_code="ИУ5-63Б",
        student="Иванов И.И.",
        teacher="Петрова А.А.",
    )


@pytest.fixture
def context(assignment: Assignment) -> dict[str, Any]:
    return {
        "assignment": assignment,
        "data": DataInfo(kind="cifar100", fingerprint="", source=""),
        "year_of_report": 2026,
        "style": "bmstu",
        "accessed": "15.11.2026",
        "stage": CellOutput(id="cell", source="if x < 1:\n    print('да')\n", output="да & нет\n"),
    }


@pytest.fixture
def assets() -> dict[str, bytes]:
    buffer = BytesIO()
    Image.new("RGB", (60, 40), "navy").save(buffer, "PNG")
    return {f"figures/{name}.png": buffer.getvalue() for name in ("loss", "fall")}


@pytest.fixture
def render(
    tmp_path: Path, context: dict[str, Any], assets: Mapping[str, bytes]
) -> Callable[..., str]:
    """`render(body, **context)`: the report with `body` as its only section."""
    folder = tmp_path / "ru" / "sections"
    folder.mkdir(parents=True)

    def render_body(body: str, **changes: Any) -> str:
        for name in SECTIONS:
            text = body if name == "regression" else ""
            (folder / f"{name}.html.j2").write_text(text, encoding="utf-8")
        return render_html({**context, **changes}, assets, templates=tmp_path)

    return render_body


@pytest.fixture(autouse=True)
def _no_complaints(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """WeasyPrint only logs unknown CSS, lost pictures and fonts: here they fail."""
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        yield
    complaints = [r.getMessage() for r in caplog.get_records("call") if r.name == "weasyprint"]
    assert complaints == []

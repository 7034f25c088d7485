"""Workbooks in XLSX of the tests' own: the fewest parts that one can have."""

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OF_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OF_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"

PARTS = {
    "[Content_Types].xml": f"""<Types xmlns="{OF_PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPES}.worksheet+xml"/></Types>""",
    "_rels/.rels": f"""<Relationships xmlns="{OF_PACKAGE}/relationships">
<Relationship Id="a" Type="{OF_OFFICE}/officeDocument" Target="xl/workbook.xml"/>
</Relationships>""",
    "xl/workbook.xml": f"""<workbook xmlns="{MAIN}" xmlns:r="{OF_OFFICE}">
<sheets><sheet name="Students" sheetId="1" r:id="b"/></sheets></workbook>""",
    "xl/_rels/workbook.xml.rels": f"""<Relationships xmlns="{OF_PACKAGE}/relationships">
<Relationship Id="b" Type="{OF_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>
</Relationships>""",
}


def workbook(rows: Sequence[Sequence[str | float | None]]) -> bytes:
    """A workbook with these cells; texts that begin with "=" are formulas, of the value 7.

    Those that begin with "=?" have no value yet, as programs write them that work nothing out;
    those with "=0" have an empty text, as Excel writes it.
    """
    lines = "".join(
        f'<row r="{number}">{"".join(map(_cell, row))}</row>'
        for number, row in enumerate(rows, start=1)
    )
    return packed({"xl/worksheets/sheet1.xml": sheet(lines)})


def sheet(rows: str, before: str = "") -> str:
    """The XML of a sheet."""
    return f'{before}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def packed(parts: dict[str, str]) -> bytes:
    """All parts of a workbook, in a zip."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in {**PARTS, **parts}.items():
            file.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def zipped(name: str) -> bytes:
    """A zip with one file of that name."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        file.writestr(zipfile.ZipInfo(name), "x")
    return content.getvalue()


def _cell(value: str | float | None) -> str:
    if value is None:
        return "<c/>"
    if isinstance(value, int | float):
        return f"<c><v>{value}</v></c>"
    if value.startswith("=?"):
        return f"<c><f>{escape(value[2:])}</f><v></v></c>"
    if value.startswith("=0"):
        return f'<c t="str"><f>{escape(value[2:])}</f><v></v></c>'
    if value.startswith("="):
        return f"<c><f>{escape(value[1:])}</f><v>7</v></c>"
    return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'

"""Files that are no roster, each with the sentence that says so."""

from collections.abc import Mapping
from typing import Final

from tests.unit.course.made_workbook import packed, sheet, workbook, zipped
from tests.unit.course.roster_kinds import (
    CELLS,
    GARBLED,
    HEAD,
    IVAN,
    LOST,
    NO_TABLE,
    NO_VALUE,
    PETR,
    PLAIN,
    UNCLOSED,
    Kind,
    text,
)

REFUSED: Final[Mapping[str, Kind]] = {
    "empty": Kind(b"", refused="nothing in it"),
    "only blank lines": Kind(b"\n \n;;\n\xef\xbb\xbf\n", refused="nothing in it"),
    "only a head": Kind(text(HEAD), refused="no line below the head"),
    "no head": Kind(text(IVAN, PETR), refused="'variant'.*first line has: 1, Иванов"),
    "other columns": Kind(text("a,b,c", "1,2,3"), refused="first line has: a, b, c"),
    "a column misspelled": Kind(
        text("student_id,group_code,varaint", "1,ИУ5-63Б,7"), refused="is 'varaint' meant"
    ),
    "a Russian column misspelled": Kind(
        text("Фамилия;Группа;Варинт", "Иванов;ИУ5-63Б;7"), refused="is 'Варинт' meant"
    ),
    "no column of the group": Kind(text("student,variant", "A,7"), refused="'group_code'"),
    "nobody named": Kind(text("group_code,variant", "ИУ5-63Б,7"), refused="says who"),
    "a column twice": Kind(text(f"{HEAD},Variant", IVAN), refused="'variant' stands there twice"),
    "a head with an open quote": Kind(text(f'"{HEAD}', IVAN), refused=f"line 1, .*{UNCLOSED}"),
    "other separators": Kind(PLAIN.replace(b",", b"|"), refused="first line has: student_id|last"),
    "201 columns": Kind(text(f"{HEAD}{',x' * 200}", IVAN), refused="more than 200 cells"),
    "one endless line": Kind(b"a" * 200_000, refused="more than 65536 characters"),
    "noise": Kind(bytes(range(256)) * 40, refused="line 1, "),
    "a picture": Kind(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", refused=f"a picture, {NO_TABLE}"),
    "a photograph": Kind(b"\xff\xd8\xff\xe0\0\x10JFIF", refused=f"a picture, {NO_TABLE}"),
    "a PDF": Kind(b"%PDF-1.7\n1 0 obj\n", refused=f"a PDF, {NO_TABLE}"),
    "a web page": Kind(
        b"\xef\xbb\xbf\n<!DOCTYPE html>\n<table>", refused=rf"a web page \(HTML\), {NO_TABLE}"
    ),
    "a web page for Excel": Kind(
        b'<html xmlns:x="urn:schemas-microsoft-com:office:excel">', refused=f"web page.*{NO_TABLE}"
    ),
    "a table in XML": Kind(b'<?xml version="1.0"?>\n<Workbook>', refused=f"XML, {NO_TABLE}"),
    "RTF": Kind(b"{\\rtf1\\ansi}", refused=f"RTF, {NO_TABLE}"),
    "an archive of gzip": Kind(b"\x1f\x8b\x08\0\0", refused="an archive; unpack it"),
    "an empty zip": Kind(b"PK\x05\x06" + b"\0" * 18, refused="an archive; unpack it"),
    "a zip of a table": Kind(zipped("roster.csv"), refused="an archive; unpack it"),
    "a document of Word": Kind(zipped("word/document.xml"), refused=f"Word, {NO_TABLE}"),
    "a table of LibreOffice": Kind(zipped("content.xml"), refused=f"LibreOffice.*{NO_TABLE}"),
    "a binary workbook": Kind(zipped("xl/workbook.bin"), refused=rf"\(XLSB\), {NO_TABLE}"),
    "a head in KOI8-R": Kind(
        text("Фамилия,Имя,Группа,Вариант", "Ли,Юй,ИУ5-63Б,7", encoding="koi8-r"),
        refused=f"line 1, which has to name the columns: .*{GARBLED}",
    ),
    "a head of question marks": Kind(
        text("???????,???,??????,???????", "Li,Yu,?,7"), refused=f"line 1, .*{LOST}"
    ),
    "a title above the head": Kind(
        text("Список,,,,,", "", HEAD, IVAN),
        refused="first line.*as line 3 does; delete those above",
    ),
    "a title above the head of a workbook": Kind(
        workbook([["Список"], *CELLS]), refused="as line 2 does"
    ),
    "a head of formulas without values": Kind(
        workbook([["=?A", "=?B"], *CELLS]), refused=f"line 1, .* A1 {NO_VALUE}"
    ),
    "JSON": Kind(b'[{"variant": 7}]', refused="no column|open"),
    "an old workbook": Kind(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, refused="old kind"),
    "another zip": Kind(packed({"[Content_Types].xml": "<Types/>"}), refused="not a workbook"),
    "half a workbook": Kind(workbook(CELLS)[:300], refused="not a workbook"),
    "a workbook that is no XML": Kind(
        packed({"xl/worksheets/sheet1.xml": "student_id"}), refused="not a workbook"
    ),
    "a workbook without rows": Kind(workbook([]), refused="nothing in it"),
    "a workbook that unpacks to a great size": Kind(
        packed({"xl/worksheets/sheet1.xml": sheet("<row/>" * 12_000_000)}), refused="unpacks to 68"
    ),
    "entities in entities": Kind(
        packed(
            {
                "xl/worksheets/sheet1.xml": sheet(
                    '<row><c t="inlineStr"><is><t>&j;</t></is></c></row>',
                    '<!DOCTYPE a [<!ENTITY a "xxxxxxxxxx">'
                    + "".join(
                        f'<!ENTITY {name} "{f"&{inner};" * 10}">'
                        for inner, name in zip("abcdefghi", "bcdefghij", strict=True)
                    )
                    + "]>",
                )
            }
        ),
        refused="not a workbook",
    ),
    "a workbook of one cell far below": Kind(
        packed({"xl/worksheets/sheet1.xml": sheet('<row r="999999999999"><c><v>1</v></c></row>')}),
        refused="nothing in it",
    ),
    "10^6 lines": Kind(b"student,classes\n" + b"A,1\n" * 1_000_000, refused="more than 100000"),
    "40 MB": Kind(PLAIN + b" " * 40_000_000, refused="more than 32 MB"),
}

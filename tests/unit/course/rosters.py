"""Rosters as teachers and strangers make them: the file, and what is to be said of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from tests.unit.course.made_workbook import packed, sheet, workbook

HEAD: Final = "student_id,last_name,first_name,email,group_code,variant"
IVAN: Final = "1,Иванов,Иван Иванович,ivanov@example.org,ИУ5-63Б,7"
PETR: Final = "2,Петров,Пётр,petrov@example.org,ИУ5-63Б,8"
ANNA: Final = "3,Сидорова,Анна-Мария,anna@example.org,ИУ5И-64Б,9"
CELLS: Final = [line.split(",") for line in (HEAD, IVAN, PETR)]

UNCLOSED = r"quote \(\"\) is not closed"
GARBLED = "wrong encoding"


@dataclass(frozen=True)
class Kind:
    """`refused` is a pattern of the sentence for the whole file; else `good` are the lines of
    students, `bad` has a pattern for each line that is bad, `remarks` for each that is odd.
    """

    content: bytes
    good: tuple[int, ...] = ()
    bad: Mapping[int, str] = field(default_factory=dict)
    remarks: Mapping[int, str] = field(default_factory=dict)
    refused: str = ""


def text(*lines: str, encoding: str = "utf-8", end: str = "\n") -> bytes:
    return "".join(f"{line}{end}" for line in lines).encode(encoding)


def one(line: str, problem: str, *, head: str = HEAD) -> Kind:
    """A bad line between two good ones, which are there all the same."""
    first, last = (IVAN, PETR) if head == HEAD else ("11,Ы,3,IU5,4", "12,Ю,3,IU5,5")
    return Kind(text(head, first, line, last), good=(2, 4), bad={3: problem})


def with_cells(**cells: str) -> str:
    """The line of Anna with other cells."""
    names = HEAD.split(",")
    own = dict(zip(names, ANNA.split(","), strict=True)) | cells
    return ",".join(own[name] for name in names)


def table(head: str, line: str, problem: str = "") -> Kind:
    if problem:
        return Kind(text(head, line), bad={2: problem})
    return Kind(text(head, line), good=(2,))


PLAIN = text(HEAD, IVAN, PETR)
BY_NUMBER = "student_id,student,group,stream,variant"

GOOD: Final[Mapping[str, Kind]] = {
    "plain": Kind(PLAIN, good=(2, 3)),
    "no end of the last line": Kind(PLAIN.rstrip(), good=(2, 3)),
    "ends of Windows": Kind(text(HEAD, IVAN, PETR, end="\r\n"), good=(2, 3)),
    "ends of old Macs": Kind(text(HEAD, IVAN, PETR, end="\r"), good=(2, 3)),
    "blank lines": Kind(text("", HEAD, "", IVAN, ",,,,,", '"",""', PETR, ""), good=(4, 7)),
    "semicolons": Kind(PLAIN.replace(b",", b";"), good=(2, 3)),
    "tabs": Kind(PLAIN.replace(b",", b"\t"), good=(2, 3)),
    "Excel's line of the separator": Kind(b"sep=;\n" + PLAIN.replace(b",", b";"), good=(3, 4)),
    "UTF-8 with a mark": Kind(text(HEAD, IVAN, encoding="utf-8-sig"), good=(2,)),
    "UTF-16": Kind(text(HEAD, IVAN, encoding="utf-16"), good=(2,)),
    "UTF-16 of the other end": Kind(
        "\ufeff".encode("utf-16-be") + text(HEAD, IVAN, encoding="utf-16-be"), good=(2,)
    ),
    "UTF-16 without a mark": Kind(text(HEAD, IVAN, encoding="utf-16-le"), good=(2,)),
    "UTF-32": Kind(text(HEAD, IVAN, encoding="utf-32"), good=(2,)),
    "CP1251": Kind(text(HEAD, IVAN, PETR, encoding="cp1251"), good=(2, 3)),
    "encodings by line": Kind(text(HEAD, IVAN) + text(PETR, encoding="cp1251"), good=(2, 3)),
    "a Russian head": table("Фамилия;Имя;Отчество;Группа;Вариант", "Иванов;Иван;И.;ИУ5-63Б;7"),
    "Moodle's head": table(
        'Имя,Фамилия,"Индивидуальный номер","Адрес электронной почты",Группа,Вариант',
        "Иван,Иванов,17У123,i@example.org,ИУ5-63Б,7",
    ),
    "capitals and spaces in the head": table(" Student ID ,Group-Code,VARIANT", "1,ИУ5-63Б,7"),
    "group and stream": table(BY_NUMBER, "1,Иванов,3,IU5,7"),
    "a whole code called a group": table("student,group,variant", "Иванов,ИУ5-63Б,7"),
    "classes of the teacher": table("student,classes", 'Иванов,"18, 63, 28"'),
    "classes parted by spaces": table("student,classes", "Иванов,18 63 28"),
    "all options": table(
        f"{HEAD},teacher,year,lang,seed", f"{IVAN},П.П. Петров,2026,ru,5"
    ),
    "spaces after separators": Kind(text(HEAD, '1, "Иванов", Иван, , ИУ5-63Б, 7'), good=(2,)),
    "a cell of two lines": Kind(text(f"{HEAD},note", f'{IVAN},"a\nb"', f"{PETR},"), good=(2, 4)),
    "characters that nobody sees": Kind(
        text("\ufeff" + HEAD, with_cells(variant="\u200b9\u00a0\ufeff")), good=(2,)
    ),
    "quotes within quotes": Kind(text(HEAD, with_cells(last_name='"Ли ""Бо"""')), good=(2,)),
    "a quote in a bare cell": Kind(text(HEAD, with_cells(last_name='Ли "Бо"')), good=(2,)),
    "fewer cells": Kind(text(f"{HEAD},note,more", IVAN), good=(2,)),
    "HTML in a name": Kind(text(HEAD, with_cells(last_name="<script>alert(1)</script>")), (2,)),
    "a formula in a name": Kind(text(HEAD, with_cells(last_name="=cmd|' /C calc'!A0")), (2,)),
    "two dots as an id": Kind(text(HEAD, with_cells(student_id="../../etc")), (2,)),
    "a device of Windows as an id": Kind(text(HEAD, with_cells(student_id="CON")), (2,)),
    "300 characters as an id": Kind(text(HEAD, with_cells(student_id="я" * 300)), (2,)),
    "a workbook": Kind(workbook(CELLS), good=(2, 3)),
    "a workbook with numbers, formulas and gaps": Kind(
        workbook([CELLS[0], [], [1.0, "Иванов", None, None, "ИУ5-63Б", "=3+4"]]), good=(3,)
    ),
    "variants twice": Kind(
        text(HEAD, IVAN, PETR.replace("8", "7")), good=(2, 3), remarks={3: "variant 7 on line 2"}
    ),
    "an address twice": Kind(
        text(HEAD, IVAN, PETR.replace("petrov@", "Ivanov@")),
        good=(2, 3),
        remarks={3: "Ivanov@example.org stands on line 2"},
    ),
}  # fmt: skip

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
    "a picture": Kind(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", refused="line 1, |first line has"),
    "a PDF": Kind(b"%PDF-1.7\n1 0 obj\n", refused="first line has: %PDF"),
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

BAD: Final[Mapping[str, Kind]] = {
    "no good line": Kind(
        text(HEAD, with_cells(variant=""), with_cells(group_code="")),
        bad={2: "no variant; .*'variant'", 3: "no group; .*'group_code'"},
    ),
    "variant 0": one(with_cells(variant="0"), "variant '0': a whole number from 1 to 99"),
    "a variant with a decimal": one(with_cells(variant="7.5"), "variant '7.5'"),
    "a variant that became a date": one(with_cells(variant="07.мар"), "variant '07.мар'"),
    "an Arabic digit": one(with_cells(variant="٧"), "variant '٧'"),
    "a huge variant": one(with_cells(variant="9" * 5000), "variant '9"),
    "a cell of 5000 characters": one(
        with_cells(last_name="я" * 5000), r"'я+\.\.\.я+.*: .*characters"
    ),
    "an error of a spreadsheet": one(with_cells(variant="#REF!"), "variant '#REF!'"),
    "an unknown group": one(with_cells(group_code="ПС4-11"), "'ПС4-11' is not understood"),
    "no stream": one("3,Ж,3,,7", "stream is missing: give 'stream'", head=BY_NUMBER),
    "an unknown stream": one("3,Ж,3,PS,7", "'PS' is unknown", head=BY_NUMBER),
    "group 0": one("3,Ж,0,IU5,7", "group '0': ", head=BY_NUMBER),
    "a class beyond the last": one(with_cells(group_code="ИУ5-63Б", variant="44"), "= 100.*0 to"),
    "classes that clash": one(
        "3,Ж,13,IU5,7", r"13 \+ 15 = 28.*7 \+ 21 = 28.*same.*'classes'", head=BY_NUMBER
    ),
    "a class named twice": table("student,classes", "A,1 2 1", "class 1 stands twice"),
    "two classes": table("student,classes", "A,1 2", "'classes' takes three numbers"),
    "class 100": table("student,classes", "A,1 2 100", "classes '1 2 100': three class numbers"),
    "an unknown year": table(f"{HEAD},year", f"{IVAN},1999", "year '1999': .*2023"),
    "a seed below 0": table(f"{HEAD},seed", f"{IVAN},-1", "seed '-1'"),
    "an unknown language": table(f"{HEAD},lang", f"{IVAN},xx", "lang 'xx': .*ru only"),
    **{
        f"words in {place}": table(
            f"{HEAD},words", f"{IVAN},{place}", "has to lie beside the roster"
        )
        for place in ("/etc", "../../etc", "~/words", "a/../..")
    },
    "no folder of words": table(f"{HEAD},words", f"{IVAN},nowhere", "words 'nowhere': .*no such"),
    "an id that a spreadsheet shortened": one(
        with_cells(student_id="1.23457E+11"), "1.23457E.*was shortened"
    ),
    "nobody named in a line": one(",,,,ИУ5-63Б,9", "nobody is named"),
    "a name of digits": one("3,123,,,ИУ5-63Б,9", "'123': a name has letters"),
    "a name of 300 letters": one(with_cells(last_name="я" * 300), "name"),
    "an id twice": one("1,Другой,Иван,,ИУ5-64Б,9", "'1' stands on line 2 already"),
    "an id twice, in other letters": Kind(
        text(HEAD, with_cells(student_id="ab"), with_cells(student_id=" AB")),
        good=(2,),
        bad={3: "'AB' stands on line 2"},
    ),
    "the same line twice": one(IVAN, "stands on line 2 already"),
    "a name twice without ids": Kind(
        text("student,group,variant", "А Б,ИУ5-63Б,7", "А  Б,ИУ5-63Б,8"),
        good=(2,),
        bad={3: "'А  Б' stands on line 2"},
    ),
    "an open quote": one('3,"Сидорова,Анна,,ИУ5-64Б,9', UNCLOSED),
    "an open quote at the end": Kind(text(HEAD, IVAN, '3,"Си'), good=(2,), bad={3: UNCLOSED}),
    "a lone quote": one('3,"Си"дорова,Анна,,ИУ5-64Б,9', UNCLOSED),
    "open quotes in two lines": Kind(
        text(HEAD, '1,"А,,,ИУ5-63Б,7', PETR, '3,"Б,,,ИУ5-63Б,9', ANNA.replace("3", "4", 1)),
        good=(3, 5),
        bad={2: UNCLOSED, 4: UNCLOSED},
    ),
    "too many cells": one(f"{ANNA},10", "7 cells and the head 6"),
    "classes with bare commas": table("student,classes", "A,1,2,3", "4 cells and the head 2"),
    "another separator in a line": one(ANNA.replace(",", ";"), "no variant"),
    "201 cells in a line": one(ANNA + "," * 200, "more than 200 cells"),
    "an endless line": one("3" * 200_000, "more than 65536 characters"),
    "NUL": one(with_cells(last_name="Си\0дорова"), "NUL"),
    "lost letters": one(with_cells(last_name="Си\ufffdорова"), "letters of it were lost"),
    "no letter of CP1251": Kind(
        text(HEAD, IVAN, encoding="cp1251") + b"3,\x98,,,3,9\n", good=(2,), bad={3: "were lost"}
    ),
    "two encodings in a line": Kind(
        text(HEAD, IVAN) + "3,Сидорова,".encode() + text("Анна,,ИУ5-63Б,9", encoding="cp1251"),
        good=(2,),
        bad={3: GARBLED},
    ),
    "UTF-8 taken for CP1251": one(
        with_cells(last_name="Сидорова".encode().decode("cp1251", "ignore")), GARBLED
    ),
    "UTF-8 taken for Latin-1": one(
        with_cells(last_name="Сидорова".encode().decode("latin-1")), "GARBLED|wrong encoding"
    ),
    "half a letter of UTF-16": Kind(
        text(HEAD, IVAN, encoding="utf-16") + b"\x00\xd8" + text(",", encoding="utf-16-le"),
        good=(2,),
        bad={3: "were lost"},
    ),
    "a bad line of a workbook": Kind(
        workbook([*CELLS, [3, "Ж", None, None, "ИУ5-63Б", "x"]]), good=(2, 3), bad={4: "variant"}
    ),
    "201 cells in a workbook": Kind(
        workbook([*CELLS, [3, *[None] * 199, 1]]), good=(2, 3), bad={4: "more than 200 cells"}
    ),
}

KINDS: Final = {**GOOD, **REFUSED, **BAD}

"""Rosters as teachers and strangers make them: the file, and what is to be said of it."""

from collections.abc import Mapping
from typing import Final

from tests.unit.course.made_workbook import workbook
from tests.unit.course.refused_rosters import REFUSED
from tests.unit.course.roster_kinds import (
    ANNA,
    BY_NUMBER,
    CELLS,
    GARBLED,
    HEAD,
    IVAN,
    LOST,
    NO_VALUE,
    PETR,
    PLAIN,
    UNCLOSED,
    Kind,
    one,
    table,
    text,
    with_cells,
)

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
    "a small letter before capitals": Kind(text(HEAD, with_cells(last_name="МакДональд")), (2,)),
    "names of other languages": Kind(
        text(
            HEAD,
            with_cells(last_name="Чжэнфэй", first_name="Жэнь"),
            "4,Günther-Ñuñez,Zoë Ağaoğlu,,ИУ5-63Б,1",
            "5,О’Нил,Юй,,ИУ5-63Б,2",
            "6,Нгуен (Nguyễn),Ви,,ИУ5-63Б,3",
        ),
        good=(2, 3, 4, 5),
    ),
    "questions in a further column": Kind(text(f"{HEAD},note", f"{IVAN},what??? ¤ЯЯ"), (2,)),
    "whole numbers with decimals": Kind(
        text(
            f"{BY_NUMBER},year,seed",
            "1,Иванов,3.0,IU5,7.00,2024.0,1.0",
            '2,Ли,"3,0",IU5,"8,0",,',
        ),
        good=(2, 3),
    ),
    "the language of all reports": Kind(
        text(f"{HEAD},lang", f"{IVAN},RU", f"{PETR},"), good=(2, 3)
    ),
    "two dots as an id": Kind(text(HEAD, with_cells(student_id="../../etc")), (2,)),
    "a device of Windows as an id": Kind(text(HEAD, with_cells(student_id="CON")), (2,)),
    "300 characters as an id": Kind(text(HEAD, with_cells(student_id="я" * 300)), (2,)),
    "a workbook": Kind(workbook(CELLS), good=(2, 3)),
    "a workbook with numbers, formulas and gaps": Kind(
        workbook([CELLS[0], [], [1.0, "Иванов", None, None, "ИУ5-63Б", "=3+4"]]), good=(3,)
    ),
    "a workbook whose formulas come to nothing": Kind(
        workbook([*CELLS, ["=0", "=0", None, None, None, "=0"], [None, "=0"]]), good=(2, 3)
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

BAD: Final[Mapping[str, Kind]] = {
    "no good line": Kind(
        text(HEAD, with_cells(variant=""), with_cells(group_code="")),
        bad={2: "no variant; .*'variant'", 3: "no group; .*'group_code'"},
    ),
    "variant 0": one(with_cells(variant="0"), "variant '0': a whole number from 1 to 99"),
    "a variant with a decimal": one(with_cells(variant="7.5"), "variant '7.5'"),
    "a variant that became a date": one(with_cells(variant="07.мар"), "variant '07.мар'"),
    "a variant with a comma": one('3,Ж,3,IU5,"7,5"', "variant '7,5': a whole", head=BY_NUMBER),
    "a group with a decimal": one("3,Ж,3.5,IU5,7", "group '3.5': a whole", head=BY_NUMBER),
    "a variant with a word": one(with_cells(variant="7 вариант"), "variant '7 вариант': a whole"),
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
    "an unknown language": table(f"{HEAD},lang", f"{IVAN},xx", "lang 'xx': .*ru only; write ru"),
    "English": table(f"{HEAD},lang", f"{IVAN},en", "lang 'en': .*ru only; .*leave the cell empty"),
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
        bad={3: "'AB' and 'ab' on line 2 differ in capitals.*; delete one"},
    ),
    "an id twice, in two forms of Unicode": Kind(
        text(HEAD, with_cells(student_id="й"), with_cells(student_id="и\u0306")),
        good=(2,),
        bad={3: "on line 2 differ in .*the encoding of their letters alone"},
    ),
    "an address twice as an id": Kind(
        text("email,group_code,variant", "A@e.org,ИУ5-63Б,7", "a@E.org,ИУ5-63Б,8"),
        good=(2,),
        bad={3: "'a@E.org' and 'A@e.org' on line 2 differ in capitals"},
    ),
    "the same line twice": one(IVAN, "stands on line 2 already"),
    "a name twice without ids": Kind(
        text("student,group,variant", "А Б,ИУ5-63Б,7", "А  Б,ИУ5-63Б,8"),
        good=(2,),
        bad={3: "'А  Б' and 'А Б' on line 2 differ in .*spaces"},
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
    "another separator in a line": one(ANNA.replace(",", ";"), "another sign.*first line"),
    "tabs in a line": one(ANNA.replace(",", "\t"), "another sign.*first line"),
    "the head once more": one(HEAD, "names the columns once more; delete it"),
    "a name of two lines": Kind(
        text(HEAD, IVAN, '3,"Сидо\nрова",Анна,,ИУ5-63Б,9', PETR),
        good=(2, 5),
        bad={3: r"last_name 'Сидо\\nрова': there is a line break in it; write it on one line"},
    ),
    "a quote that closes a line later": Kind(
        text(HEAD, '3,"Сидорова,Анна,,ИУ5-64Б,9', '4,Орлов",Иван,,ИУ5-63Б,8', PETR),
        good=(4,),
        bad={2: r"'Сидорова.*9\\n4,Орлов': there is a line break in it; .*a quote is closed"},
    ),
    "an id of two lines": Kind(
        text(HEAD, '"3\r\n4",Ли,Юй,,ИУ5-63Б,9', PETR), good=(4,), bad={2: "student_id .*line break"}
    ),
    "a name of two lines in a workbook": Kind(
        workbook([*CELLS, ["3", "Сидо\nрова", None, None, "ИУ5-63Б", 9]]),
        good=(2, 3),
        bad={4: "last_name .*line break"},
    ),
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
    **{
        f"letters in {encoding}": Kind(
            text(BY_NUMBER, "1,Иванов,3,IU5,7", "2,Ким,3,IU5,8", encoding=encoding),
            bad={2: GARBLED, 3: GARBLED},
        )
        for encoding in ("koi8-r", "iso8859-5", "cp866")
    },
    **{
        f"{encoding} taken for Latin-1": one(
            with_cells(last_name="Петров".encode(encoding).decode("latin-1")), GARBLED
        )
        for encoding in ("koi8-r", "cp1251")
    },
    "CP1251 taken for CP866": one(
        with_cells(last_name="Петров".encode("cp1251").decode("cp866")), GARBLED
    ),
    "letters that became question marks": one(with_cells(last_name="??????"), LOST),
    "letters of a workbook that were garbled": Kind(
        workbook([*CELLS, ["3", "ðÅÔÒÏ×", None, None, "ИУ5-63Б", 9]]), good=(2, 3), bad={4: GARBLED}
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
    "a variant that was never worked out": Kind(
        workbook([*CELLS, ["3", "Ж", None, None, "ИУ5-63Б", "=?3+4"]]),
        good=(2, 3),
        bad={4: f"the formula in F4 {NO_VALUE}"},
    ),
    "an address that was never worked out": Kind(
        workbook([CELLS[0], ["3", "Ж", None, '=?A2&"@x"', "ИУ5-63Б", 9], *CELLS[1:]]),
        good=(3, 4),
        bad={2: f"the formula in D2 {NO_VALUE}"},
    ),
    "a line of formulas that were never worked out": Kind(
        workbook([*CELLS, [], ["=?A", "=?B"]]), good=(2, 3), bad={5: f"A5 {NO_VALUE}"}
    ),
    "201 cells in a workbook": Kind(
        workbook([*CELLS, [3, *[None] * 199, 1]]), good=(2, 3), bad={4: "more than 200 cells"}
    ),
}

KINDS: Final = {**GOOD, **REFUSED, **BAD}

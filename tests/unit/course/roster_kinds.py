"""What a test of rosters is made of: lines of students, and what is to be said of a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

HEAD: Final = "student_id,last_name,first_name,email,group_code,variant"
IVAN: Final = "1,Иванов,Иван Иванович,ivanov@example.org,ИУ5-63Б,7"
PETR: Final = "2,Петров,Пётр,petrov@example.org,ИУ5-63Б,8"
ANNA: Final = "3,Сидорова,Анна-Мария,anna@example.org,ИУ5И-64Б,9"
CELLS: Final = [line.split(",") for line in (HEAD, IVAN, PETR)]

UNCLOSED = r"quote \(\"\) is not closed"
GARBLED = "wrong encoding"
LOST = "question marks in the place of letters"
NO_VALUE = "has no stored value; open the workbook in Excel"
NO_TABLE = "and a table in XLSX or CSV is needed; save the table"


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

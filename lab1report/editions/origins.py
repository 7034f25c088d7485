"""What each file of the output folder was made from: its numbers, its student, its settings.

Every edition carries this record as one line of text: the PDFs in their metadata (`dc:source` of
XMP), the page in a `meta` element, the notebook in its metadata. So one rule says of any two files
whether they belong together: all that both record is the same.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final, Literal

from lab1report.editions.content import Content
from lab1report.messages import marked

Origin = Mapping[str, str]
"""Short digests by what they are of, as in `FIELDS`."""

Kind = Literal["pdf", "html", "ipynb", "defence"]

_TEXT: Final = ("numbers", "assignment", "words")
_PAGE: Final = (*_TEXT, "student", "group", "teacher", "year")
FIELDS: Final[Mapping[Kind, tuple[str, ...]]] = {
    "pdf": (*_PAGE, "arms", "length", "style"),
    "html": _PAGE,
    "ipynb": _TEXT,
    # Its answers name figures and pages of the report, which follow from length and style
    "defence": (*_TEXT, "student", "group", "length", "style"),
}
"""What an edition shows, so that it is out of date once this is another."""

WORDS: Final[Mapping[str, str]] = {
    "numbers": marked("other numbers"),
    "assignment": marked("another variant or other classes"),
    "words": marked("other words of yours"),
    "student": marked("another student's name"),
    "group": marked("another group"),
    "teacher": marked("another teacher's name"),
    "year": marked("another year"),
    "arms": marked("other arms"),
    "length": marked("another length"),
    "style": marked("another style"),
}
"""What is said of a file that differs in it."""

_NOT_NUMBERS = ("schema", "assignment", "environment")
_RECORD = re.compile(rb"lab1report-origin((?: [a-z]+=[0-9a-f]{12})+)")


def record(content: Content, kind: Kind) -> str:
    """The line that goes into an edition: letters, digits, spaces and `=`."""
    assignment = content.report.assignment
    known: dict[str, object] = {
        "student": assignment.student,
        "group": assignment.group_code,
        "teacher": assignment.teacher,
        "year": content.year,
        "words": [(own.section, own.source) for own in content.words.values()],
        "arms": content.emblem,
        "length": content.length,
        "style": content.style,
    }
    digests = {
        **of_results(content.results.encode()),
        **{name: _digest(one) for name, one in known.items()},
    }
    return " ".join(["lab1report-origin", *(f"{name}={digests[name]}" for name in FIELDS[kind])])


def recorded(file: bytes) -> Origin:
    """What an edition says of itself; empty where it says nothing, as other files do."""
    found = _RECORD.search(file)
    pairs = found[1].decode().split() if found else ()
    return dict(pair.split("=") for pair in pairs)


@lru_cache(maxsize=1)  # each edition of a build records the same
def of_results(text: bytes) -> Origin:
    """The same for `results.json`, which names no person.

    Raises:
        ValueError, RecursionError: it is not JSON.
    """
    document = json.loads(text)
    if not isinstance(document, dict):
        raise ValueError("it is no object")
    measured = {name: one for name, one in document.items() if name not in _NOT_NUMBERS}
    assignment = document.get("assignment")
    return {"numbers": _digest(without_times(measured)), "assignment": _digest(assignment)}


def without_times(value: Any) -> Any:
    """Results without how long they took, which differs when they are computed again."""
    if isinstance(value, dict):
        return {
            key: without_times(one)
            for key, one in value.items()
            if key not in ("timings", "seconds")
        }
    return [without_times(one) for one in value] if isinstance(value, list) else value


def differing(one: Origin, other: Origin) -> tuple[str, ...]:
    """What both record and have not in common."""
    return tuple(name for name in one if name in other and one[name] != other[name])


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:12]

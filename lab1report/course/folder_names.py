"""Names of folders for students: safe on every system, one a student, the same each time.

A name depends on the student alone and not on the rest of the roster, so that a line more changes
no folder of another. What has to be changed for a file system gets a digest of what it was, so
that two students never share a folder.
"""

import hashlib
import re
import unicodedata
from typing import Final

from lab1report.settings.option_values import NO_FOLDER

MOST_LETTERS: Final = 60
_MOST_BYTES: Final = 140  # encrypted file systems take 143, others 255
_OF_THE_COURSE: Final = frozenset(
    {"index.html", "course.json", "grades.csv", "manifest.jsonl", "course.parquet"}
)
"""What lies beside the folders of students."""

_DIGITS: Final = 12
_LIKE_A_DIGEST: Final = re.compile(f"-[0-9a-f]{{{_DIGITS}}}$")
_WITHOUT_NAME: Final = "student"
_KEPT: Final = frozenset("-_.@")


def folder_name(student: str) -> str:
    """The name of the folder of whoever is called `student`: an id, an address or a name.

    Spaces become "_". Two names of folders differ, as far as `same_folder` tells, if the students
    do: by more than capitals, spaces and ways to encode the same letters.
    """
    named = "_".join(_normal(student).split())
    safe = "".join(sign if _is_safe(sign) else "-" for sign in named).strip("-.")
    short = _cut(safe, MOST_LETTERS, _MOST_BYTES)
    if short == named and not _is_taken(short):
        return short
    digest = hashlib.sha256(same_folder(named).encode("utf-8", "surrogatepass")).hexdigest()
    ending = f"-{digest[:_DIGITS]}"
    kept = _cut(short, MOST_LETTERS - len(ending), _MOST_BYTES - len(ending)).strip("-.")
    if not kept or _is_taken(kept):
        kept = _WITHOUT_NAME
    return kept + ending


def same_folder(name: str) -> str:
    """What is equal for names that are one folder where capitals do not matter."""
    return _normal(_normal(name).upper().casefold())


def _normal(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _is_safe(sign: str) -> bool:
    return sign in _KEPT or unicodedata.category(sign)[0] in "LMN"


def _is_taken(name: str) -> bool:
    """Whether it is nobody's: a file of the course, a device of Windows, like a cut one."""
    taken = not name or name.casefold() in _OF_THE_COURSE
    return taken or bool(NO_FOLDER.search(name) or _LIKE_A_DIGEST.search(name))


def _cut(text: str, letters: int, size: int) -> str:
    text = text[:letters]
    while len(text.encode()) > size:
        text = text[:-1]
    return text

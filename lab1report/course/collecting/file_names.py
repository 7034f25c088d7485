"""Whose a file is that says nothing of itself: by its name, or that of a folder it lies in."""

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lab1report.course.collecting.matching import Expected
from lab1report.course.collecting.names import parts_of, words_in

_TOKENS: Final = re.compile(r"[^\W_]+")
_FEW_DIGITS: Final = re.compile(r"[0-9]{1,3}")
"""A number so short is that of a variant or a copy as well."""


class FileNames:
    """The students of a course, to be found by the names of `files`.

    What all files have in common, the folder of the course, the home of a teacher, is nobody's.
    """

    def __init__(self, students: Iterable[Expected], files: Sequence[Path]) -> None:
        self._by_token: dict[str, list[_Known]] = defaultdict(list)
        self._by_word: dict[str, list[_Known]] = defaultdict(list)
        for known in map(_known, students):
            for identity in known.identities:
                self._by_token[identity[0]].append(known)
            for word in known.family:
                self._by_word[word].append(known)
        self._common = _common(files)

    def whose(self, file: Path) -> Sequence[Expected]:
        """The one student whose name, id or address the file or a folder of it has, or nobody."""
        parts = file.absolute().parts[self._common :] or (file.name,)
        found = {one.folder: one for part in parts for one in self._called(part)}
        return [*found.values()] if len(found) == 1 else []

    def _called(self, name: str) -> Sequence[Expected]:
        """The students whom one name of a file or folder may mean; more of the name is better."""
        tokens, words = _tokens(name), parts_of(name)
        by_identity = [
            known.student
            for token in tokens
            for known in self._by_token.get(token, ())
            if any(_within(one, tokens) for one in known.identities)
        ]
        counts = [
            (len(known.family) + sum(_is_said(one, words) for one in known.others), known.student)
            for word in words
            for known in self._by_word.get(word, ())
            if known.family <= {*words}
        ]
        most = max((count for count, _student in counts), default=0)
        return by_identity or [student for count, student in counts if count == most]


@dataclass(frozen=True, kw_only=True)
class _Known:
    """A student with what the name of a file may have.

    `identities` are ids and addresses; `family` the words without which a name is not this
    student's, `others` all that it has besides.
    """

    student: Expected
    identities: Sequence[tuple[str, ...]]
    family: frozenset[str]
    others: Sequence[str]


def _known(student: Expected) -> _Known:
    parts = parts_of(student.name)
    last_name = parts_of(str(student.columns.get("last_name") or ""))
    family = frozenset(last_name or words_in(parts))
    return _Known(
        student=student,
        identities=_identities(student),
        family=family,
        others=[part for part in parts if part not in family],
    )


def _identities(student: Expected) -> list[tuple[str, ...]]:
    """The id, the address and what stands in it before the @, as they are compared."""
    columns: Mapping[str, object] = student.columns
    address = str(columns.get("email") or "")
    texts = (str(columns.get("student_id") or ""), address, address.partition("@")[0])
    every = (_tokens(text) for text in texts if not _FEW_DIGITS.fullmatch(text))
    return [tokens for tokens in every if tokens]


def _is_said(part: str, words: Sequence[str]) -> bool:
    """Whether a word or initial of a name is there, in full or as the other one."""
    return any(
        word == part or (1 in (len(word), len(part)) and word[0] == part[0]) for word in words
    )


def _tokens(text: str) -> tuple[str, ...]:
    return tuple(_TOKENS.findall(text.casefold()))


def _within(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    """Whether `whole` has the tokens of `part`, one after another."""
    length = len(part)
    return any(whole[start : start + length] == part for start in range(len(whole) - length + 1))


def _common(files: Sequence[Path]) -> int:
    """How many parts of the way to each file are the same."""
    folders = [file.absolute().parent for file in files]
    try:
        return len(Path(os.path.commonpath(folders)).parts)
    except ValueError:  # there are none, or they lie on several drives
        return 0

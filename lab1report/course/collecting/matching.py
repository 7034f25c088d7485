"""Whose of the course a report is, by what its PDF says."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from lab1report.course.collecting.names import agree, parts_of, words_in
from lab1report.course.collecting.submission import Claims


@dataclass(frozen=True, kw_only=True)
class Expected:
    """A student of the course, as `course.json` has it."""

    folder: str
    name: str
    group_code: str | None
    group: int | None
    stream: str | None
    variant: int | None
    year: int
    classes: tuple[int, ...]
    columns: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, entry: Mapping[str, Any]) -> Self:
        """The student of an entry of `course.json`.

        Raises:
            KeyError, TypeError: it is none.
        """
        student, assignment = entry["student"], entry["assignment"]
        named = str(student["group"])
        return cls(
            folder=str(entry["folder"]),
            name=str(student["name"]),
            group_code=named if named and not named.isdigit() else None,
            group=assignment["group"],
            stream=assignment["stream"],
            variant=assignment["variant"],
            year=assignment["year"],
            classes=tuple(one["id"] for one in assignment["classes"]),
            columns=dict(student),
        )


class Students:
    """The students of a course, to be found by what a PDF says."""

    def __init__(self, students: Iterable[Expected]) -> None:
        self.all = tuple(students)
        self._names = Counter(one.name for one in self.all)
        self._by_word: dict[str, list[Expected]] = defaultdict(list)
        self._by_variant: dict[int | None, list[Expected]] = defaultdict(list)
        for one in self.all:
            for word in dict.fromkeys(words_in(parts_of(one.name))):
                self._by_word[word].append(one)
            self._by_variant[one.variant].append(one)

    def whose(self, claims: Claims) -> Sequence[Expected]:
        """Whose report it can be: by the name, and by group and variant where that is not enough.

        Without a name group and variant decide. Several are found where nothing tells them apart.
        """
        if claims.student is None:
            return self.with_assignment(claims)
        parts = parts_of(claims.student)
        near = {one.folder: one for word in words_in(parts) for one in self._by_word.get(word, ())}
        named = [one for one in near.values() if agree(parts, parts_of(one.name))]
        own = [one for one in named if not differs(claims, one)]
        return own if own and len(named) > 1 else named

    def called(self, student: Expected) -> str:
        """The name, with the folder where somebody else has the same."""
        name = student.name
        return name if self._names[name] == 1 else f"{name} ({student.folder})"

    def with_assignment(self, claims: Claims) -> Sequence[Expected]:
        """Those whose group, variant, stream and year the PDF names."""
        if claims.variant is None:
            return ()
        return [one for one in self._by_variant[claims.variant] if not differs(claims, one)]


def differs(claims: Claims, student: Expected) -> tuple[str, ...]:
    """Which of "group", "variant", "stream" and "year" are others; none that one does not name."""
    codes = claims.group_code, student.group_code
    pairs = {
        "group": (claims.group, student.group) if None in codes else codes,
        "variant": (claims.variant, student.variant),
        "stream": (claims.stream, student.stream),
        "year": (claims.year, student.year),
    }
    return tuple(name for name, both in pairs.items() if None not in both and both[0] != both[1])

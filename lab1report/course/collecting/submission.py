"""What is known of the PDFs that a course sent in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from lab1report.verify.verification import Verification

Kind = Literal[
    "nobody",
    "several",
    "file name",
    "classes",
    "assignment",
    "demo",
    "same file",
    "sent again",
    "many words",
]
"""What is to be looked at: the PDF is of nobody of the roster, or may be of several; it says
nothing of itself, and somebody is named by its name or that of a folder; it has other classes, or
another group, variant, stream or year; its images are made up; another file has the same bytes, or
is of the same student; it has more words than are compared."""

Checked = Literal["", "intact", "consistent", "real"]
"""How far a report was checked: not at all; its attached files; everything that follows from its
measurements, up to the pages; some of its trainings too."""


@dataclass(frozen=True, kw_only=True)
class Claims:
    """Whose report a PDF says it is; what it does not say is None, or empty."""

    student: str | None = None
    group_code: str | None = None
    group: int | None = None
    stream: str | None = None
    variant: int | None = None
    year: int | None = None
    classes: tuple[int, ...] = ()
    seed: int | None = None
    demo: bool = False


@dataclass(frozen=True, kw_only=True)
class Measured:
    """A network's accuracy on the test images with its 95 % interval, all in [0, 1]."""

    variant: str
    network: str
    accuracy: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class CollectedRemark:
    """Something of a PDF that a teacher should look at, as a sentence.

    `names` are all students or files that it speaks of; the sentence names the first few.
    """

    kind: Kind
    sentence: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Submission:
    """A PDF that was sent in.

    `verification` is what `lab1report.verify_reports` says of it, as far as `checked`. `folders`
    are the students of the course whose it can be: one, where it is clear; `name` is that one's,
    and `student` has the roster's columns. `by_file_name`: the file says nothing of itself, but its
    name, or that of a folder it lies in, is this student's.
    `base` and `best` are what the report says of these networks; None where it says nothing.
    """

    verification: Verification
    checked: Checked
    claims: Claims
    base: Measured | None = None
    best: Measured | None = None
    folders: tuple[str, ...] = ()
    name: str = ""
    by_file_name: bool = False
    student: Mapping[str, Any] = field(default_factory=dict)
    expected_classes: tuple[int, ...] = ()
    remarks: tuple[CollectedRemark, ...] = ()

    @property
    def file(self) -> str:
        """The file as it was named."""
        return self.verification.file

    @property
    def owner(self) -> str:
        """Whose it is, for people: by the roster, else as the PDF says, else the file's name."""
        return self.name or self.claims.student or self.file

    @property
    def classes_are_right(self) -> bool | None:
        """Whether the classes are those of the roster; None where either is not known."""
        if not self.expected_classes or not self.claims.classes:
            return None
        return set(self.expected_classes) == set(self.claims.classes)


@dataclass(frozen=True, kw_only=True)
class SharedPlace:
    """Where a sentence stands: whose, in which file, in the words on which section."""

    owner: str
    file: str
    section: str
    text: str


@dataclass(frozen=True, kw_only=True)
class SharedSentence:
    """A sentence that several students have in their own words, or nearly: a place for each."""

    places: tuple[SharedPlace, ...]

    @property
    def owners(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(place.owner for place in self.places))


@dataclass(frozen=True, kw_only=True)
class ReusedFile:
    """The same file in the reports of several students: the `arms`, or words (`words/xor.md`).

    The arms are told and count for nothing: a whole course may have those of the university.
    """

    kind: Literal["arms", "words"]
    name: str
    owners: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Collection:
    """What a course sent in: a `Submission` for each file, in the order in which they were named.

    `missing` are the students of whom there is nothing, as in `course.json`. `unreadable` are those
    of whom there are only files that say nothing of themselves, named in their `files`. `others`
    are files in the folders that are no PDFs, which nobody looked into. `secret` is what decided
    which trainings were made again.
    """

    submissions: tuple[Submission, ...]
    missing: tuple[Mapping[str, Any], ...]
    unreadable: tuple[Mapping[str, Any], ...]
    others: tuple[str, ...]
    shared: tuple[SharedSentence, ...]
    reused: tuple[ReusedFile, ...] = ()
    secret: str = field(repr=False, default="")

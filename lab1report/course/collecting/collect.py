"""Collects what a course's students sent in: who, whether it can be believed, what two share."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from pathlib import Path

from lab1report.course import course_file
from lab1report.course.collecting.arriving import Arrived, arrive
from lab1report.course.collecting.file_names import FileNames
from lab1report.course.collecting.matching import Expected, Students
from lab1report.course.collecting.own_sentences import OwnText
from lab1report.course.collecting.remarks import submissions_of
from lab1report.course.collecting.shared_words import same_files, shared_sentences
from lab1report.course.collecting.submission import (
    Collection,
    ReusedFile,
    SharedPlace,
    SharedSentence,
    Submission,
)
from lab1report.course.collecting.word_runs import Run
from lab1report.progress import Progress
from lab1report.received.given_files import GivenFiles
from lab1report.verify.arguments import Asked


def collect(
    out: Path, given: GivenFiles, asked: Asked, progress: Progress, *, quick: bool
) -> Collection:
    """See `lab1report.collect_reports`."""
    course = course_file.read(out)
    students = Students(map(Expected.of, course.students))
    arrived, program = arrive(given.reports, asked, progress, quick=quick)
    file_names = FileNames(students.all, (*given.reports, *given.others))
    submissions = submissions_of(arrived, students, file_names, out)
    sent = {one.folders[0] for one in submissions if len(one.folders) == 1 and not one.by_file_name}
    left = [entry for entry in course.students if entry["folder"] not in sent]
    by_name = _by_name(submissions, given.others, file_names)
    return Collection(
        submissions=submissions,
        missing=tuple(entry for entry in left if entry["folder"] not in by_name),
        unreadable=tuple(
            {**entry, "files": files} for entry in left if (files := by_name.get(entry["folder"]))
        ),
        others=tuple(map(str, given.others)),
        shared=_shared(arrived, submissions, program),
        reused=(
            *_same_words(arrived, submissions, program),
            *_same_arms(arrived, submissions),
        ),
        secret=asked.secret,
    )


def _by_name(
    submissions: Sequence[Submission], others: Sequence[Path], file_names: FileNames
) -> Mapping[str, list[str]]:
    """By the folders of students, the files that are theirs by nothing but their names."""
    found: dict[str, list[str]] = defaultdict(list)
    for one in submissions:
        if one.by_file_name:
            found[one.folders[0]].append(one.file)
    for file in others:
        for student in file_names.whose(file):
            found[student.folder].append(str(file))
    return found


def _owners(submissions: Sequence[Submission]) -> list[str]:
    """Whose each is, so that what somebody sent twice is shared with nobody."""
    return [
        one.folders[0] if len(one.folders) == 1 else f"/{one.claims.student or one.file}"
        for one in submissions
    ]


def _texts(arrived: Sequence[Arrived]) -> list[OwnText]:
    return [OwnText() if one.read is None else one.read.words for one in arrived]


def _shared(
    arrived: Sequence[Arrived], submissions: Sequence[Submission], program: Set[Run]
) -> tuple[SharedSentence, ...]:
    found = shared_sentences(_texts(arrived), _owners(submissions), program)
    return tuple(
        SharedSentence(
            places=tuple(
                SharedPlace(
                    owner=submissions[one.text].owner,
                    file=submissions[one.text].file,
                    section=one.sentence.section,
                    text=one.sentence.text,
                )
                for one in group
            )
        )
        for group in found
    )


def _same_words(
    arrived: Sequence[Arrived], submissions: Sequence[Submission], program: Set[Run]
) -> Iterator[ReusedFile]:
    names = dict(zip(owners := _owners(submissions), submissions, strict=True))
    for section, groups in same_files(_texts(arrived), owners, program).items():
        for group in groups:
            called = tuple(names[one].owner for one in group)
            yield ReusedFile(kind="words", name=f"words/{section}.md", owners=called)


def _same_arms(
    arrived: Sequence[Arrived], submissions: Sequence[Submission]
) -> Iterator[ReusedFile]:
    having: dict[str, dict[str, str]] = defaultdict(dict)
    for one, key, submission in zip(arrived, _owners(submissions), submissions, strict=True):
        if one.read and one.read.arms:
            having[one.read.arms][key] = submission.owner
    for several in having.values():
        if len(several) > 1:
            yield ReusedFile(kind="arms", name="arms", owners=tuple(several.values()))

"""Holds what PDFs say of themselves against the course: whose they are, what to look at."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, cast

from lab1report.course import result_file
from lab1report.course.collecting.arriving import Arrived
from lab1report.course.collecting.file_names import FileNames
from lab1report.course.collecting.matching import Expected, Students, differs
from lab1report.course.collecting.own_sentences import MOST
from lab1report.course.collecting.submission import (
    Checked,
    Claims,
    CollectedRemark,
    Submission,
)
from lab1report.messages import _, marked, ngettext
from lab1report.quoting import cut, listed

_DIFFERS: Final = {
    "group": marked("group {own}, and by the roster {wanted}"),
    "variant": marked("variant {own}, and by the roster {wanted}"),
    "stream": marked("stream {own}, and by the roster {wanted}"),
    "year": marked("year {own}, and by the roster {wanted}"),
}


def submissions_of(
    arrived: Sequence[Arrived], students: Students, file_names: FileNames, out: Path
) -> tuple[Submission, ...]:
    """Each PDF with whose it is, and what a teacher should look at.

    Args:
        file_names: by which those are somebody's that say nothing of themselves.
        out: the folder of the course.
    """
    owners = [
        students.whose(one.claims)
        or (file_names.whose(Path(one.verification.file)) if one.is_mute else ())
        for one in arrived
    ]
    by_hash: dict[str, list[str]] = defaultdict(list)
    by_student: dict[str, list[str]] = defaultdict(list)
    for one, several in zip(arrived, owners, strict=True):
        by_hash[one.verification.sha256].append(one.verification.file)
        if len(several) == 1:
            by_student[several[0].folder].append(one.verification.file)
    found = []
    for one, several in zip(arrived, owners, strict=True):
        file, sha256 = one.verification.file, one.verification.sha256
        remarks = list(_of_one(one, several, students, out))
        same = [name for name in by_hash[sha256] if name != file] if sha256 else []
        again = by_student[several[0].folder] if len(several) == 1 else []
        others = [name for name in again if name not in (file, *same)]
        if same:
            said = _("the same file as {files}").format(files=listed(same))
            remarks.append(CollectedRemark(kind="same file", sentence=said, names=tuple(same)))
        if others:
            said = _("of this student there is {files} too").format(files=listed(others))
            remarks.append(CollectedRemark(kind="sent again", sentence=said, names=tuple(others)))
        found.append(_submission(one, several, students, tuple(remarks)))
    return tuple(found)


def _submission(
    one: Arrived,
    owners: Sequence[Expected],
    students: Students,
    remarks: tuple[CollectedRemark, ...],
) -> Submission:
    known = owners[0] if len(owners) == 1 else None
    return Submission(
        verification=one.verification,
        checked=_how_far(one),
        claims=one.claims,
        base=one.read.base if one.read else None,
        best=one.read.best if one.read else None,
        folders=tuple(owner.folder for owner in owners),
        name=students.called(known) if known else "",
        by_file_name=one.is_mute and known is not None,
        student=known.columns if known else {},
        expected_classes=known.classes if known else (),
        remarks=remarks,
    )


def _how_far(one: Arrived) -> Checked:
    found = one.verification
    if found.status == "refuted":
        return cast("Checked", found.stage)
    if found.trainings:
        return "real" if found.made_again else "consistent"
    return "intact" if one.read else ""


def _of_one(
    one: Arrived, owners: Sequence[Expected], students: Students, out: Path
) -> Iterator[CollectedRemark]:
    """What is to be said of a report by itself; of a file that is none whose it may be, at most."""
    claims = one.claims
    if one.is_mute and owners:
        said = _("of {name}, by the name of the file or its folder")
        sentence: str = said.format(name=students.called(owners[0]))
        yield CollectedRemark(kind="file name", sentence=sentence)
    elif one.verification.status == "no report":
        return
    elif not owners:
        beside = [students.called(one) for one in students.with_assignment(claims)]
        sentence = _nobody(claims, beside)
        yield CollectedRemark(kind="nobody", sentence=sentence, names=tuple(beside))
    elif len(owners) > 1:
        names = tuple(students.called(owner) for owner in owners)
        said = _("it may be of any of these: {names}").format(names=listed(names))
        yield CollectedRemark(kind="several", sentence=said, names=names)
    else:
        yield from _by_the_roster(claims, owners[0])
    if claims.demo and not (owners and _is_demo(out, owners[0])):
        yield CollectedRemark(kind="demo", sentence=_("made of made-up images"))
    if one.read and one.read.words.cut:
        said = ngettext(
            "only the first {count} of its words is compared with those of others",
            "only the first {count} of its words are compared with those of others",
            MOST,
        ).format(count=MOST)
        yield CollectedRemark(kind="many words", sentence=said)


def _nobody(claims: Claims, beside: Sequence[str]) -> str:
    if claims.student is None:
        return _("it names nobody, and its group and variant are of nobody in the roster")
    named = cut(claims.student)
    if not beside:
        return _("of {name}, who is not in the roster").format(name=named)
    said = _("of {name}, who is not in the roster; its group and variant are those of {others}")
    return said.format(name=named, others=listed(beside))


def _by_the_roster(claims: Claims, student: Expected) -> Iterator[CollectedRemark]:
    if claims.classes and set(claims.classes) != set(student.classes):
        said = _("classes {own}, and by the roster {wanted}").format(
            own=_numbers(claims.classes), wanted=_numbers(student.classes)
        )
        yield CollectedRemark(kind="classes", sentence=said)
    for name in differs(claims, student):
        own, wanted = getattr(claims, name), getattr(student, name)
        if name == "group":
            own, wanted = claims.group_code or own, student.group_code or wanted
        said = _(_DIFFERS[name]).format(own=cut(str(own)), wanted=cut(str(wanted)))
        yield CollectedRemark(kind="assignment", sentence=said)


def _is_demo(out: Path, student: Expected) -> bool:
    """Whether the teacher's own report of the student is made of such images too."""
    found = result_file.read(out / student.folder)
    return bool(found and found.report and found.report.get("demo"))


def _numbers(classes: Sequence[int]) -> str:
    return ", ".join(map(str, classes))

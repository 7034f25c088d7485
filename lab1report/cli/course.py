"""The commands `course …`, for a teacher: what a roster says, as a table or JSON; exit codes."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import typer

import lab1report
from lab1report.cli import course_building, course_collecting, course_serving, course_status
from lab1report.cli.commands import App
from lab1report.cli.course_building import EXIT_IN_PART, OF_REPORTS, Json, RosterFile, of_bad_lines
from lab1report.cli.output import printable, say
from lab1report.cli.parameters import takes
from lab1report.cli.streams import print_json
from lab1report.cli.tables import table_lines
from lab1report.messages import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lab1report import Roster, Student, WrongWords

EXIT_NO_GOOD_LINE: Final = 2

course_app = App(help=_("The reports of a whole course, for its teacher."), no_args_is_help=True)


@course_app.command(
    help=_("Print the classes of each student of a roster, and every bad line. Runs nothing.")
    + "\n\n"
    + _(
        "Exit 0: every line is good, and the students' own words; 4: some are bad; 2: no line is "
        "good, or it is no roster."
    )
)
@takes(OF_REPORTS)
def check(roster: RosterFile, options: dict[str, Any], as_json: Json = False) -> None:
    """Print the table on stdout, what is wrong on stderr."""
    from lab1report.cli.progress_bars import TerminalProgress

    lab1report.check_course_options(**options)
    with TerminalProgress() as progress:
        found = lab1report.read_roster(roster, progress=progress, **options)
        wrong = lab1report.check_words(found, progress=progress)
    if as_json:
        document = {**_document(found), "wrong_words": [vars(one) for one in wrong]}
        print_json(json.dumps(document, ensure_ascii=False, indent=1))
    else:
        for line in _table(found.students):
            print(line)
        _say_what_is_wrong(found, wrong)
    if found.bad_lines or wrong:
        raise typer.Exit(EXIT_IN_PART if found.students else EXIT_NO_GOOD_LINE)


def _table(students: "tuple[Student, ...]") -> Iterator[str]:
    if students:
        head = _("line"), _("student"), _("group"), _("variant"), _("classes")
        yield from table_lines([head, *map(_row, students)], in_full="--json")


def _row(student: "Student") -> tuple[str, ...]:
    assignment = student.settings.assignment
    classes = ", ".join(f"{choice.id} {choice.name}" for choice in assignment.classes)
    variant = "" if assignment.variant is None else str(assignment.variant)
    cells = str(student.line), student.name, _group(student), variant, classes
    return tuple(map(printable, cells))


def _group(student: "Student") -> str:
    assignment = student.settings.assignment
    parts = (assignment.group, assignment.stream)
    return assignment.group_code or " ".join(str(part) for part in parts if part is not None)


def _say_wrong_words(wrong: "WrongWords") -> None:
    for problem in wrong.first_few:
        said = _("line {line}, {student}: {problem}")
        say(said.format(line=wrong.line, student=printable(wrong.name), problem=problem))
    if wrong.same_as is not None:
        said = _("line {line}, {student}: the same folder of words as on line {other}")
        student = printable(wrong.name)
        say(said.format(line=wrong.line, student=student, other=wrong.same_as))


def _say_what_is_wrong(found: "Roster", wrong_words: "Sequence[WrongWords]") -> None:
    for sentence in of_bad_lines((bad.line, bad.problems) for bad in found.bad_lines):
        say(sentence)
    for remark in found.remarks:
        if remark.line is None:
            say(remark.sentence)
        else:
            said = _("line {line}, which is good: {remark}")
            say(said.format(line=remark.line, remark=remark.sentence))
    for wrong in wrong_words:
        _say_wrong_words(wrong)
    good, bad_count = len(found.students), len(found.bad_lines)
    students = ngettext("{count} student", "{count} students", good).format(count=good)
    triples = len({student.settings.assignment.class_ids for student in found.students})
    sets = ngettext("{count} set of classes", "{count} sets of classes", triples)
    bad_lines = ngettext("{count} bad line", "{count} bad lines", bad_count)
    counted = [students, sets.format(count=triples), bad_lines.format(count=bad_count)]
    if several := len(wrong_words):
        said = ngettext("{count} with wrong words", "{count} with wrong words", several)
        counted.append(said.format(count=several))
    say(", ".join(counted))


def _document(found: "Roster") -> dict[str, Any]:
    return {
        "roster": str(found.path),
        "students": [_student(student) for student in found.students],
        "bad_lines": [{"line": bad.line, "problems": [*bad.problems]} for bad in found.bad_lines],
        "remarks": [{"line": one.line, "sentence": one.sentence} for one in found.remarks],
    }


def _student(student: "Student") -> dict[str, Any]:
    settings = student.settings
    return {
        "line": student.line,
        "student_id": student.id,
        "last_name": student.last_name,
        "first_name": student.first_name,
        "email": student.email,
        "name": student.name,
        "folder": student.folder,
        "lang": student.language,
        "group_code": settings.assignment.group_code,
        **settings.assignment.to_document(),
        "student": settings.assignment.student,
        "teacher": settings.assignment.teacher,
        "seed": settings.seed,
        "words": str(settings.words) if settings.words else None,
        "further": dict(student.further),
    }


course_app.command(
    "build",
    help=_("Make the reports of a roster's students; again, only what is missing.")
    + "\n\n"
    + _("Exit 0: all are done; 4: some failed or are incomplete, or some lines are bad.")
    + "\n\n"
    + _(
        "2: no line is good, or an option cannot be so; 3: no images, or a full disk; 1: all else."
    ),
)(course_building.build)
course_app.command("status", help=course_status.HELP)(course_status.status)
course_app.command("collect", help=course_collecting.HELP)(course_collecting.collect)
course_app.command("serve", help=course_serving.HELP)(course_serving.serve)

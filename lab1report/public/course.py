"""The reports of a whole course (docs/reference/api.md)."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from lab1report.public.logging import told as told_progress

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Unpack

    from lab1report.course.building import CourseOutcome, Told
    from lab1report.course.collecting.submission import Collection
    from lab1report.course.roster import Roster
    from lab1report.course.serving.course_server import CourseServer
    from lab1report.course.status import CourseStatus
    from lab1report.course.student_words import WrongWords
    from lab1report.progress import Progress
    from lab1report.settings.option_values import OptionValues


def read_roster(
    path: str | Path, *, progress: "Progress | None" = None, **options: "Unpack[OptionValues]"
) -> "Roster":
    """The students of a course, each with the checked settings of a report; writes nothing.

    No `lab1.toml` is read. A line that is wrong is among `bad_lines` and costs no other one its
    report. Of a student, `settings.out` is the default folder, to be replaced by one of the
    student's own, whose name is `folder`.

    Args:
        path: a table in CSV (commas, semicolons or tabs; UTF-8, UTF-16 or CP1251) or XLSX.
        options: those of `load_settings` that hold wherever a line has none of its own.

    Raises:
        UserError: the file cannot be read, or its head lacks what is needed, or there is no line
            below it, or there are more than 100,000; or one of the `options` is wrong.
    """
    from lab1report.course import roster

    return roster.read_roster(Path(path), options, told_progress(progress))


def check_course_options(
    *, scheduler: str | None = None, shard: str | None = None, **options: "Unpack[OptionValues]"
) -> None:
    """Find out what is wrong with options of `read_roster` and `build_course`, before either.

    What takes a look is looked at too: whether the images are where `data` says, whether there is
    the `device` and the `scheduler`. Nothing is written or fetched.

    Raises:
        UserError: some cannot be so; a sentence for each, a line each.
        DataError: the images are not where `data` says.
    """
    from lab1report.course import asked

    asked.check(options, scheduler=scheduler, shard=shard)


def check_words(
    roster: "Roster", *, progress: "Progress | None" = None
) -> "tuple[WrongWords, ...]":
    """Say what of the students' own words no report can have, whatever its numbers are.

    Files of no section, what cannot be read, names that no report has. Which figures and tables
    there are, and what a number comes to, is known when the reports are made.

    Returns:
        those whose words are wrong, in the order of the roster; a folder that several students
        have is read once.
    """
    from lab1report.course import student_words

    return student_words.check_words(roster, told_progress(progress))


def build_course(
    roster: "Roster",
    out: str | Path,
    *,
    progress: "Progress | None" = None,
    workers: int | None = None,
    scheduler: str | None = None,
    shard: str | None = None,
    told: "Told | None" = None,
) -> "CourseOutcome":
    """Make the reports of a course that are not there yet, each in a folder of its own.

    Trainings that several reports need are made once. What goes wrong with one report is told of
    it alone, and costs no other. Beside the students' folders, `grades.csv` and `manifest.jsonl`
    are written.

    Args:
        out: the folder of the course; nothing is written outside of it, but for the store.
        workers: how many processes work at once; as many as the machine has cores by default.
        scheduler: the address of a Dask scheduler, such as "tcp://host:8786", whose workers do the
            trainings; the `workers` make the reports.
        shard: "3/20" makes the third of twenty parts, for as many machines that share the store
            and `out`.
        told: told of each student and the result, as soon as the report is made.

    Raises:
        UserError: the roster has no good line, or `out` cannot be written, or there is no such
            shard or scheduler, or both are given, or none of its workers can be used.
        Lab1Error: the scheduler has gone, and has not come back for ten minutes.
        DataError: the images are missing or damaged.
        KeyboardInterrupt: what was made until then is there, and the next start goes on.
    """
    from lab1report.course import make

    return make.make(
        roster,
        Path(out),
        told_progress(progress),
        workers=workers,
        scheduler=scheduler,
        shard=shard,
        told=told,
    )


def course_status(out: str | Path) -> "CourseStatus":
    """How far the course in the folder `out` is, and what builds it now; nothing is written.

    A report of which a file is missing, or was changed after it was made, is to do.

    Raises:
        UserError: it is no folder of a course, or its `course.json` is damaged.
    """
    from lab1report.course import status

    return status.with_builds(Path(out))


def serve_course(
    out: str | Path, *, host: str = "127.0.0.1", port: int | None = None
) -> "CourseServer":
    """Show the course in the folder `out` in browsers, live while it is built; nothing is written.

    The page, the tables and the students' files are served at once; `follow()` of what this gives
    looks for what changes, which pages that are open then show.

    Args:
        host: the name or address of this machine to listen on. Beyond the loopback, `address` has
            a token, without which nobody is answered; what goes over the network is not encrypted.
        port: by default the first free one from 8100 on.

    Returns:
        a context manager, at whose end nothing is served any more.

    Raises:
        UserError: it is no folder of a course, or the host or the port cannot be had.
    """
    from lab1report.course.serving.course_server import CourseServer

    return CourseServer(Path(out), host=host, port=port)


def collect_reports(
    out: str | Path,
    files: "Sequence[str | Path]",
    *,
    quick: bool = False,
    data: str | Path = "auto",
    runs: int | str | None = 0,
    secret: str | None = None,
    workers: int | str | None = None,
    font: str | Path = "times",
    progress: "Progress | None" = None,
) -> "Collection":
    """Say whose the reports in PDF are that students sent in, and what to look at in them.

    Each is read as a file of a stranger's, and verified as by `verify_reports`; what is wrong with
    one stands in its `Submission`. Nothing is written.

    Args:
        out: the folder of the course, which says who is in it and with which classes.
        files: as of `verify_reports`.
        quick: check only that each file is whole and keeps to the rules of the assignment, and
            make nothing again.
        runs: how many trainings of each report are made again; None is all of them.
        data, secret, workers, font: as of `verify_reports`.

    Raises:
        UserError: `out` is no folder of a course, or an argument is wrong, or there are more than
            1000 files.
        DataError: as of `verify_reports`.
        LibraryError: this machine can make no PDF to compare with; not with `quick`.
    """
    from lab1report.course.collecting.collect import collect
    from lab1report.editions.pdf import native
    from lab1report.messages import _
    from lab1report.received.given_files import given_files
    from lab1report.verify import arguments

    if not quick:
        native.require(_("'course collect' makes each report again and compares its pages"))
    asked = arguments.read(data=data, runs=runs, secret=secret, workers=workers, font=font)
    given = given_files(map(Path, files))
    return collect(Path(out), given, asked, told_progress(progress), quick=quick)


def collection_text(found: "Collection", kind: Literal["json", "csv"]) -> str:
    """What `collect_reports` found, for other programs or as a table for spreadsheets."""
    from lab1report.course.collecting.documents import as_text

    return as_text(found, kind)

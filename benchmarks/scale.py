"""How long courses of any size take on any number of machines, worked out from measured costs.

    python benchmarks/scale.py

prints the tables of docs/scale.md. Nothing is measured here: `MEASURED` holds what was, and each
formula says what it leaves out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

HOUR, DAY = 3600.0, 86400.0


@dataclass(frozen=True, kw_only=True)
class Costs:
    """What was measured of one core, in seconds unless it says otherwise.

    Attributes:
        alone: the report of one student on an idle machine, on the clock: a chain of trainings,
            each of which waits for those before it, and the report at its end.
        trainings: all that a student trains whose classes and seed nobody else has, with its
            figures.
        report: PDF, page and results of one more student with equal trainings.
        plan: reading a student's line and planning the report, in each build that plans it.
        jobs: into how many the trainings of one student are cut.
        asker, scheduler: what a job costs the process that asks, and Dask's scheduler.
        use: the share of the cores' time that is used.
        store, output: megabytes of one student's trainings and report.
        files: how many files the store has of one student's trainings.
    """

    alone: float
    trainings: float
    report: float
    plan: float
    jobs: int
    asker: float
    scheduler: float
    use: float
    store: float
    output: float
    files: int


MEASURED: Final = Costs(
    alone=28.1,
    trainings=23.8,
    report=3.5,
    plan=0.0035,
    jobs=26,
    asker=0.0011,
    scheduler=0.0016,
    use=0.89,
    store=10.1,
    output=7.6,
    files=391,
)
"""On an AMD EPYC of family 26 (Zen 5), two cores; docs/scale.md says how."""


@dataclass(frozen=True, kw_only=True)
class Course:
    """So many students, with so many different sets of classes and seeds between them."""

    students: int
    sets: int


BY_THE_RULES: Final = 540
"""Sets of six groups and thirty variants in each of the three streams, at most."""

STUDENTS, MACHINES = (1_000, 100_000), (1, 10, 100)


def array(course: Course, machines: int, cores: int, costs: Costs = MEASURED) -> float:
    """The seconds of a job array with one part a machine.

    Parts are as even as may be: those who share trainings are in one part, so that there are no
    more parts than sets. Each part plans the whole course, by one core.
    """
    parts = min(machines, course.sets)
    share = -(-course.sets // parts) / course.sets
    work = (course.sets * costs.trainings + course.students * costs.report) * share
    return course.students * costs.plan + max(costs.alone, work / (cores * costs.use))


def dask(course: Course, machines: int, cores: int, costs: Costs = MEASURED) -> float:
    """The seconds with Dask's workers on all machines; the first makes the reports beside.

    What takes longest decides: all the work, the reports, or the scheduler's part.
    """
    jobs = course.sets * costs.jobs
    reports = course.students * costs.report + jobs * costs.asker
    work = (course.sets * costs.trainings + reports) / (machines * cores)
    longest = max(work, reports / cores) / costs.use
    return course.students * costs.plan + max(costs.alone, longest, jobs * costs.scheduler)


def tables() -> Iterator[str]:
    """The tables of docs/scale.md, in its order, each with its head."""
    yield _times(2)
    yield _times(64)
    yield _limits()
    yield _a_day()


def _times(cores: int) -> str:
    head = ["students", "sets of classes", "machines", "job array", "Dask", "store", "reports"]
    rows = []
    for students in STUDENTS:
        for sets in (min(BY_THE_RULES, students), students):
            course = Course(students=students, sets=sets)
            for machines in MACHINES:
                times = [f(course, machines, cores) for f in (array, dask)]
                rows.append(
                    [
                        f"{students:,}",
                        f"{sets:,}",
                        str(machines),
                        *map(_duration, times),
                        _size(sets * MEASURED.store),
                        _size(students * MEASURED.output),
                    ]
                )
    return _table(head, rows)


def _limits() -> str:
    """How far each part goes that does not grow with the machines."""
    jobs_a_second = 1 / MEASURED.scheduler
    training_cores = jobs_a_second * MEASURED.trainings / MEASURED.jobs
    reports_a_day = 64 * MEASURED.use * DAY / MEASURED.report
    rows = [
        [
            "Dask's scheduler",
            f"{jobs_a_second:,.0f} jobs a second, that is {training_cores:,.0f} cores",
        ],
        ["the machine of 64 cores that asks Dask", f"{reports_a_day:,.0f} reports a day"],
        [
            "planning in each part of an array",
            f"{_duration(100_000 * MEASURED.plan)} for 100,000 students",
        ],
        ["files in the store", f"{MEASURED.files * 100_000:,} for 100,000 sets of classes"],
    ]
    return _table(["part", "goes to"], rows)


def _a_day() -> str:
    """What machines of several sizes make in a day, as job arrays."""
    rows = []
    for machines, cores in ((1, 2), (10, 64), (100, 64)):
        rate = machines * cores * MEASURED.use * DAY
        own = rate / (MEASURED.trainings + MEASURED.report)
        rows.append(
            [f"{machines} of {cores} cores", f"{own:,.0f}", f"{rate / MEASURED.report:,.0f}"]
        )
    return _table(
        ["machines", "reports with classes of their own", "with trainings that are there"], rows
    )


def _duration(seconds: float) -> str:
    for unit, size in (("d", DAY), ("h", HOUR), ("min", 60.0)):
        if seconds >= 2 * size:
            return f"{seconds / size:.1f} {unit}"
    return f"{seconds:.0f} s"


def _size(megabytes: float) -> str:
    return f"{megabytes / 1000:,.1f} GB"


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    print("\n\n".join(tables()))

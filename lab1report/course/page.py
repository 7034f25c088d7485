"""The teacher's page of a course: one file that works from a disk, `index.html`.

Everything on it is made here, so that it can be read without scripts. Where a course is built while
the page is open, the page takes over what a newer one shows: its script puts those elements that
have the attribute `data-live` in the place of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from markupsafe import Markup

from lab1report.course import page_effects, page_forest, page_records, page_strips, page_summary
from lab1report.course.page_effects import Effect
from lab1report.course.page_outliers import (
    LEAST_OF_COURSE,
    LEAST_OF_TRIPLE,
    NORMAL,
    THRESHOLD,
    Marked,
    find_outliers,
)
from lab1report.course.page_rows import CourseRow, SameVariant, measurements, rows_of, same_variant
from lab1report.course.page_titles import Titles
from lab1report.course.result_file import StudentResult
from lab1report.course.status import CourseStatus
from lab1report.course.tables import GRADES_FILE
from lab1report.figures import colors
from lab1report.messages import in_language
from lab1report.pages.languages import language as speech
from lab1report.pages.single_file import json_script, policy, script_of, with_scripts
from lab1report.pages.templates import load_source, load_toml, make_environment
from lab1report.store.atomic_write import write_all

PAGE_FILE: Final = "index.html"
PARQUET_FILE: Final = "course.parquet"

_TEMPLATE: Final = "course/page.html.j2"
_EARLY: Final = "web/early.js"
_LATE: Final = (
    *("web/dom.js", "web/theme.js", "web/address.js", "web/download.js", "web/searching.js"),
    *("web/sorting.js", "course/students.js", "course/live.js", "course/forest.js"),
    "web/sideways.js",
)
_OF_SERVED: Final = "course/following.js"
_FALLING: Final = ("base", "best", "gain", "pages", "seconds", "finished")
_STATES: Final = ("done", "incomplete", "failed", "missing")
_SCRIPT_TABLES: Final = ("columns", "fields", "states")
_NAMED: Final = 3  # of the hardest classes


@dataclass(frozen=True, kw_only=True)
class ShownCourse:
    """What the page shows of a course, made once for the page and the table in Parquet."""

    rows: tuple[CourseRow, ...]
    marks: Marked
    twice: tuple[SameVariant, ...]
    records: tuple[Mapping[str, page_records.Value], ...]
    bad_lines: tuple[Mapping[str, Any], ...]
    language: str


def course_of(
    expected: Sequence[Mapping[str, Any]],
    results: Mapping[str, StudentResult],
    *,
    bad_lines: Sequence[Mapping[str, Any]] = (),
    language: str = "ru",
) -> ShownCourse:
    """The students of a roster with what became of their reports.

    Args:
        expected: the students of the roster, as `course_file.Course` has them.
        results: by the students' folders; one that is nobody's on the roster is shown too.
        bad_lines: lines of the roster of which no report is made, with `line` and `problems`.
        language: of the page; that of messages is another matter.
    """
    rows = rows_of(expected, results, language)
    marks, twice = find_outliers(rows), same_variant(rows)
    doubled = _places(twice)
    return ShownCourse(
        rows=rows,
        marks=marks,
        twice=twice,
        records=tuple(page_records.record(row, marks, twice=row.place in doubled) for row in rows),
        bad_lines=tuple(
            {**one, "problems": [in_language(said, language) for said in one["problems"]]}
            for one in bad_lines
        ),
        language=language,
    )


def write(out: Path, status: CourseStatus) -> tuple[Path, ...]:
    """Write the page and `course.parquet` beside the students' folders.

    Raises:
        OSError: they cannot be written.
    """
    course = course_of(status.course.students, status.results, bad_lines=status.course.bad_lines)
    files = {
        out / PAGE_FILE: page(course, beside=(PARQUET_FILE, GRADES_FILE)).encode(),
        out / PARQUET_FILE: parquet(course),
    }
    write_all(files)
    return tuple(files)


def parquet(course: ShownCourse) -> bytes:
    """The rows of the page as a table in Parquet, `course.parquet` beside it."""
    return page_records.parquet(course.records, course.rows)


def page(
    course: ShownCourse,
    *,
    beside: Sequence[str] = (),
    progress: Markup | None = None,
    version: str = "",
) -> str:
    """The page.

    Args:
        beside: names of files beside the page that it offers to take.
        progress: HTML of how a build goes, of a page that follows the program which serves it.
        version: what such a page tells itself from a newer one by.
    """
    served, language = progress is not None, course.language
    environment = make_environment(language)
    words = load_toml(environment, f"{language}/course.toml")
    late = (*_LATE, _OF_SERVED) if served else _LATE
    run = {"early.js": load_source(environment, _EARLY), "page.js": script_of(environment, late)}
    effects = page_effects.effects(course.rows)
    titles = Titles(words["variants"], speech(language), effects, course.rows)
    scripts = {
        **run,
        "page.json": _data(words, language),
        "records.json": _records(course),
        "effects.json": json_script(page_forest.document(effects, speech(language), titles)),
    }
    summary = _summary(course, effects)
    shown = environment.get_template(_TEMPLATE).render(
        words=words,
        language=language,
        policy=policy(run.values(), served=served),
        progress=progress,
        version=version,
        colors=colors,
        beside=beside,
        columns=_shown_at_first(),
        hidden=page_records.HIDDEN,
        under={name: name == page_records.UNDER for name in page_records.COLUMNS},
        further=page_records.further(course.rows),
        widths=_widths(),
        sections=["students", *(name for name in words["headings"] if summary.get(name))],
        titles=titles,
        **summary,
    )
    return with_scripts(shown, scripts)


def _shown_at_first() -> list[str]:
    return [name for name in page_records.COLUMNS if name not in page_records.HIDDEN]


def _widths() -> dict[str, str]:
    """Values of CSS for the columns that are shown at first; course/students.js sets them anew."""
    every = (page_records.width(name) for name in _shown_at_first())
    shown = [one for one in every if one is not None]
    return {
        "columns": " ".join(f"minmax({least}rem, {share}fr)" for least, share in shown),
        "least": f"{sum(least for least, _ in shown)}rem",
    }


def _data(words: Mapping[str, Any], language: str) -> str:
    """What the script has to know whatever the students."""
    decimal = speech(language).number(0.5, 1)[1:-1]
    data = {
        "separators": decimal,
        "columns": page_records.COLUMNS,
        "falling": _FALLING,
        "widths": {name: page_records.width(name) for name in (*page_records.COLUMNS, "further")},
        "words": {**words["script"], **{name: words[name] for name in _SCRIPT_TABLES}},
    }
    return json_script(data)


def _records(course: ShownCourse) -> str:
    """The rows for the script: a list of values each, in the order of `fields`."""
    fields = [field for fields in page_records.COLUMNS.values() for field in fields]
    heads = page_records.further(course.rows)
    rows = [
        [*(one[name] for name in fields), *(row.further.get(head) for head in heads)]
        for one, row in zip(course.records, course.rows, strict=True)
    ]
    return json_script({"fields": fields, "further": heads, "rows": rows})


def _places(twice: Sequence[SameVariant]) -> set[int]:
    return {row.place for same in twice for row in same.rows}


def _summary(course: ShownCourse, effects: Sequence[Effect]) -> dict[str, Any]:
    """What the template says of all students together."""
    rows, marks, doubled = course.rows, course.marks, _places(course.twice)
    states = [row.state for row in rows]
    triples = page_summary.by_triple(rows)
    classes, mean = page_summary.by_class(rows), page_effects.pooled(rows)
    together = [one.pooled for one in effects if one.pooled is not None]
    verdicts = [one.verdict for one in together]
    often = [one for one in classes if len(one.base.values) >= page_summary.LEAST_OF_CLASS]
    return {
        "rows": [(row, marks.of(row), row.place in doubled) for row in rows],
        "every": len(rows),
        "overall": page_summary.over_all(rows, "base"),
        "overall_best": page_summary.over_all(rows, "best"),
        "counts": {state: states.count(state) for state in _STATES},
        "demo": any(row.numbers is not None and row.numbers.demo for row in rows),
        "measured": len(measurements(rows)),
        "twice": course.twice,
        "outliers": marks if len(measurements(rows)) else None,
        "rule": {
            "threshold": THRESHOLD,
            "normal": NORMAL,
            "triple": LEAST_OF_TRIPLE,
            "course": LEAST_OF_COURSE,
        },
        "triples": page_strips.of_triples(triples),
        "every_triple": len(triples),
        "classes": page_strips.of_classes(classes),
        "hardest": often[:_NAMED] if len(often) > _NAMED else (),
        "easiest": often[-1] if len(often) > _NAMED else None,
        "least_of_class": page_summary.LEAST_OF_CLASS,
        "effects": page_strips.of_effects(effects),
        "without_effects": page_effects.without_effects(rows),
        "family": len(together),
        "told": {"better": verdicts.count("better"), "worse": verdicts.count("worse")},
        "told_all": len(verdicts) - verdicts.count("unclear"),
        "gains": page_strips.of_gains(page_effects.best_gains(rows), mean),
        "pooled": mean,
        "bad_lines": course.bad_lines,
    }

"""The teacher's page: what it says of a course, and what no file of a student's can do to it."""

import io
import json
import random
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup, Tag
from pyarrow import parquet as reader

from lab1report.course import course_file, result_file
from lab1report.course import page as pages
from lab1report.course.page_outliers import find_outliers
from lab1report.course.page_rows import measurements, rows_of, same_variant
from lab1report.course.page_strips import axis_of
from lab1report.course.page_summary import by_class, by_triple
from lab1report.course.result_file import StudentResult
from lab1report.course.status import status_of
from tests import made_course

COUNT = 40  # students: each way that a report ends is among them
Expected = Sequence[Mapping[str, Any]]
Results = dict[str, StudentResult]


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> Expected:
    students = made_course.made_roster(tmp_path_factory.mktemp("roster"), COUNT)
    return made_course.expected(students)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    students = made_course.made_roster(tmp_path_factory.mktemp("roster"), COUNT)
    return made_course.made_results(students)


def shown(expected: Expected, results: Mapping[str, StudentResult], **options: Any) -> Tag:
    return BeautifulSoup(pages.page(pages.course_of(expected, results), **options), "html.parser")


def with_base(accuracies: Sequence[float], *, classes: Sequence[int] = (1, 2, 3)) -> Any:
    """Rows of students of the same classes with these accuracies, ± 0.05."""
    named = [{"id": id, "title": str(id)} for id in classes]
    found = {}
    for place, value in enumerate(accuracies):
        base = {
            "variant": "base",
            "network": "FC(10), FC(3)",
            "settings": {},
            "seeds": 5,
            "accuracy": value,
            "interval": {"low": value - 0.05, "high": value + 0.05},
            "gain": None,
        }
        report = {
            "assignment": {"classes": named},
            "demo": False,
            "base": base,
            "best": None,
            "lowest_loss": None,
            "epochs": None,
            "overfits": None,
            "per_class": [],
            "effects": [],
        }
        found[f"s{place}"] = StudentResult(
            folder=f"s{place}", key="", state="done", student={"name": f"s{place}"}, report=report
        )
    return found


# Rows


def test_each_student_has_a_row_and_says_why_it_has_no_report(
    expected: Expected, results: Results
) -> None:
    page = shown(expected, results)
    rows = page.select("#rows > tr")
    assert len(rows) == len(expected) + 1  # somebody who is on no roster
    states = {row["class"][0] for row in rows}
    assert states == {"done", "failed", "incomplete", "missing"}
    for row in rows:
        said = row.get_text(" ")
        state = row["class"][0]
        assert {"done": "готов", "missing": "ещё нет", "failed": "не получился",
                "incomplete": "неполный"}[state] in said  # fmt: skip
        assert ("<b>memory</b>" in said or "no memory" in said) == (state == "failed")
        assert ("xor: ValueError" in said) == (state == "incomplete")
    assert "нет в списке" in rows[-1].get_text(" ")


def test_links_lead_to_files_of_the_result_and_no_others(expected: Expected) -> None:
    folder = str(expected[0]["folder"])
    names = ["lab1 #1.pdf", "../../secret.html", "a/b.ipynb", "C:\\x.html", "results.json", ""]
    files = dict.fromkeys(names, "0" * 64)
    found = StudentResult(folder=folder, key="", state="done", student={}, files=files)
    links = [str(one["href"]) for one in shown(expected, {folder: found}).select("#rows .files a")]
    assert links == [f"{folder}/lab1%20%231.pdf"]
    assert unquote(links[0]) == f"{folder}/lab1 #1.pdf"
    outside = replace(found, folder="../elsewhere")
    assert not shown([], {"../elsewhere": outside}).select("#rows .files a")
    scheme = replace(found, folder="javascript:alert(1)")
    (link,) = shown([], {"javascript:alert(1)": scheme}).select("#rows .files a")
    assert str(link["href"]).startswith("javascript%3A")


def test_names_are_texts(expected: Expected, results: Results) -> None:
    text = pages.page(pages.course_of(expected, results))
    page = BeautifulSoup(text, "html.parser")
    first, second, third, *_, last = (one.get_text() for one in page.select("#rows th > bdi"))
    assert first == made_course.HARMLESS[0]
    assert second == made_course.HARMLESS[1].lstrip("\u202e")
    assert third == made_course.HARMLESS[2]
    assert last == made_course.LONG
    assert len(page.find_all("script")) == 5
    assert not page.find_all("img")
    assert "\u202e" not in text


@pytest.mark.parametrize(
    "changes",
    [
        {"report": {"base": 1}},
        {"report": "text"},
        {"report": {"base": {"accuracy": float("nan")}}},
        {"report": {"assignment": {"classes": 3}}},
        {"files": None},
        {"files": {1: 2}},
        {"reasons": 5},
        {"versions": []},
        {"state": "<b>"},
        {"student": None},
        {"student": {"name": {"a": 1}}},
        {"folder": 7, "files": {"a.pdf": ""}},
        {"seconds": "much", "pages": 10**400},
        {"host": "\ud800\0"},
    ],
)
@pytest.mark.parametrize("listed", [True, False])
def test_a_changed_file_costs_nobody_else_the_page(
    expected: Expected, results: Results, changes: dict[str, Any], listed: bool
) -> None:
    own = str(expected[0]["folder"])
    broken = replace(results[own], **changes)
    course = pages.course_of(expected[:2], {own if listed else "nobody": broken})
    page = BeautifulSoup(pages.page(course), "html.parser")
    assert len(page.select("#rows > tr")) == (2 if listed else 3)
    assert len(reader.read_table(io.BytesIO(pages.parquet(course)))) == len(course.rows)


def test_a_result_that_is_none_is_said(expected: Expected, results: Results) -> None:
    folder = str(expected[0]["folder"])
    broken = replace(results[folder], report={"base": 1})
    row = shown(expected, {**results, folder: broken}).select("#rows > tr")[0].get_text(" ")
    assert "В result.json не то, что пишет программа" in row


def test_a_variant_given_twice_is_told(expected: Expected, results: Results) -> None:
    (same,) = same_variant(rows_of(expected, results))
    assert (same.group, same.variant, len(same.rows)) == ("ИУ5-61Б", 1, 2)
    page = shown(expected, results)
    heading = page.find(id="twice")
    assert isinstance(heading, Tag)
    assert heading.parent is not None
    assert all(row.name in heading.parent.get_text() for row in same.rows)
    marks = [row for row in page.select("#rows > tr") if row.find(class_="mark", href="#twice")]
    assert len(marks) == 2
    assert shown(expected[2:], {}).find(id="twice") is None


def test_bad_lines_of_the_roster_are_there(expected: Expected) -> None:
    bad = [{"line": 9, "problems": ["<i>variant</i> '0'"]}]
    text = pages.page(pages.course_of(expected, {}, bad_lines=bad))
    assert "Строка 9: <bdi>&lt;i&gt;variant&lt;/i&gt; &#39;0&#39;</bdi>" in text


def test_a_course_without_students_or_results_has_a_page(expected: Expected) -> None:
    assert "В списке никого нет" in shown([], {}).get_text()
    page = shown(expected, {})
    assert len(page.select("#rows > tr.missing")) == len(expected)
    assert [one["href"] for one in page.select("#sections a")] == ["#students", "#twice"]


def test_each_section_of_the_list_is_there(expected: Expected, results: Results) -> None:
    page = shown(expected, results)
    targets = [str(one["href"])[1:] for one in page.select("#sections a")]
    assert len(targets) == 7
    assert all(page.find(id=target) for target in targets)


def test_the_same_course_gives_the_same_bytes(expected: Expected, results: Results) -> None:
    first, second = (pages.course_of(expected, results) for _ in range(2))
    assert pages.page(first) == pages.page(second)


def test_demo_data_are_told(expected: Expected, results: Results) -> None:
    assert "демо-данные" not in shown(expected, results).get_text()
    folder = next(name for name, one in results.items() if one.report)
    report = {**(results[folder].report or {}), "demo": True}
    page = shown(expected, {**results, folder: replace(results[folder], report=report)})
    assert page.get_text().count("демо-данные") == 1
    assert page.find(class_="notice demo")


def test_a_long_reason_is_folded_and_whole(expected: Expected, results: Results) -> None:
    folder = next(name for name, one in results.items() if one.state == "failed")
    reason = " ".join(f"<{number}>" for number in range(300))
    broken = {folder: replace(results[folder], reasons=(reason, "short"))}
    page = shown(expected, {**results, **broken})
    (folded,) = page.select("#rows details.reason")
    begun, whole = folded.find_all("bdi")
    assert whole.get_text() == reason
    assert begun.get_text() == f"{reason[:200]}…"
    records = json.loads(page.find(id="records").get_text())  # type: ignore[union-attr]
    at = records["fields"].index("reasons")
    assert f"{reason}; short" in [row[at] for row in records["rows"]]


def test_the_order_of_what_helped_is_said(expected: Expected, results: Results) -> None:
    page = shown(expected, results)
    heading = page.find(id="effects")
    assert isinstance(heading, Tag)
    assert heading.parent is not None
    said = heading.parent.get_text()
    assert "Сверху — то, что помогало чаще" in said
    titles = [one.get_text() for one in heading.parent.select("tbody th")]
    assert len({*titles}) == len(titles) == len(made_course.VARIANTS)
    assert not any(id in title for title in titles for id, *_ in made_course.VARIANTS)


# Outliers


def test_an_outlier_is_far_from_the_median_of_its_triple() -> None:
    near = [0.70, 0.71, 0.72, 0.73, 0.74]
    rows = rows_of([], with_base([*near, 0.4]))
    (found,) = find_outliers(rows).outliers
    assert (found.value, found.scope, found.count) == (0.4, "triple", 6)
    assert found.median == statistics.median([*near, 0.4])
    # 3.5 · 1.4826 · MAD is 0.078 here
    assert not find_outliers(rows_of([], with_base([*near, 0.65]))).outliers
    assert find_outliers(rows_of([], with_base([*near, 0.63]))).outliers


def test_equal_results_do_not_make_any_other_an_outlier() -> None:
    assert not find_outliers(rows_of([], with_base([0.7] * 9 + [0.74]))).outliers
    assert find_outliers(rows_of([], with_base([0.7] * 9 + [0.76]))).outliers


def test_no_rule_for_a_few() -> None:
    few = find_outliers(rows_of([], with_base([0.7, 0.7, 0.7, 0.1])))
    assert (few.outliers, few.alone) == ((), 4)
    enough = find_outliers(rows_of([], with_base([0.7, 0.7, 0.7, 0.7, 0.1])))
    assert (len(enough.outliers), enough.in_triple) == (1, 5)


def test_who_is_alone_with_the_classes_is_held_against_the_course() -> None:
    found: dict[str, StudentResult] = {}
    for place, value in enumerate([0.7, 0.71, 0.72, 0.73, 0.74, 0.75, 0.76, 0.77, 0.78, 0.2]):
        (one,) = with_base([value], classes=(place, 50, 60)).values()
        found[f"s{place}"] = replace(one, folder=f"s{place}")
    marks = find_outliers(rows_of([], found))
    assert [one.scope for one in marks.outliers] == ["course"]
    assert marks.in_course == 10
    assert not find_outliers(rows_of([], dict(list(found.items())[1:]))).outliers


# What the course says together


def test_equal_trainings_are_one_measurement() -> None:
    rows = rows_of([], with_base([0.7, 0.7, 0.8]))
    assert len(measurements(rows)) == 2
    (triple,) = by_triple(rows)
    assert (triple.students, triple.base.values) == (3, (0.7, 0.8))


def test_triples_and_classes_are_sorted_by_hardness(expected: Expected, results: Results) -> None:
    rows = rows_of(expected, results)
    for found in by_triple(rows), by_class(rows):
        medians = [one.base.median for one in found]
        assert len(medians) > 10
        assert medians == sorted(medians)
    of_class: dict[int, list[float]] = {}
    for row in measurements(rows):
        assert row.numbers
        for one in row.numbers.per_class:
            of_class.setdefault(one.class_id, []).append(one.test)
    assert {one.id: list(one.base.values) for one in by_class(rows)} == {
        id: sorted(values) for id, values in of_class.items()
    }


def test_an_axis_holds_its_values_from_tick_to_tick() -> None:
    drawn = random.Random(5)  # noqa: S311
    for _ in range(300):
        values = [drawn.uniform(-1, 1) for _ in range(drawn.randint(1, 5))]
        axis = axis_of(values)
        assert all(0 < axis.at(value) < 100 for value in values)
        ticks = axis.ticks
        assert 2 <= len(ticks) <= 6
        assert (ticks[0][1], ticks[-1][1]) == pytest.approx((axis.low, axis.high))
    assert axis_of([0.7]).ticks  # one value, on a tick


# Files beside the page


def test_the_parquet_table_has_the_rows_of_the_page(
    expected: Expected, results: Results, tmp_path: Path
) -> None:
    course = pages.course_of(expected, results)
    file = tmp_path / "course.parquet"
    file.write_bytes(pages.parquet(course))
    table = reader.read_table(file)
    assert table.num_rows == len(course.rows)
    records = table.to_pylist()
    assert {name: records[0][name] for name in course.records[0]} == course.records[0]
    assert records[2]["name"] == made_course.HARMLESS[2]  # no spreadsheet reads it
    assert records[0]["roster.tutor"] in made_course.TUTORS
    empty = reader.read_table(io.BytesIO(pages.parquet(pages.course_of([], {}))))
    assert [field.type for field in empty.schema] == [
        field.type for field in table.schema if not field.name.startswith("roster.")
    ]


def test_the_page_offers_what_lies_beside_it(expected: Expected) -> None:
    beside = (pages.PARQUET_FILE, "grades.csv")
    links = shown(expected, {}, beside=beside).select("footer a")
    assert tuple(link["href"] for link in links) == beside
    assert not shown(expected, {}).select("footer a")


def test_both_files_are_written_from_the_folder_of_a_course(
    expected: Expected, results: Results, tmp_path: Path
) -> None:
    for one in results.values():
        result_file.write(tmp_path, one)
    document = {"format": 1, "roster": "r.csv", "started": "", "bad_lines": []}
    written = json.dumps({**document, "students": expected})
    (tmp_path / course_file.COURSE_FILE).write_text(written, encoding="utf-8")
    files = pages.write(tmp_path, status_of(tmp_path))
    assert [file.name for file in files] == [pages.PAGE_FILE, pages.PARQUET_FILE]
    page = BeautifulSoup(files[0].read_text(encoding="utf-8"), "html.parser")
    assert len(page.select("#rows > tr")) == len(expected)
    assert [link["href"] for link in page.select("footer a")] == ["course.parquet", "grades.csv"]
    assert reader.read_table(files[1]).num_rows == len(expected)

"""What own words may name, in made-up reports: each has a meaning, and each meaning a name."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from markupsafe import escape

from lab1report.editions.table_comments import document_of
from lab1report.own_words.evaluation import value
from lab1report.own_words.expressions import read
from lab1report.own_words.meanings import Meaning, Meanings, meanings
from lab1report.own_words.name_list import NameList, plain
from lab1report.own_words.names import NoValueError, leaves, look_up, names
from lab1report.own_words.new_folder import words_files
from lab1report.own_words.possible_names import _impossible, _roots
from lab1report.own_words.reference_list import referable
from lab1report.pages.html import page_environment
from lab1report.pages.languages import language
from lab1report.report.report import Report
from tests.golden.made_content import content_of
from tests.golden.report_variants import REPORTS

pytestmark = pytest.mark.xdist_group("pages")  # one process writes the documents of all reports

Document = Callable[[str, Report], dict[str, Any]]

UNITS = {"percent": "\N{NO-BREAK SPACE}%", "points": "\N{NO-BREAK SPACE}п."}


@pytest.fixture(scope="module")
def usual(named_report: Callable[[str], Report]) -> dict[str, Any]:
    return document_of(named_report("usual"))


def meant(document: dict[str, Any]) -> set[Meaning]:
    return {form.meaning for form in NameList(document, "ru").forms}


def test_every_name_of_every_report_has_a_meaning(
    named_report: Callable[[str], Report], named_document: Document
) -> None:
    found: set[Meaning] = set()
    for name in REPORTS:
        found |= meant(named_document(name, named_report(name)))
    assert {one.written for one in found - set(meanings("ru").every)} == set()
    unused = {one.written for one in set(meanings("ru").every) - found}
    # The made-up reports are computed with these libraries alone
    assert {name for name in unused if not name.startswith("environment.")} == set()


@pytest.mark.parametrize("name", REPORTS)
def test_every_name_of_every_report_is_possible(
    name: str, named_report: Callable[[str], Report], named_document: Document
) -> None:
    """A teacher is told of names that are not, before there is a report."""
    known = names(named_document(name, named_report(name)))
    roots = _roots()
    for (root, *rest), _value in leaves(known):
        assert _impossible(str(root), rest, roots[str(root)]) == ""


def test_a_number_of_an_added_task_is_listed_without_a_meaning(usual: dict[str, Any]) -> None:
    cifar = {**usual["sections"]["cifar"], "test_kappa": 0.5}
    document = {**usual, "sections": {**usual["sections"], "cifar": cifar}}
    assert {one.written for one in meant(document) - set(meanings("ru").every)} == {
        "cifar.test_kappa"
    }
    (listed,) = (one for one in NameList(document, "ru") if one.code == "cifar.test_kappa")
    assert (listed.section, listed.value) == ("cifar", "0,5")
    assert listed.meaning == meanings("ru").texts["added"]


def test_what_is_listed_is_what_is_printed(usual: dict[str, Any]) -> None:
    known = names(usual)
    every = list(NameList(usual, "ru"))
    assert len({one.code for one in every}) == len(every) > 1000
    for one in every[::7]:
        printed = value(read(one.expression, "here"), known, {}, "ru")
        assert plain(printed) == one.value, one.code
        assert re.search("[а-яё]", one.meaning), one.code
    (gain,) = (one for one in every if one.code == "best.gain.mean")
    assert (gain.filter, gain.section) == ("points", "series.best")
    assert gain.value == plain(language("ru").points(usual["best"]["gain"]["mean"]))


def test_all_numbers_are_listed_but_those_left_out(usual: dict[str, Any]) -> None:
    listed = {one.code for one in NameList(usual, "ru")}
    known = names(usual)
    for path, _ in leaves(known):
        left_out = meanings("ru").is_left_out(path)
        try:
            found = look_up(path, known)
        except NoValueError:
            continue
        form = meanings("ru").of(path)
        assert left_out or isinstance(found, bool) or form is not None, path
    assert "variants.base.test.mean" in listed
    assert not any("made_from" in code or "answers" in code for code in listed)


def test_what_differs_is_told_apart(named_report: Callable[[str], Report]) -> None:
    """Two formulas of one sub-section, say."""
    found = referable(content_of(named_report("usual")).context(), length="short", language="ru")
    codes, meant = [one.code for one in found], [(one.kind, one.meaning) for one in found]
    assert len(set(codes)) == len(codes)
    assert len(set(meant)) == len(meant)
    formulas = {one.id for one in found if one.kind == "formula"}
    assert set(meanings("ru").texts["formulas"]) == formulas


@pytest.mark.parametrize(
    ("word", "other"), [("полнота", "recall"), ("точность (precision)", "precision")]
)
def test_the_words_of_the_report_and_those_of_libraries_find_the_same(
    usual: dict[str, Any], word: str, other: str
) -> None:
    found = {
        asked: {
            one.code
            for one in NameList(usual, "ru")
            if asked in f"{one.code} {one.meaning}".casefold()
        }
        for asked in (word, other)
    }
    assert found[word] == found[other]
    assert f"cifar.per_class.test[0].{other}" in found[word]


def test_every_name_of_the_environment_stands_apart(usual: dict[str, Any]) -> None:
    """Nobody looks for it under the final table."""
    sections = {one.section for one in NameList(usual, "ru") if one.code.startswith("environment")}
    assert sections == {"environment"}


def test_the_proposed_filter_is_that_of_the_files_to_begin_with(usual: dict[str, Any]) -> None:
    """The words' own template writes a number as the report does."""
    filters = {one.code: one.filter for one in NameList(usual, "ru")}
    proposed = re.findall(
        r"\{\{ ([\w.\[\]]+) \| ([^}]+?) \}\}", "".join(text for _, text in words_files())
    )
    assert len(proposed) > 10
    for code, filter in proposed:
        if not filter.startswith(("plural", "abs")):
            assert filters[code] == filter, code


def test_a_share_is_in_percent_and_a_difference_in_points(usual: dict[str, Any]) -> None:
    for form in NameList(usual, "ru").forms:
        last = form.meaning.form[-1]
        for unit, sign in UNITS.items():
            if form.meaning.filter.startswith(unit):
                assert all(sign in one.printed for one in form.instances), form.meaning.written
        if last in ("precision", "recall", "test_accuracy", "mean") and not (
            "normalized" in form.meaning.form or form.meaning.form[:2] == ("best", "gain")
        ):
            assert form.meaning.filter == "percent", form.meaning.written


def test_which_network_and_class_it_is_of(usual: dict[str, Any]) -> None:
    by_code = {one.code: one.meaning for one in NameList(usual, "ru")}
    recall = by_code['variants["batch-64"].per_class[2].test']
    assert "вариант batch-64: batch_size 64" in recall
    assert "класс 28, чашка" in recall
    assert "базовый" in by_code["variants.base.test.mean"]


def test_more_than_one_meaning_is_refused_by_the_file() -> None:
    every = [one.form for one in meanings("ru").every]
    assert len(every) == len(set(every))


def test_the_more_exact_form_is_taken() -> None:
    texts = {
        "left-out": ["x"], "structures": {}, "titles": {},
        "names": {"cifar": {"a.<place>": ["", "любое"], "a.best": ["percent", "лучшее"]}},
    }  # fmt: skip
    found = Meanings(texts, {})
    best, other = found.of(("a", "best")), found.of(("a", 3))
    assert best is not None
    assert other is not None
    assert (best.text, other.text) == ("лучшее", "любое")
    assert other.written == "a[<place>]"
    assert found.of(("a",)) is None
    assert found.is_left_out(("a", "x", "b"))


def test_the_page_lists_all_of_them(usual: dict[str, Any]) -> None:
    environment = page_environment("ru", None)
    listed = NameList(usual, "ru")
    template = environment.get_template("web/names.html.j2").make_module()
    for _, forms in listed.sections:
        for one in forms:
            html = str(vars(template)["form"](one))
            assert html.count("<li>") == len(one.instances)
            assert f"<code>{escape(one.meaning.written)}" in html
    assert sum(len(forms) for _, forms in listed.sections) == len(listed.forms)
    assert any("batch-64" in label for label in listed.legend)

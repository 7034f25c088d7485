"""The web edition of made-up reports: the same text, numbers and captions as on paper."""

import base64
import gzip
import hashlib
import json
import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from html import unescape
from typing import Any

import numpy as np
import pytest

from lab1report.editions import figures_made, formats
from lab1report.editions.content import Content
from lab1report.editions.table_comments import document_of
from lab1report.errors import UserError
from lab1report.figures.interactive import _rounded
from lab1report.model import Length
from lab1report.own_words.checks import mistakes_alone, printable_words
from lab1report.own_words.folder import OwnWords
from lab1report.own_words.markdown import parse
from lab1report.own_words.name_list import NameList
from lab1report.own_words.reference_list import referable
from lab1report.report.json_text import pretty
from lab1report.report.report import Report
from tests.golden.made_content import content_of, services_in
from tests.golden.page_reader import blocks, plain, tables

pytestmark = pytest.mark.xdist_group("pages")  # one process writes those of all reports

# One of each kind of incompleteness, and of what a student may have
KINDS = (
    "usual", "demo", "teacher", "nothing", "regression missing", "xor failed", "series failed",
    "series missing", "only the base", "some of the series", "one seed", "one answer",
)  # fmt: skip

QUESTIONS = '<section class="questions">'

MakeWeb = Callable[[Report], str]


@pytest.fixture(scope="module")
def make_web(tmp_path_factory: pytest.TempPathFactory) -> MakeWeb:
    """`make_web(report)`: its web page, each time made anew, with empty figures."""

    def write(report: Report) -> str:
        content = content_of(report)
        content = replace(content, results=pretty(content.document))
        services = services_in(tmp_path_factory.mktemp("store"))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(figures_made, "_figure", lambda *_: b"PNG")
            return formats.make("html", content, services).decode()

    return write


@pytest.fixture(scope="module", params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def paper(
    kind: str,
    named_report: Callable[[str], Report],
    named_page: Callable[..., str],
) -> str:
    return named_page(kind, named_report(kind), "whole")


@pytest.fixture(scope="module")
def web(kind: str, named_report: Callable[[str], Report], make_web: MakeWeb) -> str:
    return make_web(named_report(kind))


def test_the_page_offers_what_own_words_may_refer_to_and_nothing_else(
    kind: str, named_report: Callable[[str], Report], web: str
) -> None:
    """Not the formulas of the questions for the defence, which stand in the same page."""
    content = content_of(named_report(kind))
    panel = web.partition('<section class="names">')[2].partition("</section>")[0]
    codes = re.findall(r"<dt><code>((?:fig|tab|eq|cite)\(.*?\))</code>(.*)", panel)
    offered = {unescape(code): meaning for code, meaning in codes}
    every = dict.fromkeys([*offered, *candidates(web)])
    assert set(offered) == accepted(content, every, length=None)
    full = {code for code, meaning in offered.items() if "--length full" in meaning}
    assert set(offered) - full == accepted(content, every, length="short")
    names = NameList(content.document, "ru")
    assert panel.count("<dt>") - len(names.forms) == len(offered)
    assert panel.count("<li>") == sum(len(form.instances) for form in names.forms) + len(
        names.legend
    )
    command = [one.code for one in referable(content.context(), length="full", language="ru")]
    assert sorted(command) == sorted(offered)


def candidates(page: str) -> Iterator[str]:
    """Calls with every id in the page."""
    for function, id in re.findall(r'id="(fig|tab|eq|source)-([^"]+)"', page):
        yield f'{function if function != "source" else "cite"}("{id}")'


def accepted(content: Content, codes: Collection[str], *, length: Length | None) -> set[str]:
    """Those that the check of own words lets pass."""
    words = {
        code: OwnWords(
            section="conclusion",
            file=f"{number}.md",
            replace=False,
            source="",
            prose=parse(f"{{{{ {code} }}}}", file=f"{number}.md"),
        )
        for number, code in enumerate(codes)
    }
    said: list[str] = [*mistakes_alone(words, language="ru")]
    try:
        printable_words(
            words,
            content.document,
            content.context(),
            length=length,
            language="ru",
            warn=said.append,
        )
    except UserError as error:
        said += str(error).splitlines()
    refused = {int(line.partition(".md")[0]) for line in said}
    return {code for number, code in enumerate(codes) if number not in refused}


def without_scripts(html: str) -> str:
    return re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)


def captions(html: str) -> list[str]:
    return [
        " ".join(re.sub("<[^>]*>", "", caption).split())
        for caption in re.findall(r"<figcaption[^>]*>(.+?)</figcaption>", html, re.DOTALL)
    ]


def data_of(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)
    assert found
    document: dict[str, Any] = json.loads(found[1], parse_constant=pytest.fail)
    return document


def test_captions_and_formulas_have_their_numbers(paper: str, web: str) -> None:
    web, _, _ = web.partition(QUESTIONS)
    assert captions(web) == captions(paper)
    for thing in ("fig", "tab", "eq", "source"):
        pattern = rf' id="({thing}-[\w-]+)"'
        assert re.findall(pattern, web) == re.findall(pattern, paper)
    formulas = r'<span class="side">(.*?)</span>'
    assert re.findall(formulas, web) == re.findall(formulas, paper)


def test_the_text_is_that_of_the_paper(paper: str, web: str) -> None:
    def text(html: str, start: str, end: str) -> Sequence[str]:
        body = html[html.index(start) : html.index(end)]
        body = re.sub(r'<a class="anchor".*?</a>', "", body, flags=re.DOTALL)
        body = re.sub(r'<details class="made">.*?</details>', "", body, flags=re.DOTALL)
        # What numbers a figure stands in is the same, but marked otherwise
        body = re.sub(r"<figcaption.*?</figcaption>", "", body, flags=re.DOTALL)
        body = re.sub(r"<summary.*?</summary>", "", body, flags=re.DOTALL)
        return blocks(body)

    on_paper = text(paper, '<h1 class="structural" id="introduction">', "</body>")
    on_screen = text(web, '<h2 class="structural" id="introduction">', QUESTIONS)
    assert len(on_paper) >= 20
    assert on_screen == on_paper
    assert tables(web) == tables(paper)


def test_the_summary_names_the_unit_of_each_difference(web: str) -> None:
    found = re.search(r'<section class="summary".*?</section>', web, re.DOTALL)
    told = plain(re.sub(r"\(от [^()]*\)", "", found[0])) if found else ""
    differences = re.findall(r"[+−]\d+,\d.{,6}", told)
    assert [one for one in differences if not one.endswith(" п. п.")] == []


def test_each_question_of_the_defence_opens_its_answer(kind: str, web: str) -> None:
    _, _, rest = without_scripts(web).partition(QUESTIONS)
    section, _, _ = rest.partition("</section>")
    opened = re.findall(
        r'<details class="question" id="([\w-]+)"><summary>(.+?)</summary>'
        r'\s*<div class="answer">(.+?)</details>',
        section,
        re.DOTALL,
    )
    assert len(opened) == section.count("<details")
    groups = Counter(id.partition("-")[0] for id, _, _ in opened)
    assert (groups["control"], groups["code"]) == (7, 10)
    assert (groups["asked"] == 0) == (kind == "nothing")
    if kind == "usual":
        assert groups["asked"] == 10
        assert all('<p class="shown">В\xa0отчёте: <a href="#' in answer for _, _, answer in opened)


def test_references_lead_somewhere(web: str) -> None:
    targets = set(re.findall(r' id="([\w-]+)"', web))
    references = re.findall(r'href="#([\w-]+)"', without_scripts(web))
    assert len(references) > 20
    assert not set(references) - targets


def test_the_file_needs_no_other(web: str) -> None:
    page = without_scripts(web)
    assert "asset:" not in web
    assert not re.findall(r'<script[^>]* src="', web)
    sources = re.findall(r'\b(?:src|srcset|data|poster)="([^"]*)"', page)
    linked = re.findall(r'<link[^>]* href="([^"]*)"', page)
    assert sources
    assert all(source.startswith("data:") for source in [*sources, *linked])
    assert "url(" not in page
    assert "@import" not in page


def test_the_policy_names_the_scripts_by_their_hashes(web: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', web)
    assert policy
    rules = dict(rule.split(maxsplit=1) for rule in unescape(policy[1]).split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["img-src"] == "data:"
    scripts = re.findall(r'<script(?: type="module")?>(.*?)</script>', web, re.DOTALL)
    assert len(scripts) == 3
    hashes = [base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts]
    assert rules["script-src"].split() == [f"'sha256-{digest}'" for digest in hashes]


def test_what_is_missing_is_said(kind: str, web: str) -> None:
    text = plain(without_scripts(web))
    assert ("ДЕМО-ДАННЫЕ" in text) == (kind == "demo")
    assert ("Раздел не выполнен" in text) == ('class="notice failure"' in web)
    assert ("ValueError: <b> broken" in text) == (
        kind in {"xor failed", "series failed", "nothing"}
    )


def test_plots_are_of_what_is_there(kind: str, web: str, named_report: Any) -> None:
    report, data = named_report(kind), data_of(web)
    done = {name for name, section in document_of(report)["sections"].items()
            if section["status"] == "done"}  # fmt: skip
    assert ("regression-loss" in data["lines"]) == ("regression" in done)
    assert ("xor-loss" in data["lines"]) == ("xor" in done)
    assert ("cifar-curves" in data["curves"]) == ("cifar" in done)
    assert ("results" in data["curves"]) == ("series" in done)
    ids = set(re.findall(r' id="(?:fig|tab)-([\w-]+)"', web))
    assert {*data["lines"], *data["curves"]} <= ids
    for plot in data["curves"].values():
        assert set(plot["shown"]) <= set(plot["choices"]) <= data["trainings"].keys()
        assert plot["shown"]


def test_the_results_are_within_the_page(
    kind: str, web: str, named_report: Callable[[str], Report]
) -> None:
    document = document_of(named_report(kind))
    packed = re.search(r'id="results.json">(.*?)</script>', web)
    assert packed
    results = json.loads(gzip.decompress(base64.b64decode(packed[1])))
    assert results == document
    runs = results["sections"].get("series", {}).get("runs", [])
    seeds: dict[str, list[int]] = {id: [] for id in data_of(web)["trainings"] if id != "cifar"}
    for run in runs:
        for variant in run["variants"] if run["fold"] is None else ():
            seeds[variant].append(run["seed"])
    assert all(found and len({*found}) == len(found) for found in seeds.values())


def test_rows_of_the_final_table_carry_their_numbers(named_report: Any, make_web: MakeWeb) -> None:
    report = named_report("usual")
    web = make_web(report)
    rows = re.findall(r"<tr (data-variant=[^>]*)>", web)
    assert len(rows) == len(report.table) > 5
    for attributes, row in zip(rows, report.table, strict=True):
        values = dict(re.findall(r'data-([\w-]+)="([^"]*)"', attributes))
        assert (values["variant"], values["network"]) == (row.variant, row.network)
        assert float(values["test"]) == row.test.mean
        assert float(values["train"]) == row.train.mean
        assert float(values["lr"]) == row.lr
        assert float(values["test-sd"]) == row.test.sd


def test_a_diverged_training_leaves_a_gap(named_report: Any) -> None:
    """JSON knows no NaN."""
    assert _rounded(np.array([1.0, math.nan, math.inf, 0.123456])) == [1.0, None, None, 0.1235]


def test_the_same_results_give_the_same_bytes(named_report: Any, make_web: MakeWeb) -> None:
    report = named_report("usual")
    assert make_web(report) == make_web(report)


def test_users_text_stays_text(make_report: Callable[..., Report], make_web: MakeWeb) -> None:
    evil = '</script><img src="asset:x" onerror=alert(1)>'
    report = make_report()
    titled = tuple(replace(choice, title=evil) for choice in report.assignment.classes)
    web = make_web(
        replace(
            report,
            assignment=replace(report.assignment, student=evil, teacher=evil, classes=titled),
        )
    )
    assert evil not in web
    assert web.count("</script>") == 5

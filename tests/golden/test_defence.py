"""The questions of the defence over all reports: clean, ten, and claiming what the numbers say."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import pytest
from matplotlib.figure import Figure

from lab1report.editions import defence as defence_edition
from lab1report.editions.pdf import typesetting
from lab1report.editions.table_comments import document_of
from lab1report.figures import defence_figures
from lab1report.figures.drawing import Labels
from lab1report.figures.plots import export
from lab1report.findings.defence import prepare
from lab1report.findings.defence.prepare import Scheme
from lab1report.findings.defence.question import Question
from lab1report.model import Length
from lab1report.report.report import Report
from lab1report.resources import folder
from tests.golden.defence_claims import CLAIMS
from tests.golden.made_content import content_of, services_in
from tests.golden.made_series import MadeSeries
from tests.golden.page_reader import blocks, numbers, plain, tables
from tests.golden.report_variants import REPORTS, effects
from tests.golden.style import disagreements, sentences
from tests.golden.test_report_variants import mistakes

pytestmark = pytest.mark.xdist_group("pages")  # one process writes those of all reports

Pages = Callable[..., str]

_ASKED = re.compile(r'<h2 id="asked-([\w-]+)">(.*?)</h2>', re.DOTALL)
_CONTROL = re.compile(r'<h2 id="control-([\w-]+)">\s*(\d)\.')


# Answers that no other report calls for
MORE: dict[str, dict[str, Any]] = {
    "regression level": {"regression": {"mse": [0.003, 0.00251, 0.0025]}},
    "colours do nothing": {
        "series": MadeSeries(
            networks=("units-20", "saturated-20"), effects=effects(units_20=3, saturated_20=3)
        )
    },
}
EVERY = {**REPORTS, **MORE}


@pytest.fixture(scope="session", params=EVERY)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def named_report(make_report: Callable[..., Report]) -> Callable[[str], Report]:
    return cache(lambda name: make_report(**EVERY[name]))


@pytest.fixture(scope="session")
def defended(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """`defended(report)`: the HTML of its defence, with `whole=True` with all of the pool asked;
    `length` is that of the report, `quiz` as in `make`.

    Each scheme of a network is drawn once.
    """
    schemes: dict[str, Figure] = {}
    draw = defence_figures._scheme

    def draw_once(scheme: Scheme, titles: Sequence[str], labels: Labels) -> Figure:
        drawn = repr((scheme, titles))
        if drawn not in schemes:
            schemes[drawn] = draw(scheme, titles, labels)
        return schemes[drawn]

    def write(
        report: Report, *, whole: bool = False, length: Length = "full", quiz: bool = False
    ) -> str:
        pages: list[str] = []

        def keep(html: str, assets: Mapping[str, bytes], **_: object) -> bytes:
            pages.append(html)
            return b""

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(typesetting, "render_pdf", keep)
            patch.setattr(export, "png", lambda figure: b"")
            patch.setattr(defence_figures, "_scheme", draw_once)
            if whole:
                patch.setattr(prepare, "ASKED", 100)
            content = content_of(report, length=length)
            services = services_in(tmp_path_factory.mktemp("store"))
            defence_edition.make(content, services, quiz=quiz)
        (html,) = pages
        return html

    return write


@pytest.fixture(scope="session")
def named_whole(named_report: Callable[[str], Report], defended: Pages) -> Callable[[str], str]:
    return cache(lambda name: defended(named_report(name), whole=True))


@pytest.fixture
def whole(name: str, named_whole: Callable[[str], str]) -> str:
    """The defence of each of `REPORTS` with all questions that its numbers raise."""
    return named_whole(name)


def test_verbs_and_numbers_agree_with_their_nouns(whole: str) -> None:
    assert list(disagreements(" ".join(sentences(whole)))) == []


def pool(report: Report) -> tuple[Question, ...]:
    """All questions that the numbers of a report raise."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prepare, "ASKED", 100)
        found = prepare.prepare(report.regression, report.xor, report.cifar, report.series)
    return found.questions


def asked(html: str) -> list[str]:
    return [id for id, _ in _ASKED.findall(html)]


def test_the_page_is_written_cleanly(whole: str) -> None:
    prose = re.sub(r"<code>.*?</code>", "<code>x</code>", whole)  # code has rules of its own
    assert not [found for text in blocks(prose) for found in mistakes(text)]


@pytest.mark.parametrize("length", ["short", "full"])
@pytest.mark.parametrize("name", ["usual"], scope="session")
def test_every_answer_names_places_of_the_report(
    name: str,
    length: Length,
    named_report: Callable[[str], Report],
    named_page: Callable[..., str],
    defended: Pages,
) -> None:
    report = named_report(name)
    html, page = defended(report, whole=True, length=length), named_page(name, report, length)
    answers = re.split(r'<h2 id="(?:control|asked|code)-', html)[1:]
    assert len(answers) == 7 + len(asked(html)) + 10
    anchors = {"рис.": "fig", "табл.": "tab", "формула": "eq"}
    numbered = {
        "fig": re.findall(r"<figcaption>Рисунок\s(\S+)\s—", page),
        "tab": re.findall(r'<span class="number"[^>]*>(\S+)</span>\s—', page),
        "eq": re.findall(r'<span class="side">\((\S+)\)</span>', page),
    }
    for answer in answers:
        shown = re.search(r'<p class="shown">В\sотчёте:(.*?)</p>', answer, re.DOTALL)
        assert shown, answer
        for place in shown[1].strip().removesuffix(".").split(";"):
            kind, number = place.split()[:2]
            if kind in anchors:  # else a section
                assert number.strip("()") in numbered[anchors[kind]]
    gap = re.search(r'<h2 id="asked-gap">.*?<p class="shown">(.*?)</p>', html, re.DOTALL)
    curves = re.search(r'<figure id="fig-cifar-curves">.*?Рисунок\s(\S+)\s—', page, re.DOTALL)
    assert gap
    assert curves
    assert f"рис.\xa0{curves[1]};" in gap[1]


def test_the_crib_has_a_line_for_each_answer(whole: str) -> None:
    crib = whole[whole.index('<section class="crib">') :]
    lines = [plain(line) for line in re.findall(r"<p>(\d+\. .*?)</p>", crib, re.DOTALL)]
    assert len(lines) == 7 + len(asked(whole)) + 10
    assert not [line for line in lines if len(line) > 118]  # what fits the page


def test_a_quiz_asks_everything_before_it_answers(
    named_report: Callable[[str], Report], defended: Pages
) -> None:
    html = defended(named_report("usual"), quiz=True)
    questions, _, answers = html.partition('<h1 class="structural" id="answers">')
    answers, _, _ = answers.partition('<section class="crib">')
    in_first = [plain(one) for one in re.findall(r'<p class="question">(.*?)</p>', questions, re.S)]
    answered = [plain(one) for one in re.findall(r'<h2 id="\w+-[\w-]+">(.*?)</h2>', answers, re.S)]
    assert len(in_first) == 7 + 10 + 10
    assert in_first == answered
    assert 'class="shown"' not in questions
    assert "<h2" not in questions


def test_seven_control_questions_are_answered(whole: str) -> None:
    assert [int(place) for _, place in _CONTROL.findall(whole)] == [1, 2, 3, 4, 5, 6, 7]


def test_figures_are_cited_before_they_stand_there(whole: str) -> None:
    placed = re.findall(r'<figure id="fig-([\w-]+)"', whole)
    for number, id in enumerate(placed, start=1):
        first, *_ = re.finditer(rf'<a href="#fig-{id}">(?:[А-Яа-я]+\xa0)?(\d+)</a>', whole)
        assert int(first[1]) == number
        assert first.start() < whole.index(f'<figure id="fig-{id}"')


@pytest.mark.parametrize("name", [*REPORTS][:12], scope="session")
def test_ten_different_questions_are_asked(
    name: str, named_report: Callable[[str], Report], defended: Pages
) -> None:
    html = defended(named_report(name))
    found = _ASKED.findall(html)
    assert len({id for id, _ in found}) == len({title for _, title in found}) == len(found)
    if name == "nothing":
        assert not found
        assert "спросить о результатах пока нечего" in plain(html)
    elif name == "cifar failed":  # and with it the series
        assert len(found) == 7
        assert "меньше десяти, всего 7" in plain(html)
    else:
        assert len(found) == 10
        assert "десять вопросов" in plain(html)


def test_every_question_has_its_words_and_is_asked_somewhere(
    named_report: Callable[[str], Report],
) -> None:
    words = {
        path.name.partition(".")[0]
        for path in (folder("templates") / "ru" / "defence" / "asked").iterdir()
    }
    raised = set()
    for name in EVERY:
        raised |= {question.id for question in pool(named_report(name))}
    assert raised == words


def test_the_counted_networks(report: Report, whole: str) -> None:
    found = tables(whole).get("network-counts")
    sums = {row[0]: row[2:] for row in (found.rows if found else ()) if row[1] == "вся сеть"}
    document = document_of(report)["sections"]
    expected = {
        "Задача 1": ("regression", "1"),
        "Задача 2": ("xor", "2"),
        "Задача 3": ("cifar", "3072"),
    }
    done = {name for name, (id, _) in expected.items() if document[id]["status"] == "done"}
    assert sums.keys() - {"Лучшая"} == done
    for name in done:
        section, inputs = expected[name]
        assert numbers(sums[name][0]) == [inputs]
        counted = document[section]["parameters"]
        assert int("".join(c for c in sums[name][-1] if c.isdigit())) == counted
    assert ("Столько же параметров насчитал PyTorch" in plain(whole)) == bool(done)


def test_claims_are_those_of_the_numbers(report: Report, whole: str) -> None:
    document: dict[str, Any] = document_of(report)
    text, ids = plain(whole), set(asked(whole))
    wrong = [
        f"{'lacks' if holds else 'claims'} {words!r}"
        for question, claims in CLAIMS.items()
        if question in ids
        for words, rule in claims.items()
        if (words in text) != (holds := rule(document))
    ]
    assert not wrong


def test_every_claim_is_made_somewhere_and_left_out_elsewhere(
    named_report: Callable[[str], Report],
) -> None:
    sides: dict[tuple[str, str], set[bool]] = {}
    for name in EVERY:
        document = document_of(named_report(name))
        for question in pool(named_report(name)):
            for words, rule in CLAIMS[question.id].items():
                sides.setdefault((question.id, words), set()).add(rule(document))
    assert {claim for claim, found in sides.items() if found != {True, False}} == set()

"""Reports other than the usual: each claims what its numbers bear out, and nothing else."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from lab1report.model import SectionFailure, SectionMissing
from lab1report.report.report import Report
from tests.golden.page_reader import blocks, plain
from tests.golden.report_variants import REPORTS, TEACHERS

pytestmark = pytest.mark.xdist_group("pages")  # one process writes those of all reports

NO_CIFAR = {"cifar failed", "nothing"}
EQUAL_CLASSES = {"stopping better", "stopping worse", "no error", "stopping too soon"}
NO_SERIES = {*NO_CIFAR, "series missing", "series failed"}

# What the text claims, by words that carry the claim, and the reports whose numbers bear it out
CLAIMS: list[tuple[str, set[str]]] = [
    ("ДЕМО-ДАННЫЕ", {"demo"}),
    ("Изображения сверены с набором", REPORTS.keys() - {"demo"}),
    ("Раздел не выполнен", {"xor failed", "cifar failed", "nothing", "series failed"}),
    ("Раздел ещё не вычислен", {"regression missing", "only cifar", "nothing", "cifar failed",
      "series missing", "only the base", "some of the series"}),
    ("ValueError: <b> broken", {"xor failed", "cifar failed", "nothing", "series failed"}),
    ("назначил преподаватель", {"teacher"}),
    ("поток — иностранные студенты", {"constant"}),
    ("3 + 15 = 18", REPORTS.keys() - {"teacher", "constant"}),
    ("1 + 11 = 12", {"constant"}),
    # Task 1
    ("Почти вся оставшаяся ошибка — шум", REPORTS.keys()
     - {"regression above", "regression below", "regression missing", "only cifar", "nothing"}),
    ("Приближение ещё можно улучшить", {"regression above"}),
    ("она не всегда уменьшалась", {"regression rising"}),
    ("формулы следует проверить", {"regression below"}),
    ("у края отрезка", {"regression rising"}),
    # Task 2
    ("Сеть решила задачу", REPORTS.keys()
     - {"xor failed", "only cifar", "nothing", "xor stuck", "circles stuck", "moons partly"}),
    ("задача решена лишь отчасти", {"moons partly"}),
    ("задача не решена", {"xor stuck", "circles stuck"}),
    ("осталась на плато", {"xor stuck"}),
    ("Плато в начале коротко", {"moons partly", "circles learned"}),
    ("исключающему «или»", REPORTS.keys()
     - {"xor failed", "only cifar", "nothing", "circles stuck", "moons partly", "circles learned"}),
    # Task 3
    ("Модель переобучается", REPORTS.keys()
     - {*NO_CIFAR, "cifar level", "little learnt", "stopping too soon", "cifar unfinished",
        "stopping helps without overfitting"}),
    ("Заметного переобучения нет", {"cifar level", "little learnt", "stopping too soon",
        "stopping helps without overfitting"}),
    ("Переобучение не наступило", {"cifar unfinished"}),
    ("Ошибок на тесте нет", {"no error"}),
    ("по одному обучению это различие незначимо", REPORTS.keys()
     - {*NO_CIFAR, *EQUAL_CLASSES, "one answer", "classes differ"}),
    ("у всех одинакова", EQUAL_CLASSES),
    ("и это различие значимо", {"one answer", "classes differ"}),
    # The series
    ("Самостоятельная работа", set(REPORTS)),
    ("±", REPORTS.keys() - {*NO_SERIES, "one seed", "only the base"}),
    ("Лучшая F1-мера на тестовой выборке", {"series missing", "series failed", "only the base"}),
    ("самостоятельная работа выполнены не на CIFAR-100", {"demo"}),
]  # fmt: skip


# A mistake of a template by its name: what it looks like, and an example
MISTAKES = {
    "a placeholder": (
        r"\bNone\b|\bnan\b|NaN|\binf\b|∞|\{\{|\}\}|\{%|Undefined|<bound",
        "потери None",
    ),
    "brackets around no number": (r"\[(?!\d+(, \d+)*\])", "студент [ФИО]"),
    "two spaces": (r"[ \u00a0\u202f]{2}", "7\u00a0 эпох"),
    "a space before a mark": (r"\s[.,;:!?)»](?!\d)", "верно ."),
    "no space after a full stop": (r"[а-яё\d»)%]\.[А-ЯЁ]", "сети.Потери"),
    "no space after a comma": (r"[а-яё»],[^\s\d]", "сеть,которая"),
    "no space between words": (r"\d[а-яё]|[а-яё]\d|[а-яё»][«(]|%[а-яё]", "рисунке 5показано"),
    "two marks": (r"[,;:][.,;:]|\.\.|(?<![А-Я])(?<!п\.\sп)\.:", "сети;."),
    "a point for the decimal comma": (r"(?<![\d.])\d+\.\d+\s[а-яё]", "равна 0.5 или"),
}


def mistakes(text: str) -> list[str]:
    return [
        f"{mistake}: …{text[max(0, match.start() - 50) : match.end() + 50]}…"
        for mistake, (pattern, _) in MISTAKES.items()
        for match in re.finditer(pattern, text)
    ]


def test_the_check_sees_mistakes() -> None:
    for mistake, (_, example) in MISTAKES.items():
        assert [found.partition(":")[0] for found in mistakes(example)] == [mistake]
    assert not mistakes("Н.Э. Баумана [1, 2]: 0,5 п. п., 10\u202f000 шагов («в среднем»).")


def test_the_page_is_written_cleanly(html: str) -> None:
    texts = blocks(html)
    assert len(texts) > 60
    assert not [found for text in texts for found in mistakes(text)]


@pytest.mark.parametrize("kind", ["fig", "tab"])
def test_figures_and_tables_are_numbered_and_cited_first(html: str, kind: str) -> None:
    word = {"fig": "Рисунок", "tab": "Таблица"}[kind]
    placed = [(m["id"], m.start()) for m in re.finditer(rf'id="{kind}-(?P<id>[\w-]+)"', html)]
    captions = re.findall(rf"<figcaption>\s*{word}\s+(?:<span[^>]*>)?((?:А\.)?\d+)", html)
    assert placed or kind == "fig"  # without results there is a table of the classes at least
    appended = [caption for caption in captions if caption.startswith("А")]
    text = len(placed) - len(appended)
    assert captions == [
        *(str(number) for number in range(1, text + 1)),
        *(f"А.{number}" for number in range(1, len(appended) + 1)),
    ]
    for number, (id, place) in zip(captions, placed, strict=True):
        links = list(
            re.finditer(rf'<a href="#{kind}-{id}">(?:[А-Яа-я]+\xa0)*((?:А\.)?\d+)</a>', html)
        )
        assert links, f"{kind} {id} is never cited"
        assert links[0].start() < place, f"{kind} {id} stands before its first citation"
        assert {link[1] for link in links} == {number}


def test_alternative_texts_say_what_a_figure_shows(html: str) -> None:
    """Its figures, not its caption once more (PDF/UA-1, 7.3; WCAG 1.1.1)."""
    figures = re.findall(
        r'<figure id="fig-[\w-]+"(?: class="half")?>\s*<img [^>]*alt="([^"]*)"'
        r".*?<figcaption>(.*?)</figcaption>",
        html,
        re.DOTALL,
    )
    assert len(figures) == html.count('<figure id="fig-')  # cells of code have a class before
    for alternative, caption in figures:
        assert re.search(r"\d", alternative), alternative
        assert len(alternative) > 40
        assert alternative not in caption
        assert not mistakes(alternative)


@pytest.mark.parametrize("claim", [claim for claim, _ in CLAIMS])
def test_every_claim_is_made_somewhere(claim: str) -> None:
    (reports,) = (reports for words, reports in CLAIMS if words == claim)
    assert reports
    assert reports <= REPORTS.keys()


def test_claims_are_those_of_the_numbers(html: str, name: str) -> None:
    text = plain(html)
    wrong = [
        f"{'lacks' if name in reports else 'claims'} {claim!r}"
        for claim, reports in CLAIMS
        if (claim in text) != (name in reports)
    ]
    assert not wrong


def test_the_document_is_json(name: str, document: dict[str, Any]) -> None:
    assert json.loads(json.dumps(document, allow_nan=False)).keys() == document.keys()
    for section, content in document["sections"].items():
        given = REPORTS[name].get(section)
        status = {SectionFailure: "failed", SectionMissing: "missing"}.get(type(given), "done")
        if section == "series" and name in NO_CIFAR:
            status = "missing"  # it starts from the base, which is that of part 3
        assert content["status"] == status
    series, cifar = document["sections"]["series"], document["sections"]["cifar"]
    rows = len(series.get("variants", ()))
    if rows < 2:  # with and without stopping, of part 3 alone
        rows = 2 if cifar["status"] == "done" else 0
    assert len(document["table"]) == rows
    assert "Иванов" not in json.dumps(document, ensure_ascii=False)


def test_a_teachers_order_is_kept(
    make_report: Callable[..., Report], page: Callable[[Report], str]
) -> None:
    text = plain(page(make_report(assignment=TEACHERS)))
    places = [text.index(f"{id} – ") for id in (63, 18, 28)]
    assert places == sorted(places)

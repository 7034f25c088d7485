"""Reports other than the usual: each claims what its numbers bear out, and nothing else."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest

from lab1report.model import Assignment, DataInfo, SectionFailure, SectionMissing, Stream
from lab1report.report import Report, to_document
from lab1report.variant import derive_classes, named_classes

FAILED = SectionFailure(
    section="xor", stage="training", message="ValueError: <b> broken", details="Traceback"
)
DEMO = DataInfo(kind="demo", fingerprint="f" * 64, source="drawn")


def assignment(**changes: Any) -> Assignment:
    base = Assignment(group=None, variant=None, stream=None, year=2024, classes=())
    return replace(base, **changes)


TEACHERS = assignment(classes=named_classes((63, 18, 28)))
BY_CONSTANT = assignment(
    group=1,
    variant=2,
    stream=Stream.FOREIGN,
    year=2025,
    classes=derive_classes(group=1, variant=2, stream=Stream.FOREIGN, year=2025),
)

REPORTS: dict[str, dict[str, Any]] = {
    "usual": {},
    "demo": {"data": DEMO},
    "xor failed": {"xor": FAILED},
    "cifar failed": {"cifar": replace(FAILED, section="cifar")},
    "regression missing": {"regression": SectionMissing(section="regression")},
    "only cifar": {
        "regression": SectionMissing(section="regression"),
        "xor": SectionMissing(section="xor"),
    },
    "nothing": {
        "regression": replace(FAILED, section="regression", stage=""),
        "xor": SectionMissing(section="xor"),
        "cifar": SectionMissing(section="cifar"),
    },
    "teacher": {"assignment": TEACHERS},
    "constant": {"assignment": BY_CONSTANT},
    "xor stuck": {"xor": {"accuracy": 0.5, "plateau": None, "solved": None}},
    "circles stuck": {
        "xor": {"sample": "circles", "accuracy": 0.55, "plateau": 9000, "solved": None}
    },
    "moons partly": {"xor": {"sample": "moons", "accuracy": 0.8, "plateau": 30, "solved": None}},
    "circles learned": {"xor": {"sample": "circles", "plateau": 300, "solved": 900}},
    "regression above": {"regression": {"mse": [0.3, 0.1], "gradient_error": 0.0}},
    "regression below": {"regression": {"mse": [0.004, 0.001], "gradient_error": 0.01}},
    "regression rising": {"regression": {"mse": [0.0024, 0.0026], "worst_x": -0.5}},
    "one snapshot": {"regression": {"mse": [0.0025]}},
    "cifar level": {"cifar": {"last": 0.53}},
    "cifar unfinished": {"cifar": {"best_epoch": 250, "last": 0.52}},
    "cifar first epoch": {"cifar": {"best_epoch": 1, "lowest": 1.05, "last": 2.5}},
    "stopping better": {"cifar": {"best": (95, 95, 95), "final": (80, 80, 80)}},
    "stopping worse": {"cifar": {"best": (70, 70, 70), "final": (90, 90, 90)}},
    "no error": {"cifar": {"best": (100,) * 3, "final": (100,) * 3, "train": (500,) * 3}},
    "one answer": {"cifar": {"final": (100, 0, 0), "best": (100, 0, 0), "train": (500, 0, 0)}},
    "three seeds": {
        "cifar": [{"best_epoch": 40}, {"best_epoch": 60, "final": (70, 70, 70)}, {"best_epoch": 30}]
    },
}

# What the text claims, by words that carry the claim, and the reports whose numbers bear it out
CLAIMS: list[tuple[str, set[str]]] = [
    ("ДЕМО-ДАННЫЕ", {"demo"}),
    ("Изображения сверены с набором", REPORTS.keys() - {"demo"}),
    ("Раздел не выполнен", {"xor failed", "cifar failed", "nothing"}),
    ("Раздел ещё не вычислен", {"regression missing", "only cifar", "nothing"}),
    ("ValueError: <b> broken", {"xor failed", "cifar failed", "nothing"}),
    ("назначил преподаватель", {"teacher"}),
    ("поток — иностранные студенты", {"constant"}),
    ("3 + 15 = 18", REPORTS.keys() - {"teacher", "constant"}),
    ("1 + 11 = 12", {"constant"}),
    # Task 1
    ("Почти вся оставшаяся ошибка — это шум", REPORTS.keys()
     - {"regression above", "regression below", "regression missing", "only cifar", "nothing"}),
    ("больше той, что вносит шум", {"regression above"}),
    ("меньше той, что вносит шум", {"regression below"}),
    ("ошибка не всегда уменьшалась", {"regression rising"}),
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
    ("Граница замкнута", {"circles learned"}),
    # Task 3
    ("Модель переобучается", REPORTS.keys()
     - {"cifar failed", "nothing", "cifar level", "cifar unfinished"}),
    ("Заметного переобучения нет", {"cifar level"}),
    ("Переобучение не наступило", {"cifar unfinished"}),
    ("выигрыш статистически значим", {"stopping better"}),
    ("проигрыш статистически значим", {"stopping worse"}),
    ("Ошибок на тестовой выборке нет", {"no error"}),
    ("нельзя сказать, какой класс сложнее", REPORTS.keys()
     - {"cifar failed", "nothing", "one answer"}),
    ("различие не сводится к случайному", {"one answer"}),
    ("±", {"three seeds"}),
    ("в таблице медиана", {"three seeds"}),
]  # fmt: skip


class _Texts(HTMLParser):
    """The texts of a page without style sheet, code and what programs said; a line a block."""

    _HIDDEN = ("style", "pre", "title")
    _INLINE = ("a", "b", "br", "code", "em", "i", "span", "strong", "sub", "sup")

    def __init__(self) -> None:
        super().__init__()
        self.hidden = 0
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.hidden += tag in self._HIDDEN
        if tag == "img":
            self.parts.append("x")  # a formula is a word
        elif tag not in self._INLINE:
            self.parts.append("\0")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in self._HIDDEN
        if tag not in self._INLINE:
            self.parts.append("\0")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(data)


def blocks(html: str) -> list[str]:
    """The text of each block, with the white space that HTML ignores put together."""
    parser = _Texts()
    parser.feed(html)
    texts = (
        re.sub(r"[ \t\n]+", " ", text).strip(" ") for text in "".join(parser.parts).split("\0")
    )
    return [text for text in texts if text]


@pytest.fixture(scope="session", params=REPORTS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def html(name: str, make_report: Callable[..., Report], page: Callable[[Report], str]) -> str:
    return page(make_report(**REPORTS[name]))


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
    "two marks": (r"[,;:][.,;:]|\.\.|(?<![А-Я])\.:", "сети;."),
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
    captions = re.findall(rf"<figcaption>\s*{word}\s+(?:<span[^>]*>)?(\d+)", html)
    assert placed or kind == "fig"  # without results there is a table of the classes at least
    assert captions == [str(number + 1) for number in range(len(placed))]
    for number, (id, place) in enumerate(placed, start=1):
        links = list(re.finditer(rf'<a href="#{kind}-{id}">(?:[А-Яа-я]+\xa0)?(\d+)</a>', html))
        assert links, f"{kind} {id} is never cited"
        assert links[0].start() < place, f"{kind} {id} stands before its first citation"
        assert {link[1] for link in links} == {str(number)}


@pytest.mark.parametrize("claim", [claim for claim, _ in CLAIMS])
def test_every_claim_is_made_somewhere(claim: str) -> None:
    (reports,) = (reports for words, reports in CLAIMS if words == claim)
    assert reports
    assert reports <= REPORTS.keys()


def test_claims_are_those_of_the_numbers(html: str, name: str) -> None:
    text = "\n".join(blocks(html)).replace("\u00a0", " ")
    wrong = [
        f"{'lacks' if name in reports else 'claims'} {claim!r}"
        for claim, reports in CLAIMS
        if (claim in text) != (name in reports)
    ]
    assert not wrong


def test_the_document_is_json(name: str, make_report: Callable[..., Report]) -> None:
    report = make_report(**REPORTS[name])
    document = to_document(report)
    assert json.loads(json.dumps(document, allow_nan=False)).keys() == document.keys()
    for section, content in document["sections"].items():
        given = REPORTS[name].get(section)
        status = {SectionFailure: "failed", SectionMissing: "missing"}.get(type(given), "done")
        assert content["status"] == status
    assert len(document["table"]) == (2 if document["sections"]["cifar"]["status"] == "done" else 0)
    assert "Иванов" not in json.dumps(document, ensure_ascii=False)


def test_a_teachers_order_is_kept(
    make_report: Callable[..., Report], page: Callable[[Report], str]
) -> None:
    text = "\n".join(blocks(page(make_report(assignment=TEACHERS)))).replace("\u00a0", " ")
    places = [text.index(f"{id} – ") for id in (63, 18, 28)]
    assert places == sorted(places)


def test_a_row_of_the_table_has_mean_and_deviation(
    make_report: Callable[..., Report], page: Callable[[Report], str]
) -> None:
    report = make_report(**REPORTS["three seeds"])
    base, stopped = report.table
    assert base.test.sd is not None
    shown = f"test = {100 * base.test.mean:.1f} ± {100 * base.test.sd:.1f}%"
    assert shown in "\n".join(blocks(page(report))).replace("\u00a0", " ")
    assert (base.test.n, stopped.epochs) == (3, 40)

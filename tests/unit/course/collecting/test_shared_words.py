"""Which sentences two students share: copied ones, also where they were changed a little."""

import json
import random
from pathlib import Path

import pytest

from lab1report.course.collecting import program_text
from lab1report.course.collecting.own_sentences import MOST, OwnText, own_text
from lab1report.course.collecting.shared_words import same_files, shared_sentences
from lab1report.course.collecting.word_runs import runs_of
from lab1report.own_words import folder
from tests.unit.course.collecting.made import text_of

OWN = "Скрытый слой здесь нужен, потому что одна прямая вершины квадрата по диагонали не разделит."
OTHER = "На шумных точках граница выходит кривой, а вдали от вершин сеть почти всегда уверена зря."


def quoted(*texts: OwnText, program: set[int] | None = None) -> list[list[str]]:
    owners = [str(number) for number in range(len(texts))]
    found = shared_sentences(texts, owners, program or set())
    return [[one.sentence.text for one in group] for group in found]


@pytest.mark.parametrize(
    "copy",
    [
        OWN,
        OWN.upper(),
        OWN.replace("о", "o"),  # in Latin
        OWN.replace("одна прямая", "никакая прямая"),
        OWN.replace("здесь ", ""),
        OWN.replace("нужен", "н\u00adужен 2"),
        f"Как известно, {OWN[0].lower()}{OWN[1:-1]}, и это видно на рисунке с потерями по эпохам.",
    ],
)
def test_a_copied_sentence_is_found(copy: str) -> None:
    assert quoted(text_of(OTHER, OWN), text_of(copy)) == [[OWN, copy]]


@pytest.mark.parametrize(
    "other",
    [
        OTHER,
        "Скрытый слой здесь нужен.",
        "Скрытый слой здесь нужен для другого: вершины квадрата лежат крест-накрест, линии мало.",
        " ".join(random.Random(0).sample(OWN.split(), len(OWN.split()))),  # noqa: S311
    ],
)
def test_another_sentence_is_not(other: str) -> None:
    assert quoted(text_of(OWN), text_of(other)) == []


def test_short_sentences_and_numbers_are_anybodys() -> None:
    short = "Сеть переобучается после десятой эпохи."
    numbers = "Вышло 78,3 % и 81,2 %, 77,1 % и 79,9 %, 12 и 13, 14 и 15, всего 7 раз из 9."
    assert quoted(text_of(short, numbers), text_of(short, numbers)) == []


def test_what_the_program_says_is_nobodys_own() -> None:
    assert quoted(text_of(OWN), text_of(OWN), program=set(runs_of(OWN))) == []
    said = set(runs_of("Скрытый слой здесь нужен, потому что"))
    assert quoted(text_of(OWN), text_of(OWN), program=said) == [[OWN, OWN]]


def test_what_one_wrote_twice_is_shared_with_nobody() -> None:
    assert quoted(text_of(OWN, OWN)) == []
    assert shared_sentences([text_of(OWN), text_of(OWN)], ["a", "a"], set()) == []


def test_a_whole_group_shares_one_sentence() -> None:
    (group,) = quoted(*[text_of(OWN) for _ in range(200)])
    assert group == [OWN] * 200


def test_the_same_file_is_told_though_its_sentences_are_short() -> None:
    short = ("Слой нужен для диагонали.", "Граница вышла довольно кривой.", "Сеть уверена зря.",
             "Шум точек мал везде.")  # fmt: skip
    texts = [text_of(*short), text_of(*short), text_of(OTHER)]
    assert quoted(*texts) == []
    assert same_files(texts, ["a", "b", "c"], set()) == {"xor": [("a", "b")]}
    assert same_files(texts, ["a", "a", "c"], set()) == {}


def test_templates_are_the_program() -> None:
    program = program_text.of_templates()
    said = "Ни одна прямая не отделяет один класс от другого, поэтому нужен скрытый слой."
    assert quoted(text_of(said), text_of(said)) != []
    assert quoted(text_of(said), text_of(said), program=program) == []
    assert quoted(text_of(OWN), text_of(OWN), program=program) != []


def test_a_notebook_says_what_is_not_its_students() -> None:
    cells = [
        {"cell_type": "markdown", "source": [f"## A\n\n{OTHER} При $x = 1$ всё верно.\n\n{OWN}"]},
        {"cell_type": "code", "source": [OWN]},
    ]
    notebook = json.dumps({"cells": cells}).encode()
    found = program_text.of_report(notebook, runs_of(OWN))
    assert set(runs_of(OTHER)) <= found
    assert not found & set(runs_of(OWN))


def test_words_are_read_as_a_report_prints_them(tmp_path: Path) -> None:
    (tmp_path / "xor.md").write_text(
        f"---\nreplace: true\n---\n<!-- a hint -->\n## Вывод\n\n- {OWN} Верны\n"
        "  {{ xor.accuracy | percent }}, или $p$.\n",
        encoding="utf-8",
    )
    (tmp_path / "cifar.md").write_text("слово " * (MOST + 10), encoding="utf-8")
    words = folder.read(tmp_path)
    found = own_text({"xor": words["xor"]})
    assert [one.text for one in found.sentences] == ["Вывод", OWN, "Верны …, или …."]
    assert not found.cut
    assert own_text(words).cut

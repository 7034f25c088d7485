"""The questions of `init`, each answer checked at once, and the files that it writes."""

import contextlib
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lab1report import NewFolder
from lab1report.cli.init import begin
from lab1report.errors import UserError
from lab1report.model import Stream
from lab1report.own_words.folder import read, word_names
from lab1report.settings import options as config

GIVEN = {"group": "3", "variant": "7", "stream": "IU5"}


class Talk:
    """Answers in turn, and keeps what was said."""

    def __init__(self, *answers: str) -> None:
        self._answers = iter(answers)
        self.questions: list[str] = []
        self.said: list[str] = []

    def ask(self, question: str, default: str | None) -> str:
        self.questions.append(question)
        return next(self._answers) or default or ""

    def begin(self, folder: Path, **options: Any) -> NewFolder:
        begun = begin(
            options, folder=folder, ask=self.ask, say=self.said.append, today=date(2024, 11, 28)
        )
        assert not list(self._rest()), "not all was asked"
        return begun

    def _rest(self) -> Iterator[str]:
        return self._answers

    @property
    def years(self) -> list[str]:
        """What was said of the classes by each year's rules."""
        return [line.strip() for line in self.said if line.startswith("  ")]

    @property
    def problems(self) -> list[str]:
        """What was said but for the rules of each year."""
        years = ("  ", "classes by the rules of each year")
        return [line for line in self.said if not line.startswith(years)]


def silently(folder: Path, **options: Any) -> NewFolder:
    return begin(options, folder=folder, ask=None, say=lambda _: None)


def written(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "lab1.toml").read_text(encoding="utf-8"))


def test_a_group_code_answers_for_group_and_stream(tmp_path: Path) -> None:
    talk = Talk("иу5-63б", "7", "", "Иванов И.И.", "")
    begun = talk.begin(tmp_path)
    assert begun.settings.assignment.class_ids == (18, 63, 28)
    assert written(tmp_path) == {
        "group-code": "ИУ5-63Б",
        "variant": 7,
        "year": 2024,
        "student": "Иванов И.И.",
    }
    assert talk.problems == []
    assert talk.years == [
        "2023: 7 beetle (жук), 24 cockroach (таракан), 49 mountain (гора)",
        "2024: 18 caterpillar (гусеница), 63 porcupine (дикобраз), 28 cup (чашка)",
        "2025: 14 butterfly (бабочка), 44 lizard (ящерица), 49 mountain (гора)",
        "2026: 10 bowl (миска), 37 house (дом), 57 pear (груша)",
    ]


def test_a_group_number_needs_a_stream(tmp_path: Path) -> None:
    talk = Talk("3", "ПС4", "гуимц", "7", "2025", "", "Петров П.П.")
    begun = talk.begin(tmp_path)
    assert begun.settings.assignment.stream is Stream.GUIMC
    assert "'ПС4' is unknown" in talk.said[0]
    assert written(tmp_path)["year"] == 2025
    assert written(tmp_path)["teacher"] == "Петров П.П."


def test_a_wrong_answer_is_asked_again(tmp_path: Path) -> None:
    talk = Talk("ИУ5", "0", "ИУ5-63Б", "x", "700", "7", "1999", "2024", "я" * 121, "Я", "")
    talk.begin(tmp_path)
    assert len(talk.problems) == 6
    assert talk.questions[0] == talk.questions[1] == talk.questions[2]
    assert "whole number from 1 to 99" in talk.problems[2]
    assert "2023, 2024" in talk.problems[4]


def test_classes_are_asked_only_where_the_rules_give_none(tmp_path: Path) -> None:
    talk = Talk("ИУ5-63Б", "44", "", "1,2", "18,63,28", "", "")
    begun = talk.begin(tmp_path)
    assert "44 + 56 = 100" in talk.problems[0]
    assert "--classes takes three numbers" in talk.problems[1]
    assert begun.settings.assignment.class_ids == (18, 63, 28)
    assert written(tmp_path)["classes"] == [18, 63, 28]


def test_a_wrong_variant_is_corrected_where_its_classes_are_none(tmp_path: Path) -> None:
    """Back from the classes to the year, and from there to the variant."""
    talk = Talk("ИУ5-63Б", "99", "", "<", "<", "7", "", "", "")
    begun = talk.begin(tmp_path)
    assert "99 + 56 = 155" in talk.problems[0]
    assert "--classes" not in talk.problems[0], "the question that follows asks for them"
    assert talk.years[1] == (
        "2024: none that can be taken (the second class by the rules of 2024 is variant + 56: "
        "99 + 56 = 155, and CIFAR-100 has the classes 0 to 99 only)"
    )
    assert begun.settings.assignment.class_ids == (18, 63, 28)
    assert "classes" not in written(tmp_path)


def test_every_answer_can_be_taken_back(tmp_path: Path) -> None:
    back = "<"
    talk = Talk(
        *(back, "ИУ5-66Б", back, "3", "ГУИМЦ", "8", back, back, "IU5", "7", "2024"),
        *("", back, "Я", "Т"),
    )
    begun = talk.begin(tmp_path)
    assert talk.problems == ["this is the first question"]
    told = [question.endswith(" ('<' goes back)") for question in talk.questions]
    assert told == [not question.startswith("Group") for question in talk.questions]
    assert begun.settings.assignment.stream is Stream.IU5
    assert written(tmp_path) == {
        "group": 3,
        "variant": 7,
        "stream": "IU5",
        "year": 2024,
        "student": "Я",
        "teacher": "Т",
    }


def test_a_year_that_is_not_this_one_is_said(tmp_path: Path) -> None:
    talk = Talk("ИУ5-63Б", "7", "2025", "", "")
    talk.begin(tmp_path)
    assert talk.problems == ["the rules of 2025, and it is 2024: '<' if that is wrong"]


@pytest.mark.parametrize(("year", "proposed"), [(2024, "2024"), (2026, "2026"), (2031, "2026")])
def test_the_rules_of_this_year_are_proposed(tmp_path: Path, year: int, proposed: str) -> None:
    defaults: list[str | None] = []

    def ask(question: str, default: str | None) -> str:
        defaults.append(default)
        return default or ""

    begin(
        {"group_code": "ИУ5-63Б", "variant": "7"},
        folder=tmp_path,
        ask=ask,
        say=lambda _: None,
        today=date(year, 2, 1),
    )
    assert defaults[0] == proposed


def test_what_options_answer_is_not_asked(tmp_path: Path) -> None:
    talk = Talk("7", "", "")
    talk.begin(tmp_path, group_code="ИУ5-63Б", student="Иванов И.И.")
    assert [question.split()[0] for question in talk.questions] == ["Variant", "Year", "The"]


def test_without_anybody_to_ask(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"--group.*--variant N missing"):
        silently(tmp_path)
    with pytest.raises(UserError, match="stream is missing"):
        silently(tmp_path, group="3", variant="7")
    assert list(tmp_path.iterdir()) == []
    silently(tmp_path, **GIVEN)
    assert written(tmp_path) == {"group": 3, "variant": 7, "stream": "IU5", "year": 2024}


@pytest.mark.parametrize(
    ("options", "unasked"),
    [
        ({}, "--group-code, --variant, --student, --teacher"),
        ({"group": "3"}, "--stream, --variant, --student, --teacher"),
        ({"group_code": "ИУ5-63Б", "variant": "7", "student": "Я"}, "--teacher"),
        ({"classes": "18,63,28"}, "--student, --teacher"),
    ],
)
def test_what_cannot_be_asked_is_said(
    tmp_path: Path, options: dict[str, str], unasked: str
) -> None:
    said: list[str] = []
    with contextlib.suppress(UserError):
        begin(options, folder=tmp_path, ask=None, say=said.append)
    assert said == [f"the input is no terminal, so nothing is asked; what would be: {unasked}"]


def test_nothing_is_said_where_nothing_would_be_asked(tmp_path: Path) -> None:
    begin({**GIVEN, "student": "Я", "teacher": "Т"}, folder=tmp_path, ask=None, say=pytest.fail)
    begin({}, folder=tmp_path, ask=None, say=pytest.fail)  # all is there


@pytest.mark.parametrize("name", ['И. "О" \\ Ф', "a\tb\x7fc", "O'Нил #1 = [2]", "日本 é"])
def test_any_name_comes_back_from_the_file(tmp_path: Path, name: str) -> None:
    silently(tmp_path, **GIVEN, student=name)
    assert written(tmp_path)["student"] == name
    assert config.load({}, folder=tmp_path).assignment.student == name


def test_words_change_nothing_until_something_is_written(tmp_path: Path) -> None:
    begun = silently(tmp_path, **GIVEN)
    folder = tmp_path / "words"
    assert sorted(path.stem for path in folder.iterdir()) == sorted(word_names())
    assert {tmp_path / "lab1.toml", folder / "cifar.md"} <= set(begun.written)
    assert read(folder) == {}
    assert config.load({}, folder=tmp_path).words == folder
    for path in folder.iterdir():
        path.write_text(path.read_text(encoding="utf-8") + "\nСвоё.\n", encoding="utf-8")
    assert set(read(folder)) == set(word_names())


def test_nothing_that_is_there_is_touched(tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    mine = {
        tmp_path / "lab1.toml": "group = 3\nvariant = 7\nstream = 'IU5'\n",
        tmp_path / "words" / "xor.md": "Своё.",
    }
    for path, text in mine.items():
        path.write_text(text, encoding="utf-8")
    begun = silently(tmp_path)
    assert set(begun.existing) == set(mine)
    assert len(begun.written) == len(word_names()) - 1
    assert {path: path.read_text(encoding="utf-8") for path in mine} == mine
    with pytest.raises(UserError, match=r"lab1\.toml is there already, and --variant would"):
        silently(tmp_path, variant="8")
    assert silently(tmp_path, variant="7").written == ()  # which it says already


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "words").write_text("mine")
    with pytest.raises(UserError, match="cannot be written"):
        silently(tmp_path, **GIVEN)

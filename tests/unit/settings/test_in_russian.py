"""Options and class rules are said in Russian too, where order and endings are others."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from lab1report import messages
from lab1report.errors import UserError
from lab1report.model import Stream
from lab1report.settings import classes
from lab1report.settings.option_table import DEFAULT_YEAR, OPTIONS
from lab1report.settings.options import load


@pytest.fixture(autouse=True)
def _russian() -> Iterator[None]:
    messages.use("ru")
    yield
    messages.use("en")


def test_impossible_classes() -> None:
    with pytest.raises(UserError) as error:
        classes.derive_classes(group=8, variant=2, stream=Stream.IU5, year=2024)
    said, _, remedy = str(error.value).rpartition(": ")
    assert said == (
        "первый (группа + 15: 8 + 15 = 23) и третий класс (вариант + 21: 2 + 21 = 23)"
        " по правилам 2024 года совпадают, это класс 23"
    )
    assert remedy == "узнайте классы у преподавателя и укажите их в --classes A,B,C"


def test_the_rule_in_the_results_is_the_same_in_every_language(tmp_path: Path) -> None:
    assignment = load({"group": 3, "variant": 7, "stream": "IU5"}, folder=tmp_path).assignment
    assert assignment.classes[0].rule.said == "группа + 15: 3 + 15 = 18"
    assert '"group + 15: 3 + 15 = 18"' in json.dumps(assignment.to_document())


def test_each_mistake_has_its_line(tmp_path: Path) -> None:
    given = {"seed": -1, "fresh": ["xro"], "colour": "red"}
    with pytest.raises(UserError) as error:
        load(given, folder=tmp_path)
    unknown, seed, fresh = str(error.value).splitlines()
    assert unknown.startswith("неизвестный параметр 'colour'; ")
    assert seed == "--seed -1: нужно целое число от 0 до 2147483647"
    assert fresh.startswith("--fresh xro: нет раздела 'xro'; возможно, 'xor'? Есть: regression, ")


def test_every_option_is_told_of() -> None:
    cyrillic = set("абвгдеёжзийклмнопрстуфхцчшщъыьэюя")
    untold = [
        name for name, option in OPTIONS.items() if cyrillic.isdisjoint(messages._(option.help))
    ]
    assert untold == []
    assert messages._(OPTIONS["student"].metavar) == "ИМЯ"


def test_what_help_repeats() -> None:
    assert OPTIONS["stream"].help == f"{classes.STREAM_SPELLINGS}."
    assert OPTIONS["group_code"].help.startswith(f"{classes.CODE_EXAMPLES}: ")
    assert f"(default {DEFAULT_YEAR})" in OPTIONS["year"].help

"""The class rules, year by year, and where they go wrong."""

from collections.abc import Callable
from pathlib import Path

import pytest

from lab1report.errors import UserError
from lab1report.model import Stream
from lab1report.settings.classes import (
    derive_classes,
    named_classes,
    parse_group_code,
    parse_stream,
    years,
)


def ids(group: int, variant: int, stream: Stream | None, year: int) -> tuple[int, ...]:
    chosen = derive_classes(group=group, variant=variant, stream=stream, year=year)
    return tuple(choice.id for choice in chosen)


@pytest.mark.parametrize(
    ("group", "variant", "stream", "year", "expected"),
    [
        (3, 7, Stream.IU5, 2024, (18, 63, 28)),
        (25, 1, Stream.IU5, 2025, (36, 38, 43)),
        (3, 9, Stream.IU5, 2026, (10, 39, 59)),
        (1, 2, Stream.GUIMC, 2026, (8, 32, 90)),
        (3, 7, Stream.GUIMC, 2024, (18, 63, 80)),
        (3, 7, Stream.FOREIGN, 2024, (18, 63, 90)),
        (3, 7, Stream.FOREIGN, 2025, (14, 44, 71)),
        (3, 7, Stream.GUIMC, 2025, (14, 44, 70)),
        (3, 7, Stream.FOREIGN, 2026, (10, 37, 93)),
        (4, 5, None, 2023, (8, 22, 47)),
        (4, 5, Stream.FOREIGN, 2023, (8, 22, 47)),
    ],
)
def test_known_triples(
    group: int, variant: int, stream: Stream | None, year: int, expected: tuple[int, ...]
) -> None:
    assert ids(group, variant, stream, year) == expected


def test_the_sum_behind_each_class() -> None:
    first, second, third = derive_classes(group=3, variant=7, stream=Stream.GUIMC, year=2024)
    assert (first.rule.sum, second.rule.sum, third.rule.sum) == ("3 + 15 = 18", "7 + 56 = 63", "80")
    assert str(first.rule) == "group + 15: 3 + 15 = 18"
    assert str(third.rule) == "constant: 80"
    assert (first.name, first.title) == ("caterpillar", "гусеница")


def test_years() -> None:
    assert years() == (2023, 2024, 2025, 2026)


ASK = "ask the teacher for the classes and give them with --classes A,B,C"


@pytest.mark.parametrize(
    ("group", "variant", "year", "said"),
    [
        (100, 7, 2024, "the first class by the rules of 2024 is group + 15: 100 + 15 = 115, and"
         " CIFAR-100 has the classes 0 to 99 only"),
        (3, 44, 2024, "the second class by the rules of 2024 is variant + 56: 44 + 56 = 100, and"
         " CIFAR-100 has the classes 0 to 99 only"),
        (3, 50, 2026, "the third class by the rules of 2026 is variant + 50: 50 + 50 = 100, and"
         " CIFAR-100 has the classes 0 to 99 only"),
        (8, 2, 2024, "the first (group + 15: 8 + 15 = 23) and the third class (variant + 21:"
         " 2 + 21 = 23) by the rules of 2024 are the same, class 23"),
    ],
)  # fmt: skip
def test_impossible_classes(group: int, variant: int, year: int, said: str) -> None:
    with pytest.raises(UserError) as error:
        ids(group, variant, Stream.IU5, year)
    assert str(error.value) == f"{said}: {ASK}"


def test_the_same_class_twice_by_a_constant() -> None:
    with pytest.raises(UserError, match=r"24 \+ 56 = 80.*constant: 80.*class 80"):
        ids(3, 24, Stream.GUIMC, 2024)


def said(of: Callable[[], object]) -> str:
    """The sentence with which the user's mistake is told."""
    with pytest.raises(UserError) as error:
        of()
    return str(error.value)


def test_a_year_without_rules_and_a_missing_stream() -> None:
    assert said(lambda: ids(3, 7, Stream.IU5, 2022)) == (
        "year 2022: no class rules for it; known are 2023, 2024, 2025, 2026"
    )
    assert said(lambda: ids(3, 7, None, 2024)) == (
        "the stream is missing: give --stream IU5, GUIMC or FOREIGN"
    )


def test_classes_named_by_the_teacher_keep_their_order() -> None:
    chosen = named_classes((63, 18, 28))
    assert [choice.id for choice in chosen] == [63, 18, 28]
    assert {choice.rule.term for choice in chosen} == {"teacher"}


def test_classes_from_the_first_to_the_last_can_be_named() -> None:
    assert [choice.id for choice in named_classes((0, 99, 5))] == [0, 99, 5]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ((1, 2), "--classes takes three numbers such as 18,63,28, not 2"),
        ((1, 2, 3, 4), "--classes takes three numbers such as 18,63,28, not 4"),
        ((1, 1, 2), "class 1 stands twice in --classes 1,1,2; give three different ones"),
        ((1, 2, 100), "the third class in --classes is teacher: 100, and CIFAR-100 has the classes"
         f" 0 to 99 only: {ASK}"),
        ((-1, 2, 3), "the first class in --classes is teacher: -1, and CIFAR-100 has the classes"
         f" 0 to 99 only: {ASK}"),
    ],
)  # fmt: skip
def test_wrong_named_classes(wrong: tuple[int, ...], sentence: str) -> None:
    assert said(lambda: named_classes(wrong)) == sentence


@pytest.mark.parametrize(
    ("text", "code", "group", "stream"),
    [
        ("ИУ5-61Б", "ИУ5-61Б", 1, Stream.IU5),
        ("ИУ5-63Б", "ИУ5-63Б", 3, Stream.IU5),
        ("ИУ5-25М", "ИУ5-25М", 5, Stream.IU5),
        ("ИУ5-43БВ", "ИУ5-43БВ", 3, Stream.IU5),
        ("ИУ5И-21М", "ИУ5И-21М", 1, Stream.FOREIGN),
        ("ИУ5И-83Б", "ИУ5И-83Б", 3, Stream.FOREIGN),
        ("ИУ5Ц-72Б", "ИУ5Ц-72Б", 2, Stream.GUIMC),
        ("ИУ5Ц-102Б", "ИУ5Ц-102Б", 2, Stream.GUIMC),
        (" iu5-66b ", "ИУ5-66Б", 6, Stream.IU5),
        ("IU5I-21M", "ИУ5И-21М", 1, Stream.FOREIGN),
        ("IU5C-72B", "ИУ5Ц-72Б", 2, Stream.GUIMC),
        ("IU5-63S", "ИУ5-63С", 3, Stream.IU5),
        ("IU5-63AV", "ИУ5-63АВ", 3, Stream.IU5),
        ("ИУ5–63Б", "ИУ5-63Б", 3, Stream.IU5),
        ("иу5 63б", "ИУ5-63Б", 3, Stream.IU5),
    ],
)
def test_group_codes(text: str, code: str, group: int, stream: Stream) -> None:
    parsed = parse_group_code(text)
    assert (parsed.code, parsed.group, parsed.stream) == (code, group, stream)
    assert parsed.stream_is_inferred == (stream is Stream.GUIMC)


@pytest.mark.parametrize("text", ["", "ИУ5", "ИУ5-6Б", "ИУ6-63Б", "ИУ5Х-63Б", "ИУ5-60Б", "63"])
def test_what_is_no_group_code(text: str) -> None:
    assert said(lambda: parse_group_code(text)) == (
        f"group code {text!r} is not understood: it should look like ИУ5-63Б, ИУ5И-21М or"
        " ИУ5Ц-72Б; or give --group and --stream instead"
    )


@pytest.mark.parametrize(
    ("text", "stream"),
    [
        ("IU5", Stream.IU5),
        ("иу5", Stream.IU5),
        ("Guimc", Stream.GUIMC),
        ("ГУИМЦ", Stream.GUIMC),
        ("foreign", Stream.FOREIGN),
        ("Иностранцы", Stream.FOREIGN),
        ("иностранец", Stream.FOREIGN),
        (" Иностранка ", Stream.FOREIGN),
    ],
)
def test_streams(text: str, stream: Stream) -> None:
    assert parse_stream(text) is stream


def test_an_unknown_stream_names_the_known_ones() -> None:
    assert said(lambda: parse_stream("IU7")) == (
        "stream 'IU7' is unknown: use IU5, GUIMC or FOREIGN (or ИУ5, ГУИМЦ, иностранцы)"
    )


@pytest.mark.parametrize("text", ["[2030]\nfirst = {}\nsecond = {}\n", "2030 = 7\n"])
def test_a_year_that_lacks_a_rule(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "experiments").mkdir()
    (tmp_path / "experiments" / "variants.toml").write_text(text)
    monkeypatch.setenv("LAB1REPORT_RESOURCES", str(tmp_path))
    with pytest.raises(UserError, match=r"variants\.toml: \[2030\] has no rule"):
        years()

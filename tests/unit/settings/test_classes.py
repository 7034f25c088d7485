"""The class rules, year by year, and where they go wrong."""

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


@pytest.mark.parametrize(
    ("group", "variant", "year", "words"),
    [
        (3, 44, 2024, ["44 + 56 = 100", "second", "--classes"]),
        (3, 50, 2026, ["50 + 50 = 100", "third", "--classes"]),
        (8, 2, 2024, ["8 + 15 = 23", "2 + 21 = 23", "class 23", "--classes"]),
    ],
)
def test_impossible_classes(group: int, variant: int, year: int, words: list[str]) -> None:
    with pytest.raises(UserError) as error:
        ids(group, variant, Stream.IU5, year)
    for word in words:
        assert word in str(error.value)


def test_the_same_class_twice_by_a_constant() -> None:
    with pytest.raises(UserError, match=r"24 \+ 56 = 80.*constant: 80.*class 80"):
        ids(3, 24, Stream.GUIMC, 2024)


def test_a_year_without_rules_and_a_missing_stream() -> None:
    with pytest.raises(UserError, match=r"2022.*2023, 2024, 2025, 2026"):
        ids(3, 7, Stream.IU5, 2022)
    with pytest.raises(UserError, match="--stream"):
        ids(3, 7, None, 2024)


def test_classes_named_by_the_teacher_keep_their_order() -> None:
    chosen = named_classes((63, 18, 28))
    assert [choice.id for choice in chosen] == [63, 18, 28]
    assert {choice.rule.term for choice in chosen} == {"teacher"}


@pytest.mark.parametrize("wrong", [(1, 2), (1, 2, 3, 4), (1, 1, 2), (1, 2, 100), (-1, 2, 3)])
def test_wrong_named_classes(wrong: tuple[int, ...]) -> None:
    with pytest.raises(UserError, match="--classes"):
        named_classes(wrong)


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
    with pytest.raises(UserError, match="group code"):
        parse_group_code(text)


@pytest.mark.parametrize(
    ("text", "stream"),
    [
        ("IU5", Stream.IU5),
        ("иу5", Stream.IU5),
        ("Guimc", Stream.GUIMC),
        ("ГУИМЦ", Stream.GUIMC),
        ("foreign", Stream.FOREIGN),
        ("Иностранцы", Stream.FOREIGN),
    ],
)
def test_streams(text: str, stream: Stream) -> None:
    assert parse_stream(text) is stream


def test_an_unknown_stream_names_the_known_ones() -> None:
    with pytest.raises(UserError, match=r"'IU7'.*IU5, GUIMC or FOREIGN"):
        parse_stream("IU7")

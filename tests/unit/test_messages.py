"""The messages of the command line: complete in each language, chosen by option or locale."""

import json
import pickle
import re
import string
from collections.abc import Iterator

import pytest

from lab1report import messages
from lab1report.cli import language
from tests.repository import load_script

SCRIPT = load_script("update_messages")
CATALOGUE = SCRIPT.translated(SCRIPT.path("po"))
MESSAGES = [message for message in CATALOGUE if message.id]


@pytest.fixture
def russian() -> Iterator[None]:
    messages.use("ru")
    yield
    messages.use("en")


def fields(text: str) -> set[str]:
    """What a message leaves a place for, with the form in which it is shown."""
    return {
        f"{name}!{conversion}:{form}"
        for _, name, form, conversion in string.Formatter().parse(text)
        if name is not None
    }


def forms(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def test_the_catalogue_has_what_the_source_says_and_no_more() -> None:
    made = SCRIPT.as_po(SCRIPT.updated(CATALOGUE))
    assert SCRIPT.path("po").read_bytes() == made, "run scripts/update_messages.py"


def test_the_compiled_catalogue_is_that_of_the_source() -> None:
    assert SCRIPT.path("mo").read_bytes() == SCRIPT.as_mo(SCRIPT.updated(CATALOGUE))


def faults(said: tuple[str, ...], translated: tuple[str, ...]) -> Iterator[str]:
    """What is wrong with the translation of a message, all forms of both."""
    if len(translated) != (1 if len(said) == 1 else 3):
        yield f"{len(translated)} forms"
    for one in translated:
        words = re.sub(r"\{[^}]*\}", "", one)
        kept = {
            "translated": one != "",
            "its fields": fields(one) == fields(said[-1]),
            "in Russian": re.search("[\u0400-\u04ff]", words)
            or not re.search(r"[a-z]{3} [a-z]{3}", words),
            "its lines": one.count("\n") == said[-1].count("\n"),
            "its ends": ends(one) == ends(said[-1]),
        }
        yield from (f"not {rule}: {one}" for rule, is_kept in kept.items() if not is_kept)


def ends(text: str) -> tuple[bool, bool]:
    """Whether a text begins and ends with a space."""
    return text[:1].isspace(), text[-1:].isspace()


def test_messages_are_translated_with_all_that_they_name() -> None:
    """In one test, since a thousand take a process as long as many others."""
    assert len(MESSAGES) > 1000
    found = {one.id: [*faults(forms(one.id), forms(one.string))] for one in MESSAGES}
    assert not {said: wrong for said, wrong in found.items() if wrong}


@pytest.mark.parametrize(
    ("said", "translated", "wrong"),
    [
        (("Two words {a}",), ("Два слова {a}",), []),
        (("Two words",), ("Два", "слова"), ["2 forms"]),
        (("{n} word", "{n} words"), ("{n} слово", "{n} слова"), ["2 forms"]),
        (("Two words",), ("",), ["not translated: "]),
        (("Two words {a}",), ("Два слова {b}",), ["not its fields: Два слова {b}"]),
        (("Two words {a:.1f}",), ("Два слова {a}",), ["not its fields: Два слова {a}"]),
        (("Two words",), ("two words",), ["not in Russian: two words"]),
        (("Two words",), ("Два\nслова",), ["not its lines: Два\nслова"]),
        (("Two words ",), ("Два слова",), ["not its ends: Два слова"]),
    ],
)
def test_a_wrong_translation_would_be_seen(
    said: tuple[str, ...], translated: tuple[str, ...], wrong: list[str]
) -> None:
    assert [*faults(said, translated)] == wrong


@pytest.mark.parametrize(
    ("arguments", "environment", "chosen", "rest"),
    [
        (["build"], {}, "en", ["build"]),
        (["build"], {"LANG": "ru_RU.UTF-8"}, "ru", ["build"]),
        (["build"], {"LANG": "ru_RU.UTF-8", "LC_MESSAGES": "C"}, "en", ["build"]),
        (["build"], {"LANG": "de_DE.UTF-8", "LC_ALL": "ru_UA"}, "ru", ["build"]),
        (["build"], {"LANG": "ru_RU.UTF-8", "LAB1REPORT_UI": "en"}, "en", ["build"]),
        (["build"], {"LANG": "ru_RU.UTF-8", "LAB1REPORT_UI": "xx"}, "ru", ["build"]),
        (["--ui", "ru", "build"], {"LAB1REPORT_UI": "en"}, "ru", ["build"]),
        (["build", "--ui=en", "--quiet"], {"LANG": "ru_RU"}, "en", ["build", "--quiet"]),
        (["build", "--ui", "ru"], {}, "ru", ["build"]),
        (["build", "--ui", "de"], {}, "en", ["--ui", "de", "build"]),
        (["build", "--ui"], {}, "en", ["--ui", "", "build"]),
        (["names", "--", "--ui", "ru"], {}, "en", ["names", "--", "--ui", "ru"]),
    ],
)
def test_the_language_is_that_of_the_option_the_variable_or_the_system(
    arguments: list[str], environment: dict[str, str], chosen: str, rest: list[str]
) -> None:
    environment = dict(environment)
    try:
        assert language.choose(arguments, environment) == rest
        assert environment["LAB1REPORT_UI"] == chosen == messages.language()
    finally:
        language.choose([], {})


def test_numbers_have_the_decimal_sign_of_the_language(russian: None) -> None:
    assert messages.numeral(-1234.56, ",.1f") == "-1\u00a0234,6"
    messages.use("en")
    assert messages.numeral(-1234.56, ",.1f") == "-1,234.6"


def test_an_unknown_language_is_english(russian: None) -> None:
    messages.use("xx")
    assert messages.language() == "en"
    assert messages._("Show the version.") == "Show the version."


def test_russian_has_three_forms_of_a_count(russian: None) -> None:
    plural = messages._catalogue("ru").plural  # type: ignore[attr-defined]
    assert [plural(count) for count in (1, 3, 5, 11, 21, 112)] == [0, 1, 2, 2, 0, 2]


@pytest.mark.parametrize(
    ("value", "form", "said"),
    [
        (-0.04, "+.1f", "0.0"),
        (0.04, "+.1f", "0.0"),
        (-0.0, ".1f", "0.0"),
        (-0.0, "g", "0"),
        (-0.06, "+.1f", "-0.1"),
        (-10.0, "+.0f", "-10"),
        (0.5, "+.1f", "+0.5"),
        (-1e-9, ".1e", "-1.0e-09"),
    ],
)
def test_what_rounds_to_nothing_has_no_sign(value: float, form: str, said: str) -> None:
    assert messages.numeral(value, form) == said


def test_a_message_is_in_each_language_whatever_is_made_of_it() -> None:
    inner = messages._("{option}: choose one of {known}").format(option="--x", known="a, b")
    count = messages.ngettext("{count} report", "{count} reports", 3).format(count=3)
    error = ValueError(inner)
    whole = messages.joined("; ", ("file", error, count)) + messages._("the same")
    line = messages.split_lines(messages.joined("\n", ("first", whole)))[1]
    loud = pickle.loads(pickle.dumps(messages.mapped(str.upper, line)))
    assert isinstance(loud, str)
    assert loud == f"file; {inner}; {count}the same".upper()
    assert messages.in_language(loud, "en") == loud
    russian = messages.in_language(loud, "ru")
    assert russian == russian.upper() != loud
    assert "3 ОТЧЁТА" in russian
    assert "--X" in russian
    assert messages.in_language(messages.numeral(1.5, ".1f"), "ru") == "1,5"
    assert messages.in_language(7, "ru") == 7


def test_what_is_kept_says_what_was_said() -> None:
    said = messages._("{count} report").format(count=1)
    again = messages.from_each(json.loads(json.dumps(messages.in_each(said))))
    assert again == said
    assert messages.in_language(again, "ru") == messages.in_language(said, "ru") != said
    assert messages.in_each("xor") == "xor"
    for other in (7, None, {"en": "a"}, {"en": "a", "ru": 1}, {"en": "a", "ru": "b", "de": "c"}):
        assert messages.from_each(other) is None


def test_of_some_texts_a_record_has_other_words() -> None:
    said = messages._("{count} report").format(count=messages.kept("so many", english="some"))
    assert said == "so many report"
    assert messages.in_language(said, "en") == "some report"

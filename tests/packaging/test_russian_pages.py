"""The pages in Russian say the same commands as those in English, and are set as Russian is."""

import re
from collections.abc import Iterable
from pathlib import Path
from textwrap import dedent

import pytest

ROOT = Path(__file__).resolve().parents[2]
ENGLISH = ROOT / "docs"
RUSSIAN = ENGLISH / "ru"
OWN = {"index.md", "help.md", "reference/commands.md"}  # alone in Russian, or of other words
PAGES = sorted(path.relative_to(RUSSIAN).as_posix() for path in RUSSIAN.rglob("*.md"))
TRANSLATED = [name for name in PAGES if name not in OWN]

FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`]*`|\]\([^)]*\)|\{[^}]*\}")
WITHOUT_YO = re.compile(
    r"\b(?:отчет\w*|еще|ее|нее|моем|идет|найдет\w*|берет\w*|возьмет|пройдет|остает\w*|сдает\w*|"
    r"дает|трех|четырех|счет\w*|объем\w*|учет\w*|расчет\w*|черно\w*|вернет\w*)\b",
    re.IGNORECASE,
)

Block = tuple[str, str]


def blocks(text: str) -> list[Block]:
    """The blocks of code of a page: language and content, from the left margin."""
    return [(language, dedent(code)) for _, language, code in FENCE.findall(text)]


def is_within(some: Iterable[Block], every: Iterable[Block]) -> bool:
    """Whether `every` has `some` in the same order, others between them or not."""
    rest = iter(every)
    return all(block in rest for block in some)


def faults(prose: str) -> list[str]:
    """What is not set as Russian is, in a text without its code."""
    found = [*re.findall(r'\w*["“”]\w*', prose), *WITHOUT_YO.findall(prose)]
    found += re.findall(r"\w+ - \w+|\w+ – \w+", prose)  # a dash between words is —
    if prose.count("«") != prose.count("»"):
        found.append("«»")
    return found


def test_the_checks_see_differences() -> None:
    page = "a\n\n```sh\nmake a\n```\n\n1. b\n\n    ```powershell\n    cd b\n    ```\n"
    first, second = ("sh", "make a\n"), ("powershell", "cd b\n")
    assert blocks(page) == [first, second]
    assert is_within([second], [first, second])
    assert not is_within([second, first], [first, second])
    assert not is_within([first, first], [first, second])
    assert not is_within([("sh", "make b\n")], [first, second])
    assert faults("Ещё отчёт — «готов»: 1–3") == []
    assert faults('Еще «отчёт" да - нет') == ['отчёт"', "Еще", "да - нет", "«»"]


def test_there_are_pages() -> None:
    assert len(TRANSLATED) >= 10
    assert set(PAGES) >= OWN


@pytest.mark.parametrize("name", TRANSLATED)
def test_blocks_are_those_of_the_english_page(name: str) -> None:
    english = blocks((ENGLISH / name).read_text(encoding="utf-8"))
    russian = blocks((RUSSIAN / name).read_text(encoding="utf-8"))
    assert is_within(russian, english), name
    typed = {"sh", "powershell"}
    assert any(language in typed for language, _ in russian) == any(
        language in typed for language, _ in english
    ), "no command of the English page is left"


@pytest.mark.parametrize("name", PAGES)
def test_prose_is_set_as_russian(name: str) -> None:
    text = (RUSSIAN / name).read_text(encoding="utf-8")
    assert faults(CODE.sub("", FENCE.sub("", text))) == []

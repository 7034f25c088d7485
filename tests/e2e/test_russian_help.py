"""docs/ru/help.md quotes what the program says: each sentence is provoked as the page tells it."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess
from types import SimpleNamespace
from typing import Any

import pytest

from lab1report import messages
from lab1report.editions import output_folder
from lab1report.editions.pdf import native
from tests.e2e.conftest import FIRST, NAMES, WHO, Desk
from tests.other_machines import NO_LIBRARY

HELP = Path(__file__).resolve().parents[2] / "docs" / "ru" / "help.md"
VARIED = re.compile(r"(?<=\.md:)\d+(?=:)|[\w.]+ = [\d,]+(?= %)")
"""What another report has elsewhere: a line of a file, the nearest figure."""

Done = CompletedProcess[str]


def quotes() -> list[str]:
    """What the page says that the program prints, each in one line."""
    spans = re.findall(r"`([^`]+)`", HELP.read_text(encoding="utf-8").partition("```")[0])
    return [" ".join(span.split()) for span in spans if span.startswith("lab1report: ")]


def pattern(quote: str) -> str:
    """Matches the line that the page quotes, or the beginning of it."""
    parts = re.split(f"…|{VARIED.pattern}", quote.replace("\\", "/"))
    return ".+?".join(map(re.escape, parts))


def with_words(text: str, name: str = "cifar.md") -> Callable[[Desk], Done]:
    """Write that below the comment of a file, and build."""

    def provoke(desk: Desk) -> Done:
        assert desk.run("init", *WHO).returncode == 0
        file = desk.folder / "words" / "cifar.md"
        file.write_text(f"{file.read_text(encoding='utf-8')}\n{text}\n", encoding="utf-8")
        file.rename(file.with_name(name))
        return desk.run("build", "--data", "demo", "--format", "html")

    return provoke


def in_another_encoding(desk: Desk) -> Done:
    (desk.folder / "words").mkdir()
    (desk.folder / "words" / "cifar.md").write_bytes("Слова".encode("cp1251"))
    return desk.run("build", *FIRST)


def of_somebody_else(desk: Desk) -> Done:
    assert desk.run("init", *WHO).returncode == 0
    return desk.run("init", "--variant", "8")


def without_pango(desk: Desk) -> Done:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(native, "LIBRARIES", {**native.LIBRARIES, "Pango": NO_LIBRARY})
        return desk.run("build", *FIRST)


def shown_by_a_reader(desk: Desk) -> Done:
    """On Windows, where a reader of PDF keeps others from writing what it shows."""
    (desk.folder / "lab1-report" / "lab1.pdf").write_bytes(b"%PDF")
    opened = Path.open

    def of_a_reader(path: Path, mode: str = "r", *rest: Any, **named: Any) -> Any:
        if path.name == "lab1.pdf" and "+" in mode:
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, mode, *rest, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(output_folder, "os", SimpleNamespace(name="nt"))
        patch.setattr(Path, "open", of_a_reader)
        return desk.run("build", *FIRST)


def of_another_name(desk: Desk) -> Done:
    return desk.run("build", *FIRST, "--student", "Сидоров С.С.", "--format", "html")


def of(*arguments: str) -> Callable[[Desk], Done]:
    return lambda desk: desk.run(*arguments)


PROVOKED: dict[str, Callable[[Desk], Done]] = {
    "код группы": of("variant", "--group-code", "ИУ5-63", "--variant", "7"),
    "--variant N": of("build"),
    "совпадают": of("variant", "--group", "8", "--variant", "2", "--stream", "IU5"),
    "от 0 до 99": of("variant", "--group-code", "ИУ5-63Б", "--variant", "45"),
    "уже есть": of_somebody_else,
    "сделать PDF нельзя": without_pango,
    "скачать не удалось": lambda desk: desk.run_process("build", *WHO, *NAMES),
    "в отчёте нет": with_words("На тесте {{ cifar.test_acuracy | percent }}."),
    "ни с одним измеренным": with_words("На тесте верны 83 % ответов."),
    "нет ни у одного раздела": with_words("Слова.", "cifar.md.txt"),
    "кодировка не UTF-8": in_another_encoding,
    "открыт в другой программе": shown_by_a_reader,
    "остался от прежнего построения": of_another_name,
}
"""By words of each sentence, what makes the program say it."""


@pytest.fixture
def russian(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """In this process, and in those that it starts."""
    monkeypatch.setenv(messages.VARIABLE, "ru")
    messages.use("ru")
    yield
    messages.use("en")


def test_every_sentence_is_provoked() -> None:
    told = quotes()
    assert len(told) == len(PROVOKED)
    for words in PROVOKED:
        assert sum(words in quote for quote in told) == 1, words


@pytest.mark.slow
@pytest.mark.parametrize("words", PROVOKED)
def test_the_program_says_so(words: str, copied: Desk, russian: None) -> None:
    (quote,) = (quote for quote in quotes() if words in quote)
    said = PROVOKED[words](copied).stderr
    assert [line for line in said.splitlines() if re.match(pattern(quote), line)], said

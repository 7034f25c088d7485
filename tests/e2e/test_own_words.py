"""A student's own words from `init` to the finished PDF."""

import os
import pty
import re
import select
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from tests.e2e.conftest import WHO
from tests.e2e.test_archival import complaints
from tests.unit.editions.pdf.typesetting import departures

ReadPdf = Callable[[Path], Sequence[str]]
DEMO = "lab1-report/lab1-demo.pdf"


def test_init_then_words_then_the_report(copied: Any, read_pdf: ReadPdf) -> None:
    begun = copied.run("init", "--group-code", "ИУ5-63Б", "--variant", "7", "--teacher", "П.П.")
    assert begun.returncode == 0, begun.stderr
    assert " 63  porcupine" in begun.stdout
    assert "words/cifar.md" in begun.stdout
    before = copied.stored()

    def append(section: str, text: str, *, replace: bool = False) -> None:
        path = copied.folder / "words" / f"{section}.md"
        start = path.read_text(encoding="utf-8")
        start = start.replace("replace: false", "replace: true") if replace else start
        path.write_text(f"{start}\n{text}\n", encoding="utf-8")

    append("xor", 'По-моему, рисунок {{ fig("xor-surface") }} {{ xor.parameters }}.', replace=True)
    append("cifar", "Собственное мнение: {{ classes[0].title }}.\n\nНа тесте 12,34 %.")
    append(
        "series", '## Свой взгляд\n\n- [о *шаге*](https://a.b/c) {{ cite("adam") }}:\n  1. `lr`.'
    )
    built = copied.run("build", "--data", "demo")
    assert built.returncode == 0, built.stderr
    (warning,) = built.stderr.splitlines()
    assert re.search(r"words/cifar\.md:\d+: 12,34 % matches no .*; cifar\.\S+ is", warning)
    pdf = copied.folder / DEMO
    text = " ".join(" ".join(read_pdf(pdf)).split())
    assert re.search(r"По-моему, рисунок \d+ 65\.", text)
    assert "Собственное мнение: гусеница." in text
    assert "replace" not in text
    assert "Выборка содержит" not in text.partition("Часть 2.")[2].partition("Часть 3.")[0]
    with pdfplumber.open(pdf) as document:
        assert list(departures(document, "bmstu", "short")) == []
    assert complaints(pdf) == []
    others = {name for name in copied.stored() if not name.startswith("page")}
    assert others <= set(before), "words made something be computed"

    append("conclusion", "{{ cifar.test_acuracy | percent }}")
    refused = copied.run("build", "--data", "demo")
    assert refused.returncode == 2
    assert re.search(
        r"words/conclusion\.md:\d+: .*did you mean 'cifar\.test_accuracy'", refused.stderr
    )

    append("conclusion", "{{ nosuch }}")
    append("task", "<b>HTML</b>.\n\n> Цитата.")
    said = copied.run("build", "--data", "demo").stderr
    for words in (
        r"warning: words/cifar\.md:\d+: 12,34 %", r"task\.md:\d+: HTML", r"task\.md:\d+: a block",
        r"conclusion\.md:\d+: .*cifar\.test_acuracy", r"conclusion\.md:\d+: .*'nosuch'",
    ):  # fmt: skip
        assert re.search(words, said), "one kind of mistake hides another"
    assert len(said.splitlines()) == 5


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<b>x</b>", "words/xor.md:1: HTML is not taken"),
        ("{{ xorr.accuracy }}", "words/xor.md:1: .*'xorr' is unknown; did you mean 'xor'"),
        ("---\nreplace: 2\n---\nx", "words/xor.md: replace: '2'; write true or false"),
    ],
)
def test_mistakes_are_found_before_anything_is_computed(desk: Any, text: str, words: str) -> None:
    (desk.folder / "words").mkdir()
    (desk.folder / "words" / "xor.md").write_text(text, encoding="utf-8")
    done = desk.run("build", *WHO, "--data", "demo")
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert re.search(words, line)
    assert not desk.stored()


def test_another_folder_of_words(bare: Any, tmp_path: Path) -> None:
    who = ("--group", "3", "--variant", "7", "--stream", "IU5", "--year", "2024")
    done = bare.run("plan", *who, "--words", "nowhere")
    assert done.returncode == 2
    assert "--words nowhere: there is no such folder" in done.stderr


CTRL_C = b"\x03"


def talk(folder: Path, *answers: bytes) -> tuple[int, str]:
    """Run `init` in a terminal, an answer to a question; gives the exit code and the screen."""
    process, terminal = pty.fork()
    if process == 0:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # jobs in the background ignore it
        os.chdir(folder)
        os.execv(sys.executable, [sys.executable, "-m", "lab1report", "init"])  # noqa: S606
    screen, waiting, last = b"", list(answers), b""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        ready, _, _ = select.select([terminal], [], [], 1)
        if ready:
            try:
                screen += os.read(terminal, 4096)
            except OSError:  # the program has ended
                break
        if screen.rstrip(b" ").endswith(b":") and waiting:
            last = waiting.pop(0)
            os.write(terminal, last)
            screen += b"\n"
        elif not ready and last == CTRL_C:  # pressed a moment before readline listens, it is lost
            os.write(terminal, CTRL_C)
    else:
        os.kill(process, signal.SIGKILL)
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), screen.decode()


@pytest.fixture
def _program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).resolve().parents[2]))


@pytest.mark.usefixtures("_program")
def test_questions_in_a_terminal(tmp_path: Path) -> None:
    answers = ("ИУ5-63Б\n".encode(), b"x\n", b"7\n", b"2024\n", b"\n", b"\n")
    code, screen = talk(tmp_path, *answers)
    assert code == 0, screen
    assert "'x': a whole number from 1 to 99 is needed" in screen
    assert re.search(r"Year of the class rules \('<' goes back\) \[20\d\d\]:", screen)
    assert " 28  cup" in screen
    assert (tmp_path / "lab1.toml").is_file()


@pytest.mark.usefixtures("_program")
def test_an_answer_in_letters_that_the_terminal_has_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    answers = ("ИУ5-63Б\n".encode(), b"3\n", b"IU5\n", b"7\n", b"\n", b"\n", b"\n")
    code, screen = talk(tmp_path, *answers)
    assert code == 0, screen
    assert "there is a character in it that no text has" in screen


@pytest.mark.usefixtures("_program")
@pytest.mark.parametrize("key", [CTRL_C, b"\x04"], ids=["ctrl-c", "ctrl-d"])
def test_an_interrupted_question(tmp_path: Path, key: bytes) -> None:
    code, screen = talk(tmp_path, b"3\n", key)
    assert code == 130, screen
    assert "Traceback" not in screen
    assert list(tmp_path.iterdir()) == []

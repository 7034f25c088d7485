"""What a notebook is shown of a build."""

import io
from pathlib import Path
from typing import Any

import IPython.display
import pypdfium2
import pytest
from IPython.core.interactiveshell import InteractiveShell

from lab1report.errors import UserError
from lab1report.notebook_display import (
    NotebookProgress,
    pages_of,
    short_errors,
    summary_of,
)


class Screen:
    """What IPython gives for a place of the output, and how often it was drawn anew."""

    def __init__(self) -> None:
        self.drawn: list[str] = []

    def update(self, shown: Any) -> None:
        self.drawn.append(shown._repr_html_())


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    screen = Screen()
    monkeypatch.setattr(IPython.display, "display", lambda *_, **__: screen)
    return screen


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [0.0]
    monkeypatch.setattr("lab1report.notebook_display.time.monotonic", lambda: now[0])
    return now


def test_bar_says_what_is_done_and_what_is_left(screen: Screen, clock: list[float]) -> None:
    progress = NotebookProgress()
    progress.start("training", 200)
    progress.doing("20 trainings of FC(10), FC(3)")
    clock[0] = 30
    progress.update(50)
    assert 'value="0.250"' in screen.drawn[-1]
    assert "25%, 0:30 + 1:30<br>20 trainings of FC(10), FC(3)" in screen.drawn[-1]
    clock[0] = 75
    progress.start("layout", 1.0)
    assert "<div>training: 1:15</div>" in screen.drawn[-1]
    progress.finish()
    assert "<progress" not in screen.drawn[-1]
    assert str(progress) == "training: 1:15\nlayout: 0:00"


def test_bar_without_a_total_shows_the_time(screen: Screen, clock: list[float]) -> None:
    progress = NotebookProgress()
    progress.start("looking")
    clock[0] = 5
    progress.update(3)
    assert "value=" not in screen.drawn[-1]
    assert "0:05" in screen.drawn[-1]


def test_is_drawn_at_most_twice_a_second(screen: Screen, clock: list[float]) -> None:
    progress = NotebookProgress()
    progress.start("training", 1000, unit="runs")
    for done in range(1000):
        clock[0] = done / 100
        progress.update(done)
    assert 15 <= len(screen.drawn) <= 21


def test_warnings_stay_and_are_said_once(screen: Screen) -> None:
    progress = NotebookProgress()
    progress.start("training", 2)
    for _ in range(2):
        progress.warn("<b>the demo set</b> is used")
    progress.finish()
    assert screen.drawn[-1].count("&lt;b&gt;the demo set&lt;/b&gt; is used") == 1


def test_no_display_is_no_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(IPython.display, "display", lambda *_, **__: None)
    progress = NotebookProgress()
    progress.start("training")
    progress.finish()


def test_mistakes_have_no_traceback() -> None:
    shell: Any = InteractiveShell()  # type: ignore[no-untyped-call]
    shell.user_ns["inside"] = short_errors
    shell.user_ns["UserError"] = UserError
    printed = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdout", printed)
        done = shell.run_cell("with inside():\n    raise UserError('--group 0: from 1 to 99')")
    assert not done.success
    assert printed.getvalue().strip() == "--group 0: from 1 to 99"


def test_other_errors_keep_their_traceback() -> None:
    with pytest.raises(ZeroDivisionError), short_errors():
        _ = 1 / 0


def test_summary_is_that_of_the_page(tmp_path: Path) -> None:
    page = tmp_path / "lab1.html"
    page.write_text(
        "<body><section class='summary'><ul><li>x</li></ul></section><p>y</p></body>",
        encoding="utf-8",
    )
    shown = summary_of(page)._repr_html_()
    assert "<li>x</li>" in shown
    assert "<p>y</p>" not in shown


@pytest.mark.parametrize("text", ["", "<section>another page</section>"])
def test_summary_of_something_else_is_an_error(text: str, tmp_path: Path) -> None:
    page = tmp_path / "other.html"
    page.write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match="has no summary"):
        summary_of(page)
    with pytest.raises(UserError, match="cannot be read"):
        summary_of(tmp_path / "none.html")


def test_pages_are_pictures_in_their_order(tmp_path: Path) -> None:
    pdf = tmp_path / "two.pdf"
    document = pypdfium2.PdfDocument.new()
    for _ in range(2):
        document.new_page(200, 100)
    document.save(pdf)
    shown = pages_of(pdf, height=300)._repr_html_()
    assert shown.count("data:image/png;base64,") == 2
    assert shown.index('alt="1"') < shown.index('alt="2"')


def test_file_that_is_no_pdf_is_an_error(tmp_path: Path) -> None:
    for name, content in {"text.pdf": b"text", "empty.pdf": b""}.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(UserError, match=f"{name} cannot be shown"):
            pages_of(tmp_path / name)
    with pytest.raises(UserError, match="cannot be shown"):
        pages_of(tmp_path / "none.pdf")

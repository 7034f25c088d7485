"""What a notebook shows of a build: its progress, the summary and the pages of the report.

For notebooks that build a report, such as colab/lab1report.ipynb. IPython, which every notebook
has, is no dependency of the program. All is given as HTML that asks no server for anything.
"""

import base64
import html
import io
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lab1report.errors import Lab1Error, UserError
from lab1report.messages import _
from lab1report.progress import Progress

_SECONDS_BETWEEN = 0.5  # a notebook far away is sent each change
_STYLE = "font-family: sans-serif; font-size: 14px; line-height: 1.5"


class NotebookProgress(Progress):
    """A bar below the cell with what is done, what is being done and how long it may still take."""

    def __init__(self) -> None:
        from IPython.display import display

        self._done: list[str] = []
        self._title = ""
        self._doing = ""
        self._total: float | None = None
        self._so_far = 0.0
        self._started = self._drawn = 0.0
        self._shown: Any = display(self, display_id=True)  # type: ignore[no-untyped-call]

    def start(self, title: str, total: float | None = None, **_: object) -> None:
        self.finish()
        self._title, self._doing, self._total, self._so_far = title, "", total, 0.0
        self._started = time.monotonic()
        self._draw()

    def update(self, done: float) -> None:
        self._so_far = done
        if time.monotonic() - self._drawn >= _SECONDS_BETWEEN:
            self._draw()

    def doing(self, what: str) -> None:
        self._doing = what

    def finish(self) -> None:
        if self._title:
            self._done.append(f"{self._title}: {_span(time.monotonic() - self._started)}")
            self._title = ""
            self._draw()

    def note(self, message: str) -> None:
        self._done.append(message)
        self._draw()

    def warn(self, message: str) -> None:
        if message not in self._done:  # several processes may meet the same
            self.note(message)

    def _repr_html_(self) -> str:
        lines = [f"<div>{html.escape(line)}</div>" for line in self._done]
        return f'<div style="{_STYLE}">{"".join(lines)}{self._bar()}</div>'

    def __repr__(self) -> str:
        current = [f"{self._title}: {self._amount()}"] if self._title else []
        return "\n".join([*self._done, *current])

    def _bar(self) -> str:
        if not self._title:
            return ""
        share = f' value="{self._so_far / self._total:.3f}"' if self._total else ""
        title = html.escape(self._title)
        return (
            f'<div>{title}<br><progress{share} style="width: 20em" aria-label="{title}">'
            f"</progress> {self._amount()}<br>{html.escape(self._doing)}</div>"
        )

    def _amount(self) -> str:
        passed = time.monotonic() - self._started
        if not self._total or not self._so_far:
            return _span(passed)
        done = f"{self._so_far / self._total:.0%}"
        left = passed / self._so_far * (self._total - self._so_far)
        return f"{done}, {_span(passed)} + {_span(left)}"

    def _draw(self) -> None:
        self._drawn = time.monotonic()
        if self._shown is not None:  # IPython gives none where nobody looks
            self._shown.update(self)


class NotebookError(Exception):
    """A sentence for the user, which a notebook shows without a traceback."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


@contextmanager
def short_errors() -> Iterator[None]:
    """Within it, what the program says of mistakes is shown in place of a traceback.

    Raises:
        NotebookError: in place of a `Lab1Error`; the notebook's further cells are then not run.
    """
    try:
        yield
    except Lab1Error as error:
        raise NotebookError(str(error)) from None


class Html:
    """HTML that a notebook shows."""

    def __init__(self, text: str) -> None:
        self.text = text

    def _repr_html_(self) -> str:
        return self.text


def summary_of(page: str | Path) -> Html:
    """The summary with which a report's web page opens.

    Raises:
        UserError: the file cannot be read, or is no page of this program.
    """
    from bs4 import BeautifulSoup

    try:
        text = Path(page).read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise UserError(
            _("{path} cannot be read: {reason}").format(path=page, reason=error)
        ) from error
    section = BeautifulSoup(text, "html.parser").find("section", class_="summary")
    if section is None:
        raise UserError(
            _("{path} has no summary: it is no web page of this program").format(path=page)
        )
    return Html(f'<div style="{_STYLE}">{section}</div>')


def pages_of(pdf: str | Path, *, height: int = 480, dpi: int = 60) -> Html:
    """The pages of a PDF as pictures side by side, in a strip to scroll.

    Args:
        height: of the strip, in pixels of the screen.
        dpi: of the pictures.

    Raises:
        UserError: the file is no PDF.
    """
    pictures = "".join(
        f'<img src="data:image/png;base64,{base64.b64encode(picture).decode()}" '
        f'alt="{number}" height="{height}" style="border: 1px solid #bbb; margin-right: 8px">'
        for number, picture in enumerate(_pictures(Path(pdf), dpi), start=1)
    )
    return Html(f'<div style="overflow-x: auto; white-space: nowrap">{pictures}</div>')


def _pictures(pdf: Path, dpi: int) -> Iterator[bytes]:
    import pypdfium2

    points = 72
    try:
        with pypdfium2.PdfDocument(pdf) as document:
            for page in document:
                out = io.BytesIO()
                picture = page.render(scale=dpi / points, may_draw_forms=False).to_pil()
                picture.quantize(32).save(out, "png", optimize=True)
                yield out.getvalue()
    except (pypdfium2.PdfiumError, OSError) as error:
        raise UserError(
            _("{path} cannot be shown: {reason}").format(path=pdf, reason=error)
        ) from error


def _span(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"

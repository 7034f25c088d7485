"""The progress of the layout."""

from datetime import UTC, datetime

from lab1report.editions.pdf.typesetting import render_pdf
from lab1report.editions.pdf.typesetting_progress import watching
from lab1report.progress import Progress


class Recorder(Progress):
    def __init__(self) -> None:
        self.done: list[float] = []

    def update(self, done: float) -> None:
        self.done.append(done)


def test_a_rendering_is_followed_to_its_end() -> None:
    recorder = Recorder()
    with watching("PDF", recorder):
        render_pdf("<html lang='ru'><p>Да</p>", {}, created=datetime(2026, 1, 1, tzinfo=UTC))
    assert recorder.done == sorted(recorder.done)
    assert recorder.done[-1] > 0.9
    assert len(set(recorder.done)) >= 4

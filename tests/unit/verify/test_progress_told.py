"""How far a verification is, where several files are verified."""

from pathlib import Path
from typing import Any

import pytest

from lab1report.progress import Progress
from lab1report.verify.arguments import Asked
from lab1report.verify.several import verify
from lab1report.verify.verification import Checked, Verification, Verifier

ASKED = Asked(data="demo", runs=0, secret="", workers=1, font=None)


class Told(Progress):
    """Takes down titles and shares."""

    def __init__(self) -> None:
        self.titles: list[str] = []
        self.shares: list[float] = []
        self.doings: list[str] = []
        self.total: float | None = None

    def start(self, title: str, total: float | None = None, **_: Any) -> None:
        self.titles.append(title)
        self.total = total

    def update(self, done: float) -> None:
        assert self.total is not None
        self.shares.append(done / self.total)

    def doing(self, what: str) -> None:
        self.doings.append(what)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    told = Told()

    def check(self: Verifier, file: Path, **_: Any) -> Checked[None]:
        self._progress.start("images", 10)
        self._progress.update(5)  # an error may end the work here, without `finish`
        return Checked(verification=Verification(file=file.name, status="no report"))

    monkeypatch.setattr(Verifier, "check", check)
    monkeypatch.setattr(
        Verifier, "judge", lambda _self, checked, _progress: [one.verification for one in checked]
    )
    return told


def test_the_files_are_counted_whatever_is_done_within_each(told: Told) -> None:
    verify([Path("a.pdf"), Path("b.pdf")], ASKED, told)
    assert told.titles == ["reports handed in, checked"]
    assert told.shares == [0.5, 1]
    assert told.doings == ["a.pdf", "b.pdf"]


def test_a_single_file_says_how_far_its_own_work_is(told: Told) -> None:
    verify([Path("a.pdf")], ASKED, told)
    assert told.titles == ["images"]
    assert told.shares[0] == 0.5

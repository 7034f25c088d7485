"""Arms that reach outside or take minutes to draw are refused before anything is computed."""

import re
import time
from pathlib import Path

import pytest

from lab1report.errors import UserError
from lab1report.pages.arms import read_arms
from tests.unit.doors.doors import SECONDS
from tests.unit.doors.hostile_arms import SVGS, svg


@pytest.mark.parametrize("name", SVGS)
def test_svg(name: str, tmp_path: Path) -> None:
    text, words = SVGS[name]
    path = tmp_path / "arms.svg"
    path.write_text(text, encoding="utf-8")
    started = time.process_time()
    with pytest.raises(UserError) as refused:
        read_arms(path)
    assert re.search(words, str(refused.value)), str(refused.value)
    assert len(str(refused.value)) < 400
    assert time.process_time() - started < SECONDS


def test_an_ordinary_one_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "arms.svg"
    gradient = '<linearGradient id="a"/><linearGradient id="b" href="#a"/>'
    path.write_text(
        svg(gradient + '<g id="c"><path d="M0 0L1 1" fill="url(#b)"/></g><use href="#c"/>'
            '<image href="data:image/png;base64,AAAA"/>', 'viewBox="0 0 10 10"')
    )  # fmt: skip
    assert read_arms(path).startswith("data:image/svg+xml")

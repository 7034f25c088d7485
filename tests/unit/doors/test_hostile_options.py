"""Whatever an option is given, from Python, a command line or lab1.toml, gets a sentence."""

import re
from pathlib import Path
from typing import Any

import pytest

from lab1report import UserError, load_settings, parse_option
from tests.unit.doors.hostile_options import FILES, VALUES

CASES = [
    pytest.param(option, value, id=f"{option}-{place}")
    for option, values in VALUES.items()
    for place, value in enumerate(values)
]
LONGEST = 500  # characters of a sentence
MOST_LINES = 21


@pytest.mark.parametrize(("option", "value"), CASES)
def test_a_value_that_is_none(option: str, value: Any) -> None:
    try:
        parse_option(option, value)
    except UserError as error:
        said = str(error)
        assert "\n" not in said
        assert 10 < len(said) < LONGEST, said
    else:  # how many there must be is looked at when all options are known
        assert option in ("classes", "fresh")


@pytest.mark.parametrize(("option", "value"), CASES)
def test_the_same_from_the_command_line(
    option: str, value: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    given: dict[str, Any] = {"group": 3, "variant": 7, "stream": "IU5", "out": "x", option: value}
    if value == []:
        return  # is "not given"
    with pytest.raises(UserError) as refused:
        load_settings(**given)
    assert 10 < len(str(refused.value)) < LONGEST


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_none(name: str, tmp_path: Path) -> None:
    content, words = FILES[name]
    (tmp_path / "lab1.toml").write_bytes(content)
    (tmp_path / "w").mkdir()
    with pytest.raises(UserError) as refused:
        load_settings(tmp_path, group=None, variant=7, stream="IU5")
    first, *_ = lines = str(refused.value).splitlines()
    assert re.search(words, first), first
    assert len(first) < LONGEST
    assert len(lines) <= MOST_LINES

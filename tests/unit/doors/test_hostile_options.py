"""Whatever an option is given, from Python, a command line or lab1.toml, gets a sentence."""

import re
from pathlib import Path

import pytest

from lab1report import UserError, load_settings, parse_option
from tests.unit.doors.hostile_options import FILES, VALUES

LONGEST = 500  # characters of a sentence
MOST_LINES = 21


@pytest.mark.parametrize("option", VALUES)
def test_values_that_are_none(option: str) -> None:
    for value in VALUES[option]:
        try:
            parse_option(option, value)
        except UserError as error:
            said = str(error)
            assert "\n" not in said, value
            assert 10 < len(said) < LONGEST, (value, said)
        else:  # how many there must be is looked at when all options are known
            assert option in ("classes", "fresh"), value


@pytest.mark.parametrize("option", VALUES)
def test_the_same_from_the_command_line(
    option: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    who = {"group": 3, "variant": 7, "stream": "IU5", "out": "x"}
    for value in VALUES[option]:
        if value == []:
            continue  # is "not given"
        try:
            load_settings(**{**who, option: value})
        except UserError as error:
            said = str(error)
        else:
            said = ""
        assert 10 < len(said) < LONGEST, (value, said)


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

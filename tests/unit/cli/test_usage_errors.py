"""Each kind of a wrong command line is told in one sentence, in the user's language."""

from collections.abc import Iterator

import pytest

from lab1report import UserError, messages
from lab1report.cli.app import app

WRONG = {
    ("plan", "--group"): "Option '--group' requires an argument",
    ("--help=3",): "Option '--help' does not take a value",
    ("build", "-q", "--json=5"): "Option '--json' does not take a value",
    ("plan", "-z"): "No such option: -z",
    ("plan", "--studnt", "x"): "No such option: --studnt (Possible options: --out, --student)",
    ("plan", "first", "a\nb"): "Got unexpected extra argument(s) (first a b)",
    ("run",): "Missing argument 'section'",
    ("diff", "here"): "Missing argument 'B'",
    ("biuld",): "No such command 'biuld'. Did you mean 'build'?",
    ("data", "nonsense"): "No such command 'nonsense'",
}


def told(arguments: tuple[str, ...]) -> str:
    with pytest.raises(UserError) as refused:
        app(list(arguments), standalone_mode=False, prog_name="lab1report")
    return str(refused.value)


@pytest.fixture
def russian() -> Iterator[None]:
    messages.use("ru")
    yield
    messages.use("en")


@pytest.mark.parametrize("arguments", WRONG)
def test_what_is_wrong_is_named(arguments: tuple[str, ...]) -> None:
    wrong = WRONG[arguments]
    assert told(arguments) == (
        f"{wrong} See --help" if wrong[-1] == "?" else f"{wrong}; see --help"
    )


def test_it_is_told_in_russian(russian: None) -> None:
    end = "; справка — с параметром --help"
    assert told(("biuld",)) == f"нет команды 'biuld' (похожие: 'build'){end}"
    assert told(("plan", "--group")) == f"у параметра '--group' нет значения{end}"
    assert told(("run",)) == f"не указан аргумент 'section'{end}"


def test_help_is_given_beside_a_mistake(
    capsys: pytest.CaptureFixture[str],
) -> None:
    app(["plan", "first", "--help"], standalone_mode=False, prog_name="lab1report")
    assert "Usage: lab1report plan [OPTIONS]" in capsys.readouterr().out

"""What `names` prints, for readers and for other programs."""

import io
import json
import sys

import pytest

from lab1report import ReportName
from lab1report.cli.naming import nothing_found, print_names

GAP = ReportName(
    kind="number",
    section="series.classes",
    code="variants.base.gap",
    filter="points",
    value="21,0 п. п.",
    meaning="Точность варианта на обучении минус точность на тесте, в п. п. (вариант base)",
)
FIGURE = ReportName(
    kind="figure",
    section="xor",
    code='fig("xor-loss")',
    filter="",
    value="6",
    meaning="Потери",
)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(monkeypatch: pytest.MonkeyPatch, columns: int) -> list[str]:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setenv("COLUMNS", str(columns))
    print_names([FIGURE, GAP], as_json=False)
    return terminal.getvalue().splitlines()


def test_a_terminal_has_sections_and_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = shown(monkeypatch, 200)
    assert [line for line in lines if line[:1] != " "] == ["xor", "", "series.classes"]
    assert lines.index('  fig("xor-loss")' + " " * 35 + "6") == 1
    assert "  variants.base.gap | points" + " " * 24 + "21,0 п. п." in lines
    assert max(map(len, lines)) <= 100


def test_a_narrow_terminal_is_wide_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = shown(monkeypatch, 50)
    assert max(map(len, lines)) <= 50
    assert len(lines) > len(shown(monkeypatch, 100))


def test_programs_get_a_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    print_names([FIGURE, GAP], as_json=False)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == 'xor\tfig("xor-loss")\t\t6\tПотери'
    assert lines[1].split("\t")[1:4] == ["variants.base.gap", "points", "21,0 п. п."]
    print_names([GAP], as_json=True)
    (found,) = json.loads(capsys.readouterr().out)
    assert ReportName(**found) == GAP


@pytest.mark.parametrize(
    ("search", "near"),
    [
        ("gapp", "variants.base.gap"),
        ("xor-los", 'fig("xor-loss")'),
        ("потерри", 'fig("xor-loss")'),
        ("обучениии", "variants.base.gap"),
    ],
)
def test_what_is_near_is_named(search: str, near: str) -> None:
    said = nothing_found(search, [FIGURE, GAP])
    assert said == f"no name and no meaning has {search!r}; did you mean {near}?"


def test_nothing_near() -> None:
    assert nothing_found("qqq", [FIGURE, GAP]).endswith("; without --search all are listed")

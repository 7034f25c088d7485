"""Options over lab1.toml, and every mistake in one sentence."""

import datetime
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from lab1report.errors import UserError
from lab1report.model import SERIES_PARTS, Stream
from lab1report.settings import option_values
from lab1report.settings.options import Settings, load, parse

GIVEN = {"group": "3", "variant": "7", "stream": "IU5"}


def settings(folder: Path, toml: str = "", **options: Any) -> Settings:
    if toml:
        (folder / "lab1.toml").write_text(toml, encoding="utf-8")
    return load(options, folder=folder)


def problems(folder: Path, toml: str = "", **options: Any) -> list[str]:
    with pytest.raises(UserError) as error:
        settings(folder, toml, **options)
    return str(error.value).splitlines()


def test_defaults(tmp_path: Path) -> None:
    found = settings(tmp_path, **GIVEN)
    assert found.assignment.class_ids == (18, 63, 28)
    assert (found.data, found.seed, found.seeds, found.sample) == ("auto", 0, None, "xor")
    assert (found.style, found.length) == ("bmstu", "short")
    assert found.out == tmp_path / "lab1-report"
    assert found.fresh == frozenset()
    assert found.assignment.year == 2024


def test_sub_sections_of_the_series_can_be_fresh(tmp_path: Path) -> None:
    found = settings(tmp_path, 'fresh = ["series.batch", "xor"]\n', **GIVEN)
    assert found.fresh == {"series.batch", "xor"}
    every = [f"series.{part}" for part in SERIES_PARTS]
    assert settings(tmp_path, **GIVEN, fresh=["series", *every]).fresh == {"series", *every}


def test_the_file_alone_is_enough(tmp_path: Path) -> None:
    found = settings(
        tmp_path,
        'group = 3\nvariant = 7\nstream = "ИУ5"\nstudent = "Иванов И.И."\nseeds = 2\n'
        'fresh = ["xor"]\nclasses = [63, 18, 28]\n',
    )
    assert found.assignment.student == "Иванов И.И."
    assert found.assignment.class_ids == (63, 18, 28)
    assert found.seeds == 2
    assert found.fresh == {"xor"}


def test_the_length_is_that_of_the_option_or_else_of_the_file(tmp_path: Path) -> None:
    assert settings(tmp_path, **GIVEN, length="full").length == "full"
    toml = 'length = "full"\n'
    assert settings(tmp_path, toml, **GIVEN).length == "full"
    assert settings(tmp_path, toml, **GIVEN, length="short").length == "short"
    (line,) = problems(tmp_path, 'length = "whole"\n', **GIVEN)
    assert line == "lab1.toml: length = 'whole': one of short, full is needed"


def test_options_win_over_the_file(tmp_path: Path) -> None:
    found = settings(
        tmp_path, 'group = 5\nvariant = 7\nstream = "GUIMC"\n', group="3", stream="IU5"
    )
    assert found.assignment.class_ids == (18, 63, 28)


def test_the_group_code_gives_group_and_stream_and_options_win(tmp_path: Path) -> None:
    found = settings(tmp_path, group_code="ИУ5И-63Б", variant="7")
    assert (found.assignment.group, found.assignment.stream) == (3, Stream.FOREIGN)
    won = settings(tmp_path, group_code="ИУ5-25М", group="25", variant="1", year="2025")
    assert won.assignment.class_ids == (36, 38, 43)
    assert won.assignment.group_code == "ИУ5-25М"


def test_a_group_code_on_the_command_line_overrules_the_file(tmp_path: Path) -> None:
    toml = 'group = 3\nvariant = 7\nstream = "IU5"\n'
    found = settings(tmp_path, toml, group_code="ИУ5И-65Б")
    assert (found.assignment.group, found.assignment.stream) == (5, Stream.FOREIGN)


def test_a_variant_on_the_command_line_overrules_classes_in_the_file(tmp_path: Path) -> None:
    toml = 'group = 3\nstream = "IU5"\nclasses = [1, 2, 3]\n'
    assert settings(tmp_path, toml, variant="7").assignment.class_ids == (18, 63, 28)
    assert settings(tmp_path, toml, data="demo").assignment.class_ids == (1, 2, 3)


@pytest.mark.parametrize(
    ("key", "value"),
    [("out", '["a"]'), ("data", "5"), ("arms", "true"), ("out", '"~nosuchuser/x"')],
)
def test_what_is_no_path(tmp_path: Path, key: str, value: str) -> None:
    (line,) = problems(tmp_path, f"{key} = {value}\n", **GIVEN)
    assert line.startswith(f"lab1.toml: {key} = ")


def test_a_name_too_long_for_a_file(tmp_path: Path) -> None:
    (line,) = problems(tmp_path, **GIVEN, out="x" * 300)
    assert "this path cannot be used" in line


def test_an_inferred_stream_is_said(tmp_path: Path) -> None:
    assert "ГУИМЦ" in settings(tmp_path, group_code="ИУ5Ц-72Б", variant="7").notices[0]
    own = {"variant": "7", "stream": "IU5", "year": "2024"}
    for code in ("ИУ5Ц-72Б", "ИУ5И-21М"):
        (notice,) = settings(tmp_path, group_code=code, **own).notices
        assert notice.endswith("--stream IU5 is taken instead")
    assert not settings(tmp_path, group_code="ИУ5-63Б", **own).notices


def test_rules_of_another_year_that_nobody_named_are_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Calendar(datetime.date):
        @classmethod
        def today(cls) -> "Calendar":
            return cls(this_year, 2, 1)

    monkeypatch.setattr("lab1report.settings.options.datetime.date", Calendar)
    for this_year in (2024, 2026):
        notices = settings(tmp_path, **GIVEN).notices
        assert [f"it is {this_year}" in notice for notice in notices] == [True] * (
            this_year != 2024
        )
        assert settings(tmp_path, **GIVEN, year="2024").notices == ()
        assert settings(tmp_path, classes="18,63,28").notices == ()
        (problem,) = problems(tmp_path, **{**GIVEN, "variant": "99"})
        assert "99 + 56 = 155" in problem
        assert ("class rules of 2024 were taken" in problem) == bool(notices)


def test_named_classes_need_no_variant(tmp_path: Path) -> None:
    assert settings(tmp_path, classes="18, 63,28").assignment.class_ids == (18, 63, 28)


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("group", "abc", "--group abc: a whole number"),
        ("group", "0", "--group 0: a whole number from 1"),
        ("variant", "-3", "--variant -3"),
        ("variant", "7.5", "--variant 7.5"),
        ("stream", "IU7", "'IU7'"),
        ("group_code", "63", "'63'"),
        ("year", "2030", "--year 2030: there are class rules for 2023"),
        ("classes", "1,2,x", "--classes 1,2,x: three class numbers"),
        ("classes", "18,63", "--classes takes three"),
        ("student", "  ", "--student '  ': a text that is not empty"),
        ("student", "", "--student '': a text that is not empty"),
        ("student", "я" * 500, "at most 120 characters"),
        ("seed", "-1", "--seed -1"),
        ("seeds", "0", "--seeds 0"),
        ("style", "apa", "--style apa: one of bmstu, gost"),
        ("length", "whole", "--length whole: one of short, full"),
        ("sample", "spiral", "--sample spiral: one of xor, circles, moons"),
        ("fresh", ["xor", "all"], "no section 'all'; there are regression, xor, cifar, series, "),
        ("fresh", ["series.speed"], "'series.speed'; did you mean 'series.rate'? There are "),
        ("fresh", ["batch"], "no section 'batch'; did you mean 'series.batch'? "),
        ("arms", "gerb.bmp", "PNG, JPEG or SVG"),
        ("arms", "gerb.png", "no such file"),
    ],
)
def test_a_mistake_names_value_and_remedy(
    tmp_path: Path, option: str, value: Any, words: str
) -> None:
    (found,) = problems(tmp_path, **{**GIVEN, option: value})
    assert words in found


def test_all_mistakes_are_reported_at_once(tmp_path: Path) -> None:
    found = problems(tmp_path, "grup = 3\nseeds = true\n", **{**GIVEN, "year": "1"})
    assert len(found) == 3
    assert any("'grup'; did you mean 'group'?" in line for line in found)
    assert any("lab1.toml: seeds = True" in line for line in found)


def test_what_is_missing(tmp_path: Path) -> None:
    assert "--group N" in problems(tmp_path)[0]
    assert "--variant N" in problems(tmp_path)[0]
    (line,) = problems(tmp_path, group="3", variant="7")
    assert "--stream" in line


def test_a_file_that_is_no_toml(tmp_path: Path) -> None:
    (line,) = problems(tmp_path, "group = = 3")
    assert "lab1.toml" in line
    assert "not valid TOML" in line


def test_a_file_from_notepad(tmp_path: Path) -> None:
    text = 'group = 3\nvariant = 7\nstream = "ИУ5"\n'
    (tmp_path / "lab1.toml").write_text(text, encoding="utf-8-sig")
    assert settings(tmp_path).assignment.class_ids == (18, 63, 28)
    (tmp_path / "lab1.toml").write_text(text, encoding="utf-16")
    (line,) = problems(tmp_path)
    assert "save it as UTF-8" in line


def test_out_must_not_be_a_file(tmp_path: Path) -> None:
    file = tmp_path / "taken"
    file.write_text("x")
    assert "is a file" in problems(tmp_path, **GIVEN, out=str(file))[0]
    assert "is a file" in problems(tmp_path, **GIVEN, out=str(file / "below"))[0]


@pytest.mark.parametrize(
    "name",
    [
        "con",
        "NUL",
        "aux.txt",
        "com7",
        "lpt1 .x",
        "a?",
        "a*b",
        "a<b",
        "a|b",
        "a:b",
        "a.",
        "a ",
        "a. .",
    ],
)
def test_folders_that_windows_has_not(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would take "a. ." for "a", and the others for a device, a part of a file, or nothing."""
    for out in (f"{name}/report", f"{tmp_path}/{name}/report"):
        assert settings(tmp_path, **GIVEN, out=out).out == Path(out)
        with monkeypatch.context() as patch:
            on_windows = SimpleNamespace(name="nt", fspath=os.fspath, PathLike=os.PathLike)
            patch.setattr(option_values, "os", on_windows)
            (line,) = problems(tmp_path, **GIVEN, out=out)
            assert line.endswith(f"Windows has no folder of the name {name!r}")
            for other in ("..", "./here", "../console", "com", ".hidden", "a b.c/nul-1"):
                settings(tmp_path, **GIVEN, out=other)


def test_words_are_those_beside_the_file_or_as_named(tmp_path: Path) -> None:
    assert settings(tmp_path, **GIVEN).words is None
    (tmp_path / "words").mkdir()
    (tmp_path / "mine").mkdir()
    assert settings(tmp_path, **GIVEN).words == tmp_path / "words"
    mine = str(tmp_path / "mine")
    assert settings(tmp_path, **GIVEN, words=mine).words == tmp_path / "mine"
    assert settings(tmp_path, f"words = '{mine}'\n", **GIVEN).words == tmp_path / "mine"
    (problem,) = problems(tmp_path, **GIVEN, words="nowhere")
    assert problem == "--words nowhere: there is no such folder"


def test_a_single_answer_is_checked() -> None:
    assert parse("group_code", "иу5-63б").group == 3
    assert parse("variant", " 7 ") == 7
    with pytest.raises(UserError, match="'x': a whole number from 1 to 99"):
        parse("variant", "x")
    with pytest.raises(UserError, match="'XX' is not understood"):
        parse("group_code", "XX")


def test_paths_in_the_file_are_beside_it(tmp_path: Path) -> None:
    for name in ("mine", "images"):
        (tmp_path / name).mkdir()
    (tmp_path / "arms.svg").write_text("<svg/>")
    toml = 'out = "made"\nwords = "mine"\narms = "arms.svg"\ndata = "images"\n'
    found = settings(tmp_path, toml, **GIVEN)
    assert (found.out, found.words) == (tmp_path / "made", tmp_path / "mine")
    assert (found.arms, found.data) == (tmp_path / "arms.svg", str(tmp_path / "images"))
    assert settings(tmp_path, toml, **GIVEN, out="here", data="demo").out == Path("here")
    elsewhere = settings(tmp_path, f'out = "{tmp_path / "else"}"\ndata = "demo"\n', **GIVEN)
    assert (elsewhere.out, elsewhere.data) == (tmp_path / "else", "demo")


def test_a_font_is_a_name_or_a_folder(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    assert settings(tmp_path, **GIVEN).font == "liberation"
    for name in ("times", "liberation"):
        assert settings(tmp_path, f'font = "{name}"\n', **GIVEN).font == name
    assert settings(tmp_path, 'font = "mine"\n', **GIVEN).font == str(tmp_path / "mine")
    assert settings(tmp_path, **GIVEN, font=tmp_path / "mine").font == str(tmp_path / "mine")
    (line,) = problems(tmp_path, **GIVEN, font="arial")
    assert line == "--font arial: liberation, times or the folder of a font is needed"


def test_values_may_be_of_pythons_types(tmp_path: Path) -> None:
    found = load(
        {"classes": (18, 63, 28), "out": tmp_path / "out", "seeds": 3, "format": ("html", "pdf")},
        folder=tmp_path,
    )
    assert found.assignment.class_ids == (18, 63, 28)
    assert (found.out, found.seeds, found.formats) == (tmp_path / "out", 3, ("pdf", "html"))


def test_an_option_that_is_none(tmp_path: Path) -> None:
    expected = "unknown option 'grup'; did you mean 'group'?"
    assert problems(tmp_path, **GIVEN, grup=3) == [expected]
    with pytest.raises(UserError, match="unknown option 'grup'"):
        parse("grup", 3)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert problems(tmp_path / "nowhere", **GIVEN) == [
        f"{tmp_path / 'nowhere'}: there is no such folder"
    ]

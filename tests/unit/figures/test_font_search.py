"""Which font is found where, and the sentence where it is not, is incomplete or may not be used."""

import io
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from lab1report.errors import UserError
from lab1report.figures import font_search, fonts
from lab1report.figures.font_places import font_places
from lab1report.figures.font_search import find, find_again
from lab1report.figures.fonts import FACES
from lab1report.figures.plots import export, style
from tests import made_fonts
from tests.made_fonts import TIMES, tiny, write

HOMES = {
    "win32": {"WINDIR": "C:/Win", "LOCALAPPDATA": "D:/Me"},
    "darwin": {"HOME": "/h"},
    "linux": {"HOME": "/h"},
}


@pytest.mark.parametrize(
    ("platform", "environment", "wanted"),
    [
        ("win32", HOMES["win32"], ["D:/Me/Microsoft/Windows/Fonts", "C:/Win/Fonts"]),
        ("win32", {}, ["C:/Windows/Fonts"]),
        (
            "darwin",
            HOMES["darwin"],
            ["/h/Library/Fonts", "/Library/Fonts", "/System/Library/Fonts/Supplemental"],
        ),
        (
            "linux",
            HOMES["linux"],
            ["/h/.local/share/fonts", "/h/.fonts", "/usr/local/share/fonts", "/usr/share/fonts"],
        ),
        (
            "linux",
            {"HOME": "/h", "XDG_DATA_HOME": "/d"},
            ["/d/fonts", "/h/.fonts", "/usr/local/share/fonts", "/usr/share/fonts"],
        ),
        ("linux", {}, ["/usr/local/share/fonts", "/usr/share/fonts"]),
    ],
)
def test_places(
    platform: str,
    environment: Mapping[str, str],
    wanted: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Path, "is_dir", lambda _: True)
    found = font_places(environment, platform=platform)
    assert [place.as_posix() for place in found] == wanted


def test_places_that_are_not_there_are_no_places(tmp_path: Path) -> None:
    assert tmp_path / ".fonts" not in font_places({"HOME": str(tmp_path)}, platform="linux")


SYSTEMS = {
    "a user's of Windows": ("win32", "local/Microsoft/Windows/Fonts", made_fonts.WINDOWS),
    "all users' of Windows": ("win32", "windows/Fonts", made_fonts.WINDOWS),
    "macOS": ("darwin", "home/Library/Fonts", made_fonts.MACOS),
    "Linux": ("linux", "home/.fonts/msttcorefonts", made_fonts.DEBIAN),
    "Linux, as Windows names them": ("linux", "data/fonts", made_fonts.WINDOWS),
}


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("upper", [False, True])
def test_times_is_found_on_each_system(
    system: str, upper: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    platform, folder, names = SYSTEMS[system]
    for file in write(tmp_path / folder, names=names).iterdir():
        if upper:
            file.rename(file.with_name(file.name.upper()))
    (tmp_path / folder / "timesheet.ttf").write_bytes(tiny(family="Timesheet"))
    environment = {
        "HOME": str(tmp_path / "home"), "XDG_DATA_HOME": str(tmp_path / "data"),
        "WINDIR": str(tmp_path / "windows"), "LOCALAPPDATA": str(tmp_path / "local"),
    }  # fmt: skip
    places = font_places(environment, platform=platform)
    monkeypatch.setattr(font_search, "font_places", lambda: places)
    found = find("times")
    assert found.name == TIMES
    wanted = {face: f"{names[face]}.ttf".upper() for face in FACES}
    assert {face: file.name.upper() for face, file in found.files.items()} == wanted
    assert found.embedded["bold-italic"] == "TimesNewRoman-BoldItalic"


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """Two empty folders in which the system is said to have its fonts."""
    found = tmp_path / "mine", tmp_path / "all"
    for place in found:
        place.mkdir()
    monkeypatch.setattr(font_search, "font_places", lambda: found)
    return found


def refusal(choice: str | Path) -> str:
    """The sentence of the refusal."""
    with pytest.raises(UserError) as refused:
        find(str(choice))
    said = str(refused.value)
    assert said.startswith("--font ")
    assert "\n" not in said
    assert len(said) < 500
    return said


def test_times_is_nowhere(places: tuple[Path, Path]) -> None:
    said = refusal("times")
    assert all(str(place) in said for place in places)
    assert "leave --font out for Liberation Serif" in said
    (places[0] / "times.ttf").write_bytes(tiny(family="Timeless"))
    assert refusal("times") == said, "the name within the file decides"


def test_times_without_a_face(places: tuple[Path, Path]) -> None:
    (write(places[0]) / "timesbd.ttf").unlink()
    assert f"{places[0]}: {TIMES} has no bold; leave --font out" in refusal("times")
    (places[0] / "timesbd.ttf").write_bytes(b"no font")
    assert f"{TIMES} has no bold (timesbd.ttf: it is no TrueType font)" in refusal("times")
    write(places[1])
    assert find("times").files["bold"].parent == places[1]


def test_the_only_font_of_a_folder(tmp_path: Path) -> None:
    names = {face: face for face in FACES}
    write(tmp_path, {face: tiny(face, "Some Serif") for face in FACES}, names)
    (tmp_path / "other.ttf").write_bytes(tiny("bold", "Other Serif"))
    (tmp_path / "read.me").write_text("licence")
    assert find(str(tmp_path)).name == "Some Serif"
    write(tmp_path, {face: tiny(face, "Another") for face in FACES}, made_fonts.MACOS)
    said = refusal(tmp_path)
    assert "several fonts, Another, Some Serif; name a folder that has one of them" in said
    write(tmp_path, names=made_fonts.WINDOWS)
    assert find(str(tmp_path)).name == TIMES, "the one that is asked for, in a folder of many"


def damaged() -> Iterator[tuple[str, bytes, str]]:
    """What a file of regular letters may be, and what is said of it."""
    good = tiny()
    yield "nothing", b"", "times.ttf: it is no TrueType font"
    yield "a text", b"<html>404</html>", "times.ttf: it is no TrueType font"
    yield "a collection", b"ttcf" + good[4:], "times.ttf: it is no TrueType font"
    yield "its beginning", good[:5], "times.ttf: it is damaged"
    yield "its half", good[: len(good) // 2], "times.ttf: it is damaged"
    yield "without a table", good.replace(b"hhea", b"hheb"), "it is damaged (a table is missing)"
    yield "too large", good + bytes(2**25), "it has more than 32 MB"
    yield "restricted", tiny(rights=2), "its licence forbids to embed letters of it in a PDF"
    yield "not in part", tiny(rights=0x100), "its licence forbids"
    yield "bitmaps only", tiny(rights=0x200), "its licence forbids"
    yield (
        "no Russian",
        tiny(lacking=range(0x410, 0x450)),
        "times.ttf: it has no letter \u0410, \u0411",
    )


DAMAGED = {name: (content, words) for name, content, words in damaged()}


@pytest.mark.parametrize("damage", DAMAGED)
@pytest.mark.parametrize("choice", ["times", "folder"])
def test_a_file_that_cannot_be_used(damage: str, choice: str, places: tuple[Path, Path]) -> None:
    content, words = DAMAGED[damage]
    (write(places[0]) / "times.ttf").write_bytes(content)
    said = refusal("times" if choice == "times" else places[0])
    assert words in said


@pytest.mark.parametrize("rights", [0, 4, 8, 2 | 8])
def test_licences_that_allow_embedding(rights: int, tmp_path: Path) -> None:
    write(tmp_path, {face: tiny(face, rights=rights) for face in FACES})
    assert find(str(tmp_path)).name == TIMES


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with names")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    (write(tmp_path) / "times.ttf").unlink()
    os.mkfifo(tmp_path / "times.ttf")
    assert "times.ttf: it cannot be read (it is no regular file)" in refusal(tmp_path)


def test_folders_without_fonts(tmp_path: Path) -> None:
    assert "no file in it ends in .ttf; four files are needed" in refusal(tmp_path)
    assert "gone: there is no such folder; name one with four .ttf" in refusal(tmp_path / "gone")
    (tmp_path / "file").touch()
    assert "file: cannot be read (Not a directory)" in refusal(tmp_path / "file")


def test_the_programs_own_font_is_that_wherever_it_lies(tmp_path: Path) -> None:
    own = {face: file.read_bytes() for face, file in fonts.liberation().files.items()}
    assert find(str(write(tmp_path, own))) is fonts.liberation() is find("liberation")


def test_a_font_is_what_it_holds_and_not_where_it_is(tmp_path: Path) -> None:
    one, moved = find(str(write(tmp_path / "a"))), find(str(write(tmp_path / "b")))
    assert one.identity == moved.identity
    assert one.files != moved.files
    write(tmp_path / "b", {**{face: tiny(face) for face in FACES}, "bold": tiny("bold", rights=8)})
    assert find(str(tmp_path / "b")).identity != one.identity


def test_the_font_of_a_report_is_found_again(tmp_path: Path, places: tuple[Path, Path]) -> None:
    times = find(str(write(tmp_path / "times")))
    assert find_again(TIMES, times.fingerprint) is None
    assert find_again(TIMES, times.fingerprint, tmp_path / "times") is not None
    write(places[0], {face: tiny(face, rights=8) for face in FACES})
    assert find_again(TIMES, times.fingerprint) is None, "another version of it"
    write(places[1] / "within")
    again = find_again(TIMES, times.fingerprint)
    assert again is not None
    assert again.identity == times.identity
    other = find(str(write(tmp_path / "other", {face: tiny(face, "Other") for face in FACES})))
    write(places[0] / "deep", {face: tiny(face, "Other") for face in FACES}, made_fonts.MACOS)
    assert find_again("Other", other.fingerprint) is not None


def test_names_within_fonts_are_plain(tmp_path: Path) -> None:
    name = 'Eve\u202e"<b>(/x) \x1b' + "s" * 200
    write(tmp_path, {face: tiny(face, name) for face in FACES})
    found = find(str(tmp_path))
    assert found.name == ("Evebx " + "s" * 200)[:60]
    assert all(embedded.replace("-", "").isalnum() for embedded in found.embedded.values())


def test_figures_are_drawn_in_the_chosen_font(tmp_path: Path) -> None:
    def drawn() -> Image.Image:
        with style.sheet():
            figure = style.new_figure(20, width_mm=40)
            figure.text(0.1, 0.5, chr(0x43E) * 5)
            return Image.open(io.BytesIO(export.png(figure)))

    own = drawn()
    with fonts.using(find(str(write(tmp_path, made_fonts.stand_in())))):
        assert ImageChops.difference(own, drawn()).getbbox() is not None
    assert ImageChops.difference(own, drawn()).getbbox() is None

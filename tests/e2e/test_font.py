"""A report in another font than the program's own: built, verified with the font and without."""

import io
import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
import pypdfium2
import pytest

from lab1report.figures.font_search import find
from lab1report.pages import html
from lab1report.progress import Progress
from lab1report.report.json_text import pretty
from lab1report.verify import arguments
from lab1report.verify.verification import Verification, Verifier
from tests.e2e.conftest import DEMO, FIRST, Build, Desk, verify_from_store
from tests.e2e.test_archival import complaints
from tests.made_fonts import DEBIAN, TIMES, stand_in, tiny, without, write
from tests.tampering.attached import with_files
from tests.unit.editions.pdf.typesetting.embedded import embedded_fonts

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("font")]

PDF = "lab1-report/lab1-demo.pdf"
NOT_HERE = f"it is set in {TIMES}, which is not on this machine"


class InTimes(NamedTuple):
    """A desk with a report in the stand-in for Times New Roman, which lies in `font`."""

    desk: Desk
    font: Path

    @property
    def pdf(self) -> Path:
        return self.desk.folder / PDF


def a_copy(desk: Desk, root: Path) -> Desk:
    shutil.copytree(desk.folder, root / "folder")
    shutil.copytree(desk.cache, root / "cache")
    return replace(desk, folder=root / "folder", cache=root / "cache")


@pytest.fixture(scope="module")
def times(demo: Build, tmp_path_factory: pytest.TempPathFactory) -> InTimes:
    root = tmp_path_factory.mktemp("times")
    font = write(root / "data" / "fonts" / "msttcorefonts", stand_in(), DEBIAN)
    desk = a_copy(demo.desk, root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(root / "data"))
        done = desk.run("build", *FIRST, "--font", "times")
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    return InTimes(desk, font)


def attached(pdf: Path, name: str) -> Any:
    with pikepdf.open(pdf) as document:
        return json.loads(document.attachments[name].get_file().read_bytes())


def pages(pdf: Path) -> list[tuple[str, bytes]]:
    """The text and the look of each page."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [
            (page.get_textpage().get_text_bounded(), page.render(scale=1).to_numpy().tobytes())
            for page in document
        ]


def test_the_same_pages_in_another_look(demo: Build, times: InTimes) -> None:
    own, other = pages(demo.pdf), pages(times.pdf)
    assert [text for text, _ in other] == [text for text, _ in own]
    assert all(one != another for (_, one), (_, another) in zip(own, other, strict=True))


def test_the_font_is_embedded_under_its_name(demo: Build, times: InTimes) -> None:
    with pikepdf.open(times.pdf) as document:
        found = {font.name.partition("+")[2] for font in embedded_fonts(document)}
    assert {"TimesNewRoman", "TimesNewRoman-Bold", "TimesNewRoman-Italic"} <= found
    assert not [name for name in found if "Serif" in name]
    with pikepdf.open(demo.pdf) as document:
        assert not [font for font in embedded_fonts(document) if "Times" in font.name]
    assert complaints(times.pdf) == []


def test_the_report_records_the_font_and_no_path(demo: Build, times: InTimes) -> None:
    font = find(str(times.font))
    settings = attached(times.pdf, "settings.json")
    assert settings.pop("font") == {"family": TIMES, "sha256": font.fingerprint}
    assert settings == attached(demo.pdf, "settings.json")


def test_the_font_file_is_copied_nowhere(times: InTimes) -> None:
    files = set(stand_in().values())
    for folder in (times.desk.folder, times.desk.cache):
        kept = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
        assert len(kept) >= 2
        assert not [content for content in kept if any(file in content for file in files)]


def test_a_changed_font_renders_anew_and_nothing_else_does(
    demo: Build, times: InTimes, tmp_path: Path
) -> None:
    desk = a_copy(times.desk, tmp_path)

    def build(*font: str) -> tuple[bytes, int]:
        """The PDF, and how many pages and figures were drawn for it."""
        before = len(list((desk.cache / "pages").iterdir()))
        assert desk.run("build", *FIRST, *font).returncode == 0
        drawn = len(list((desk.cache / "pages").iterdir())) - before
        return (desk.folder / PDF).read_bytes(), drawn

    moved = shutil.copytree(times.font, tmp_path / "moved")
    results = desk.stored()
    assert build("--font", str(moved)) == (times.pdf.read_bytes(), 0), "the same font elsewhere"
    assert build() == (demo.pdf.read_bytes(), 0), "the pages in the program's own are still there"
    write(moved, stand_in(raised=-100), DEBIAN)
    pdf, drawn = build("--font", str(moved))
    assert pdf != times.pdf.read_bytes()
    assert drawn > 10
    assert desk.stored() == results, "something was computed"


def test_the_other_commands_know_the_option(times: InTimes, tmp_path: Path) -> None:
    desk = a_copy(times.desk, tmp_path)
    (desk.folder / "lab1.toml").write_text(f"font = {json.dumps(str(times.font))}\n")
    assert desk.run("explain", *FIRST).returncode == 0
    assert desk.run("defence", *FIRST).returncode == 0
    with pikepdf.open(desk.folder / "lab1-report" / "lab1-demo-defence.pdf") as document:
        names = {font.name.partition("+")[2] for font in embedded_fonts(document)}
    assert "TimesNewRoman" in names


Verify = Callable[..., Verification]


@pytest.fixture(scope="module")
def verify(times: InTimes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Verify]:
    """What `verify` says of a PDF before trainings are made again; `here`: the font is there."""

    def teacher(*, here: bool) -> Verifier:
        with pytest.MonkeyPatch.context() as patch:
            if here:  # else pages in what stands in for the font would be taken for those in it
                verify_from_store(patch, lambda: times.desk.cache)
            return Verifier(
                tmp_path_factory.mktemp("teacher"),
                arguments.read(
                    data="auto",
                    runs=0,
                    secret="s",  # noqa: S106 - no password
                    workers=1,
                    font=times.font if here else "times",
                ),
                Progress(),
            )

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LAB1REPORT_RESOURCES", str(times.desk.resources))
        teachers = {here: teacher(here=here) for here in (True, False)}
        yield lambda pdf, *, here: teachers[here].check(pdf).verification


def test_a_report_in_the_programs_own_font_is_verified_there_too(
    demo: Build, verify: Verify
) -> None:
    assert verify(demo.pdf, here=True).status == "verified"


def test_it_is_compared_by_its_words_where_the_font_is_not(times: InTimes, verify: Verify) -> None:
    found = verify(times.pdf, here=False)
    assert found.status == "partly"
    (note,) = found.notes
    assert note.startswith(NOT_HERE)


@pytest.mark.usefixtures("verified_from_store")
def test_it_is_verified_where_the_font_is(times: InTimes) -> None:
    desk = times.desk
    done = desk.run("verify", str(times.pdf), "--runs", "0", "--font", str(times.font), "--json")
    assert done.returncode == 0, done.stdout
    (found,) = json.loads(done.stdout)["reports"]
    assert (found["status"], found["notes"]) == ("verified", [])
    done = desk.run("verify", str(times.pdf), "--font", "nowhere")
    assert done.returncode == 2
    assert "--font nowhere: liberation, times or the folder of a font is needed" in done.stderr


def test_an_honest_report_with_words_that_no_font_here_has(
    desk: Desk, tmp_path: Path, verify: Verify
) -> None:
    """Its letters are in its own font, and are wider than those of the program's. It has part 2
    alone, of which the words are."""
    faces = {face: _with_another_letter(font) for face, font in stand_in("Wide").items()}
    font = write(tmp_path / "wide", faces)
    (desk.folder / "words").mkdir()
    words = f"Слово {chr(0xA640)} есть только в этом шрифте, и оно длинное. " * 40
    (desk.folder / "words" / "xor.md").write_text(words, encoding="utf-8")
    done = desk.run("run", "xor", *FIRST, "--font", str(font))
    assert done.returncode == 0, done.stderr
    found = verify(desk.folder / PDF, here=False)
    assert found.status == "partly", found
    assert any("it is set in Wide, which is not" in note for note in found.notes)
    refused = desk.run("build", *FIRST)
    assert refused.returncode == 2
    assert "U+A640" in refused.stderr


def _with_another_letter(font: bytes) -> bytes:
    """The font with U+A640 besides, which looks as «W», and a wider Russian «o»."""
    from fontTools.ttLib import TTFont

    found = TTFont(io.BytesIO(font))
    for table in found["cmap"].tables:
        if table.isUnicode():
            table.cmap[0xA640] = table.cmap[ord("W")]
    name = found.getBestCmap()[0x43E]
    width, bearing = found["hmtx"][name]
    found["hmtx"][name] = (width + 200, bearing)
    file = io.BytesIO()
    found.save(file)
    return file.getvalue()


@pytest.fixture(scope="module")
def forged(times: InTimes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report with another percentage on a page, by a program that was changed to print it."""
    desk = a_copy(times.desk, tmp_path_factory.mktemp("forged"))
    render = html.render_html

    def changed(*given: Any, **named: Any) -> str:
        page, count = re.subn(r"\d\d,\d(?=\u00a0%)", "99,9", render(*given, **named), count=1)
        assert count == 1
        return page

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(html, "render_html", changed)
        # Another name on the title page is another key, so that the PDF is made anew
        done = desk.run("build", *FIRST, "--teacher", "Петров П.П.", "--font", str(times.font))
    assert done.returncode == 0, done.stderr
    return desk.folder / PDF


def test_a_changed_page_is_seen(forged: Path, verify: Verify) -> None:
    found = verify(forged, here=True)
    assert (found.status, found.stage) == ("refuted", "consistent")
    assert found.place.startswith("page ")
    assert "99,9" in found.message
    found = verify(forged, here=False)
    assert found.status == "partly"
    differs, absent = found.notes
    assert "page " in differs
    assert "99,9" in differs
    assert absent.startswith(NOT_HERE)


def test_a_font_that_is_claimed_and_not_used(
    demo: Build, times: InTimes, verify: Verify, tmp_path: Path
) -> None:
    settings = attached(demo.pdf, "settings.json")
    settings["font"] = {"family": TIMES, "sha256": find(str(times.font)).fingerprint}
    claiming = tmp_path / "claiming.pdf"
    file = pretty(settings).encode()
    claiming.write_bytes(with_files(demo.pdf.read_bytes(), {"settings.json": file}))
    for here in (True, False):
        assert verify(claiming, here=here).status in ("partly", "refuted")


@pytest.mark.parametrize(
    ("fonts", "words"),
    [
        ({}, "no file in it ends in .ttf"),
        ({"regular": tiny()}, f"{TIMES} has no bold, italic, bold-italic"),
        ({**dict.fromkeys(DEBIAN, b"\x07garbage" * 999)}, "it is no TrueType font"),
        ({**dict.fromkeys(DEBIAN, b"\0\1\0\0garbage" * 999)}, "it is damaged"),
        ({face: tiny(face, rights=2) for face in DEBIAN}, "its licence forbids to embed"),
    ],
)
def test_a_font_that_cannot_be_used_is_said_before_anything_is_computed(
    fonts: dict[str, bytes], words: str, bare: Desk, tmp_path: Path
) -> None:
    font = write(tmp_path / "font", fonts, DEBIAN)
    for command in ("build", "defence"):
        done = bare.run(command, *DEMO, "--font", str(font))
        assert done.returncode == 2
        (line,) = done.stderr.splitlines()
        assert words in line
        assert len(line) < 500
    assert not bare.stored()


def test_times_that_is_not_on_the_machine(
    bare: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("lab1report.figures.font_search.font_places", lambda: (tmp_path,))
    done = bare.run("build", *DEMO, "--font", "times")
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert f"--font times: no {TIMES} in {tmp_path}; leave --font out" in line


def test_words_with_a_letter_that_the_font_lacks(bare: Desk, tmp_path: Path) -> None:
    sign = chr(0x222)
    font = write(
        tmp_path / "font", {face: without(font, sign) for face, font in stand_in().items()}
    )
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "xor.md").write_text(f"Слово {sign}.", encoding="utf-8")
    done = bare.run("build", *DEMO, "--font", str(font), "--words", str(tmp_path / "words"))
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert re.search(rf"words/xor\.md:1: the report's fonts cannot print «{sign}» U\+0222", line)
    assert not bare.stored()

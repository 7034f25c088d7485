"""Which files may lie in the folder of words, and what may stand at their top."""

import re
from pathlib import Path

import pytest
import yaml

from lab1report.errors import UserError
from lab1report.own_words.folder import Words, read, word_names


def words(folder: Path, **files: str) -> Words:
    for name, text in files.items():
        path = folder / "words" / f"{name.replace('__', '.')}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return read(folder / "words")


def mistake(folder: Path, **files: str) -> str:
    with pytest.raises(UserError) as error:
        words(folder, **files)
    return str(error.value)


def test_words_come_in_the_order_of_the_report(tmp_path: Path) -> None:
    found = words(tmp_path, conclusion="В.", series__batch="Б.", introduction="А.")
    assert list(found) == ["introduction", "series.batch", "conclusion"]
    assert found["series.batch"].file == "words/series.batch.md"
    assert not found["conclusion"].replace


def test_there_is_a_name_for_every_section_and_part() -> None:
    assert len(word_names()) == len(set(word_names())) == 14


def test_replace_stands_in_the_front_matter(tmp_path: Path) -> None:
    found = words(tmp_path, xor="---\nreplace: true\n---\nСвоё.", cifar="---\n---\nСвоё.")
    assert found["xor"].replace
    assert not found["cifar"].replace


@pytest.mark.parametrize("text", ["", "\n\n", "---\nreplace: true\n---\n<!-- a\n\nb -->\n"])
def test_a_file_with_nothing_to_print_changes_nothing(tmp_path: Path, text: str) -> None:
    assert words(tmp_path, xor=text) == {}


def test_lines_are_counted_from_the_top_of_the_file(tmp_path: Path) -> None:
    text = "---\nreplace: true\n---\n<!--\nКомментарий\n\n-->\n\nАбзац\nс <b>HTML</b>."
    assert mistake(tmp_path, xor=text).startswith("words/xor.md:10: HTML")
    assert mistake(tmp_path, xor=text.replace("\n", "\r\n")).startswith("words/xor.md:10: HTML")


@pytest.mark.parametrize("name", ["README.md", ".xor.md.swp", "xor.md~"])
def test_other_peoples_files_are_passed_over(tmp_path: Path, name: str) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / name).write_text("<b>")
    assert words(tmp_path) == {}


@pytest.mark.parametrize(
    ("name", "nearest"),
    [("cifr.md", "'cifar.md'"), ("cifar.md.txt", "'cifar.md'"), ("batch.md", "'series.batch.md'")],
)
def test_a_file_of_no_section(tmp_path: Path, name: str, nearest: str) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / name).write_text("Текст")
    assert f"words/{name}: no section has this file; did you mean {nearest}?" in mistake(tmp_path)


@pytest.mark.parametrize(
    ("top", "words"),
    [
        ("replaced: true", "words/xor.md: unknown key 'replaced'.*did you mean 'replace'"),
        ("replace: sometimes", "words/xor.md: replace: 'sometimes'; write true or false"),
        ("replace: 1", "words/xor.md: replace: '1'; write true or false"),
        ("replace: true\nreplace: false", "words/xor.md: 'replace' stands twice in the front"),
        ("- replace", "words/xor.md: the front matter is"),
        ("replace: [", r"words/xor.md:\d: the front matter is not YAML"),
    ],
)
def test_wrong_front_matter(tmp_path: Path, top: str, words: str) -> None:
    assert re.search(words, mistake(tmp_path, xor=f"---\n{top}\n---\nТекст"))


def test_front_matter_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    class Counted(yaml.BaseLoader):  # type: ignore[misc] # it has no types
        def __init__(self, stream: str) -> None:
            read.append(stream.strip())
            super().__init__(stream)

    monkeypatch.setattr(yaml, "BaseLoader", Counted)
    assert words(tmp_path, xor="---\nreplace: true\n---\nСвоё.")["xor"].replace
    assert read == ["replace: true"]


def test_every_file_that_is_wrong_is_named(tmp_path: Path) -> None:
    said = mistake(tmp_path, xor="---\na", cifar="<b>", task="a").splitlines()
    assert [line.partition(".md")[0].rpartition("/")[2] for line in said] == ["cifar", "xor"]


def test_front_matter_without_an_end(tmp_path: Path) -> None:
    assert "has no second line ---" in mistake(tmp_path, xor="---\nreplace: true\nТекст")


def test_front_matter_makes_no_objects(tmp_path: Path) -> None:
    text = "---\nreplace: !!python/object/apply:os.mkdir [made]\n---\nТекст"
    assert "write true or false" in mistake(tmp_path, xor=text)
    assert not Path("made").exists()


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "xor.md").write_bytes("Текст".encode("cp1251"))
    assert mistake(tmp_path) == "words/xor.md: not in UTF-8; save it as UTF-8"
    (tmp_path / "words" / "xor.md").write_text("x" * 60_001)
    assert "more than 60000 bytes" in mistake(tmp_path)
    (tmp_path / "words" / "xor.md").unlink()
    (tmp_path / "words" / "xor.md").mkdir()
    assert mistake(tmp_path).startswith("words/xor.md: cannot be read (")
    with pytest.raises(UserError, match="cannot be read as a folder"):
        read(tmp_path / "nothing")


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    text = "---\nreplace: true\n---\nТекст"
    (tmp_path / "words" / "xor.md").write_text(text, encoding="utf-8-sig")
    assert words(tmp_path)["xor"].replace


def test_parts_of_the_series_have_no_headings(tmp_path: Path) -> None:
    assert "series.batch.md:1: a sub-section" in mistake(tmp_path, series__batch="## Заголовок")
    (tmp_path / "words" / "series.batch.md").unlink()
    assert words(tmp_path, series="## Заголовок")


def test_the_top_of_a_file_hides_no_mistake_below_it(tmp_path: Path) -> None:
    said = mistake(tmp_path, xor="---\nreplaced: true\n---\n<b>\n\n{{ nosuch }}", task="{{ a }}")
    assert [line.partition(": ")[0] for line in said.splitlines()] == [
        "words/task.md:1", "words/xor.md", "words/xor.md:4", "words/xor.md:6",
    ]  # fmt: skip

"""Files that are saved are noticed, however they are saved."""

from functools import partial
from pathlib import Path

from lab1report.preview.watching import changes, look


def test_what_changes_is_named(tmp_path: Path) -> None:
    words, settings = tmp_path / "words", tmp_path / "lab1.toml"
    words.mkdir()
    written, replaced = words / "xor.md", words / "cifar.md"
    written.write_text("a")
    replaced.write_text("a")
    looking = partial(look, words, [settings])
    found = changes(looking, looking())

    written.write_text("ab")
    assert next(found) == {written}
    # As editors do that write a new file, and give it the old one's name
    beside = words / ".cifar.md.new"
    beside.write_text("b")
    beside.replace(replaced)
    assert next(found) == {replaced}
    settings.write_text("")
    written.unlink()
    assert next(found) == {settings, written}


def test_files_of_editors_change_nothing(tmp_path: Path) -> None:
    looking = partial(look, tmp_path, [])
    before = looking()
    for name in (".xor.md.swp", "xor.md~", "#xor.md#"):
        (tmp_path / name).write_text("a")
    assert looking() == before


def test_a_folder_that_comes_later(tmp_path: Path) -> None:
    words = tmp_path / "words"
    looking = partial(look, words, [])
    found = changes(looking, looking())
    words.mkdir()
    assert next(found) == {words}

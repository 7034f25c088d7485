from collections.abc import Iterator
from pathlib import Path

import pytest

from lab1report.figures import fonts


@pytest.fixture(autouse=True)
def _fresh_caches() -> Iterator[None]:
    fonts.serif.cache_clear()
    yield
    fonts.serif.cache_clear()


def _install(folder: Path, *faces: str) -> None:
    folder.mkdir()
    for face in faces:
        (folder / f"LiberationSerif-{face}.ttf").touch()


def test_the_systems_liberation_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _install(tmp_path / "liberation2", "Regular", "Bold", "Italic", "BoldItalic")
    monkeypatch.setattr(fonts, "_system_folders", lambda: [tmp_path])
    assert fonts.serif().name == "Liberation Serif"
    assert fonts.font_file("serif-bold-italic").name == "LiberationSerif-BoldItalic.ttf"


def test_an_incomplete_family_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _install(tmp_path / "liberation2", "Regular", "Bold")
    monkeypatch.setattr(fonts, "_system_folders", lambda: [tmp_path, tmp_path / "absent"])
    assert fonts.serif().name == "STIXGeneral"


@pytest.mark.parametrize("family", [fonts.stix(), fonts.mono()])
def test_matplotlib_ships_every_face(family: fonts.Family) -> None:
    assert tuple(family.files) == fonts.FACES
    assert all(file.is_file() for file in family.files.values())

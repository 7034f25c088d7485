"""Both families of the report are complete, whatever fonts the machine has."""

import pytest

from lab1report.figures import fonts


@pytest.mark.parametrize("family", [fonts.serif(), fonts.mono()])
def test_every_face_is_there(family: fonts.Family) -> None:
    assert tuple(family.files) == fonts.FACES
    assert all(file.is_file() for file in family.files.values())


def test_files_by_the_names_of_the_style_sheet() -> None:
    assert fonts.font_file("serif-bold-italic").name == "LiberationSerif-BoldItalic.ttf"
    with pytest.raises(KeyError):
        fonts.font_file("serif-light")


def test_the_licence_of_each_is_beside_it() -> None:
    assert "SIL OPEN FONT LICENSE Version 1.1" in (fonts.FOLDER / "OFL.txt").read_text()
    assert (fonts.FOLDER / "GUST-FONT-LICENSE.txt").is_file()

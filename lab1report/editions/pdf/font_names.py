"""Gives the fonts within a PDF their own names, which readers show among its properties.

WeasyPrint calls them as the style sheet does, "Report Serif", a name that no font of the system has
and that can therefore be taken for no other.
"""

from typing import Any

from lab1report.figures.fonts import FACES, Family

_FAMILY = b"Report-Serif"
_CALLED = {  # as Pango writes it, behind the tag of a subset and "+"
    _FAMILY + ending: face
    for face, ending in zip(FACES, (b"", b"-Bold", b"-Italic", b"-Bold-Italic"), strict=True)
}


def name_fonts(pdf: Any, family: Family) -> None:
    """Name the faces of `family`, unless it is the program's own, which keeps the style sheet's.

    Args:
        pdf: the `pydyf.PDF` that a finisher of WeasyPrint is given, before it is written.
    """
    if not family.embedded:
        return
    for one in pdf.objects:
        if not isinstance(one, dict):
            continue
        for key in one.keys() & {"BaseFont", "FontName"}:
            tag, _, called = one[key].partition(b"+")
            if face := _CALLED.get(called):
                one[key] = tag + b"+" + family.embedded[face].encode()
                if "FontFamily" in one:
                    one["FontFamily"] = type(one["FontFamily"])(family.name)

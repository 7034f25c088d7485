"""Changes of what is printed: text, tables, figures, pages, metadata."""

import random
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name, Operator, Pdf, String

from tests.tampering.common import TIMES, Tampered, changed, opened, saved


def of_printed(honest: bytes, other: bytes, chance: random.Random) -> Iterator[Tampered]:
    yield from _glyphs(honest, chance)
    yield from _rows(honest, chance)
    yield from _figures(honest, other, chance)
    yield from _pages(honest, other)
    yield from _overlays(honest, chance)
    yield from _metadata(honest)
    yield from _not_printed(honest)


def _letters(page: Any) -> dict[str, dict[int, str]]:
    """By font, the signs of the glyph codes."""
    found = {}
    for name, font in page.Resources.Font.items():
        text = font.ToUnicode.read_bytes().decode("latin-1")
        pairs = re.findall(r"<([0-9A-Fa-f]{4})> *<([0-9A-Fa-f]{4,})>", text)
        found[str(name)] = {
            int(code, 16): bytes.fromhex(sign).decode("utf-16-be") for code, sign in pairs
        }
    return found


def operations_of(page: Any) -> list[Any]:
    return list(pikepdf.parse_content_stream(page))


def _shown(page: Any) -> tuple[list[Any], list[tuple[int, int, int, str, str]]]:
    """The operations of a page, and of each sign shown its place there, its font and itself."""
    operations = operations_of(page)
    fonts, font, signs = _letters(page), "", []
    for number, (operands, operator) in enumerate(operations):
        if operator == Operator("Tf"):
            font = str(operands[0])
        if operator == Operator("TJ"):
            for place, text in enumerate(operands[0]):
                if isinstance(text, String):
                    raw = bytes(text)
                    for at in range(0, len(raw), 2):
                        sign = fonts[font].get(int.from_bytes(raw[at : at + 2], "big"), "")
                        signs.append((number, place, at, font, sign))
    return operations, signs


def _glyphs(honest: bytes, chance: random.Random) -> Iterator[Tampered]:
    """One digit or sign of a page in place of another, in the same font."""
    with opened(honest) as pdf:
        pages = len(pdf.pages)
    for kind, old, count in (("digit", "0123456789", TIMES), ("sign", "+−-", TIMES)):
        for number in range(pages):
            for _ in range(count):
                with opened(honest) as pdf:
                    page = pdf.pages[number]
                    operations, signs = _shown(page)
                    codes = {
                        (font, sign): code
                        for font, own in _letters(page).items()
                        for code, sign in own.items()
                    }
                    usable = [
                        (one, new)
                        for one in signs
                        if one[4] and one[4] in old
                        for new in old
                        if new != one[4] and (one[3], new) in codes
                    ]
                    if not usable:
                        continue
                    (at, place, offset, font, sign), new = chance.choice(usable)
                    raw = bytearray(bytes(operations[at][0][0][place]))
                    raw[offset : offset + 2] = codes[font, new].to_bytes(2, "big")
                    texts = list(operations[at][0][0])
                    texts[place] = String(bytes(raw))
                    operations[at] = ([Array(texts)], Operator("TJ"))
                    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(operations))
                    name = f"{kind} {sign} to {new} on page {number + 1}"
                    yield Tampered(name, f"page {number + 1}", saved(pdf))


def _rows(honest: bytes, chance: random.Random) -> Iterator[Tampered]:
    """Two texts of a page change places, as two numbers of a table."""
    with opened(honest) as pdf:
        pages = len(pdf.pages)
    for number in range(2, pages):
        with opened(honest) as pdf:
            page = pdf.pages[number]
            operations, signs = _shown(page)
            texts: dict[int, str] = {}
            for at, *_, sign in signs:
                texts[at] = texts.get(at, "") + sign
            fonts = {at: font for at, _, _, font, _ in signs}
            numbers = [at for at, text in texts.items() if re.fullmatch(r"\d+,\d+", text)]
            pairs = [
                (a, b)
                for a in numbers
                for b in numbers
                if a < b and texts[a] != texts[b] and fonts[a] == fonts[b]
            ]
            if not pairs:
                continue
            a, b = chance.choice(pairs)
            operations[a], operations[b] = (
                (operations[b][0], operations[b][1]),
                (operations[a][0], operations[a][1]),
            )
            page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(operations))
            yield Tampered(
                f"{texts[a]} and {texts[b]} swapped on page {number + 1}",
                f"page {number + 1}",
                saved(pdf),
            )


def _pictures(pdf: Pdf) -> list[tuple[int, str]]:
    """The page and the name of each picture."""
    return [
        (number, str(operands[0]))
        for number, page in enumerate(pdf.pages)
        for operands, operator in operations_of(page)
        if operator == Operator("Do")
        and page.Resources.XObject[str(operands[0])].get("/Subtype") == "/Image"
        and int(page.Resources.XObject[str(operands[0])].Width) > 200
    ]


def _figures(honest: bytes, other: bytes, chance: random.Random) -> Iterator[Tampered]:
    """A curve is drawn over, or is that of another report."""
    with opened(honest) as pdf:
        places = _pictures(pdf)
    with opened(other) as pdf:
        others = _pictures(pdf)
    for number, name in places[:9]:
        with opened(honest) as pdf:
            stream: Any = pdf.pages[number].Resources.XObject[name]
            pixels = np.array(pikepdf.PdfImage(stream).as_pil_image().convert("RGB"))
            top, left = (chance.randrange(n // 4, n // 2) for n in pixels.shape[:2])
            pixels[top : top + 12, left : left + 60] = 200, 30, 30
            stream.write(pixels.tobytes())
            stream.ColorSpace, stream.BitsPerComponent = Name.DeviceRGB, 8
            for key in ("/DecodeParms", "/SMask"):
                if key in stream:
                    del stream[key]
            yield Tampered(f"figure on page {number + 1} drawn over", f"page {number + 1}$",
                           saved(pdf))  # fmt: skip
    for (number, name), (number_there, name_there) in list(zip(places, others, strict=False))[1:9]:
        with opened(honest) as pdf, opened(other) as there:
            stream = there.pages[number_there].Resources.XObject[name_there]
            if _bytes_of(stream) == _bytes_of(pdf.pages[number].Resources.XObject[name]):
                continue  # the same points of the same task
            pdf.pages[number].Resources.XObject[name] = pdf.copy_foreign(stream)
            yield Tampered(f"figure on page {number + 1} of another report", f"page {number + 1}$",
                           saved(pdf))  # fmt: skip


def _bytes_of(stream: Any) -> bytes:
    return bytes(stream.read_raw_bytes())


def _pages(honest: bytes, other: bytes) -> Iterator[Tampered]:
    """Pages of another report, removed, doubled, in another order."""
    with opened(honest) as pdf:
        count = len(pdf.pages)
    for number in range(5, count, 2):
        with opened(honest) as pdf, opened(other) as there:
            if number < len(there.pages):
                pdf.pages[number] = there.pages[number]
                yield Tampered(f"page {number + 1} of another report", f"page {number + 1}$",
                               saved(pdf))  # fmt: skip

    def swap(pdf: Pdf) -> None:
        pages = list(pdf.pages)
        pdf.pages[6], pdf.pages[7] = pages[7], pages[6]

    def drop(pdf: Pdf) -> None:
        del pdf.pages[8]

    def double(pdf: Pdf) -> None:
        pdf.pages.append(pdf.pages[9])

    for name, place, change in (
        ("pages 7 and 8 swapped", "page 7$", swap),
        ("page 9 removed", "the file|page 9$", drop),
        ("page 10 twice", "the file", double),
    ):
        yield Tampered(name, place, changed(honest, change))


def _overlays(honest: bytes, chance: random.Random) -> Iterator[Tampered]:
    """Paint over a number, or a note that a reader shows upon the page."""
    for number in (3, 7, 11, 14):

        def paint(pdf: Pdf, number: int = number) -> None:
            x, y = chance.randrange(150, 350), chance.randrange(300, 600)
            box = f"q 1 0 0 1 0 0 cm 0 0 0 rg {x} {y} 60 14 re f Q".encode()
            pdf.pages[number].contents_add(pdf.make_stream(box))

        yield Tampered(f"painted over on page {number + 1}", f"page {number + 1}$",
                       changed(honest, paint))  # fmt: skip

        def note(pdf: Pdf, number: int = number) -> None:
            form = pdf.make_stream(b"0 0 1 rg 0 0 60 14 re f")
            form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 60, 14])
            annotation = Dictionary(
                Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([200, 500, 260, 514]),
                F=4, AP=Dictionary(N=form),
            )  # fmt: skip
            page = pdf.pages[number]
            page.Annots = Array([*page.get("/Annots", []), pdf.make_indirect(annotation)])

        yield Tampered(f"a stamp on page {number + 1}", f"page {number + 1}$",
                       changed(honest, note))  # fmt: skip


def _metadata(honest: bytes) -> Iterator[Tampered]:
    for name, value in (
        ("/Title", "Другая работа"), ("/Author", "Другой студент"),
        ("/CreationDate", "D:20200101000000Z"), ("/Keywords", "99,9 %"),
    ):  # fmt: skip

        def change(pdf: Pdf, name: str = name, value: str = value) -> None:
            pdf.docinfo[name] = String(value)

        yield Tampered(f"metadata {name}", "metadata", changed(honest, change))


def _not_printed(honest: bytes) -> Iterator[Tampered]:
    """What nobody sees: it is at least not verified."""

    def alternative(pdf: Pdf) -> None:
        texts = [one for one in pdf.objects if isinstance(one, Dictionary) and "/Alt" in one]
        texts[len(texts) // 2].Alt = String("точность 99,9 %")

    def script(pdf: Pdf) -> None:
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))

    def link(pdf: Pdf) -> None:
        links = [
            note.A
            for page in pdf.pages
            for note in page.get("/Annots", [])
            if "/A" in note and note.A.get("/S") == "/URI"
        ]
        links[0].URI = String("https://example.com/")

    for name, change in (("alternative text", alternative), ("script", script), ("link", link)):
        yield Tampered(name, "", changed(honest, change), hidden=True)

"""Arms that reach outside or take minutes to draw are refused before anything is computed."""

import re
import time
from pathlib import Path

import pytest

from lab1report.errors import UserError
from lab1report.pages.arms import read_arms

OUTSIDE = "refers to other files"
SECONDS = 5.0


def svg(inside: str, attributes: str = "") -> str:
    links = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"<svg {links} {attributes}>{inside}</svg>"


def nested(levels: int, copies: int) -> str:
    parts = ['<g id="l0"><rect width="1" height="1"/></g>']
    for level in range(1, levels):
        uses = f'<use xlink:href="#l{level - 1}"/>' * copies
        parts.append(f'<g id="l{level}">{uses}</g>')
    return svg(f"<defs>{''.join(parts)}</defs><use xlink:href='#l{levels - 1}'/>")


SVGS: dict[str, tuple[str, str]] = {
    "an address": (svg('<image href="http://x.y/z.png"/>'), OUTSIDE),
    "an address, as before": (svg('<image xlink:href="http://x.y/z.png"/>'), OUTSIDE),
    "a file": (svg('<image href="file:///etc/passwd"/>'), OUTSIDE),
    "a file by its name": (svg('<image href="z.png"/>'), OUTSIDE),
    "another SVG within": (svg('<image href="data:image/svg+xml;base64,PHN2Zy8+"/>'), OUTSIDE),
    "text within": (svg('<image href="data:text/html,x"/>'), OUTSIDE),
    "a style": (svg("<style>rect{fill:url(http://x.y/z)}</style>"), OUTSIDE),
    "an import": (svg("<style>@import 'http://x.y/z.css';</style>"), OUTSIDE),
    "an import in escapes": (svg(r"<style>@\69mport 'http://x.y/z.css';</style>"), OUTSIDE),
    "a style in escapes": (svg(r'<rect style="fill:\75rl(http://x.y/z)"/>'), OUTSIDE),
    "a style's element in escapes": (svg(r"<style>a{b:u\72l(http://x.y)}</style>"), OUTSIDE),
    "an attribute": (svg('<rect fill="url(http://x.y/z)"/>'), OUTSIDE),
    "an attribute with spaces": (svg('<rect fill="url(  \'//x.y/z\')"/>'), OUTSIDE),
    "a base": (svg('<image href="#a"/>', 'xml:base="http://x.y/"'), OUTSIDE),
    "a script": (svg("<script>1</script>"), OUTSIDE),
    "a page": (svg("<foreignObject><p>x</p></foreignObject>"), OUTSIDE),
    "a billion parts": (nested(10, 10), "repeats its parts"),
    "a part in itself": (svg('<g id="a"><use href="#a"/></g>'), "contains itself"),
    "two parts in each other": (
        svg('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'), "contains itself"
    ),
    "a pattern in itself": (
        svg('<pattern id="p" href="#p"><rect/></pattern>'), "contains itself"
    ),
    "deeply nested": (svg("<g>" * 9_000 + "</g>" * 9_000), "too deeply|can be read"),
    "many parts": (svg("<g/>" * 30_000), "too many parts"),
    "a box of words": (svg("", 'viewBox="a b c d"'), "viewBox"),
    "a box of three": (svg("", 'viewBox="1 2 3"'), "viewBox"),
    "entities of entities": (
        "<!DOCTYPE svg [" + '<!ENTITY a0 "x">'
        + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
        + "]>" + svg("&a11;"), "can be read",
    ),
    "an entity from a file": (
        '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + svg("&a;"), "can be read"
    ),
    "a page of HTML": ("<html/>", "not an SVG"),
    "no XML": ("{}", "can be read"),
    "nothing": ("", "can be read"),
    "large": (svg("<!-- " + "x" * 5_000_000 + " -->"), "more than 4 MB"),
}  # fmt: skip


@pytest.mark.parametrize("name", SVGS)
def test_svg(name: str, tmp_path: Path) -> None:
    text, words = SVGS[name]
    path = tmp_path / "arms.svg"
    path.write_text(text, encoding="utf-8")
    started = time.process_time()
    with pytest.raises(UserError) as refused:
        read_arms(path)
    assert re.search(words, str(refused.value)), str(refused.value)
    assert len(str(refused.value)) < 400
    assert time.process_time() - started < SECONDS


def test_an_ordinary_one_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "arms.svg"
    gradient = '<linearGradient id="a"/><linearGradient id="b" href="#a"/>'
    path.write_text(
        svg(gradient + '<g id="c"><path d="M0 0L1 1" fill="url(#b)"/></g><use href="#c"/>'
            '<image href="data:image/png;base64,AAAA"/>', 'viewBox="0 0 10 10"')
    )  # fmt: skip
    assert read_arms(path).startswith("data:image/svg+xml")

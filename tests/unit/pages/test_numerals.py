"""Small numbers in words, with the noun in the case that goes with them."""

from collections.abc import Callable

import pytest

IMPORT = "{% from 'ru/sections/series/numerals.html.j2' import counted, numeral %}"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("counted(5, 'instrumental', 'набором', 'наборами')", "пятью~наборами"),
        ("counted(1, 'instrumental', 'набором', 'наборами')", "одним~набором"),
        ("counted(11, 'instrumental', 'набором', 'наборами')", "11~наборами"),
        ("counted(21, 'instrumental', 'набором', 'наборами')", "21~набором"),
        ("counted(10, 'dative', 'обучению', 'обучениям')", "десяти~обучениям"),
        ("counted(1, 'genitive', 'сети', 'сетей', female=true)", "одной~сети"),
        ("counted(2, 'genitive', 'сети', 'сетей', female=true)", "двух~сетей"),
        ("numeral(2)", "два"),
        ("numeral(2, female=true)", "две"),
        ("numeral(1, 'accusative', female=true)", "одну"),
        ("numeral(3, 'accusative', female=true)", "три"),
        ("numeral(0)", "0"),
        ("numeral(30763)", "30\u202f763"),
    ],
)
def test_numerals(written: str, read: str, render: Callable[..., str]) -> None:
    html = render(f"{IMPORT}<p>[{{{{ {written} }}}}]</p>").replace("&nbsp;", "\u00a0")
    assert f"[{read}]".replace("~", "\u00a0") in html

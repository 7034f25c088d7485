"""The text of every report reads well, as far as a program can tell."""

import pytest

from tests.golden.style import disagreements, filler, frames, sentences, unsupported

pytestmark = pytest.mark.xdist_group("pages")  # one process writes those of all reports

LENGTH = 6  # words that no two sentences of a report share, numbers and names being alike


def test_no_filler(html: str) -> None:
    assert filler(sentences(html)) == []


def test_nothing_goes_beyond_the_numbers_as_it_once_did(html: str) -> None:
    assert unsupported(sentences(html)) == []
    assert unsupported(["Сеть распознала всё.", "Это даётся даром."]) == ["Это даётся даром."]


def test_no_frame_is_used_twice(html: str) -> None:
    assert frames(sentences(html), LENGTH) == {}


def test_numbers_agree_with_their_nouns(html: str) -> None:
    text = " ".join(sentences(html))
    assert "эпох" in text or "Раздел" in html
    assert list(disagreements(text)) == []


@pytest.mark.parametrize(
    "right",
    ["в 1 эпохе", "за 47 эпох", "за 1 эпоху", "после 21 эпохи", "из 5 обучений", "из 2 обучений",
     "с пятью наборами", "у всех пяти обучений", "по трём классам", "в 20,5 раза", "в 3 раза",
     "в 21 раз", "при 5, 20 и 64 нейронах", "на три части", "для девяти сетей", "3 новые сети",
     "по 5 обучениям", "103 параметра", "между 20 и 512 нейронами", "в таблице 10 знаком",
     "узнаётся класс «кит»", "лучше узнаются классы «кит» и «лев»", "класс «кит» узнаётся",
     "классы «кит», «лев» и «розы» смешиваются"],
)  # fmt: skip
def test_what_agrees(right: str) -> None:
    assert list(disagreements(right)) == []


@pytest.mark.parametrize(
    "wrong",
    ["за 47 эпохи", "за 1 эпоха", "после 21 эпох", "из 5 обучения", "из 2 обучения", "21 эпох",
     "с пяти наборами", "пятью наборов", "по трём классов", "в 20,5 раз", "в 3 раз", "в 21 раза",
     "при 64 нейронов", "на три частей", "для девять сетей", "11 эпоха", "112 эпохи",
     "лучше всего узнаются класс «кит», 82,0 %", "путается чаще классы «кит» и «лев»",
     "класс «кит» путаются", "классы «кит» и «лев» путается"],
)  # fmt: skip
def test_what_does_not_agree(wrong: str) -> None:
    assert list(disagreements(wrong))


def test_filler_is_seen() -> None:
    said = ["Следует отметить, что сеть переобучена.", "Данный слой является скрытым."]
    assert len(filler(said)) == 3
    assert filler(["Исходные данные нормализованы.", "Сеть даёт ответ."]) == []


def test_a_frame_is_seen() -> None:
    said = [
        "На рисунке 3 показаны потери сети FC(10), FC(3) на тесте.",
        "На рисунке 12 показаны потери сети FC(64), FC(3) на тесте.",
        "Потери сети видны на рисунке.",
    ]
    assert list(frames(said, 6))
    assert not frames(said, 10)
    assert not frames(said[1:], 4)

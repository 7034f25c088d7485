"""Percentages in the student's text against the measured figures."""

import re
from typing import Any

import pytest

from lab1report import resources
from lab1report.own_words.folder import OwnWords
from lab1report.own_words.markdown import parse
from lab1report.own_words.percentages.doubts import doubts
from lab1report.own_words.percentages.speech import Speech


def variant(id: str, **means: float) -> dict[str, Any]:
    return {"id": id, **{part: {"mean": mean, "sd": 0.01} for part, mean in means.items()}}


def per_class(share: float) -> list[dict[str, Any]]:
    return [{"class_id": 18, "precision": share, "recall": share, "support": 100}]


DOCUMENT: dict[str, Any] = {
    "assignment": {"classes": [{"id": 18, "title": "гусеница"}]},
    "sections": {
        "regression": {"status": "done", "final_mse": 0.42, "lr": 0.61},
        "xor": {"status": "done", "accuracy": 0.995},
        "cifar": {
            "status": "done",
            "train_accuracy": 0.985,
            "test_accuracy": 0.8003,
            "lr": 0.61,
            "initial_loss": {"test": 0.62},
            "confusion": {"test": [[77, 23], [0, 100]]},
            "curves": {"test_loss": [0.5, 0.66], "test_accuracy": [0.63, 0.8003]},
            "per_class": {"train": per_class(0.99), "test": per_class(0.83)},
        },
        "series": {
            "status": "done",
            "runs": [{"accuracy": {"test": 0.64}}] * 100,
            "variants": [variant("base", train=0.98, test=0.79), variant("wide", test=0.855)],
        },
    },
    "best": {"test": {"mean": 0.86}},
    "table": [],
    "seed": 0,
    "environment": {},
}


def found(text: str, section: str = "cifar", document: dict[str, Any] = DOCUMENT) -> list[str]:
    prose = parse(text, file=f"words/{section}.md")
    own = OwnWords(
        section=section, file=f"words/{section}.md", replace=False, source=text, prose=prose
    )
    speech = resources.read_toml(resources.folder("templates") / "ru" / "own-words.toml")[
        "percentages"
    ]
    return list(doubts({section: own}, document, Speech(**speech), "ru")[section])


@pytest.mark.parametrize(
    "text",
    [
        "На тесте 80 %.",
        "На тесте 80,0%.",
        "На тесте 80.03 %.",
        "На тесте 80 процентов.",
        "На тесте **80** %.",
        "На тесте 80\n%.",
        "На обучении 98 %.",  # 98,5 is rounded down by some and up by others
        "На обучении 99 %.",
        "Разрыв 18,5 п. п.",
        "Ошибается в 20 % случаев.",
        "Лучшая сеть даёт 86 %.",
        "Полнота класса 83 %.",
        "Гусеницы узнаются в 83 % случаев.",
        "За чужой класс принято 23 % изображений.",
        "Потери выросли на 32 %.",
        "Угадывание наудачу: 50 %, уверенность на 100 %, ошибок 0 %.",
        "Доверительный интервал (95 %) широк.",
        "95-процентный интервал.",
        "Больше 60 % изображений.",
        "Около 82 %.",
        "Число `61 %` стоит в коде.",
        "Число {{ cifar.lr | percent }}.",
        "Число {{ 100 * cifar.lr }} %.",
        "Версия 1.61.61 %",
    ],
)
def test_what_is_right_or_no_claim(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "claim", "line", "likely"),
    [
        ("Точность на тесте 83 %.", "83 %", 1, "cifar.test_accuracy is 80.0 %"),
        ("Точность\n\nна тесте\n83,5%.", "83,5 %", 4, "cifar.test_accuracy is 80.0 %"),
        ("На тесте 80,1 %.", "80,1 %", 1, "cifar.test_accuracy is 80.0 %"),
        ("На тесте 80,04 %.", "80,04 %", 1, "cifar.test_accuracy is 80.03 %"),
        ("## Итог: 81 процент\n", "81 процент", 1, "cifar.test_accuracy is 80.0 %"),
        ("- пункт,\n- на тесте 81 %.", "81 %", 2, "cifar.test_accuracy is 80.0 %"),
        ("На тесте 95 %.", "95 %", 1, "cifar.test_accuracy is 80.0 %"),
        ("На тесте 12,34 %.", "12,34 %", 1, "cifar.test_accuracy is 80.03 %"),
        ("Около 93 %.", "93 %", 1, ""),
        ("До 83 %.", "83 %", 1, "cifar.test_accuracy is 80.0 %"),
        ("Полнота класса 84 %.", "84 %", 1, "cifar.per_class.test[0].recall is 83.0 %"),
    ],
)
def test_what_no_figure_bears_out(text: str, claim: str, line: int, likely: str) -> None:
    (sentence,) = found(text)
    assert sentence.startswith(f"words/cifar.md:{line}: {claim} matches no measured figure")
    assert likely in sentence


@pytest.mark.parametrize("share", [0.61, 0.62, 0.63, 0.64, 0.42])
def test_rates_losses_curves_and_single_trainings_are_no_figures(share: float) -> None:
    for section in ("cifar", "conclusion", "series"):
        assert len(found(f"На тесте {100 * share:.0f} %.", section)) == 1


def test_a_figure_of_another_section_does_not_vouch() -> None:
    assert found("Вариант даёт 85,5 %.", "series.network") == []
    assert found("Вариант даёт 85,5 %.", "conclusion") == []
    assert len(found("На тесте 85,5 %.", "cifar")) == 1
    assert found("Верно 99,5 % точек.", "xor") == []
    assert len(found("На тесте 99,5 %.", "cifar")) == 1


def test_another_network_vouches_only_where_the_sentence_speaks_of_others() -> None:
    assert len(found("После обучения на тесте 86 %.", "cifar")) == 1
    assert found("Лучшая модель на тесте даёт 86 %.", "cifar") == []
    assert len(found("На тесте 80 %.", "series.network")) == 1
    assert found("В части 3 на тесте было 80 %.", "series.network") == []


def test_sections_without_shares_are_held_against_all() -> None:
    assert found("Забегая вперёд: 80 %.", "regression") == []
    assert len(found("Забегая вперёд: 83 %.", "regression")) == 1


def test_a_report_without_results() -> None:
    missing = {"status": "missing"}
    sections = dict.fromkeys(DOCUMENT["sections"], missing)
    nothing = {**DOCUMENT, "sections": sections, "best": None}
    assert found("На тесте 83 %.", document=nothing) == [
        "words/cifar.md:1: 83 % matches no measured figure"
    ]


def test_a_part_of_the_data_is_not_vouched_for_by_the_other() -> None:
    assert not found("На тесте верно 80,0 % ответов.")
    (warning,) = found("На тесте верно 98,5 % ответов.")
    assert warning.endswith(
        "98,5 % matches no measured figure of what its sentence names (test, accuracy); "
        "cifar.test_accuracy is 80.0 %, and 98,5 % is cifar.train_accuracy"
    )
    assert not found("На обучении верно 98,5 % ответов. На тесте меньше.")
    assert not found("На обучении верно 98,5 % ответов, на тесте 80,0 %.")


def test_the_end_of_an_interval_is_no_accuracy() -> None:
    interval = {"test_accuracy_interval": {"low": 0.741, "high": 0.829}}
    cifar = {**DOCUMENT["sections"]["cifar"], **interval}
    document = {**DOCUMENT, "sections": {**DOCUMENT["sections"], "cifar": cifar}}
    assert found("На тесте верно 74 % ответов.", document=document)
    assert not found("Доверительный интервал — от 74,1 до 82,9 %.", document=document)


def likely(text: str, section: str, document: dict[str, Any]) -> str:
    """The name of the figure that the one doubt about `text` proposes."""
    (sentence,) = found(text, section, document)
    return sentence.partition("; ")[2].partition(" is ")[0]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("На обучении верно 90 %, на тесте 87 %.", "cifar.test_accuracy"),
        ("На тесте верно 80 %, на обучении 83 %.", "cifar.train_accuracy"),
        ("Верно 87 % ответов.", "cifar.train_accuracy"),
        ("На тесте верно 68 % ответов.", "cifar.test_accuracy"),  # the only one, though far
        ("Чашка узнаётся на тесте в 83 % случаев.", "cifar.per_class.test[1].recall"),
        ("Классы узнаются по-разному. На тесте верно 83 %.", "cifar.per_class.test[0].recall"),
    ],
)
def test_the_likely_figure_is_one_that_the_sentence_is_about(text: str, name: str) -> None:
    classes = [{"id": 18, "title": "гусеница"}, {"id": 28, "title": "чашка"}]
    test = [*per_class(0.84), *per_class(0.79)]
    cifar = {
        **DOCUMENT["sections"]["cifar"],
        "train_accuracy": 0.9,
        "test_accuracy": 0.8,
        "confusion": {"test": [[1]]},
        "per_class": {"test": test},
    }
    sections = {**DOCUMENT["sections"], "cifar": cifar}
    document = {**DOCUMENT, "assignment": {"classes": classes}, "sections": sections}
    assert likely(text, "cifar", document) == name


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("Пакет 64 дал на тесте 73 %.", '["batch-64"]'),
        ("При шаге 0,0025 на тесте 73 %.", '["rate-2"]'),
        ("Сеть FC(64), FC(32), FC(3) дала на тесте 73 %.", ".deep"),
        ("Сеть FC(32), FC(3) дала на тесте 73 %.", ".shallow"),
        ("За 640 эпох на тесте 73 %.", ".base"),
    ],
)
def test_the_likely_figure_is_of_the_variant_that_is_named(text: str, id: str) -> None:
    variants = [
        variant("base", test=0.74),
        {**variant("batch-64", test=0.75), "part": "batch", "batch_size": 64},
        {**variant("rate-2", test=0.76), "part": "rate", "lr": 0.0025},
        {**variant("deep", test=0.77), "part": "network", "network": "FC(64), FC(32), FC(3)"},
        {**variant("shallow", test=0.78), "part": "network", "network": "FC(32), FC(3)"},
    ]
    series = {"status": "done", "variants": variants}
    document = {**DOCUMENT, "sections": {**DOCUMENT["sections"], "series": series}}
    assert likely(text, "series.batch", document) == f"variants{id}.test.mean"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("На тесте 80–83 %.", ["83 %"]),
        ("На тесте от 61 до 80,0 %.", ["61 %"]),
        ("На тесте 70—75 процентов.", ["70 процентов", "75 процентов"]),
        ("На тесте около 78-82 %.", []),
        ("На тесте более 60–70 %.", []),
        ("На эпохе 40 — 80 %.", []),
    ],
)
def test_both_ends_of_a_range_are_looked_at(text: str, wrong: list[str]) -> None:
    doubted = [sentence.split(" ", 1)[1].partition(" matches")[0] for sentence in found(text)]
    assert doubted == wrong


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "На тесте точность ниже на 18,5 %.",
            "18,5 % is a difference of shares; write п. п. for %",
        ),
        ("Разрыв 3 %.", r"3 % matches no .*names \(difference\).* is 18.5 п. п."),
        ("Разрыв 3 процентных пункта.", r"3 процентных пункта matches no .* \(difference"),
        ("На тесте 80,0 п. п.", "80,0 п. п. matches no measured figure of .*difference, test"),
    ],
)
def test_differences_are_of_points(text: str, words: str) -> None:
    (sentence,) = found(text)
    assert re.search(words, sentence)


def test_a_difference_that_matches_nothing_is_told_of_its_unit() -> None:
    (sentence,) = found("Точность на тесте ниже на 3 %.")
    assert sentence.endswith("18.5 п. п.; a difference of shares is written in п. п.")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "На тесте точность выше на 18,5 п. п., чем на обучении.",
            "'выше' at 18,5 п. п. goes against the numbers; "
            "cifar.test_accuracy - cifar.train_accuracy is -18.5 п. п.",
        ),
        (
            "Точность выросла с 98,5 % на обучении до 80,0 % на тесте.",
            "'выросла' goes against 98,5 % and 80,0 %",
        ),
    ],
)
def test_words_of_a_direction_are_held_against_the_sign(text: str, words: str) -> None:
    (sentence,) = found(text)
    assert sentence == f"words/cifar.md:1: {words}"


def test_a_task_without_a_test_is_no_likely_figure_for_one() -> None:
    assert likely("Точность сети на тесте равна 99 %.", "introduction", DOCUMENT) != "xor.accuracy"
    assert len(found("Точность сети на тесте равна 99,5 %.", "introduction")) == 1
    assert found("Задача XOR решена с точностью 99,5 %.", "introduction") == []


def test_losses_and_what_is_relative_change_by_percent() -> None:
    assert found("Потери на тесте выросли на 32 %.") == []
    (sentence,) = found("Потери на тесте выросли на 18,5 %.")
    assert "rise of the test loss is 32.0 %" in sentence


def test_the_share_of_images_that_a_network_learns_from_is_no_claim() -> None:
    series = {"status": "done", "variants": [{**variant("few", test=0.7), "share": 0.25}]}
    document = {**DOCUMENT, "sections": {**DOCUMENT["sections"], "series": series}}
    text = "С 25 % обучающих изображений сеть на тесте верна в 70 % случаев."
    assert found(text, "series.overfitting", document) == []
    (sentence,) = found(text.replace("70", "80"), "series.overfitting", document)
    assert "80 % matches" in sentence


def test_a_flood_of_percentages_is_cut_off() -> None:
    assert len(found("На тесте 71,5 %. " * 600)) == 500
    assert found("5 % " * 300) == []  # no sentence


def test_in_russian_names_are_words_and_numbers_have_a_comma(russian: None) -> None:
    (sentence,) = found("На тесте точность 98,5 %.")
    assert sentence == (
        "words/cifar.md:1: 98,5 % не совпадает ни с одним измеренным значением того, о чём "
        "говорит предложение (тестовая выборка, точность); cifar.test_accuracy = 80,0 %, "
        "а 98,5 % — это cifar.train_accuracy"
    )

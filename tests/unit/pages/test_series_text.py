"""The text of the self-study series follows from its numbers, in every direction."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from lab1report import resources
from lab1report.findings.series.comments import comments
from lab1report.findings.series.final_table import TableSummary
from lab1report.findings.series.findings import SeriesFindings
from lab1report.findings.series.summary import summarize
from lab1report.findings.statistics.comparison import Comparison
from lab1report.findings.statistics.proportions import Interval
from lab1report.model import (
    SectionFailure,
    SectionMissing,
    TableRow,
)
from lab1report.pages.html import render_html
from lab1report.pages.phrases import phrase
from tests.made_findings import (
    NOTHING,
    UNCLEAR,
    effect,
    findings,
    pairs,
    trend,
    variant,
)

TITLES = {18: "гусеница", 63: "дикобраз", 28: "чашка"}
FIGURES = (
    *("classes", "means", "mistakes", "saturation", "overfitting", "remedies", "learning"),
    *("batch", "rate", "networks", "search", "effects", "best"),
)
Text = Callable[..., str]

ABSENT = SectionMissing(section="cifar")


@pytest.fixture
def text(tmp_path: Path, context: dict[str, Any]) -> Text:
    """`text(findings, section)`: the words of one real section without tags, spaces made plain."""
    sections = tmp_path / "ru" / "sections"
    sections.mkdir(parents=True)
    real = sorted((resources.folder("templates") / "ru" / "sections").glob("*.html.j2"))
    assets = [f"figures/series-{name}.png" for name in FIGURES]
    part3 = SimpleNamespace(
        final={"train": SimpleNamespace(n=1500)},
        spec=SimpleNamespace(seed=0),
        best_epoch=1,
    )
    names = {"titles": TITLES, "cifar": part3, "seed": 1, **context}

    def words(series: Any, section: str = "series", **changes: Any) -> str:
        for path in real:
            empty = path.name != f"{section}.html.j2"
            (sections / path.name).write_text("" if empty else path.read_text("utf-8"), "utf-8")
        known = {**names, "series": series, **changes}
        summary = summarize(series, known["cifar"])
        html = render_html({**known, "summary": summary}, assets, templates=tmp_path)
        _, start, rest = html.partition("</nav>")
        assert start, "the contents are gone: nothing would be read"
        page, _, _ = rest.partition('<h1 class="structural" id="sources">')
        plain = re.sub(r"<[^>]+>", "", re.sub(r"</?(td|th|tr|p|br|li)\b[^>]*>", " ", page))
        return re.sub(r"\s+", " ", plain.replace("&nbsp;", " ").replace("&shy;", "")).strip()

    return words


LARGER_HELPS = (effect(-0.02), effect(-0.01, UNCLEAR), effect(0.015), effect(0.02))
LARGER_HURTS = (effect(0.02), effect(0.01, UNCLEAR), effect(-0.015), effect(-0.02))


def test_a_larger_batch_that_helps_agrees_with_theory(text: Text) -> None:
    page = text(findings(batch=LARGER_HELPS))
    assert "Больший мини-пакет улучшает распознавание." in page
    assert "Измерение согласуется с теорией" in page
    assert "лучше пакета 128: мини-пакет 256 (+1,5 п. п., от +0,5 до +2,5); мини-пакет 512" in page
    assert "хуже пакета 128: мини-пакет 32 (−2,0 п. п., от −3,0 до −1,0)." in page
    assert "ухудшает" not in page
    assert "не подтверждает" not in page


@pytest.mark.parametrize("difference", [0.02, -0.02])
def test_a_smaller_batch_says_nothing_of_larger_ones(text: Text, difference: float) -> None:
    """Whatever it does itself, and whatever `Trend.verdict` is for it."""
    unclear = effect(0.0, UNCLEAR)
    page = text(findings(batch=(effect(difference), unclear, unclear, unclear)))
    assert "От пакета 128 отличаются только меньшие. Значимо" in page
    assert "Об увеличении пакета сверх 128 эти измерения ничего не говорят" in page
    assert "улучшает распознавание" not in page
    assert "ухудшает распознавание" not in page


@pytest.mark.parametrize(
    ("train", "said", "unsaid"),
    [
        ((0.8, 0.8, 0.84, 0.86), "выросла на 6,0 п. п.", "Подгонкой под примеры этого не"),
        ((0.8, 0.8, 0.79, 0.78), "изменилась на −2,0 п. п.", "и впрямь стали точнее"),
    ],
)
def test_a_larger_batch_that_hurts_is_explained_by_the_training_accuracy(
    text: Text, train: Sequence[float], said: str, unsaid: str
) -> None:
    page = text(findings(batch=LARGER_HURTS, batch_train=train))
    assert "Больший мини-пакет ухудшает распознавание" in page
    assert said in page
    assert unsaid not in page
    assert "согласуется с теорией" not in page


def test_a_batch_of_which_nothing_can_be_told(text: Text) -> None:
    page = text(findings())
    assert "Ни один из размеров нельзя отличить от пакета 128" in page
    assert "опыт её не подтверждает и не опровергает" in page
    assert "улучшает распознавание" not in page
    assert "ухудшает распознавание" not in page


def test_the_largest_batch_against_the_smallest_can_decide(text: Text) -> None:
    found = findings()
    assert found.batch is not None
    assert found.stopped is not None
    decided = trend("batch", found.stopped, found.batch.variants, ends=effect(0.02))
    page = text(replace(found, batch=decided))
    assert "Больший мини-пакет улучшает распознавание." in page
    assert "Между крайними размерами, 32 и 512, разность +2,0 п. п." in page


def test_batches_on_both_sides_that_hurt_have_no_direction(text: Text) -> None:
    page = text(findings(batch=(effect(-0.02),) * 4))
    assert "Одного направления у зависимости нет." in page
    assert "Значимо лучше пакета" not in page


@pytest.mark.parametrize(
    ("rate", "said"),
    [
        ((effect(0.02), effect(0.0, UNCLEAR), effect(0.03)), "Мелкие шаги помогли"),
        ((effect(-0.02), effect(0.0, UNCLEAR), effect(-0.03)), "Цель не достигнута"),
        ((effect(0.02), effect(0.0, UNCLEAR), effect(-0.03)), "«чем мельче шаг, тем лучше»"),
        ((effect(0.01, UNCLEAR),) * 3, "Повысить долю верных ответов так, чтобы"),
    ],
)
def test_every_direction_of_the_rate_has_its_own_words(
    text: Text, rate: Sequence[Comparison], said: str
) -> None:
    page = text(findings(rate=rate))
    sentences = (
        "Мелкие шаги помогли",
        "Цель не достигнута",
        "«чем мельче шаг, тем лучше»",
        "Повысить долю верных ответов так, чтобы",
    )
    assert [sentence for sentence in sentences if sentence in page] == [said]


@pytest.mark.parametrize(
    ("gain", "said", "concluded"),
    [
        (
            effect(0.04),
            "повышение точности значимо",
            "Прибавка +4,0 п. п. (от +3,0 до +5,0 п. п.) значима.",
        ),
        (effect(-0.04), "модель хуже базовой", "Она значимо хуже базовой"),
        (effect(0.01, UNCLEAR), "утверждать, что точность повышена, нельзя", "может быть случайн"),
    ],
)
def test_the_best_models_gain(text: Text, gain: Comparison, said: str, concluded: str) -> None:
    found = findings(gain=gain)
    page = text(found)
    endings = (
        "повышение точности значимо",
        "модель хуже базовой",
        "утверждать, что точность повышена, нельзя",
    )
    assert [ending for ending in endings if ending in page] == [said]
    nothing = SectionMissing(section="regression")
    conclusion = text(found, "conclusion", regression=nothing, xor=nothing, cifar=nothing)
    assert concluded in conclusion


def test_more_data_help_only_if_less_data_hurt(text: Text) -> None:
    growing = text(findings(shares=(effect(-0.06), effect(-0.02))))
    assert "кривая ещё растёт" in growing
    level = text(findings(shares=(effect(-0.06), effect(-0.01, UNCLEAR))))
    assert "обещать пользу от новых изображений по этим данным нельзя" in level
    assert "кривая ещё растёт" not in level
    odd = text(findings(shares=(effect(0.06), effect(0.02))))
    assert "Вопреки ожиданию" in odd


def test_overfitting_is_stated_only_where_the_loss_rises(text: Text) -> None:
    found = findings()
    assert "Переобучение есть: у всех пяти обучений" in text(found)
    calm = replace(found.base, test_loss=found.base.best_loss * 1.01)
    page = text(replace(found, base=calm))
    assert "Сильного переобучения нет" in page
    assert "Переобучение есть" not in page
    endless = replace(calm, best_epochs=(250,) * 5)
    assert "Переобучения за 250 эпох не видно" in text(replace(found, base=endless))


def test_a_class_gap_that_may_be_chance_is_called_so(text: Text) -> None:
    found = findings()
    assert "второй класс действительно труднее" in text(found)
    page = text(replace(found, class_gap=effect(0.05, 0.1)))
    assert "порядок классов может оказаться случайным" in page
    assert "действительно труднее" not in page


def test_classes_that_no_evidence_explains(text: Text) -> None:
    found = findings()
    assert found.images is not None
    assert "Успех с классом «гусеница» отчасти объясним" in text(found)
    evidence = tuple(replace(one, agrees="neither") for one in found.images.evidence)
    page = text(replace(found, images=replace(found.images, evidence=evidence)))
    assert "этими свойствами не объяснить" in page
    assert "отчасти объясним" not in page


def test_one_seed_has_no_deviation(text: Text) -> None:
    page = text(findings(seeds=1))
    assert "каждый обучен один раз" in page
    assert "Разброс между начальными весами по одному обучению узнать нельзя" in page
    assert "±" not in page
    assert "None" not in page


def test_seeds_and_test_images_are_both_named_as_sources_of_chance(text: Text) -> None:
    page = text(findings())
    assert "меняется со стандартным отклонением 1,5 п. п.; кроме того" in page
    assert "тестовых изображений всего 300" in page
    assert "стандартную ошибку 2,8 п. п." in page
    # 16 variants with five seeds, and two candidates on three folds of each of three networks
    assert "Сравниваются 16 вариантов, ещё 18 обучений понадобилось" in page
    assert "всего выполнено 98 обучений" in page


def test_a_part_without_results_says_so(text: Text) -> None:
    found = findings()
    gone = replace(found, batch=None, rate=None, networks=None, best=None)
    page = text(gone)
    assert page.count("Раздел ещё не вычислен") == 4
    assert "Задание 3" in page
    none = replace(gone, images=None, overfitting=None, stopped=None)
    assert text(none).count("Раздел ещё не вычислен") == 6


def test_a_failed_series_says_so(text: Text) -> None:
    failure = SectionFailure(section="series", stage="обучение", message="память", details="")
    assert "Раздел не выполнен" in text(failure)
    assert "Раздел ещё не вычислен" in text(SectionMissing(section="series"))


def test_without_part_3_the_iterations_are_left_out(text: Text) -> None:
    assert "Итераций" in text(findings())
    assert "Итераций" not in text(findings(), cifar=ABSENT)


# The final table


def comment(found: SeriesFindings, name: str) -> str:
    return phrased(found)[name].replace("\u00a0", " ")


def phrased(found: SeriesFindings) -> dict[str, str]:
    return {one.row: phrase(one.kind, vars(one), language="ru") for one in comments(found, ABSENT)}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("base", "Базовый вариант"),
        ("stopped", "эпох меньше в 5,2 раза; +1,2 п. п., неясно"),
        (
            "fewer-units",
            "Скрытых нейронов меньше в 2 раза, число эпох прежнее; разрыв 25,3 вместо"
            " 33,0 п. п.; −0,3 п. п., неясно",
        ),
        ("slower", "Шаг обучения меньше в 10 раз, число эпох прежнее; "),
        ("slower", "+1,5 п. п., помогло"),
        ("quarter", "Обучение на 25 % изображений, число эпох прежнее; "),
        ("quarter", "−6,0 п. п., повредило"),
        (
            "batch-32",
            "Мини-пакет и число эпох меньше в 4 раза: итераций столько же; по сравнению с"
            " остановкой на 48-й эпохе −2,0 п. п., повредило",
        ),
        ("batch-256", "Мини-пакет и число эпох больше в 2 раза: итераций столько же;"),
        ("rate-5", "Шаг обучения меньше в 5 раз, эпох больше во столько же;"),
        ("adam-20", "Adam вместо SGD; шаг и мини-пакет подобраны, на проверке 67,0 %"),
        ("momentum-64-32", "(лучшая модель); +4,0 п. п., помогло"),
    ],
)
def test_comments_say_what_was_changed_and_what_came_of_it(name: str, said: str) -> None:
    assert said in comment(findings(batch=LARGER_HELPS), name)


def recolored(found: SeriesFindings, base: Comparison, network: Comparison) -> SeriesFindings:
    """`found` with the base on images of other colours, and with a network on them too.

    Args:
        network: what the network comes to over the same one on the usual images.
    """
    (twin,) = (one.variant for one in found.networks or () if one.variant.id == "units-20")
    assert twin.effect is not None
    colored = variant("saturated", "best", base, saturation=4.0)
    wide = replace(
        found.networks[0],  # type: ignore[index]
        variant=variant(
            "saturated-20",
            "network",
            effect(twin.effect.difference + network.difference),
            hidden=(20,),
            schedule="linear",
            saturation=4.0,
        ),
    )
    networks = (*(found.networks or ()), wide)
    assert found.best is not None
    return replace(
        found,
        networks=networks,
        best=replace(found.best, network=wide),
        ranking=((colored, base), *found.ranking),
        variants=(*found.variants, colored, wide.variant),
        pairs=pairs(networks, saturation=network),
    )


@pytest.mark.parametrize(
    ("network", "said"),
    [
        (effect(0.03), "разность на тесте +3,0 (+2,0…+4,0) п. п., перемена цвета помогла."),
        (effect(-0.03), "разность на тесте −3,0 (−4,0…−2,0) п. п., перемена цвета повредила."),
        (effect(0.01, UNCLEAR), "и на одном тесте действие цвета от случайности не отличить."),
    ],
)
def test_what_other_colours_do_to_a_network(text: Text, network: Comparison, said: str) -> None:
    page = text(recolored(findings(), effect(0.02), network))
    assert said in page
    assert "насыщенность цвета всех изображений, обучающих и тестовых, увеличена в 4 раза" in page
    assert "знаком ×4" in page
    others = ("перемена цвета помогла", "повредила", "от случайности не отличить")
    assert sum(f"действие цвета {words}" in page or words in page for words in others[:2]) == (
        network.verdict != "unclear"
    )
    assert "Среди сетей с одним скрытым слоем и обычным SGD" not in page


def test_what_other_colours_do_to_the_base(text: Text) -> None:
    helped = text(recolored(findings(), effect(0.02), effect(0.03)))
    assert "Цвет помог и базовой сети (+2,0 п. п., когда насыщенность увеличена в 4 раза)" in helped
    assert "Базовой сети такая же насыщенность дала +2,0 п. п." in helped
    assert "и различие значимо" in helped
    unclear = text(recolored(findings(), NOTHING, effect(0.03)))
    assert "Цвет помог и базовой сети" not in unclear
    assert "от случайности это не отличить" in unclear
    assert "такая же насыщенность" not in text(findings())


def test_a_bound_near_zero_shows_its_side(text: Text) -> None:
    barely = Comparison(
        difference=0.02,
        interval=Interval(low=0.0003, high=0.04),
        seed_sd=0.01,
        image_error=0.01,
        p_value=0.04,
    )
    assert "+2,0 (+0,03…+4,0)" in text(findings(gain=barely))


def test_comments_name_other_colours() -> None:
    found = recolored(findings(), effect(0.02), effect(0.03))
    assert comment(found, "saturated").startswith(
        "Насыщенность цвета изображений больше в 4 раза, сеть и шаг прежние; +2,0 п. п."
    )
    assert "насыщенность цвета больше в 4 раза" in comment(found, "saturated-20")


@pytest.mark.parametrize(
    ("switched", "said"),
    [
        (effect(0.03), "Adam здесь лучше."),
        (effect(-0.03), "Adam здесь хуже."),
        (NOTHING, "Предпочесть один оптимизатор другому по тесту нельзя."),
    ],
)
def test_two_optimisers_of_one_network(text: Text, switched: Comparison, said: str) -> None:
    found = findings()
    page = text(replace(found, pairs=pairs(found.networks or (), optimizer=switched)))
    assert said in page
    assert page.count("Adam здесь") + page.count("Предпочесть") == 1


def rows(found: SeriesFindings) -> tuple[TableRow, ...]:
    return tuple(
        TableRow(
            variant=one.id,
            network=one.spec.network,
            optimizer=one.spec.optimizer,
            schedule=one.spec.schedule,
            saturation=one.spec.saturation,
            share=one.spec.share,
            lr=one.spec.lr,
            batch_size=one.spec.batch_size,
            epochs=one.spec.epochs,
            train=one.train,
            test=one.test,
        )
        for one in found.variants
    )


def table_of(found: SeriesFindings) -> dict[str, Any]:
    """What the templates know of the final table."""
    return {
        "final_table": rows(found),
        "table_summary": TableSummary(rows=rows(found)),
        "comments": phrased(found),
    }


def final_table(text: Text, found: SeriesFindings, *, device: str = "cpu") -> str:
    versions = dict.fromkeys(("python", "torch", "numpy", "scikit-learn", "processor"), "1.0")
    return text(
        found,
        "table",
        **table_of(found),
        cifar=ABSENT,
        environment={**versions, "device": device},
    )


def test_the_final_table_has_every_variant(text: Text) -> None:
    found = findings()
    page = final_table(text, found)
    assert page.count("batch_size = ") == len(found.variants) == 16
    assert "test = 65.0 ± 1.5%, train = 98.0 ± 1.5%" in page
    assert "lr = 0.0001 → 0, batch_size = 32, epochs = 12" in page
    assert "среднее и стандартное отклонение по пяти обучениям" in page
    assert "числа от 1 до 5" in page


def test_the_best_result_of_a_class_may_be_luck(text: Text) -> None:
    found = findings()
    assert "прибавка значима у всех классов" in text(found)
    lucky = tuple(replace(one, gain=effect(0.02, UNCLEAR)) for one in found.best_per_class)
    page = text(replace(found, best_per_class=lucky))
    assert "ни у одного класса прибавку от случайной не отличить" in page
    some = (found.best_per_class[0], *lucky[1:])
    page = text(replace(found, best_per_class=some))
    assert "прибавка значима у класса «гусеница», у остальных она может быть случайной" in page


# What follows from details of the numbers


def test_the_unit_is_explained_where_it_first_stands(text: Text) -> None:
    assert "процентного пункта (п. п.)" not in text(findings())
    alone = text(findings(), cifar=ABSENT)
    assert alone.count("процентного пункта (п. п.)") == 1


@pytest.mark.parametrize(("seed", "epoch", "said"), [(1, 40, True), (2, 40, False), (1, 41, False)])
def test_part_3_is_named_as_one_of_the_trainings_only_if_it_is(
    text: Text, seed: int, epoch: int, said: bool
) -> None:
    part3 = SimpleNamespace(
        final={"train": SimpleNamespace(n=1500)},
        spec=SimpleNamespace(seed=seed),
        best_epoch=epoch,
    )
    page = text(findings(), cifar=part3)
    assert ("базовый вариант уже обучен в части 3" in page) == said


def test_iterations_are_said_to_stay_only_if_they_do(text: Text) -> None:
    found = findings()
    assert "Число эпох при этом взято таким, как указано в таблице" in text(found)
    longer = tuple(
        replace(
            one,
            variant=replace(
                one.variant, spec=replace(one.spec, epochs=round(250 / one.spec.share))
            ),
        )
        if one.spec.share < 1
        else one
        for one in found.overfitting or ()
    )
    scaled = replace(found, overfitting=longer, variants=(found.base, *longer))
    page = text(scaled)
    assert "Эпох взято больше как раз настолько, чтобы число итераций осталось" in page
    assert "осталось прежним, 3000." in page
    assert "Число эпох при этом взято" not in page
    said = "Обучение на 25 % изображений, эпох больше в 4 раза: итераций столько же; "
    assert said in comment(scaled, "quarter")
    assert "итераций столько же" not in comment(found, "quarter")


def test_a_training_that_still_falls_has_learnt_too_little(text: Text) -> None:
    found = findings()
    assert "признак недообучения" not in text(found)

    def falling(difference: float) -> SeriesFindings:
        slower = tuple(
            replace(one, best_epochs=(250,) * 5, effect=effect(difference), train=low)
            if one.id == "slower"
            else one
            for one in found.overfitting or ()
        )
        return replace(found, overfitting=slower)

    low = replace(found.base.train, mean=0.7)
    page = text(falling(-0.01))
    assert "В варианте «шаг 0,0005» потери на тесте и в конце ещё убывают" in page
    # What recognises more new images for certain has not learnt too little
    assert "признак недообучения" not in text(falling(0.04))


@pytest.mark.parametrize(
    ("gain", "over", "said"),
    [
        (effect(0.04), effect(0.03), "лучшая модель превосходит и её"),
        (effect(0.04), effect(0.0, UNCLEAR), "преимущество перед такой сетью уже не доказано"),
        (effect(0.0, UNCLEAR), effect(0.0, UNCLEAR), "лучшую модель тоже не отличить"),
        (effect(0.0, UNCLEAR), effect(0.03), "такую базовую сеть лучшая модель превосходит"),
        (effect(0.04), effect(-0.03), "такой базовой сети лучшая модель уступает"),
    ],
)
def test_the_best_model_against_the_stopped_base(
    text: Text, gain: Comparison, over: Comparison, said: str
) -> None:
    found = findings(gain=gain)
    assert found.best is not None
    page = text(replace(found, best=replace(found.best, over_stopped=over)))
    assert "Если и базовую сеть остановить на 48-й эпохе" in page
    sentences = (
        "лучшая модель превосходит и её",
        "преимущество перед такой сетью уже не доказано",
        "лучшую модель тоже не отличить",
        "такую базовую сеть лучшая модель превосходит",
        "такой базовой сети лучшая модель уступает",
    )
    assert [sentence for sentence in sentences if sentence in page] == [said]
    none = replace(found, best=replace(found.best, over_stopped=None))
    assert "Если и базовую сеть остановить" not in text(none)


def test_the_courses_way_is_called_optimistic_and_compared_as_it_came_out(text: Text) -> None:
    found = findings()
    page = text(found)
    assert "Такая оценка оптимистична" in page
    assert "Здесь она на 1,0 п. п. выше результата модели, выбранной проверкой" in page
    assert found.best is not None
    low = replace(found.best.by_test, best_test=replace(found.best.network.variant.test, mean=0.60))
    page = text(replace(found, best=replace(found.best, by_test=low)))
    assert "Здесь она, правда, не выше результата модели, выбранной проверкой: эпоха" in page
    assert "выше результата модели, выбранной проверкой; на новых" not in page


def test_equal_losses_are_the_reason_only_where_they_are_equal(text: Text) -> None:
    found = findings()
    assert found.batch is not None
    assert "Потери на тесте к концу тоже почти равны" in text(
        replace(
            found,
            batch=replace(
                found.batch,
                variants=tuple(replace(one, test_loss=0.8) for one in found.batch.variants),
            ),
        )
    )
    first, *others = found.batch.variants
    apart = (replace(first, test_loss=1.0), *others)
    page = text(replace(found, batch=replace(found.batch, variants=apart)))
    assert "Потери на тесте к концу тоже почти равны" not in page


def test_bands_are_named_in_the_captions_only_where_there_are_bands(text: Text) -> None:
    page = text(findings())
    assert page.count("полосы — ± стандартное отклонение") == 2
    assert page.count("полосы ± стандартное отклонение") == 2
    assert page.count("отрезки") == 2
    once = text(findings(seeds=1))
    assert "полосы" not in once
    assert "отрезки" not in once


def test_one_variant_is_told_of_in_the_singular(text: Text) -> None:
    found = findings()
    leader, effect_of_it = found.ranking[0]
    clear = [(one, NOTHING) for one, _ in found.ranking[1:]]
    page = text(replace(found, ranking=((leader, effect_of_it), *clear)))
    assert "Значимо повысил долю верных ответов один вариант из 15 — сеть FC(64)" in page
    worse = text(replace(found, ranking=(*clear, (leader, effect(-0.04)))))
    assert "Значимо хуже базового один вариант — сеть FC(64), FC(32), FC(3)" in worse


def test_a_table_of_the_report_names_one_process_and_its_thread(text: Text) -> None:
    page = final_table(text, findings())
    assert "каждый процесс занимает один поток. Процессор: " in page
    assert "видеокарт" not in page


def test_a_table_of_the_report_names_the_gpu_that_trained(text: Text) -> None:
    page = final_table(text, findings(), device="cuda: NVIDIA T4")
    assert "занимает один поток, а обучение идёт на видеокарте NVIDIA T4." in page

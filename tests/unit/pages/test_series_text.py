"""The words of the self-study series: the numbers in its sentences, and what details change.

Which claims it makes of which numbers is held over whole reports in tests/golden
(test_series_claims.py), and what decides between them in tests/unit/findings.
"""

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from lab1report import resources
from lab1report.findings.series.comments import comments
from lab1report.findings.series.final_table import summarize as summarize_table
from lab1report.findings.series.findings import SeriesFindings
from lab1report.findings.series.summary import summarize
from lab1report.findings.statistics.comparison import Comparison
from lab1report.findings.statistics.proportions import Interval
from lab1report.model import (
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
    *("classes", "means", "mistakes", "saturation", "overfitting", "trends"),
    *("search", "effects", "best"),
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
    code: Any = defaultdict(lambda: SimpleNamespace(source="pass", output=""))
    names = {"titles": TITLES, "cifar": part3, "seed": 1, "series_code": code, **context}

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


BARELY = Comparison(
    difference=0.02,
    interval=Interval(low=0.0003, high=0.04),
    seed_sd=0.01,
    image_error=0.01,
    p_value=0.04,
)


def with_ends(ends: Comparison) -> SeriesFindings:
    """The largest batch compared with the smallest."""
    found = findings()
    assert found.batch is not None
    assert found.stopped is not None
    return replace(found, batch=trend("batch", found.stopped, found.batch.variants, ends=ends))


# What is found, and the numbers with which the text says so
SENTENCES: dict[str, tuple[Callable[[], SeriesFindings], list[str]]] = {
    "batches": (
        lambda: findings(batch=LARGER_HELPS),
        [
            "лучше пакета 128: мини-пакет 256 (+1,5, от +0,5 до +2,5); мини-пакет 512",
            "хуже пакета 128: мини-пакет 32 (−2,0, от −3,0 до −1,0).",
        ],
    ),
    "larger batches learn more": (
        lambda: findings(batch=LARGER_HURTS, batch_train=(0.8, 0.8, 0.84, 0.86)),
        ["от пакета 32 к пакету 512 выросла на 6,0:"],
    ),
    "larger batches learn less": (
        lambda: findings(batch=LARGER_HURTS, batch_train=(0.8, 0.8, 0.79, 0.78)),
        ["на обучающей выборке разность −2,0."],
    ),
    "only a smaller batch differs": (
        lambda: findings(batch=(effect(0.02), NOTHING, NOTHING, NOTHING)),
        [
            "лучше пакета 128: мини-пакет 32 (+2,0, от +1,0 до +3,0).",
            "Об увеличении пакета сверх 128 опыт ничего не говорит",
        ],
    ),
    "the largest against the smallest": (
        lambda: with_ends(effect(0.02)),
        ["Между крайними, 32 и 512, разность +2,0 (от +1,0 до +3,0)."],
    ),
    # 15 variants with five seeds, and two candidates on three folds of each of three networks
    "sources of chance": (
        findings,
        [
            "меняется между обучениями со стандартным отклонением 1,5;",
            "отбор 300 тестовых изображений даёт ещё стандартную ошибку 2,8.",
            "Сравниваются 15 вариантов, ещё 18 обучений понадобилось",
            "всего выполнено 93 обучения",
            "Разность, в процентных пунктах (п. п.), названа значимой",
            "одних и тех же состояниях генератора; разности вычислены до округления.",
        ],
    ),
    "the course's way": (
        findings,
        ["лучшим вышел бы тот же вариант с 70,0 %, но такая оценка завышена"],
    ),
    "networks are called by their numbers": (
        findings,
        [
            "две сети из трёх: М2 (+2,0), М3 (+4,0).",
            " М1 FC(20), FC(3) 0,02; 32",
            "84,0: М3",
            "проверке — М3, FC(64), FC(32), FC(3), SGD с моментом",
        ],
    ),
    "other colours": (
        lambda: recolored(findings(), effect(0.02), effect(0.03)),
        [
            "больше всего прибавила М4.",
            "разность на тесте +3,0 (+2,0…+4,0): перемена цвета помогла.",
            "где насыщенность увеличена в 4 раза: отклонение каналов от серого умножено на 4",
            "Насыщенность ×4 у сети М4: из каждого канала вычтено",
        ],
    ),
    "a bound near zero": (
        lambda: findings(gain=BARELY),
        ["+2,0 (+0,03…+4,0)", "разность с базовой +2,0 (от +0,03 до +4,0)"],
    ),
}


@pytest.mark.parametrize("what", SENTENCES)
def test_sentences_have_the_numbers(text: Text, what: str) -> None:
    made, sentences = SENTENCES[what]
    page = text(made())
    assert [sentence for sentence in sentences if sentence not in page] == []


def test_a_part_without_results_says_so(text: Text) -> None:
    found = findings()
    gone = replace(found, batch=None, rate=None, networks=None, best=None)
    page = text(gone)
    assert page.count("Раздел ещё не вычислен") == 4
    assert "Задание 3" in page
    none = replace(gone, images=None, overfitting=None, stopped=None)
    assert text(none).count("Раздел ещё не вычислен") == 6


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
        ("stopped", "Эпох меньше в 5,2 раза; +1,2, незначимо"),
        ("fewer-units", "Нейронов меньше в 2 раза; −0,3, незначимо"),
        ("quarter", "25 % изображений; −6,0, повредило"),
        ("batch-32", "Пакет и эпохи меньше в 4 раза; −2,0, повредило"),
        ("batch-256", "Пакет и эпохи больше в 2 раза; +1,5, помогло"),
        ("rate-5", "Шаг меньше, эпохи больше в 5 раз; 0,0, незначимо"),
        ("adam-20", "М2; +2,0, помогло"),
        ("momentum-64-32", "М3, лучшая; +4,0, помогло"),
    ],
)
def test_comments_say_what_was_changed_and_what_came_of_it(name: str, said: str) -> None:
    assert comment(findings(batch=LARGER_HELPS), name) == said


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
            number=4,
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


def test_every_row_of_a_network_has_its_number_in_the_table_of_networks(text: Text) -> None:
    found = recolored(findings(), effect(0.02), effect(0.03))
    page = text(found)
    for network in found.networks or ():
        variant = network.variant
        code = comment(found, variant.id).partition(";")[0].partition(",")[0]
        assert code == f"М{variant.number}"
        assert f"{code} {variant.spec.network}" in page


def test_comments_name_other_colours() -> None:
    found = recolored(findings(), effect(0.02), effect(0.03))
    assert comment(found, "saturated") == "Ступень: насыщенность ×4"  # no ladder
    assert comment(found, "saturated-20") == "М4, лучшая; +4,0, помогло"


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
        "table_summary": summarize_table(rows(found)),
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
    assert page.count("batch_size = ") == len(found.variants) == 15
    assert "test = 65.0 ± 1.5%, train = 98.0 ± 1.5%" in page
    assert "lr = 0.0001 → 0, batch_size = 32, epochs = 12" in page
    assert "среднее и стандартное отклонение по пяти обучениям" in page
    assert "числа от 1 до 5" in page


# What follows from details of the numbers


@pytest.mark.parametrize("length", ["short", "full", "whole"])
@pytest.mark.parametrize("third", [{}, {"cifar": ABSENT}])
def test_the_unit_is_explained_once_before_it_first_stands(
    length: str, third: dict[str, Any], text: Text
) -> None:
    page = text(findings(), length=length, **third)
    explained = "Разность, в процентных пунктах (п. п.)"
    assert page.count(explained) == 1
    assert page.index("п. п.") == page.index(explained) + len(explained) - len("п. п.)")


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
    assert "в части 3" not in text(findings(), cifar=part3, length="short")


def test_iterations_are_said_to_stay_only_if_they_do(text: Text) -> None:
    found = findings()
    assert "чтобы число итераций осталось" not in text(found)
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
    assert "эпох больше настолько, чтобы число итераций осталось прежним, 3000." in page
    assert comment(scaled, "quarter") == "25 % изображений, итерации те же; −6,0, повредило"
    assert "итерации те же" not in comment(found, "quarter")


def test_bands_are_named_in_the_captions_only_where_there_are_bands(text: Text) -> None:
    page = text(findings())
    assert page.count("полосы — ± стандартное отклонение") == 2
    once = text(findings(seeds=1))
    assert "полосы" not in once


def test_one_variant_is_told_of_in_the_singular(text: Text) -> None:
    found = findings()
    best, (leader, effect_of_it), *others = found.ranking
    clear = [(one, NOTHING) for one, _ in others]
    page = text(replace(found, ranking=(best, (leader, effect_of_it), *clear)))
    assert "Из остальных 13 вариантов, с поправкой на их число (рисунок 9), значимо" in page
    assert re.search(r"после \d+ эпох один — М2, ", page)
    worse = text(replace(found, ranking=(best, *clear, (leader, effect(-0.04)))))
    assert "ни один; самая большая разность" in worse
    assert "Значимо хуже один — М2, −4,0." in worse


@pytest.mark.parametrize(
    ("device", "said"), [("cpu", ""), ("cuda: NVIDIA T4", ", на видеокарте NVIDIA T4")]
)
def test_the_report_names_the_gpu_that_trained(device: str, said: str, text: Text) -> None:
    page = final_table(text, findings(), device=device)
    assert f"обучались по несколько за один проход{said}. Версии: " in page
    assert ("видеокарт" in page) == bool(said)
    assert "Части 1–3 вычислены на процессоре, каждая в одном потоке." in page

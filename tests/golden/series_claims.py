"""What the text on the series may claim, worked out anew from the numbers of results.json.

The templates decide by the program's findings and their verdicts; here it is intervals, means and
epochs alone, so that a mistake of either comes to light.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

Part = dict[str, Any]
Claims = dict[str, bool]
"""Words that carry a claim, and whether the numbers bear it out."""

_SMALL = 0.05  # a rise of the loss that is none
_LATE = 0.8  # of the epochs: what is after that is not long before the end


def sign(comparison: Part | None) -> int:
    """1 or −1 where the interval tells the direction, 0 where it has zero or is not there."""
    if comparison is None or comparison["interval"] is None:
        return 0
    interval = comparison["interval"]
    return int(interval["low"] > 0) - int(interval["high"] < 0)


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """A series of results.json, with what the claims ask for by name."""

    series: Part
    best: Part | None

    @property
    def base(self) -> Part:
        return self.variant("base")

    @property
    def seeds(self) -> int:
        return int(self.series["seeds"])

    def variant(self, name: str) -> Part:
        (found,) = (one for one in self.series["variants"] if one["id"] == name)
        return dict(found)

    def of(self, part: str) -> list[Part]:
        return [one for one in self.series["variants"] if one["part"] == part]

    def between(self, first: Part, second: Part, kind: str) -> int:
        """What can be told of the second's accuracy minus the first's."""
        (found,) = (
            one
            for one in self.series["pairs"]
            if (one["kind"], one["first"], one["second"]) == (kind, first["id"], second["id"])
        )
        return sign(found)

    def has(self, name: str) -> bool:
        return any(one["id"] == name for one in self.series["variants"])

    @property
    def gained(self) -> list[int]:
        return [sign(best["gain"]) for best in self.series["best_per_class"]]


def claims_of(document: Part) -> Claims:
    """All that can be told of the series; what is not there must not be claimed."""
    series = document["sections"]["series"]
    if series["status"] != "done":
        return {}
    numbers = Numbers(series=series, best=document["best"])
    found = _whole(numbers)
    if series["images"] is not None:
        found |= _classes(numbers)
    if series["overfitting"] is not None:
        found |= _overfitting(numbers)
        found |= _learning(numbers)
    if numbers.has("stopped"):
        found |= _stopped(numbers)
    if series["batch"] is not None:
        found |= _batch(numbers)
    if series["rate"] is not None:
        found |= _rate(numbers)
    if series["searches"]:
        found |= _networks(numbers)
    if numbers.best is not None:
        found |= _ranking(numbers)
        found |= _best(numbers, numbers.best)
    if len(series["variants"]) > 1:
        found |= _per_class(numbers)
    return found


def _whole(n: Numbers) -> Claims:
    several = n.seeds > 1
    return {
        "Каждый вариант обучен с": several,
        "С первым набором начальных весов базовый вариант уже обучен в части 3": several,
        "Каждый вариант обучен один раз": not several,
        "значимое различие может исчезнуть": not several,
    }


def _classes(n: Numbers) -> Claims:
    base, images = n.base, n.series["images"]
    gap, low = base["gap"], base["test"]["interval"]["low"]
    told = sign(n.series["classes"]["gap"])
    easiest, hardest = _evidence(images["per_class"])
    recalls = sorted(round(one["recall"], 9) for one in images["per_class"])
    differ, single = recalls[0] < recalls[-1], recalls[0] < recalls[1] < recalls[2]
    means = [one["nearest_mean"] for one in images["per_class"]]
    alike = max(means) == min(means)
    shared, easy = (
        bool(
            _extreme(images["per_class"], "nearest_mean", end)
            & _extreme(images["per_class"], "recall", end)
        )
        for end in (min, max)
    )
    errs = images["confusions"][0]["share"] > 0
    closest = images["closest_pair"] == images["confused_pair"]
    return {
        "Разность велика": gap >= 0.1,
        "на новые изображения переносится не всё": 0.03 <= gap < 0.1,
        "Разность мала": -0.03 < gap < 0.03,
        "даже лучше знакомых": gap <= -0.03,
        "От угадывания наудачу": low <= 1 / 3,
        "Все классы сеть распознаёт на тесте одинаково": not differ,
        "); различие значимо (": told > 0,
        "); различие незначимо (": differ and told == 0,
        "распознаваемый класс среди самых лёгких по": single and easiest,
        "распознаваемый класс не среди самых лёгких": single and not easiest,
        "распознаваемый — среди самых трудных по": single and hardest,
        "распознаваемый — не среди самых трудных": single and not hardest,
        "у всех классов одинаково": alike,
        "Порядок тот же": differ and not alike and easy and shared,
        "Лёгкость лучшего класса видна": differ and not alike and easy and not shared,
        "Трудность худшего класса видна": differ and not alike and shared and not easy,
        "Порядок другой": differ and not alike and not easy and not shared,
        "у них и средние изображения ближе всего": errs and closest,
        "хотя средние изображения ближе всего": errs and not closest,
        "сеть отвечает «": errs,
        "ошибки, в которых сеть увереннее всего": bool(images["mistakes"]),
    }


def _extreme(
    classes: Sequence[Part], measure: str, end: Callable[[list[float]], float]
) -> set[int]:
    """The classes of the lowest or the highest share, up to the rounding of a mean."""
    shares = [round(one[measure], 9) for one in classes]
    return {
        one["class_id"] for one, share in zip(classes, shares, strict=True) if share == end(shares)
    }


def _evidence(classes: Sequence[Part]) -> tuple[bool, bool]:
    """Whether some measure makes the class of the highest recall the easiest, and so on."""
    recall = [one["recall"] for one in classes]
    best, worst = recall.index(max(recall)), recall.index(min(recall))
    measures = [
        *([one[name] for one in classes] for name in ("nearest_mean", "nearest_color", "distance")),
        [-one["spread"] for one in classes],
    ]
    return (
        any(measure[best] == max(measure) for measure in measures),
        any(measure[worst] == min(measure) for measure in measures),
    )


def _overfitting(n: Numbers) -> Claims:
    base = n.base
    epochs, lowest = base["epochs"], base["lowest_test_loss"]["epochs"]
    risen, ended = base["loss_rise"] > _SMALL, max(lowest) == epochs
    whole = [one["id"] for one in n.of("overfitting") if one["share"] == 1]
    changes = [one for one in n.series["overfitting"] if one["variant"] in whole]
    gaps = [sign(one["gap"]) for one in changes]
    reduced = [gap < 0 for gap in gaps]
    learnt = [n.variant(one["variant"])["train"]["mean"] - base["train"]["mean"] for one in changes]
    less = [
        change <= one["gap"]["difference"] / 2
        for one, change, reduces in zip(changes, learnt, reduced, strict=True)
        if reduces
    ]
    variants = [n.variant(name) for name in whole]
    effects = [sign(one["effect"]) for one in variants]
    clear = [effect for effect in effects if effect]
    stopped = n.variant("stopped")
    starved = [
        one
        for one in n.of("overfitting")
        if one["id"] != "stopped"
        and min(one["lowest_test_loss"]["epochs"]) == one["epochs"]
        and one["train"]["mean"] < stopped["train"]["mean"]
    ]
    several = n.seeds > 1
    return {
        "Переобучение есть: у всех": risen and not ended and n.seeds > 2,
        "Переобучение есть: у обоих": risen and not ended and n.seeds == 2,
        "задолго до конца": risen and several and max(lowest) <= _LATE * epochs,
        "раньше последней": risen and several and _LATE * epochs < max(lowest) < epochs,
        "Переобучение есть: наименьшие потери": risen and not ended and not several,
        "Переобучение есть, но не у всех": risen and ended,
        "Сильного переобучения нет": not risen and min(lowest) < epochs,
        "эпох не видно": not risen and min(lowest) == epochs,
        "Значимо сократить разрыв между обучением и тестом не удалось": not any(reduced),
        "значимо сократил один вариант": sum(reduced) == 1,
        "значимо сократили": sum(reduced) > 1,
        "Увеличили его": 1 in gaps,
        "ответов на тесте значимо выросла": 1 in clear,
        "Точность на тесте значимо упала:": -1 in clear,
        "на тесте при этом значимо не изменилась": not clear,
        "ранняя остановка убирает рост потерь": any(
            reduces and one["variant"] == "stopped"
            for one, reduces in zip(changes, reduced, strict=True)
        ),
        "разрыв сокращается за счёт обучающей выборки": not clear and bool(less) and all(less),
        # A network that recognises more new images has not learnt too little
        "скорее признак недообучения": any(sign(one["effect"]) <= 0 for one in starved),
    }


def _learning(n: Numbers) -> Claims:
    shares = sorted((one for one in n.of("overfitting") if one["share"] < 1), key=_share)
    gaps = [one["gap"] for one in (*shares, n.base)]
    falling = all(later < earlier for earlier, later in pairwise(gaps))
    least, most = (sign(one["effect"]) for one in (shares[0], shares[-1]))
    (change,) = (o for o in n.series["overfitting"] if o["variant"] == shares[0]["id"])
    told, several = sign(change["gap"]), len(shares) > 1
    lost = -shares[0]["effect"]["difference"] >= change["gap"]["difference"] / 2
    longer = all(one["epochs"] * one["share"] == n.base["epochs"] for one in shares)
    return {
        "изображений разрыв значимо больше": told > 0 and falling,
        "С ростом выборки разрыв сокращается не всегда": told < 0 or (told > 0 and not falling),
        "При обучении на части выборки разрыв значимо не отличается": told == 0,
        "немного примеров хуже представляют классы": told > 0 and falling and lost,
        "запомнить немного примеров легче": told > 0 and falling and not lost,
        "изображений значима, −": least < 0,
        "Вопреки ожиданию": least > 0,
        "изображений незначима": least == 0,
        "кривая ещё растёт": several and most < 0,
        "чтобы число итераций осталось прежним": longer,
    }


def _share(variant: Part) -> float:
    return float(variant["share"])


def _stopped(n: Numbers) -> Claims:
    told = sign(n.variant("stopped")["effect"])
    return {
        "Ранняя остановка полезна (": told > 0,
        "Ранняя остановка вредна (": told < 0,
        "долгое обучение полезно, несмотря": told < 0 and n.base["loss_rise"] > _SMALL,
        "Ранняя остановка точность значимо не меняет": told == 0,
    }


def _batch(n: Numbers) -> Claims:
    usual = n.variant("stopped")
    variants = sorted(n.of("batch"), key=lambda one: int(one["batch_size"]))
    rows = sorted((*variants, usual), key=lambda one: int(one["batch_size"]))
    effects = [sign(one["effect"]) for one in variants]
    # Better with a larger batch, or worse with a smaller one, and the other way round
    directions = {
        effect if one["batch_size"] > usual["batch_size"] else -effect
        for one, effect in zip(variants, effects, strict=True)
    } | {sign(n.series["batch"]["ends"])}
    helps, hurts = 1 in directions, -1 in directions
    larger = (sign(n.series["batch"]["ends"]) and not any(effects)) or any(
        effect and one["batch_size"] > usual["batch_size"]
        for one, effect in zip(variants, effects, strict=True)
    )
    partial = helps != hurts and not larger
    learnt = rows[-1]["train"]["mean"] - rows[0]["train"]["mean"]
    unclear = not helps and not hurts
    if partial:
        helps = hurts = False
    return {
        "Начинать с последней эпохи нельзя": usual["epochs"] < n.base["epochs"],
        "Так и вышло": helps and not hurts,
        "Вышло наоборот": hurts and not helps,
        "Одного направления у зависимости нет": helps and hurts,
        "Ни один из размеров нельзя отличить": unclear,
        "отличаются только меньшие. ": partial,
        "от исходного отличаются только меньшие": partial,
        "Значимо лучше пакета": 1 in effects,
        "Значимо хуже пакета": -1 in effects,
        "более точные шаги усилили подгонку": hurts and not helps and learnt > 0.01,
        "Подгонкой под примеры этого не объяснить": hurts and not helps and learnt <= 0.01,
        "шум градиента, видимо, усредняется": unclear and _trained_alike(rows),
        "но до теста эта разница не дошла": unclear and not _trained_alike(rows),
        "больший лучше, как и предсказывает теория": helps and not hurts,
        "больший хуже, вопреки теории": hurts and not helps,
        "сказывается, но не в одну сторону": helps and hurts,
        "итераций: влияние не выявлено": unclear,
    }


def _rate(n: Numbers) -> Claims:
    variants = n.of("rate")
    effects = {sign(one["effect"]) for one in variants}
    helps, hurts = 1 in effects, -1 in effects
    smallest = min(variants, key=lambda one: float(one["lr"]))
    rows = [*variants, n.variant("stopped")]
    learnt = smallest["train"]["mean"] - n.variant("stopped")["train"]["mean"]
    gained = max(one["effect"]["difference"] for one in variants)
    worse, unclear = hurts and not helps, not helps and not hurts
    return {
        "Мелкие шаги помогли": helps and not hurts,
        "Точность не повысилась, значимо хуже": worse,
        "верных ответов, напротив, выросла": worse and learnt > 0.01,
        "она ниже на": worse and learnt < -0.01,
        "она почти та же": worse and abs(learnt) <= 0.01,
        "чем мельче шаг, тем лучше": helps and hurts,
        "Значимо повысить долю верных ответов не удалось": unclear,
        "Самая большая прибавка": unclear and gained > 0,
        "веса, видимо, приходят почти туда же": unclear and _trained_alike(rows),
        "так что путь весов стал другим": unclear and not _trained_alike(rows),
        "числом эпох полезен.": helps and not hurts,
        "числом эпох вреден": worse,
        "числом эпох полезен не всегда": helps and hurts,
        "числом эпох ничего значимо не изменил": unclear,
    }


def _trained_alike(rows: Sequence[Part]) -> bool:
    accuracies = [one["train"]["mean"] for one in rows]
    return bool(max(accuracies) - min(accuracies) <= 0.01)


def _networks(n: Numbers) -> Claims:
    networks = n.of("network")
    effects = [sign(one["effect"]) for one in networks]
    risen = [one["loss_rise"] > _SMALL for one in networks]
    # "FC(20), FC(3)" has one hidden layer
    usual = [one for one in networks if one["saturation"] == 1]
    single = [one for one in usual if one["network"].count("FC") == 2]
    row = sorted((one for one in single if one["optimizer"] == "SGD"), key=_parameters)
    broad = row[-1] if len(row) > 1 else None
    switched = [n.between(*pair, "optimizer") for pair in _twins(usual)]
    widened = n.between(row[0], row[-1], "units") if broad is not None else None
    alone = _alone(n, row) if broad is not None else None
    deeper = [sign(one) for one in n.series["pairs"] if one["kind"] == "layers"]
    recolored = [n.between(*pair, "saturation") for pair in _recolored(networks)]
    return {
        "базового варианта все новые сети": set(effects) == {1},
        "Ни одна из новых сетей значимо не лучше базового варианта": 1 not in effects,
        "больше всего прибавила": effects.count(1) >= 3,
        "Значимо хуже: ": -1 in effects,
        "До роста потерь на тесте больше чем на 5 % ни одна не дошла": not any(risen),
        "У всех потери на тесте к концу выросли": all(risen),
        "потери на тесте к концу выросли": any(risen),
        "больше нейронов лучше": widened == 1,
        "больше нейронов хуже": widened == -1,
        "но у каждой сети свои шаг и эпохи": bool(widened) and alone is not None,
        "Больше нейронов со своими гиперпараметрами полезны": widened == 1,
        "Больше нейронов со своими гиперпараметрами вредны": widened == -1,
        "Более глубокая сеть, FC(": 0 < len(single) < len(usual),
        "ширина и гиперпараметры у них тоже разные": bool(deeper) and deeper != [0],
        "обучена двумя способами": bool(switched),
        "Adam здесь лучше": 1 in switched,
        "Adam здесь хуже": -1 in switched,
        "отклонение каналов от серого": any(one["saturation"] != 1 for one in networks),
        "перемена цвета помогла": 1 in recolored,
        "перемена цвета повредила": -1 in recolored,
        "SGD с моментом прибавляет": any(one["optimizer"] == "momentum" for one in networks),
        "для Adam [": any(one["optimizer"] == "Adam" for one in networks),
        "Шаг линейно убывает до нуля": all(one["schedule"] == "linear" for one in networks),
    }


def _alone(n: Numbers, row: Sequence[Part]) -> int | None:
    """What can be told of the step that changes nothing but the neurons of the two."""
    own = ("lr", "batch_size", "epochs")
    if all(row[0][name] == row[-1][name] for name in own):
        return None  # they differ in nothing else themselves
    ends = [row[0]["network"], row[-1]["network"]]
    for step in n.series["ladder"] or ():
        networks = [n.variant(step[name])["network"] for name in ("first", "second")]
        if step["changed"] == ["hidden"] and networks == ends:
            return sign(step)
    return None


def _parameters(variant: Part) -> int:
    return int(variant["parameters"])


def _twins(networks: Sequence[Part]) -> Iterator[tuple[Part, Part]]:
    """Networks of the same layers, the second trained by Adam."""
    for one in networks:
        others = [
            other
            for other in networks
            if other["network"] == one["network"] and other["optimizer"] != "Adam"
        ]
        if one["optimizer"] == "Adam" and others:
            yield others[0], one


def _recolored(networks: Sequence[Part]) -> Iterator[tuple[Part, Part]]:
    """Networks that differ by the colours they see only, the usual colours first."""
    for one in networks:
        for other in networks:
            same = all(one[name] == other[name] for name in ("network", "optimizer"))
            if same and one["saturation"] == 1 != other["saturation"]:
                yield one, other


def _ranking(n: Numbers) -> Claims:
    ranking = n.series["ranking"]
    chosen = n.best["variant"] if n.best else None
    told = {one["variant"]: sign(one) for one in ranking if one["variant"] != chosen}
    helped = [name for name, effect in told.items() if effect > 0]
    clear = [effect for effect in told.values() if effect]
    steps = [sign(one) for one in n.series["ladder"] or ()]
    return {
        "самая большая разность": not helped,
        "Значимо хуже один — ": clear.count(-1) == 1,
        "сильнее других": clear.count(-1) > 1,
        "в сумме с прибавками": 1 in steps and -1 in steps,
        "Ранняя остановка полезна сама по себе": told["stopped"] > 0,
        "Ни одно из них по отдельности значимо не помогло": bool(steps) and 1 not in steps,
        "разность и зависят от порядка. Значимо помог": 1 in steps,
        "Значимо повредил": -1 in steps,
        "Обучение сильнее всего изменили": any(
            abs(after - before) >= 0.05
            for before, after in (
                [n.variant(one[name])["train"]["mean"] for name in ("first", "second")]
                for one in n.series["ladder"] or ()
            )
        ),
    }


def _best(n: Numbers, best: Part) -> Claims:
    told = sign(best["gain"])
    chosen = n.variant(best["by_test"]["variant"])
    same = chosen["id"] == best["variant"]
    learnt = n.variant(best["variant"])["train"]["mean"] - n.base["train"]["mean"]
    stopped = sign(best["over_stopped"]) if best["over_stopped"] else None
    return {
        "точность значимо повышена": told > 0,
        "дело не только в длине обучения": told > 0 and stopped == 1,
        "меньше запоминает выборку": told > 0 and learnt < -0.01,
        "Лучшая модель выучивает больше": told > 0 and learnt > 0.01,
        "модель значимо хуже базовой": told < 0,
        ") значима; с остановленной": told > 0 and stopped is not None,
        ") значима, она хуже базовой": told < 0,
        ") незначима; с остановленной": told == 0 and stopped is not None,
        "вышел бы тот же вариант": same,
        "вышел бы вариант «": not same,
    }


def _per_class(n: Numbers) -> Claims:
    told = n.gained
    return {
        ") значима у класса": n.best is not None and 1 in told,
        "значимо повысили полноту": 1 in told,
    }

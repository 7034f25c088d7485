"""What the text on the series may claim, worked out anew from the numbers of results.json.

The templates decide by the program's findings and their verdicts; here it is intervals, means and
epochs alone, so that a mistake of either comes to light.
"""

from collections.abc import Iterator, Sequence
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
        found |= _ranking(numbers, numbers.best)
        found |= _best(numbers, numbers.best)
    if len(series["variants"]) > 1:
        found |= _per_class(numbers)
    return found


def _whole(n: Numbers) -> Claims:
    several = n.seeds > 1
    return {
        "Один запуск мало что доказывает": several,
        "с первым набором базовый вариант уже обучен в части 3": several,
        "каждый обучен один раз": not several,
        "Разброс между начальными весами по одному обучению узнать нельзя": not several,
    }


def _classes(n: Numbers) -> Claims:
    base, images = n.base, n.series["images"]
    gap, low = base["gap"], base["test"]["interval"]["low"]
    known = [one["train"] for one in base["per_class"]]
    told = sign(n.series["classes"]["gap"])
    above = base["test"]["mean"] > images["nearest_mean"]
    easiest, hardest = _evidence(images["per_class"])
    errs = images["confusions"][0]["share"] > 0
    closest = images["closest_pair"] == images["confused_pair"]
    return {
        "Разность велика": gap >= 0.1,
        "на новые изображения переносится не всё": 0.03 <= gap < 0.1,
        "Разность мала": -0.03 < gap < 0.03,
        "даже лучше знакомых": gap <= -0.03,
        "признаки классов сеть всё же нашла": low > 1 / 3,
        "От угадывания наудачу": low <= 1 / 3,
        "второй класс действительно труднее": told > 0,
        "порядок классов может оказаться случайным": told == 0,
        "классы почти равны": max(known) - min(known) < 0.03,
        "Классы различаются уже на обучающей выборке": max(known) - min(known) >= 0.03,
        "остальное объясняется цветом": above,
        "Обученная сеть этого не превосходит": not above,
        "Если порядок классов не случаен, то успех": told == 0,
        "отчасти объясним": easiest,
        "этими свойствами не объяснить": not easiest,
        "мешает следующее": hardest,
        "Не всё с этим согласуется": _against(images["evidence"], images["per_class"]),
        "ни по одному из четырёх свойств не самый трудный": not hardest,
        "как раз у них средние изображения ближе всего": errs and closest,
        "одним сходством средних этих ошибок не объяснить": errs and not closest,
        "Самая частая ошибка сети": errs,
        "собраны ошибки, в которых сеть увереннее всего": bool(images["mistakes"]),
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


def _against(evidence: Sequence[Part], classes: Sequence[Part]) -> bool:
    """Whether a measure makes the class of the highest recall the hardest, or the other way."""
    recall = {one["class_id"]: one["recall"] for one in classes}
    best, worst = max(recall, key=recall.__getitem__), min(recall, key=recall.__getitem__)
    return any(best in one["hardest"] or worst in one["easiest"] for one in evidence)


def _overfitting(n: Numbers) -> Claims:
    base = n.base
    epochs, lowest = base["epochs"], base["lowest_test_loss"]["epochs"]
    risen, ended = base["loss_rise"] > _SMALL, max(lowest) == epochs
    whole = [one["id"] for one in n.of("overfitting") if one["share"] == 1]
    changes = [one for one in n.series["overfitting"] if one["variant"] in whole]
    gaps = [(sign(one["gap"]), sign(one["loss_rise"])) for one in changes]
    reduced = [gap < 0 and rise <= 0 for gap, rise in gaps]
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
        "Разрыв долей верных ответов на": risen and not ended and stopped["gap"] < base["gap"],
        "Сильного переобучения нет": not risen and min(lowest) < epochs,
        "эпох не видно": not risen and min(lowest) == epochs,
        "Ни одно из средств значимо переобучение не ослабило": not any(reduced),
        "ослабил переобучение один вариант": sum(reduced) == 1,
        "ослабили переобучение": sum(reduced) > 1,
        "Усилили его": any(gap > 0 and rise >= 0 for gap, rise in gaps),
        "на тесте при этом значимо выросла": 1 in clear,
        "Значимо упала она в": -1 in clear,
        "на тесте при этом значимо не изменилась": not clear,
        "Разрыв сокращается за счёт обучающей выборки": not clear and bool(less) and all(less),
        "Прочие изменения на тесте от случайных не отличить": 0 < len(clear) < len(effects),
        # A network that recognises more new images has not learnt too little
        "скорее признак недообучения": any(sign(one["effect"]) <= 0 for one in starved),
    }


def _learning(n: Numbers) -> Claims:
    shares = sorted((one for one in n.of("overfitting") if one["share"] < 1), key=_share)
    gaps = [one["gap"] for one in (*shares, n.base)]
    falling = all(later < earlier for earlier, later in pairwise(gaps))
    least, most = (sign(one["effect"]) for one in (shares[0], shares[-1]))
    (change,) = (o for o in n.series["overfitting"] if o["variant"] == shares[0]["id"])
    told = sign(change["gap"])
    longer = all(one["epochs"] * one["share"] == n.base["epochs"] for one in shares)
    return {
        "С ростом выборки разрыв сокращается: на": told > 0 and falling,
        "С ростом выборки разрыв сокращается не всегда": told < 0 or (told > 0 and not falling),
        "Различие разрывов при этом незначимо": told == 0,
        "эта потеря значима": least < 0,
        "Вопреки ожиданию на тесте": least > 0,
        "На тесте сокращение выборки до": least == 0,
        "кривая ещё растёт": most < 0,
        "обещать пользу от новых изображений по этим данным нельзя": most == 0,
        "изображений доля верных ответов значимо упала": most > 0,
        "чтобы число итераций осталось прежним": longer,
        "и число итераций другое": not longer,
    }


def _share(variant: Part) -> float:
    return float(variant["share"])


def _stopped(n: Numbers) -> Claims:
    told = sign(n.variant("stopped")["effect"])
    return {
        "то есть переобучение снижает точность": told > 0 and n.base["loss_rise"] > _SMALL,
        "раннюю остановку здесь стоит применять": told > 0 and n.base["loss_rise"] <= _SMALL,
        "то есть долгое обучение": told < 0,
        "несмотря на рост потерь": told < 0 and n.base["loss_rise"] > _SMALL,
        "что может быть случайностью; разрыв между выборками": told == 0,
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
    gained = max(one["effect"]["difference"] for one in variants)
    unclear = not helps and not hurts
    if partial:
        helps = hurts = False
    alike = abs(rows[-1]["test_loss"] / rows[0]["test_loss"] - 1) < 0.02
    return {
        "Начинать с последней эпохи нельзя": usual["epochs"] < n.base["epochs"],
        "Больший мини-пакет улучшает распознавание": helps and not hurts,
        "Больший мини-пакет ухудшает распознавание": hurts and not helps,
        "Одного направления у зависимости нет": helps and hurts,
        "Ни один из размеров нельзя отличить": unclear,
        "отличаются только меньшие. ": partial,
        "от исходного размера отличаются только меньшие пакеты": partial,
        "Значимо лучше пакета": 1 in effects,
        "Значимо хуже пакета": -1 in effects,
        "Измерение согласуется с теорией": helps and not hurts,
        "Шаги, видимо, и впрямь стали точнее": hurts and not helps and learnt > 0.01,
        "Подгонкой под примеры этого не объяснить": hurts and not helps and learnt <= 0.01,
        "Больше всего прибавил в среднем пакет": unclear and gained > 0,
        "Ни один не дал прибавки и в среднем": unclear and gained <= 0,
        "Потери на тесте к концу тоже почти равны": unclear and alike,
        "больший пакет лучше, как и предсказывает теория": helps and not hurts,
        "больший пакет хуже, вопреки теории": hurts and not helps,
        "размер пакета сказывается, но не в одну сторону": helps and hurts,
        "влияние пакета от случайности не отличить": unclear,
    }


def _rate(n: Numbers) -> Claims:
    variants = n.of("rate")
    effects = {sign(one["effect"]) for one in variants}
    helps, hurts = 1 in effects, -1 in effects
    smallest = min(variants, key=lambda one: float(one["lr"]))
    learnt = smallest["train"]["mean"] - n.variant("stopped")["train"]["mean"]
    gained = max(one["effect"]["difference"] for one in variants)
    worse, unclear = hurts and not helps, not helps and not hurts
    return {
        "Мелкие шаги помогли": helps and not hurts,
        "Цель не достигнута": worse,
        "она, напротив, выросла": worse and learnt > 0.01,
        "за отведённые итерации мелкий шаг прошёл меньший путь": worse and learnt < -0.01,
        "поэтому дело не в скорости обучения": worse and abs(learnt) <= 0.01,
        "Результат зависит от того, во сколько раз уменьшен шаг": helps and hurts,
        "Повысить долю верных ответов так, чтобы": unclear,
        "Самая большая средняя прибавка": unclear and gained > 0,
        "Средняя разность не положительна ни при одном шаге": unclear and gained <= 0,
        "На обучающей выборке результат тоже почти прежний": unclear and abs(learnt) < 0.01,
        "так что путь весов стал другим": unclear and abs(learnt) >= 0.01,
        "числом эпох повысил долю верных ответов": helps and not hurts,
        "числом эпох понизил долю верных ответов": worse,
        "Уменьшать его полезно не всегда": helps and hurts,
        "ничего заметно не изменило": unclear,
    }


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
    deeper = [sign(one) for one in n.series["pairs"] if one["kind"] == "layers"]
    recolored = [n.between(*pair, "saturation") for pair in _recolored(networks)]
    return {
        "оказались все новые сети": set(effects) == {1},
        "Ни одна из новых сетей не превзошла базовый вариант": 1 not in effects,
        "больше всего прибавила": effects.count(1) >= 3,
        "Значимо хуже него": -1 in effects,
        "от него на уровне 5 %": 1 in effects and effects.count(0) in (1, 2),
        "потери на тесте ни у одной из новых сетей": not any(risen),
        "У всех новых сетей потери на тесте": all(risen),
        "новых сетей потери на тесте к концу обучения": any(risen),
        "лишние нейроны полезны": widened == 1,
        "лишние нейроны вредят": widened == -1,
        "пользу или вред дополнительных нейронов по ней установить нельзя": widened == 0,
        "со своими гиперпараметрами лучше": widened == 1,
        "и со своими гиперпараметрами хуже": widened == -1,
        "лучшая из более глубоких": 0 < len(single) < len(usual),
        "Лучшая по проверке сеть с несколькими": 0 < len(single) < len(usual),
        "более глубокая лучше": deeper == [1],
        "более глубокая хуже": deeper == [-1],
        "преимущества ни у одной не видно": deeper == [0],
        "он здесь лучше": switched[:1] == [1],
        "он здесь хуже": switched[:1] == [-1],
        "разность незначима": switched[:1] == [0],
        "обучена двумя способами": bool(switched),
        "Adam здесь лучше": 1 in switched,
        "Adam здесь хуже": -1 in switched,
        "Предпочесть один оптимизатор другому по тесту нельзя": 0 in switched,
        "насыщенность цвета всех": any(one["saturation"] != 1 for one in networks),
        "перемена цвета помогла": 1 in recolored,
        "перемена цвета повредила": -1 in recolored,
        "действие цвета от случайности не отличить": 0 in recolored,
        "SGD с моментом прибавляет к каждому шагу": any(
            one["optimizer"] == "momentum" for one in networks
        ),
        "свой масштаб шага по недавним градиентам": any(
            one["optimizer"] == "Adam" for one in networks
        ),
        "Шаг за время обучения линейно убывает": all(
            one["schedule"] == "linear" for one in networks
        ),
    }


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


def _ranking(n: Numbers, best: Part) -> Claims:
    ranking = n.series["ranking"]
    told = {one["variant"]: sign(one) for one in ranking}
    helped = [n.variant(name) for name, effect in told.items() if effect > 0]
    clear = [effect for effect in told.values() if effect]
    parts = {one["part"] for one in helped}
    remedies = [one for one in helped if one["part"] == "overfitting"]
    base, twin = n.base, _tuned(n)
    falling = best["schedule"] == "linear"
    colored = n.has("saturated") and best["saturation"] != 1
    return {
        "Значимо повысил": bool(helped),
        "не повысил долю верных ответов значимо": not helped,
        "Значимо хуже базового ": -1 in clear,
        "У остальных (": 0 < len(clear) < len(told),
        "Ни у одного варианта эффект не выявлен": not clear,
        "Почему это помогло?": bool(helped),
        "объяснять нечего": not helped,
        "Ранняя остановка полезна сама по себе": told["stopped"] > 0,
        "иной запас параметров": any(one["network"] != base["network"] for one in remedies),
        "действует как ранняя остановка": any(one["lr"] != base["lr"] for one in remedies),
        "собственный вклад этой перемены": (
            ("batch" in parts and n.series["batch"] is not None)
            or ("rate" in parts and n.series["rate"] is not None)
        ),
        "У новых сетей изменено сразу многое": "network" in parts,
        "к тому же шаг убывает до нуля": "network" in parts and falling,
        "Цвет помог и базовой сети": told.get("saturated", 0) > 0,
        "Базовой сети такая же насыщенность дала": colored,
        "от случайности это не отличить": colored and told["saturated"] == 0,
        "и различие значимо": colored and told["saturated"] != 0,
        "Сколько дало каждое из этих изменений в отдельности": "network" in parts and twin is None,
        "О доле гиперпараметров можно судить по сети": "network" in parts and twin is not None,
    }


def _tuned(n: Numbers) -> tuple[Part, Part] | None:
    """A network with the base's hyperparameters, and with those that its search found."""
    for network in n.of("network"):
        for other in n.of("overfitting"):
            same = network["network"] == other["network"] != n.base["network"]
            if same and network["optimizer"] == other["optimizer"]:
                return other, network
    return None


def _best(n: Numbers, best: Part) -> Claims:
    told, over = sign(best["gain"]), sign(best["over_stopped"])
    promised = best["by_test"]["test_at_lowest_loss"]["mean"]
    chosen = n.variant(best["by_test"]["variant"])
    same = chosen["id"] == best["variant"]
    last = chosen["test"]["mean"]
    optimistic = promised - last > 0.0005
    return {
        "повышение точности значимо": told > 0,
        "выбор по проверке не оправдался": told < 0,
        "утверждать, что точность повышена, нельзя": told == 0,
        "лучшая модель превосходит и её": told > 0 and over > 0,
        "такой базовой сети лучшая модель уступает": over < 0,
        "преимущество перед такой сетью уже не доказано": told > 0 and over == 0,
        "такую базовую сеть лучшая модель превосходит": told <= 0 < over,
        "и от такой сети лучшую модель не отличить": told < 0 == over,
        "и от такой сети лучшую модель тоже не отличить": told == over == 0,
        "п. п.), тоже значима": told == over != 0,
        "п. п.), значима": told != over != 0,
        "п. п.), может быть случайной": over == 0,
        "вышел бы тот же вариант": same,
        "вышел бы вариант «": not same,
        "На эпохе, выбранной по тесту": optimistic,
        "Эпоха наименьших потерь при этом не обязана": not optimistic and promised < last,
        "эту оценку сравнивать нельзя": not same,
    }


def _per_class(n: Numbers) -> Claims:
    told = n.gained
    return {
        "прибавка значима у всех классов": set(told) == {1},
        "С ней прибавка значима у класса": 0 < told.count(1) < len(told),
        "ни у одного класса прибавку от случайной не отличить": 1 not in told,
        "Другие варианты обучения значимо повысили": 1 in told,
        "Ни у одного класса прибавка лучшего для него варианта не значима": 1 not in told,
    }

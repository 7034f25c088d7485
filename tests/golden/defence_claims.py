"""What the answers to a teacher's questions may claim, worked out from the numbers of results.json.

The program decides by its findings; here it is intervals, means and epochs alone, so that a mistake
of either comes to light. By question, words that carry a claim and whether the numbers bear it out.
"""

from collections.abc import Callable, Mapping
from typing import Any

from tests.golden.series_claims import sign

Document = dict[str, Any]
Rule = Callable[[Document], bool]


def _of(section: str, rule: Callable[[Any], bool]) -> Rule:
    return lambda document: bool(rule(document["sections"][section]))


def _regression(rule: Callable[[Any], bool]) -> Rule:
    return _of("regression", rule)


def _xor(rule: Callable[[Any], bool]) -> Rule:
    return _of("xor", rule)


def _cifar(rule: Callable[[Any], bool]) -> Rule:
    return _of("cifar", rule)


def _series(rule: Callable[[Any], bool]) -> Rule:
    return _of("series", rule)


def _ratio(section: Any) -> float:
    return float(section["final_mse"] / section["noise_variance"])


def _last_change(section: Any) -> float:
    *_, before, last = section["snapshots"]
    return float(last["mse"] / before["mse"] - 1)


def _solved(section: Any) -> float:
    return float(section["accuracy"])


def _wrong(section: Any) -> tuple[int, int]:
    """Wrong answers on the test images at the lowest loss and at the end."""
    then = section["at_lowest_test_loss"]["test"]["confusion"]
    return _mistakes(then), _mistakes(section["confusion"]["test"])


def _mistakes(matrix: Any) -> int:
    return sum(count for i, row in enumerate(matrix) for j, count in enumerate(row) if i != j)


def _rise(section: Any) -> float:
    return float(section["curves"]["test_loss"][-1] / section["lowest_test_loss"]["loss"] - 1)


def _variant(section: Any, name: str) -> Any:
    return next((one for one in section["variants"] if one["id"] == name), None)


def _several(document: Document) -> int | None:
    """What several trainings say of stopping, if there are several."""
    series = document["sections"]["series"]
    if series["status"] != "done" or series["seeds"] < 2:
        return None
    stopped = _variant(series, "stopped")
    return sign(stopped["effect"]) if stopped else None


def _signs(section: Any) -> list[int]:
    return [sign(one) for one in section["ranking"]]


def _pair(section: Any, kind: str) -> int:
    return sign(next(pair for pair in section["pairs"] if pair["kind"] == kind))


def _part(section: Any, part: str) -> list[int]:
    return [sign(one["effect"]) for one in section["variants"] if one["part"] == part]


def _remedies(section: Any) -> list[Any]:
    usual = _variant(section, "base")["share"]
    return [
        _variant(section, one["variant"])
        for one in section["overfitting"]
        if one["verdict"] == "reduces" and _variant(section, one["variant"])["share"] == usual
    ]


def _widest_share(section: Any) -> int:
    partial = [one for one in section["variants"] if one["share"] < 1]
    return sign(max(partial, key=lambda one: float(one["share"]))["effect"])


def _spread(document: Document) -> float | None:
    """The standard deviation of the base's test accuracy over seeds, if it has several."""
    series = document["sections"]["series"]
    return _variant(series, "base")["test"]["sd"] if series["status"] == "done" else None


def _closest_confused(document: Document) -> bool:
    images = document["sections"]["series"].get("images")
    return bool(images) and images["closest_pair"] == images["confused_pair"]


CLAIMS: Mapping[str, Mapping[str, Rule]] = {
    "noise-floor": {
        "то есть почти вся она — шум": _regression(lambda s: abs(_ratio(s) - 1) <= 0.05),
        "до этого предела сеть не дошла": _regression(lambda s: _ratio(s) > 1.05),
        "подстроилась под случайные отклонения выборки": _regression(lambda s: _ratio(s) < 0.95),
    },
    "by-hand": {
        "равно нулю, результаты совпали": _regression(lambda s: s["gradient_error"] == 0),
        "это погрешность округления": _regression(lambda s: 0 < s["gradient_error"] < 1e-10),
        "её надо найти": _regression(lambda s: s["gradient_error"] >= 1e-10),
    },
    "more-iterations": {
        "ждать многого нельзя": _regression(lambda s: abs(_last_change(s)) < 0.02),
        "спуск не закончен": _regression(lambda s: _last_change(s) <= -0.02),
        "сначала надо уменьшить шаг": _regression(lambda s: _last_change(s) >= 0.02),
    },
    "worst-point": {
        "Это край отрезка": _regression(lambda s: abs(s["worst_x"]) >= 0.4),
        "сигмоида изгибается сильно": _regression(lambda s: 0.05 <= abs(s["worst_x"]) <= 0.25),
    },
    "plateau": {
        "так и не сошёл с плато": _xor(lambda s: s["plateau_end"] is None),
        "долго идёт по плато": _xor(
            lambda s: s["plateau_end"] is not None and s["plateau_end"] > 0.05 * s["iterations"]
        ),
        "-й их меньше 5 % от уровня": _xor(lambda s: s["solved_at"] is not None),
    },
    "hidden-layer": {
        "Это противоречие": _xor(lambda s: s["sample"] == "xor"),
        "только замкнутая линия": _xor(lambda s: s["sample"] == "circles"),
        "дуги вложены": _xor(lambda s: s["sample"] == "moons"),
        "распознаны верно": _xor(lambda s: s["wrong"] == 0),
    },
    "certainty": {
        "верно распознала все точки": _xor(lambda s: s["wrong"] == 0),
        "почти не обучилась": _xor(lambda s: _solved(s) < 0.6),
        "верна лишь отчасти": _xor(lambda s: 0.6 <= _solved(s) < 0.95),
    },
    "gap": {
        "Это переобучение": _cifar(
            lambda s: _rise(s) > 0.05 and s["lowest_test_loss"]["epoch"] < s["epochs"]
        ),
        "к концу почти не выросли": _cifar(
            lambda s: _rise(s) <= 0.05 and s["lowest_test_loss"]["epoch"] < s["epochs"]
        ),
        "наименьшие в самом конце": _cifar(lambda s: s["lowest_test_loss"]["epoch"] == s["epochs"]),
    },
    "loss-rises": {
        "неверных ответов не прибавилось": _cifar(lambda s: _wrong(s)[1] <= _wrong(s)[0]),
    },
    "stopping": {
        "Одно обучение говорит только о своих": lambda d: _several(d) is not None,
        "ноль в интервале, различие не доказано": lambda d: _several(d) == 0,
        "нуля в интервале нет.": lambda d: _several(d) in (1, -1),
    },
    "worst-class": {
        "одним составом тестовой выборки": _cifar(lambda s: s["class_gap_interval"]["low"] > 0),
        "не доказано, что этот класс труднее": _cifar(
            lambda s: s["class_gap_interval"]["low"] <= 0
        ),
        "как раз их базовая сеть путает": _closest_confused,
    },
    "interval": {
        "Начальные веса добавляют своё": lambda d: bool(_spread(d)),
    },
    "parameters": {
        "и почти запомнила": _cifar(lambda s: s["train_accuracy"] >= 0.95),
    },
    "initial-loss": {},
    "seeds": {},
    "cross-validation": {
        "указал бы на ту же": lambda d: d["best"]["variant"] == d["best"]["by_test"]["variant"],
        "указал бы на другую": lambda d: d["best"]["variant"] != d["best"]["by_test"]["variant"],
    },
    "validation": {
        "это должно помогать": lambda d: (
            d["best"]["test"]["mean"] > d["best"]["validation"]["mean"]
        ),
        "наибольшее из нескольких чисел обычно завышено": lambda d: (
            d["best"]["test"]["mean"] < d["best"]["validation"]["mean"]
        ),
    },
    "colour": {
        "польза именно цвета здесь не доказана": _series(lambda s: _pair(s, "saturation") == 0),
    },
    "what-helped": {
        "интервале нет, прибавка значима": _series(lambda s: _signs(s)[0] == 1),
        "Пользы не доказано ни для одного": _series(lambda s: 1 not in _signs(s)),
    },
    "many-comparisons": {
        "значимо отличаются от базового": _series(
            lambda s: sum(map(abs, _signs(s))) not in (1, 21)
        ),
    },
    "batch": {
        "Ни да ни нет": _series(
            lambda s: not any(_part(s, "batch")) and sign(s["batch"]["ends"]) == 0
        ),
    },
    "rate": {
        "Доказать этого не удалось": _series(lambda s: not any(_part(s, "rate"))),
        "с мелким шагом сеть распознаёт новые изображения хуже": _series(
            lambda s: -1 in _part(s, "rate") and 1 not in _part(s, "rate")
        ),
    },
    "optimizer": {
        "Adam здесь лучше": _series(lambda s: _pair(s, "optimizer") == 1),
        "Adam здесь хуже": _series(lambda s: _pair(s, "optimizer") == -1),
    },
    "depth": {
        "более глубокая сеть лучше": _series(lambda s: _pair(s, "layers") == 1),
        "преимущества ни у одной": _series(lambda s: _pair(s, "layers") == 0),
    },
    "width": {
        "каждый нейрон — ещё один признак": _series(lambda s: _pair(s, "units") == 1),
        "ни пользы, ни вреда": _series(lambda s: _pair(s, "units") == 0),
    },
    "remedies": {
        "Значимо — ничего": _series(lambda s: not _remedies(s)),
        "переобучение действительно мешало": _series(
            lambda s: any(sign(one["effect"]) == 1 for one in _remedies(s))
        ),
    },
    "more-data": {
        "кривая ещё растёт": _series(lambda s: _widest_share(s) == -1),
        "обещать пользу нельзя": _series(lambda s: _widest_share(s) == 0),
        "Вопреки ожиданию": _series(lambda s: _widest_share(s) == 1),
    },
}

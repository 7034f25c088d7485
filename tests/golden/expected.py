"""What each table of a report should show, from `results.json` alone: table by table, row by row.

A cell is either its whole text, or a list: its numbers in their order, with words that it has to
hold among them. Whatever number is not in a list must not be in the cell.
"""

import math
import re
import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.golden.page_reader import Shown, numbers, shows

Part = dict[str, Any]
Cell = str | list[float | str]
Row = list[Cell]

NONE = "—"  # where there is nothing to tell
_LEVEL = 95  # of the intervals, in %


@dataclass(frozen=True, kw_only=True)
class Table:
    """`head` is the row above the columns."""

    caption: str
    head: Row
    rows: list[Row]

    def cells(self) -> Iterator[tuple[str, Cell]]:
        """The cells, each with its place in words."""
        for place, row in enumerate((self.head, *self.rows)):
            for column, cell in enumerate(row, start=1):
                yield f"row {place}, column {column}" if place else f"head {column}", cell


IN_FULL = {"cifar-classes", "series-images", "series-batch", "series-rate", "series-ladder"}
"""The tables that the short report leaves out."""


def expected(document: Part, *, short: bool = False) -> dict[str, Table]:
    """By their ids, the tables that a full or a short report of this document has."""
    sections = document["sections"]
    known: dict[str, Table] = {"classes": _classes(document)}
    if sections["cifar"]["status"] == "done":
        known |= _cifar(document)
    if sections["series"]["status"] == "done":
        known |= _Series(document).tables()
    if document["table"]:
        known["results"] = _results(document["table"])
    return {id: table for id, table in known.items() if not (short and id in IN_FULL)}


def differences(shown: Mapping[str, Shown], known: Mapping[str, Table]) -> list[str]:
    """Where the tables found and those expected are not the same, cell by cell."""
    if shown.keys() != known.keys():
        return [f"tables {sorted(shown.keys() ^ known.keys())} are found or expected alone"]
    return [
        f"{name}, {fault}"
        for name, table in known.items()
        for fault in _table_differences(shown[name], table)
    ]


def _table_differences(shown: Shown, table: Table) -> Iterator[str]:
    if squeezed(shown.caption) != squeezed(table.caption):
        yield f"caption: {shown.caption!r} for {table.caption!r}"
    sizes = [len(row) for row in shown.texts()]
    needed = [len(row) for row in (table.head, *table.rows)]
    if sizes != needed:
        yield f"rows of {sizes} cells for {needed}"
        return
    found = [text for row in shown.texts() for text in row]
    for text, (place, cell) in zip(found, table.cells(), strict=True):
        if not agrees(text, cell):
            yield f"{place}: {text!r} for {cell}"


def agrees(text: str, cell: Cell) -> bool:
    """Whether a cell's text has the numbers that it should have, and no others."""
    if isinstance(cell, str):
        return squeezed(text) == squeezed(cell)
    words = [squeezed(word) for word in cell if isinstance(word, str)]
    values = [value for value in cell if not isinstance(value, str)]
    written = numbers(text)
    return (
        len(written) == len(values)
        and all(map(shows, written, values))
        and all(word in squeezed(text) for word in words)
    )


def squeezed(text: str) -> str:
    """Without spaces and hyphens, which depend on where lines end."""
    return re.sub(r"[\s\u00ad\u2010-]", "", text)


def _percent(*shares: float) -> list[float | str]:
    return [100 * share for share in shares]


def _accuracy(accuracy: Part) -> list[float | str]:
    """ "76,0 ± 1,5", without the deviation of a single training."""
    return _percent(*(accuracy[name] for name in ("mean", "sd") if accuracy[name] is not None))


def _effect(effect: Part | None) -> Cell:
    """The difference and the ends of its interval."""
    if effect is None:
        return NONE
    return _percent(effect["difference"], effect["interval"]["low"], effect["interval"]["high"])


def _by(variants: Sequence[Part], name: str) -> list[Part]:
    return sorted(variants, key=lambda one: float(one[name]))


def _units(network: str) -> list[float | str]:
    """Of "FC(64), FC(3)": itself, 64 and 3."""
    return [network, *map(int, re.findall(r"\d+", network))]


_STREAMS = {"IU5": "ИУ5", "GUIMC": "ГУИМЦ", "FOREIGN": "иностранные студенты"}


def _classes(document: Part) -> Table:
    given = document["assignment"]
    derived = not given["classes"][0]["rule"].startswith("teacher")
    rows: list[Row] = []
    for choice in given["classes"]:
        last = choice is given["classes"][-1]
        stream = [_STREAMS[given["stream"]]] if last and given["stream"] else []
        rule = re.fullmatch(r"\w+ \+ (\d+): (\d+) \+ (\d+) = (\d+)", choice["rule"])
        reason: Row = [[*stream], NONE]
        if rule is not None:
            offset, *addition = map(int, rule.groups())
            reason = [[offset, *stream], [float(number) for number in addition]]
        name = f"{choice['title']} ({choice['name'].replace('_', ' ')})"
        rows.append([*(reason if derived else []), [choice["id"]], name])
    return Table(
        caption="Классы CIFAR-100"
        + (" по варианту" if derived else ", назначенные преподавателем"),
        head=[*(["Правило", "Вычисление"] if derived else []), "Класс", "Название"],
        rows=rows,
    )


def _class_cell(document: Part, class_id: int) -> str:
    titles = {choice["id"]: choice["title"] for choice in document["assignment"]["classes"]}
    return f"{class_id} – {titles.get(class_id, 'not of the assignment')}"


def _cifar(document: Part) -> dict[str, Table]:
    found = document["sections"]["cifar"]
    earlier, epoch = found["at_lowest_test_loss"], found["lowest_test_loss"]["epoch"]
    figures = ["Точность", "Полнота", "F1", f"F1 на {epoch}-й"]
    rows: list[Row] = []
    for place, one in enumerate(found["per_class"]["train"]):
        row: Row = [_class_cell(document, one["class_id"])]
        for part in ("train", "test"):
            last, best = found["per_class"][part][place], earlier[part]["per_class"][place]
            row += [[last[name]] for name in ("precision", "recall", "f1")]
            row.append([best["f1"]])
        rows.append(row)
    return {
        "cifar-classes": Table(
            caption=f"Показатели классов после последней эпохи и F1-мера на {epoch}-й",
            head=["Класс", *(f"{one}, {part}" for part in ("обучение", "тест") for one in figures)],
            rows=rows,
        )
    }


def _results(table: Sequence[Part]) -> Table:
    return Table(
        caption="Результаты обучения",
        head=["Конфигурация нейросети", "Гиперпараметры", "Точность", "Комментарий"],
        rows=[
            [
                _units(row["network"]),
                [
                    *_chosen(row),
                    *([row["share"]] if row["share"] != 1 else []),
                    *([row["saturation"]] if row["saturation"] != 1 else []),
                    *([_OPTIMIZERS[row["optimizer"]]] if row["optimizer"] != "SGD" else []),
                ],
                [*_accuracy(row["test"]), *_accuracy(row["train"])],
                str(row["comment"]),
            ]
            for row in table
        ],
    )


_VERDICTS = {"better": "помогло", "worse": "повредило", "unclear": "незначимо"}
_OPTIMIZERS = {"SGD": "SGD", "momentum": "SGD с моментом", "Adam": "Adam"}


def _chosen(one: Part) -> list[float | str]:
    """lr, what it falls to, batch_size and epochs."""
    end = [0] if one["schedule"] == "linear" else []
    return [one["lr"], *end, one["batch_size"], one["epochs"]]


def _model(one: Part) -> list[float | str]:
    """ "FC(20), FC(3), Adam, насыщенность ×4"; plain SGD goes without saying."""
    color = [one["saturation"]] if one["saturation"] != 1 else []
    optimizer = [_OPTIMIZERS[one["optimizer"]]] if one["optimizer"] != "SGD" else []
    return [*_units(one["network"]), *optimizer, *color]


class _Series:
    """The tables of the self-study series."""

    def __init__(self, document: Part) -> None:
        self.document, self.series = document, document["sections"]["series"]
        self.variants = {one["id"]: one for one in self.series["variants"]}
        self.base, self.stopped = self.variants["base"], self.variants.get("stopped")

    def tables(self) -> dict[str, Table]:
        studied = self.series["overfitting"] is not None and self.stopped is not None
        there: dict[str, tuple[bool, Callable[[], Table]]] = {
            "series-classes": (self.series["images"] is not None, self.classes),
            "series-images": (self.series["images"] is not None, self.images),
            "series-remedies": (studied, self.remedies),
            "series-batch": (self.series["batch"] is not None, self.batch),
            "series-rate": (self.series["rate"] is not None, self.rate),
            "series-networks": (bool(self.series["searches"]), self.networks),
            "series-ladder": (bool(self.series["ladder"]), self.ladder),
        }
        return {name: table() for name, (present, table) in there.items() if present}

    @staticmethod
    def is_base(run: Part) -> bool:
        return run["fold"] is None and "base" in run["variants"]

    def of(self, part: str) -> list[Part]:
        return [one for one in self.variants.values() if one["part"] == part]

    def label(self, one: Part) -> list[float | str]:
        """What sets a variant apart from the base."""
        base = self.base
        if one is base:
            return ["базовый вариант"]
        if one["part"] == "network":
            return [self.code(one)]
        if one["part"] == "best":
            return self.step(one)
        if one["network"] != base["network"]:
            return [*_hidden(one["network"]), "вместо", *_hidden(base["network"])]
        if one["saturation"] != base["saturation"]:
            return ["насыщенность", one["saturation"]]
        if one["share"] != base["share"]:
            return [100 * one["share"], "изображений"]
        if one["batch_size"] != base["batch_size"]:
            return ["мини-пакет", one["batch_size"]]
        if one["lr"] != base["lr"]:
            return ["шаг", one["lr"]]
        return ["остановка", one["epochs"]]

    def code(self, one: Part) -> str:
        """The number of a network, "М5"."""
        return f"М{self.of('network').index(one) + 1}"

    def step(self, one: Part) -> list[float | str]:
        """A variant on the way from the base to the best network."""
        base, found = self.base, list[float | str]()
        if one["network"] != base["network"]:
            found += [*_hidden(one["network"]), "вместо", *_hidden(base["network"])]
        if one["optimizer"] != base["optimizer"]:
            found.append(_OPTIMIZERS[one["optimizer"]])
        if one["batch_size"] != base["batch_size"]:
            found += ["мини-пакет", one["batch_size"]]
        fall: list[float | str] = [0] if one["schedule"] == "linear" else []
        if one["lr"] != base["lr"] or fall:
            found += ["шаг", one["lr"], *fall]
        return found

    def long_label(self, one: Part) -> list[float | str]:
        """With the epochs that a changed batch or rate brings along."""
        more = one["part"] in ("batch", "rate", "best")
        return [*self.label(one), *([one["epochs"]] if more else [])]

    def classes(self) -> Table:
        images = {one["class_id"]: one for one in self.series["images"]["per_class"]}
        best = {one["class_id"]: one for one in self.series["best_per_class"]}
        compared = len(self.variants) > 1
        gained_head: Row = [[], [_LEVEL]] if compared else []
        rows: list[Row] = []
        for one in self.base["per_class"]:
            image, interval = images[one["class_id"]], one["interval"]
            row: Row = [
                _class_cell(self.document, one["class_id"]),
                _percent(one["train"]),
                _percent(one["test"], interval["low"], interval["high"]),
                _percent(image["nearest_mean"]),
                _percent(image["nearest_color"]),
            ]
            if compared:
                gained = best[one["class_id"]]
                label = self.long_label(self.variants[gained["variant"]])
                row += [[100 * gained["test"], *label], _effect(gained["gain"])]
            rows.append(row)
        return Table(
            caption="Полнота (recall) классов: базовая сеть, без сети и лучший вариант",
            head=["Класс", [], [_LEVEL], [], [], *gained_head],
            rows=rows,
        )

    def images(self) -> Table:
        return Table(
            caption="Разброс изображений, расстояние между средними и средние яркости",
            head=["Класс", "Разброс", "Расстояние", "Красный", "Зелёный", "Синий"],
            rows=[
                [
                    _class_cell(self.document, one["class_id"]),
                    *([value] for value in (one["spread"], one["distance"], *one["color"])),
                ]
                for one in self.series["images"]["per_class"]
            ],
        )

    def remedies(self) -> Table:
        whole = [one for one in self.of("overfitting") if one["share"] == 1]
        parts = [one for one in self.of("overfitting") if one["share"] < 1]
        return Table(
            caption="Переобучение при разных условиях",
            head=["Вариант", [], [], [], [], [], [_LEVEL]],
            rows=[
                [
                    self.label(one),
                    [one["epochs"]],
                    _accuracy(one["train"]),
                    _accuracy(one["test"]),
                    _percent(one["gap"]),
                    _percent(one["loss_rise"]),
                    _effect(one["effect"]),
                ]
                for one in (self.base, *whole, *_by(parts, "share"))
            ],
        )

    def batch(self) -> Table:
        stopped = self.variants["stopped"]
        cifar = self.document["sections"]["cifar"]
        learnt = sum(map(sum, cifar["confusion"]["train"])) if cifar["status"] == "done" else 0
        rows: list[Row] = []
        for one in _by([*self.of("batch"), stopped], "batch_size"):
            iterations = one["epochs"] * math.ceil(learnt / one["batch_size"])
            counted: Row = [[iterations]] if learnt else []
            rows.append([[one["batch_size"]], [one["epochs"]], *counted, *self._compared(one)])
        return Table(
            caption="Обучение с разными размерами мини-пакета",
            head=[
                [],
                [],
                *([[]] if learnt else []),
                [],
                [],
                [stopped["batch_size"], _LEVEL],
            ],
            rows=rows,
        )

    def rate(self) -> Table:
        stopped = self.variants["stopped"]
        ordered = _by([*self.of("rate"), stopped], "lr")
        return Table(
            caption="Обучение с уменьшенным шагом",
            head=[[], [], [], [], [stopped["lr"], _LEVEL]],
            rows=[
                [[one["lr"]], [one["epochs"]], *self._compared(one)] for one in reversed(ordered)
            ],
        )

    def _compared(self, one: Part) -> Row:
        """Accuracies and effect; that of the variant compared with is told elsewhere."""
        effect = None if one is self.stopped else one["effect"]
        return [_accuracy(one["train"]), _accuracy(one["test"]), _effect(effect)]

    def networks(self) -> Table:
        validation = {one["variant"]: one["validation"] for one in self.series["searches"]}
        rows: list[Row] = []
        for one in self.of("network"):
            lowest = one["lowest_test_loss"]["epochs"]
            rows.append(
                [
                    self.code(one),
                    _model(one),
                    [one["lr"], one["batch_size"]],
                    [one["epochs"], statistics.median(lowest)],
                    _percent(validation[one["id"]]["mean"]),
                    _accuracy(one["test"]),
                    _effect(one["effect"]),
                ]
            )
        return Table(
            caption="Сети с подобранными гиперпараметрами",
            head=["№", "Сеть", [], [], [], [], [_LEVEL]],
            rows=rows,
        )

    def ladder(self) -> Table:
        rows: list[Row] = []
        for step in self.series["ladder"]:
            one, before = (self.variants[step[side]] for side in ("second", "first"))
            changed: list[float | str] = []
            for name in step["changed"]:
                if name == "hidden":
                    changed += [*_hidden(one["network"]), "вместо", *_hidden(before["network"])]
                elif name == "saturation":
                    changed += ["насыщенность", one["saturation"]]
                elif name == "optimizer":
                    changed += [_OPTIMIZERS[one[name]], "вместо", _OPTIMIZERS[before[name]]]
                elif name == "lr":
                    fall = [0] if one["schedule"] == "linear" else []
                    changed += ["шаг", one["lr"], *fall, "вместо", before["lr"]]
                elif name != "schedule":
                    changed += [one[name], "вместо", before[name]]
            rows.append(
                [
                    changed,
                    _accuracy(one["test"]),
                    _effect(step),
                    _VERDICTS[step["verdict"]],
                ]
            )
        return Table(
            caption="Вклад отдельных изменений",
            head=["Изменение", [], [_LEVEL], "Вывод"],
            rows=rows,
        )


def _hidden(network: str) -> list[float | str]:
    """The units of the hidden layers of "FC(64), FC(3)"."""
    return [int(units) for units in re.findall(r"\d+", network)[:-1]]

"""The series' numbers on the page are those of results.json, cell by cell."""

import math
import re
import statistics
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from tests.golden.reading import numbers, plain, shows, tables
from tests.golden.series_claims import sign

Part = dict[str, Any]
Row = list[float]


def _accuracy(accuracy: Part) -> Row:
    """ "76,0 ± 1,5", without the deviation of a single training."""
    return [100 * accuracy[name] for name in ("mean", "sd") if accuracy[name] is not None]


def _effect(effect: Part | None) -> Row:
    """The difference and the ends of its interval."""
    if effect is None:
        return []
    interval = effect["interval"]
    return [100 * value for value in (effect["difference"], interval["low"], interval["high"])]


def _by(variants: Sequence[Part], name: str) -> list[Part]:
    return sorted(variants, key=lambda one: float(one[name]))


class Numbers:
    """What each table should show, a list of numbers a row; labels in words are left out."""

    def __init__(self, document: Part) -> None:
        self.document, self.series = document, document["sections"]["series"]
        self.variants = {one["id"]: one for one in self.series["variants"]}
        self.base, self.stopped = self.variants["base"], self.variants.get("stopped")

    def of(self, part: str) -> list[Part]:
        return [one for one in self.variants.values() if one["part"] == part]

    def classes(self) -> list[Row]:
        images = {one["class_id"]: one for one in self.series["images"]["per_class"]}
        rows = []
        for one in self.base["per_class"]:
            image = images[one["class_id"]]
            shares = [
                share
                for part, interval in (("train", "train_interval"), ("test", "interval"))
                for share in (one[part], one[interval]["low"], one[interval]["high"])
            ]
            shares += [image["nearest_mean"], image["nearest_color"]]
            percent = [100 * share for share in shares]
            rows.append([one["class_id"], *percent, image["spread"], image["distance"]])
        return rows

    def epochs(self) -> list[Row]:
        others = [one for one in self.of("overfitting") if one is not self.stopped]
        columns = [one["lowest_test_loss"]["epochs"] for one in (self.base, *others)]
        seeds = [run["seed"] for run in self.series["runs"] if "base" in run["variants"]]
        rows = [[one["epochs"] for one in (self.base, *others)]]
        rows += [[seed, *epochs] for seed, *epochs in zip(seeds, *columns, strict=True)]
        if len(seeds) > 1:
            rows.append([statistics.median(column) for column in columns])
            rows.append([statistics.mean(column) for column in columns])
        return rows

    def remedies(self) -> list[Row]:
        whole = [one for one in self.of("overfitting") if one["share"] == 1]
        parts = [one for one in self.of("overfitting") if one["share"] < 1]
        return [
            [
                one["epochs"],
                *_accuracy(one["train"]),
                *_accuracy(one["test"]),
                100 * one["gap"],
                100 * one["loss_rise"],
                *_effect(one["effect"]),
            ]
            for one in (self.base, *whole, *_by(parts, "share"))
        ]

    def batch(self) -> list[Row]:
        learnt = sum(map(sum, self.document["sections"]["cifar"]["confusion"]["train"]))
        return [
            [
                one["batch_size"],
                one["epochs"],
                one["epochs"] * math.ceil(learnt / one["batch_size"]),
                *self._compared(one),
            ]
            for one in _by([*self.of("batch"), self.variants["stopped"]], "batch_size")
        ]

    def rate(self) -> list[Row]:
        ordered = _by([*self.of("rate"), self.variants["stopped"]], "lr")
        return [[one["lr"], one["epochs"], *self._compared(one)] for one in reversed(ordered)]

    def _compared(self, one: Part) -> Row:
        """Accuracies and effect; that of the variant compared with is told elsewhere."""
        effect = None if one is self.stopped else one["effect"]
        return [*_accuracy(one["train"]), *_accuracy(one["test"]), *_effect(effect)]

    def networks(self) -> list[Row]:
        validation = {one["variant"]: one["validation"] for one in self.series["searches"]}
        return [
            [
                one["lr"],
                one["batch_size"],
                one["epochs"],
                statistics.median(one["lowest_test_loss"]["epochs"]),
                100 * validation[one["id"]]["mean"],
                *_accuracy(one["train"]),
                *_accuracy(one["test"]),
                *_effect(one["effect"]),
            ]
            for one in self.of("network")
        ]

    def effects(self) -> list[Row]:
        return [
            [self.variants[one["variant"]]["epochs"], *_effect(one)]
            for one in self.series["ranking"]
        ]

    def best(self) -> list[Row]:
        best = self.document["best"]
        return [
            _accuracy(self.base["test"]),
            [100 * best["validation"]["mean"], *_accuracy(best["test"])],
            _accuracy(best["by_test"]["test_at_lowest_loss"]),
        ]

    def results(self) -> list[Row]:
        rows = list(self.variants.values())
        if len(rows) == 1:
            return []  # the table is that of part 3
        assert [one["test"]["mean"] for one in rows] == [
            row["test"]["mean"] for row in self.document["table"]
        ]
        return [
            [
                one["lr"],
                *([0.0] if one["schedule"] == "linear" else []),  # what it falls to
                one["batch_size"],
                one["epochs"],
                *([100 * one["share"]] if one["share"] != 1 else []),
                *([one["saturation"]] if one["saturation"] != 1 else []),
                *_accuracy(one["test"]),
                *_accuracy(one["train"]),
            ]
            for one in rows
        ]

    def best_classes(self) -> list[Row]:
        base = {one["class_id"]: one["test"] for one in self.base["per_class"]}
        return [
            [
                one["class_id"],
                100 * base[one["class_id"]],
                100 * one["test"],
                *_effect(one["gain"]),
            ]
            for one in self.series["best_per_class"]
        ]


# By table: what it should show, and which of its columns (the others are labels)
TABLES: Mapping[str, tuple[Callable[[Numbers], list[Row]], slice]] = {
    "series-classes": (Numbers.classes, slice(None)),
    "series-epochs": (Numbers.epochs, slice(None)),
    "series-remedies": (Numbers.remedies, slice(1, None)),
    "series-batch": (Numbers.batch, slice(None)),
    "series-rate": (Numbers.rate, slice(None)),
    "series-networks": (Numbers.networks, slice(1, None)),
    "series-effects": (Numbers.effects, slice(1, None)),
    "series-best": (Numbers.best, slice(2, None)),
    "results": (Numbers.results, slice(1, 3)),
    "best-classes": (Numbers.best_classes, slice(0, 4)),
}


def test_the_numbers_of_every_table_are_those_of_the_document(html: str, document: Part) -> None:
    if document["sections"]["series"]["status"] != "done":
        return
    shown = tables(html)
    known = Numbers(document)
    expected = {name: rows(known) for name, (rows, _) in TABLES.items() if name in shown}
    wrong = []
    for name, rows in expected.items():
        if name == "results" and not rows:
            continue
        for place, (cells, row) in enumerate(zip(shown[name], rows, strict=True)):
            written = numbers(" ; ".join(cells[TABLES[name][1]]))
            if len(written) != len(row) or not all(map(shows, written, row)):
                wrong.append(f"{name}, row {place}: {written} for {row}")
    assert not wrong


def test_the_usual_report_has_all_tables_of_the_series(
    make_report: Callable[..., Any], page: Callable[[Any], str]
) -> None:
    found = tables(page(make_report()))
    assert TABLES.keys() <= found.keys()
    assert {name for name in found if name.startswith("series-")} <= TABLES.keys()


def test_a_wrong_number_is_seen() -> None:
    assert numbers("−1,7 (−3,7…+0,4) ; 1e−3 ; 30\u202f763 ; lr = 0.005") == [
        *("−1,7", "−3,7", "+0,4", "1e−3", "30\u202f763", "0.005")
    ]
    assert shows("−1,7", -1.67)
    assert not shows("−1,7", -1.76)
    assert not shows("1,7", -1.7)
    assert shows("2,5e−3", 0.0025)
    assert not shows("2,5e−3", 0.025)
    assert shows("30\u202f763", 30763)


@pytest.mark.parametrize(
    ("words", "told"), [("Прибавка", 1), ("Разность", 0), ("Она значимо хуже базовой:", -1)]
)
def test_the_conclusion_has_the_gain_of_the_document(
    words: str, told: int, html: str, document: Part
) -> None:
    _, _, conclusion = plain(html).rpartition("ЗАКЛЮЧЕНИЕ")
    stated = re.search(rf"{words} ([−+]?[\d,]+) п\. п\. \(от (\S+) до (\S+) п\. п\.\)", conclusion)
    best = document["best"]
    assert (stated is not None) == (best is not None and sign(best["gain"]) == told)
    if stated is not None:
        gain = {**best["gain"], "difference": best["gain"]["mean"]}
        assert all(map(shows, stated.groups(), _effect(gain)))

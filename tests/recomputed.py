"""All that a `results.json` claims, worked out again as docs/reference/results.md says.

NumPy and SciPy only: nothing of the program takes part.
"""

import base64
import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm, t

Part = dict[str, Any]
Table = NDArray[np.float64]
Claims = dict[str, Any]

CLAIMS = {
    "low", "high", "p_value", "among", "verdict", "agrees", "easiest", "hardest",
    "difference", "seed_sd", "image_error", "sd", "gained", "lost", "mean", "at_edge", "changed",
}  # fmt: skip
"""What has to be worked out, wherever it stands."""
NO_CLAIMS = {"weight_range", "normalized", "evidence", "table"}
"""Where a key of such a name is something else: a range, a part 3 input, the evidence itself, and
the final table, whose means and deviations are those of the variants."""


def departures(document: Part) -> list[str]:
    """What is claimed and does not follow, or follows and is not claimed."""
    stated, found = claims(document), recomputed(document)
    alone = [f"{path} is claimed and not worked out" for path in stated.keys() - found.keys()]
    alone += [f"{path} is worked out and not claimed" for path in found.keys() - stated.keys()]
    return sorted(alone) + [
        f"{path} is {found[path]}, not {value}"
        for path, value in stated.items()
        if path in found and not _same(found[path], value)
    ]


def _same(found: Any, stated: Any) -> bool:
    if isinstance(stated, float) and isinstance(found, float):
        return math.isclose(found, stated, rel_tol=1e-9, abs_tol=1e-12)
    return bool(found == stated)


def claims(document: Part) -> Claims:
    """What the document states of `CLAIMS`, by path."""
    return dict(_claims(document, ()))


def _claims(value: Any, path: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, item in value.items():
            if key in NO_CLAIMS and path[-1:] != ("images",):
                continue
            if key in CLAIMS:
                yield ".".join((*path, key)), item
            elif key.endswith("interval") and item is None:
                yield ".".join((*path, key)), None
            else:
                yield from _claims(item, (*path, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _claims(item, (*path, str(number)))


def recomputed(document: Part) -> Claims:
    """The same from the evidence."""
    found: Claims = {}
    sections = document["sections"]
    if sections["cifar"]["status"] == "done":
        _put(found, "sections.cifar", _part_3(document))
    if sections["series"]["status"] == "done":
        series = _Series(document)
        _put(found, "sections.series", series.section())
        if document["best"]:
            _put(found, "best", series.best(document["best"]))
    return found


def _put(found: Claims, path: str, value: Any) -> None:
    if isinstance(value, Mapping):
        for key, item in value.items():
            _put(found, f"{path}.{key}", item)
    else:
        found[path] = value


def places(text: str, n: int) -> NDArray[np.uint8]:
    bits = np.unpackbits(np.frombuffer(base64.b64decode(text), dtype=np.uint8))
    assert not bits[2 * n :].any()
    assert len(bits) == 8 * math.ceil(n / 4)
    found: NDArray[np.uint8] = 2 * bits[0 : 2 * n : 2] + bits[1 : 2 * n : 2]
    return found


_FIELDS = {
    "network": "hidden",
    **{
        name: name for name in ("optimizer", "schedule", "saturation", "lr", "batch_size", "epochs")
    },
}
"""What a step may change, as a row has it and as a training has it."""


class _Answers:
    """The answers of trainings, and which of them are right."""

    def __init__(self, document: Part) -> None:
        evidence = document["evidence"]
        self.classes: list[int] = evidence["classes"]
        self._labels = {("test", 1.0): evidence["labels"]["test"]}
        for one in evidence["labels"]["train"]:
            self._labels["train", one["share"]] = one

    def labels(self, part: str, share: float = 1.0) -> NDArray[np.uint8]:
        one = self._labels[part, share if part == "train" else 1.0]
        return places(one["places"], one["images"])

    def given(self, run: Part, name: str) -> NDArray[np.uint8]:
        truth = self.labels(name.partition("_")[0], run.get("share", 1.0))
        return places(run["answers"][name], len(truth))

    def right(self, run: Part, name: str) -> NDArray[np.bool_]:
        truth = self.labels(name.partition("_")[0], run.get("share", 1.0))
        right: NDArray[np.bool_] = self.given(run, name) == truth
        return right

    def confusion(self, run: Part, name: str) -> NDArray[np.int64]:
        count = len(self.classes)
        found = np.zeros((count, count), dtype=np.int64)
        truth = self.labels(name.partition("_")[0], run.get("share", 1.0))
        np.add.at(found, (truth, self.given(run, name)), 1)
        return found


def _part_3(document: Part) -> Claims:
    section, answers = document["sections"]["cifar"], _Answers(document)
    evidence = document["evidence"]
    right = {state: answers.right(section, state) for state in ("test", "test_at_lowest_loss")}
    first, second = right["test"], right["test_at_lowest_loss"]
    gained, lost = int((second & ~first).sum()), int((first & ~second).sum())
    gap = section["class_gap_interval"]
    sides = [gap["made_from"][name]["class_id"] for name in ("first", "second")]
    return {
        "test_accuracy_interval": _wilson(
            first.mean(), evidence["normal_quantile"] ** 2, len(first)
        ),
        "class_gap_interval": {
            **_gap_of_shares(answers.confusion(section, "test"), sides, answers.classes),
            "among": len(list(combinations(answers.classes, 2))),
        },
        "stopping": {
            "difference": float(second.mean() - first.mean()),
            "gained": gained,
            "lost": lost,
        },
    }


def _gap_of_shares(
    matrix: NDArray[np.int64], sides: Sequence[int], classes: Sequence[int]
) -> Claims:
    (first, first_n), (second, second_n) = (
        (row[place] / row.sum(), int(row.sum()))
        for place in map(classes.index, sides)
        for row in [matrix[place]]
    )
    quantile = norm.ppf(1 - 0.025 / len(list(combinations(classes, 2))))
    one, other = _wilson(first, quantile**2, first_n), _wilson(second, quantile**2, second_n)
    return {
        "low": second - first - math.hypot(second - other["low"], one["high"] - first),
        "high": second - first + math.hypot(other["high"] - second, first - one["low"]),
    }


class _Series:
    def __init__(self, document: Part) -> None:
        self._section, self._best = document["sections"]["series"], document["best"]
        self._evidence = document["evidence"]
        self._answers = _Answers(document)
        self._variants = {one["id"]: one for one in self._section["variants"]}
        self._runs: dict[str, list[Part]] = {name: [] for name in self._variants}
        for run in self._section["runs"]:
            for name in run["variants"]:
                if run["fold"] is None and name in self._runs:
                    self._runs[name].append(run)
        for runs in self._runs.values():
            runs.sort(key=lambda run: run["seed"])
        self._shared = self._all_shared()

    def section(self) -> Claims:
        section = self._section
        found: Claims = {}
        for number, one in enumerate(section["variants"]):
            _put(found, f"variants.{number}", self._variant(one))
        if section["classes"]["gap"]:
            found["classes.gap"] = self._compared(section["classes"]["gap"])
        for name in ("pairs", "ranking"):
            for number, one in enumerate(section[name]):
                _put(found, f"{name}.{number}", self._compared(one))
        for name in ("batch", "rate"):
            if section[name]:
                _put(found, name, self._trend(name, section[name]))
        for number, one in enumerate(section["overfitting"] or ()):
            _put(found, f"overfitting.{number}", self._overfitting(one))
        for number, one in enumerate(section["best_per_class"]):
            own = self._of_class(self._variants[one["variant"]], one["class_id"])
            _put(found, f"best_per_class.{number}", own)
            if one["gain"]:
                _put(found, f"best_per_class.{number}.gain", self._compared(one["gain"]))
        for number, one in enumerate(section["searches"]):
            _put(found, f"searches.{number}", {**self._search(one), "at_edge": self._at_edge(one)})
        if section["base_validation"]:
            runs = [one for one in section["runs"] if one["variants"] == ["base"] and one["folds"]]
            shares = np.array([one["accuracy"]["validation"] for one in runs])
            _put(found, "base_validation", _mean_and_sd(shares))
        for number, claims_of_step in enumerate(self._ladder(section["ladder"] or ())):
            _put(found, f"ladder.{number}", claims_of_step)
        for number, one in enumerate((section["images"] or {}).get("evidence", ())):
            _put(found, f"images.evidence.{number}", self._image_evidence(one["name"]))
        return found

    def _ladder(self, steps: Sequence[Part]) -> Iterator[Claims]:
        """A family; the differences lead from the base to the best model without a gap."""
        origins = [step["made_from"] for step in steps]
        counts = _holm([self._alone(origin) for origin in origins])
        reached = "base"
        for step, origin, among in zip(steps, origins, counts, strict=True):
            first, second = (origin[side]["variant"] for side in ("first", "second"))
            assert first == reached, "a gap in the ladder"
            reached = second
            before, after = self._variants[first], self._variants[second]
            before_right, after_right = (self._side(origin[side]) for side in ("first", "second"))
            changed = {name for row, name in _FIELDS.items() if before[row] != after[row]}
            yield {
                **_paired(before_right, after_right, among),
                "among": among,
                "changed": sorted(changed, key=step["changed"].index),
            }
        if steps:
            means = [self._right(name).mean() for name in ("base", reached)]
            total = sum(step["difference"] for step in steps)
            assert math.isclose(total, means[1] - means[0], abs_tol=1e-12), "steps do not add up"

    def _at_edge(self, one: Part) -> list[str]:
        """Of a network that only chose its colours, also what its namesake's search chose."""
        candidates = one["candidates"]
        (chosen,) = (point for point in candidates if point["chosen"])
        found: list[str] = []
        if len({point["saturation"] for point in candidates}) > 1:
            usual = self._variants["base"]["saturation"]
            tried = [usual, *(point["saturation"] for point in candidates)]
            (other,) = (
                search["candidates"]
                for search in self._section["searches"]
                if search["network"] == one["network"] and search["optimizer"] == one["optimizer"]
                if search["saturation"] == usual
            )
            found += _edges({**chosen, "saturation": usual}, other)
            found += ["saturation"] * (chosen["saturation"] in (min(tried), max(tried)))
            return found
        return _edges(chosen, candidates)

    def best(self, best: Part) -> Claims:
        gain = self._compared(best["gain"])
        gain["mean"], gain["sd"] = gain.pop("difference"), gain.pop("seed_sd")
        del gain["image_error"]
        runs = self._runs[best["by_test"]["variant"]]
        found: Claims = {
            "validation": self._search({"variant": best["variant"], "candidates": []})[
                "validation"
            ],
            "test": self._accuracy(best["variant"], "test"),
            "gain": gain,
            "by_test": {"test_at_lowest_loss": self._at_lowest_loss(runs)},
        }
        if best["over_stopped"]:
            found["over_stopped"] = self._compared(best["over_stopped"])
        return found

    def _right(self, variant: str, name: str = "test", class_id: int | None = None) -> Table:
        runs = self._runs[variant]
        table = np.stack([self._answers.right(run, name) for run in runs]).astype(float)
        if class_id is None:
            return table
        truth = self._answers.labels(name.partition("_")[0], runs[0]["share"])
        return table[:, truth == self._answers.classes.index(class_id)]

    def _side(self, side: Part) -> Table:
        name = {"final": "test", "lowest_loss": "test_at_lowest_loss"}[side["state"]]
        return self._right(side["variant"], name, side["class_id"])

    def _compared(self, one: Part) -> Claims:
        origin = one["made_from"]
        first, second = (self._side(origin[name]) for name in ("first", "second"))
        judge = {"paired": _paired, "groups": _groups}[origin["method"]]
        return {**judge(first, second, one["among"]), "among": self._among(one)}

    def _among(self, one: Part) -> int:
        """Among how many comparisons the 5 % of this one are shared out."""
        origin = one["made_from"]
        if origin["first"]["class_id"] is not None:
            pairs = len(self._answers.classes) * (len(self._answers.classes) - 1) // 2
            return pairs if origin["method"] == "groups" else len(self._variants) - 1
        return self._shared.get(str(origin), 1)

    def _all_shared(self) -> dict[str, int]:
        """The same for all comparisons of families, by what they are made from."""
        found: dict[str, int] = {}
        for family in self._families():
            origins = [one["made_from"] for one in family]
            counts = _holm([self._alone(origin) for origin in origins])
            found |= dict(zip(map(str, origins), counts, strict=True))
        assert len(found) == sum(map(len, self._families())), "a comparison in two families"
        return found

    def _alone(self, origin: Part) -> float:
        if origin["method"] != "paired":
            return float(self._measured(origin, 1)["p_value"])
        first, second = (self._side(origin[name]) for name in ("first", "second"))
        return float(_paired(first, second, 1)["p_value"])

    def _families(self) -> list[list[Part]]:
        section, chosen = self._section, (self._best or {}).get("variant")
        ranking = [one for one in section["ranking"] if one["variant"] != chosen]
        own = [
            [
                *(
                    self._variants[id]["effect"]
                    for id in section[part]["variants"]
                    if self._variants[id]["effect"]["made_from"]["first"]["variant"] != "base"
                ),
                *([section[part]["ends"]] if section[part]["ends"] else []),
            ]
            for part in ("batch", "rate")
            if section[part]
        ]
        changes = section["overfitting"] or ()
        measures = [[one[name] for one in changes] for name in ("gap", "loss_rise")]
        ladder = section["ladder"] or []
        steps = {(one["first"], one["second"]) for one in ladder}
        # A pair that is a step of the ladder is judged there
        pairs = [one for one in section["pairs"] if (one["first"], one["second"]) not in steps]
        return [ranking, pairs, ladder, *own, *measures]

    def _variant(self, one: Part) -> Claims:
        name = one["id"]
        found: Claims = {
            "train": self._accuracy(name, "train"),
            "test": self._accuracy(name, "test"),
            "lowest_test_loss": {"test": self._at_lowest_loss(self._runs[name])},
        }
        for number, of_class in enumerate(one["per_class"]):
            found[f"per_class.{number}"] = self._of_class(one, of_class["class_id"])
        if one["effect"]:
            found["effect"] = self._compared(one["effect"])
        return found

    def _accuracy(self, variant: str, part: str) -> Claims:
        right = self._right(variant, part)
        return {**_mean_and_sd(right.mean(axis=1)), "interval": self._interval(right)}

    def _at_lowest_loss(self, runs: Sequence[Part]) -> Claims:
        right = [self._answers.right(run, "test_at_lowest_loss").mean() for run in runs]
        return _mean_and_sd(np.array(right))

    def _of_class(self, variant: Part, class_id: int) -> Claims:
        return {
            "train_interval": self._interval(self._right(variant["id"], "train", class_id)),
            "interval": self._interval(self._right(variant["id"], "test", class_id)),
        }

    def _interval(self, right: Table) -> Claims:
        seeds, images = right.shape
        mean, error, df = _two_way(right)
        if seeds == 1 or error == 0:
            return _wilson(mean, self._evidence["normal_quantile"] ** 2, images)
        squared = t.ppf(0.975, df) ** 2 * error**2 / (mean * (1 - mean))
        return _wilson(mean, squared, 1)

    def _overfitting(self, one: Part) -> Claims:
        found: Claims = {}
        for name in ("gap", "loss_rise"):
            found[name] = self._measured(one[name]["made_from"], one[name]["among"])
            found[name]["among"] = self._among(one[name])
        gap, rise = (found[name]["verdict"] for name in ("gap", "loss_rise"))
        opposite = {"higher": "lower", "lower": "higher", "unclear": None}[gap]
        usual = {"higher": "worsens", "lower": "reduces", "unclear": "unclear"}[gap]
        found["verdict"] = "mixed" if rise == opposite else usual
        return found

    def _measured(self, origin: Part, among: int) -> Claims:
        of_gaps = origin["method"] == "gaps"
        values = self._gaps if of_gaps else self._rises
        first, second = (values(origin[side]["variant"]) for side in ("first", "second"))
        change = second - first
        found: Claims = {
            "difference": change.mean(),
            "sd": _mean_and_sd(change.mean(axis=1))["sd"] if of_gaps else _sd(change[0]),
        }
        if change.size == 1:
            return {**found, "interval": None, "p_value": 1.0, "verdict": "unclear"}
        mean, error, df = _two_way(_with_added(change) if of_gaps else change)
        half = t.ppf(1 - 0.025 / among, df) * error
        low, high = mean - half, mean + half
        p = min(1.0, among * 2 * t.sf(abs(mean) / error, df)) if error else float(mean == 0)
        clear = not low <= 0 <= high
        verdict = "unclear" if not clear else "higher" if change.mean() > 0 else "lower"
        return {**found, "interval": {"low": low, "high": high}, "p_value": p, "verdict": verdict}

    def _gaps(self, variant: str) -> Table:
        learnt = self._right(variant, "train").mean(axis=1, keepdims=True)
        gaps: Table = learnt - self._right(variant)
        return gaps

    def _rises(self, variant: str) -> Table:
        """One row: here it is the seeds that were drawn."""
        runs = self._runs[variant]
        return np.array([[run["loss"]["test"] / run["best_loss"] - 1 for run in runs]])

    def _trend(self, name: str, one: Part) -> Claims:
        reference = self._variants[one["reference"]]
        told = []  # whether larger ones help, whether it is of larger ones
        for variant in (self._variants[id] for id in one["variants"]):
            verdict = self._compared(variant["effect"])["verdict"]
            if verdict != "unclear":
                larger = name == "rate" or variant["batch_size"] > reference["batch_size"]
                told.append(((verdict == "better") == larger, larger))
        found: Claims = {}
        if one["ends"]:
            found["ends"] = self._compared(one["ends"])
            if name == "batch" and found["ends"]["verdict"] != "unclear":
                told.append((found["ends"]["verdict"] == "better", not told))
        helps = {help for help, _ in told}
        if len(helps) != 1:
            found["verdict"] = "mixed" if helps else "unclear"
        elif not any(larger for _, larger in told):
            found["verdict"] = "partial"
        else:
            found["verdict"] = "helps" if helps == {True} else "hurts"
        return found

    def _search(self, one: Part) -> Claims:
        """Of each candidate the accuracies on its folds, and those of the one chosen."""
        folds: dict[tuple[Any, ...], list[float]] = {}
        for run in self._section["runs"]:
            if run["fold"] is not None and one["variant"] in run["variants"]:
                key = run["lr"], run["batch_size"], run["epochs"], run["saturation"]
                folds.setdefault(key, []).append(run["accuracy"]["validation"])
        found: Claims = {}
        for number, candidate in enumerate(one["candidates"]):
            key = tuple(candidate[n] for n in ("lr", "batch_size", "epochs", "saturation"))
            found[f"candidates.{number}.validation"] = _mean_and_sd(np.array(folds[key]))
        best = max(folds.values(), key=lambda shares: float(np.mean(shares)))
        return {"validation": _mean_and_sd(np.array(best)), **found}

    def _image_evidence(self, name: str) -> Claims:
        classes, truth = self._answers.classes, self._answers.labels("test")
        right = self._right("base").sum(axis=0)  # counts, in which classes can be equal
        recall = [right[truth == place].sum() for place in range(len(classes))]
        recall /= np.bincount(truth)
        if name.startswith("nearest"):
            given = places(self._evidence["nearest"][name.removeprefix("nearest_")], len(truth))
            ease = [(given == truth)[truth == place].mean() for place in range(len(classes))]
        else:
            sign = {"spread": -1, "distance": 1}[name]
            ease = [sign * one[name] for one in self._section["images"]["per_class"]]
        easiest, hardest = ([p for p, e in enumerate(ease) if e == f(ease)] for f in (max, min))
        best, worst = int(np.argmax(recall)) in easiest, int(np.argmin(recall)) in hardest
        agrees = {(1, 1): "both", (1, 0): "best", (0, 1): "worst", (0, 0): "neither"}
        return {
            "easiest": [classes[place] for place in easiest],
            "hardest": [classes[place] for place in hardest],
            "agrees": agrees[best, worst],
        }


def _edges(chosen: Part, candidates: Sequence[Part]) -> list[str]:
    tried = {name: {point[name] for point in candidates} for name in ("lr", "batch_size", "epochs")}
    return [
        name
        for name, values in tried.items()
        if len(values) > 1 and chosen[name] in (min(values), max(values))
    ]


def _mean_and_sd(values: NDArray[np.float64]) -> Claims:
    return {"mean": float(values.mean()), "sd": _sd(values)}


def _sd(values: NDArray[np.float64]) -> float | None:
    return float(values.std(ddof=1)) if len(values) > 1 else None


def _two_way(values: Table) -> tuple[float, float, float]:
    """Mean, its error and degrees of freedom, of a table of seeds by images."""
    seeds, images = values.shape
    mean = float(values.mean())
    if images == 1:
        return mean, math.nan, math.nan
    columns = seeds * values.mean(axis=0).var(ddof=1)
    if seeds == 1:
        return mean, math.sqrt(columns / images), images - 1
    rows = images * values.mean(axis=1).var(ddof=1)
    residuals = values - values.mean(axis=1, keepdims=True) - values.mean(axis=0) + mean
    dfs = np.array([seeds - 1, images - 1, (seeds - 1) * (images - 1)])
    rest = (residuals**2).sum() / dfs[2]
    whole = max(rows + columns - rest, rest)
    squares = (np.array([rows, columns, rest]) ** 2 / dfs).sum()
    df = whole**2 / squares if squares else seeds - 1
    return mean, math.sqrt(whole / values.size), df


def _told(mean: float, error: float, df: float, among: int) -> Claims:
    half = t.ppf(1 - 0.025 / among, df) * error
    if error == 0:
        p = 1.0 if mean == 0 else 0.0
    else:
        p = min(1.0, among * 2 * t.sf(abs(mean) / error, df))
    return {
        "interval": {"low": max(mean - half, -1.0), "high": min(mean + half, 1.0)},
        "p_value": p,
    }


def _holm(p_values: Sequence[float]) -> list[int]:
    """Among how many comparisons of a family each is tested: one less after each that is told."""
    found, left = [0] * len(p_values), len(p_values)
    for place in sorted(range(len(p_values)), key=p_values.__getitem__):
        found[place] = left
        if p_values[place] <= 0.05 / left and left > 1:
            left -= 1
    return found


def _verdict(found: Claims) -> Claims:
    interval = found["interval"]
    if interval["low"] <= 0 <= interval["high"]:
        return {**found, "verdict": "unclear"}
    return {**found, "verdict": "better" if found["difference"] > 0 else "worse"}


def _with_added(change: Table) -> Table:
    seeds = len(change)
    return np.hstack([change, np.full((seeds, 1), 1 / seeds), np.full((seeds, 1), -1 / seeds)])


def _paired(first: Table, second: Table, among: int) -> Claims:
    change = second - first
    images = change.shape[1]
    added = _with_added(change)
    return _verdict(
        {
            "difference": float(change.mean()),
            "seed_sd": _sd(change.mean(axis=1)),
            "image_error": math.sqrt(change.mean(axis=0).var(ddof=1) / images),
            **_told(*_two_way(added), among),
        }
    )


def _groups(first: Table, second: Table, among: int) -> Claims:
    by_seed = second.mean(axis=1) - first.mean(axis=1)
    parts = [(g.mean(axis=0).var(ddof=1) / g.shape[1], g.shape[1] - 1) for g in (first, second)]
    of_images = sum(variance for variance, _ in parts)
    if len(by_seed) > 1:
        parts.append((by_seed.var(ddof=1) / len(by_seed), len(by_seed) - 1))
    whole = sum(variance for variance, _ in parts)
    squares = sum(variance**2 / df for variance, df in parts)
    mean, df = float(by_seed.mean()), whole**2 / squares if squares else 1.0
    return _verdict(
        {
            "difference": mean,
            "seed_sd": _sd(by_seed),
            "image_error": math.sqrt(of_images),
            **_told(mean, math.sqrt(whole), df, among),
        }
    )


def _wilson(share: float, squared_quantile: float, n: int) -> Claims:
    z = squared_quantile / n
    half = math.sqrt(z * share * (1 - share) + z**2 / 4)
    low, high = ((share + z / 2 + sign * half) / (1 + z) for sign in (-1, 1))
    return {"low": max(low, 0.0), "high": min(high, 1.0)}

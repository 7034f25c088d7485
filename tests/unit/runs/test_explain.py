"""What `explain` says of a cache, without running anything."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from lab1report.cli.output import print_status
from lab1report.data.dataset import Dataset
from lab1report.data.dataset_spec import CIFAR100
from lab1report.model import RunSpec
from lab1report.plan.plan import Plan, PlannedRun
from lab1report.progress import Progress
from lab1report.runs import explain as status
from lab1report.runs.compute import inputs_of
from lab1report.runs.explain import WaveStatus
from lab1report.runs.schedule import carry_out
from lab1report.sections.catalog import report_sections
from lab1report.settings.options import load
from lab1report.store.results import Store
from tests.unit.tiny_plan import BASE, made_up, make_plan, make_series, small_demo

NAMES = [
    "regression",
    "xor",
    "cifar",
    "series.images",
    "series.base",
    "series.search",
    "series.variants",
    "series.networks",
]
MARK = "2001-01-01T00:00:00+00:00"


class Cache:
    """A cache of results that nothing has computed, and a plan."""

    def __init__(self, root: Path, dataset: Dataset) -> None:
        self.store, self.dataset = Store(root), dataset
        self.plan: Plan = make_plan()

    def keep(self, *runs: PlannedRun) -> None:
        for run in runs:
            result = replace(made_up(BASE, MARK), section=run.section, spec=run.spec)
            self.store.put(inputs_of(run, self.dataset.info.fingerprint), result)

    def built(self) -> None:
        """What is stored was that of a build."""
        carry_out(
            self.plan,
            load({"classes": "2,0,1", "data": "demo"}, folder=Path("/")),
            wanted=frozenset(),
            fresh=frozenset(),
            dataset=self.dataset,
            store=self.store,
            progress=Progress(),
        )

    def runs(self, name: str) -> tuple[PlannedRun, ...]:
        """What can be specified of a stage from what is stored."""
        results = {}
        for stage in self.plan.waves(frozenset({"series"}), {}):
            for run in stage.runs or ():
                inputs = inputs_of(run, self.dataset.info.fingerprint)
                found = self.store.get(run.section, inputs, run.spec)
                if found is not None and isinstance(run.spec, RunSpec):
                    results[run.spec] = found
        stages = {s.name: s.runs for s in self.plan.waves(frozenset({"series", "xor"}), results)}
        return stages[name] or ()

    def explain(self, monkeypatch: pytest.MonkeyPatch, *fresh: str) -> dict[str, WaveStatus]:
        monkeypatch.setattr(status, "make_plan", lambda *_: self.plan)
        options = {"classes": "2,0,1", "data": "demo", "fresh": list(fresh)}
        return {
            s.name: s
            for s in status.explain(load(options, folder=Path("/")), report_sections(), Progress())
        }


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setenv("LAB1REPORT_CACHE", str(tmp_path))
    with small_demo(tmp_path) as (dataset, _):
        yield Cache(tmp_path, dataset)


def counts(found: Mapping[str, WaveStatus]) -> dict[str, tuple[int, int | None]]:
    return {name: (status.stored, status.planned) for name, status in found.items()}


def test_nothing_was_computed_yet(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    found = cache.explain(monkeypatch)
    assert list(found) == NAMES
    assert counts(found) == {
        "regression": (0, 1),
        "xor": (0, 1),
        "cifar": (0, 1),
        "series.images": (0, 1),
        "series.base": (0, 1),
        "series.search": (0, 4),
        "series.variants": (0, None),
        "series.networks": (0, None),
    }
    for name in NAMES[:6]:
        explanation = found[name].explanation
        assert explanation is not None
        assert (explanation.current, explanation.stored_at) == (False, None)
    assert found["series.variants"].explanation is None
    assert [found[name].reason for name in NAMES] == ["missing"] * 6 + ["waiting"] * 2


def test_what_follows_is_told_as_soon_as_it_does(
    cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.keep(*cache.runs("cifar"), *cache.runs("series.base"))
    found = counts(cache.explain(monkeypatch))
    assert found["cifar"] == found["series.base"] == (1, 1)
    assert found["series.variants"] == (0, 8)
    assert found["series.networks"] == (0, None)

    cache.keep(*cache.runs("series.variants")[:3], *cache.runs("series.search")[:3])
    found = counts(cache.explain(monkeypatch))
    assert found["series.variants"] == (3, 8)
    assert found["series.search"] == (3, 4)
    assert found["series.networks"] == (0, None)

    cache.keep(*cache.runs("series.search"))
    found = counts(cache.explain(monkeypatch))
    assert found["series.networks"] == (0, 2)
    cache.keep(*cache.runs("series.networks"), *cache.runs("series.variants"))
    cache.keep(*cache.runs("series.images"), *cache.plan.tasks[:2])
    found = counts(cache.explain(monkeypatch))
    assert all(stored == planned for stored, planned in found.values())
    assert sum(planned or 0 for _, planned in found.values()) == cache.plan.count(
        frozenset({"regression", "xor", "series"})
    )


def test_what_changed_is_told_of_the_first_run_that_is_not_stored(
    cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.keep(*cache.runs("cifar"), *cache.runs("series.base"))
    cache.keep(*cache.runs("series.variants"))
    cache.built()
    series = cache.plan.series
    changed = tuple(
        replace(variant, spec=replace(variant.spec, lr=0.003))
        if variant.id == "slower"
        else variant
        for variant in series.variants
    )
    cache.plan = replace(cache.plan, series=replace(series, variants=changed))
    found = cache.explain(monkeypatch)["series.variants"]
    assert (found.stored, found.planned) == (6, 8)
    assert found.explanation is not None
    assert found.explanation.stored_at is not None
    assert [(c.name, c.stored, c.wanted) for c in found.explanation.changes] == [
        ("spec.lr", 0.002, 0.003)
    ]
    assert (found.reason, found.changes) == ("changed", found.explanation.changes)


def test_a_changed_base_is_told_against_what_the_base_was(
    cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of no other variant, though the settings of one may be nearer to the new ones."""
    cache.keep(*cache.runs("cifar"), *cache.runs("series.base"), *cache.plan.tasks)
    cache.keep(*cache.runs("series.variants"))
    cache.built()
    epochs = {run.spec.epochs for run in cache.runs("series.variants") if run.task is None}  # type: ignore[union-attr]
    assert min(epochs) < 5 < BASE.epochs
    longer = replace(BASE, epochs=5)
    cache.plan = make_plan(
        replace(
            make_series(),
            variants=tuple(
                replace(one, spec=replace(one.spec, epochs=5)) if one.id == "base" else one
                for one in make_series().variants
            ),
        )
    )
    tasks = (*cache.plan.tasks[:2], replace(cache.plan.tasks[2], spec=longer))
    cache.plan = replace(cache.plan, tasks=tasks)
    found = cache.explain(monkeypatch)
    for name in ("cifar", "series.base"):
        changes = [(c.name, c.stored, c.wanted) for c in found[name].changes]
        assert changes == [("spec.epochs", BASE.epochs, 5)], name


def test_a_new_variant_was_nothing_before(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.keep(*cache.runs("cifar"), *cache.runs("series.base"))
    cache.keep(*cache.runs("series.variants"))
    cache.built()
    series = cache.plan.series
    added = replace(series.planned("slower"), id="slowest", spec=replace(series.base, lr=0.0001))
    cache.plan = replace(cache.plan, series=replace(series, variants=(*series.variants, added)))
    found = cache.explain(monkeypatch)["series.variants"]
    assert (found.stored, found.planned, found.reason) == (8, 10, "missing")


def test_other_images_are_named(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    (run,) = cache.runs("cifar")
    result = replace(made_up(BASE, MARK), section="cifar")
    cache.store.put(inputs_of(run, CIFAR100.fingerprint), result)
    changes = cache.explain(monkeypatch)["cifar"].changes
    assert [(c.name, c.stored, c.wanted) for c in changes] == [("data", "cifar100", "demo")]


@pytest.mark.parametrize(
    ("fresh", "forced"),
    [
        ((), {}),
        (("xor",), {"xor": 1}),
        (("cifar",), {"cifar": 1}),
        (("series.batch",), {"series.variants": 2}),
        (("series.classes",), {"series.images": 1, "series.base": 1}),
        (("series.best", "series.network"), {"series.search": 4, "series.networks": 2}),
        (
            ("series",),
            {
                "series.images": 1,
                "series.base": 1,
                "series.search": 4,
                "series.variants": 8,
                "series.networks": 2,
            },
        ),
    ],
)
def test_what_is_computed_in_any_case(
    cache: Cache, monkeypatch: pytest.MonkeyPatch, fresh: tuple[str, ...], forced: dict[str, int]
) -> None:
    cache.keep(*cache.runs("cifar"), *cache.runs("series.base"), *cache.runs("series.search"))
    found = cache.explain(monkeypatch, *fresh)
    assert {name: s.forced for name, s in found.items() if s.forced} == forced
    assert {name for s in found.values() for name in s.forced_by} <= set(fresh)
    assert {name for name, s in found.items() if s.forced_by} == forced.keys()
    stored = ("cifar", "series.base", "series.search")
    assert {found[name].reason for name in stored if name in forced} <= {"forced"}
    assert {found[name].reason for name in stored if name not in forced} <= {"current"}


def test_nothing_is_run_or_stored(
    cache: Cache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sorted(path for path in tmp_path.rglob("*"))
    cache.explain(monkeypatch, "series")
    assert sorted(path for path in tmp_path.rglob("*")) == before


def test_how_it_is_printed(
    cache: Cache, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    cache.keep(*cache.runs("cifar"), *cache.runs("series.base"), *cache.runs("series.search")[:3])
    print_status(list(cache.explain(monkeypatch, "cifar").values()))
    lines = capsys.readouterr().out.splitlines()
    told = datetime.fromisoformat(MARK).astimezone().strftime("%Y-%m-%d %H:%M")
    assert lines == [
        "regression: not computed yet",
        "xor: not computed yet",
        f"cifar: stored and current, of {told}; --fresh computes it anew",
        "series (images): not computed yet",
        f"series (base): stored and current, of {told}",
        "series (search): 3 of 4 stored, the rest not computed yet",
        "series (variants): not computed yet",
        "series (networks): follows when the runs before it are stored",
    ]

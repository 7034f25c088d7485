"""A plan carried out: what is wanted and nothing else, once, and whatever may fail."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from lab1report.data.dataset import Dataset
from lab1report.errors import DataError
from lab1report.findings.cifar import CifarFindings
from lab1report.findings.series.findings import SeriesFindings
from lab1report.model import (
    SERIES_PARTS,
    ImagesSpec,
    Part,
    RunResult,
    RunSpec,
    SectionFailure,
    SeriesPart,
)
from lab1report.plan.plan import Plan, PlannedRun
from lab1report.progress import Progress
from lab1report.report.assemble import assemble
from lab1report.report.report import Report
from lab1report.runs import plan_state
from lab1report.runs.compute import inputs_of
from lab1report.runs.costs import START, seconds_of_plan
from lab1report.runs.jobs import Job, jobs_of
from lab1report.runs.plan_state import Outcomes
from lab1report.runs.schedule import carry_out
from lab1report.settings.options import Settings, load
from lab1report.settings.section_names import section_ids
from lab1report.store.results import Inputs, Store, key_of
from tests.unit.tiny_plan import (
    BASE,
    Recorder,
    make_dataset,
    make_plan,
    make_series,
    planned,
    same_numbers,
    small_demo,
)

EVERYTHING = frozenset[str](section_ids())
DATASET = make_dataset()


@dataclass(kw_only=True)
class Desk:
    """A cache, and which runs were computed and stored in it last."""

    cache: Path
    plan: Plan = field(default_factory=make_plan)
    computed: list[PlannedRun] = field(default_factory=list)

    def carry_out(
        self,
        wanted: frozenset[str] = EVERYTHING,
        fresh: frozenset[str] = frozenset(),
        *,
        workers: int = 1,
        dataset: Dataset = DATASET,
        choice: str = "demo",
        progress: Progress | None = None,
    ) -> Outcomes:
        self.computed.clear()
        return carry_out(
            self.plan,
            settings(workers=workers, data=choice),
            wanted=wanted,
            fresh=fresh,
            dataset=dataset,
            store=Store(self.cache),
            progress=progress or Progress(),
        )

    def run_alone(self, name: str, **options: object) -> Outcomes:
        """As `lab1report run` does."""
        return self.carry_out(frozenset({name}), frozenset({name}), **options)  # type: ignore[arg-type]

    def specs(self, part: SeriesPart, outcomes: Outcomes) -> set[RunSpec]:
        """The trainings that belong to a part, as the outcomes say."""
        return set(self.plan.series.own(part, trainings(outcomes)))

    def variants(self, outcomes: Outcomes, *names: str) -> set[RunSpec]:
        """The trainings of variants, one a seed."""
        series = self.plan.series
        ready = {v.id: series.variant(v, trainings(outcomes)) for v in series.variants}
        found = [variant for name in names if (variant := ready[name]) is not None]
        assert len(found) == len(names)
        return {spec for variant in found for spec in series.repeated(variant.spec)}


def settings(*, workers: int = 1, data: str = "demo") -> Settings:
    options = {"classes": "2,0,1", "workers": str(workers)}
    return replace(load(options, folder=Path("/")), data=data)


def trainings(outcomes: Outcomes) -> Mapping[RunSpec, RunResult]:
    return {
        o.spec: o
        for o in outcomes.values()
        if isinstance(o, RunResult) and isinstance(o.spec, RunSpec)
    }


def training_specs(runs: Sequence[PlannedRun]) -> list[RunSpec]:
    return [run.spec for run in runs if isinstance(run.spec, RunSpec)]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """An empty cache; what is put into it is counted."""
    found = Desk(cache=tmp_path)
    put = Store.put

    def counting(store: Store, inputs: Inputs, result: RunResult) -> None:
        found.computed.append(planned(section=result.section, spec=result.spec))
        put(store, inputs, result)

    monkeypatch.setattr(Store, "put", counting)
    return found


def report_of(desk: Desk, outcomes: Outcomes) -> Report:
    return assemble(settings(), desk.plan, DATASET.info, outcomes)


def test_everything(desk: Desk) -> None:
    """Each run of the plan once, and all of them in the report."""
    recorder = Recorder()
    outcomes = desk.carry_out(progress=recorder)
    count = desk.plan.count(EVERYTHING)
    assert count == 2 + 6 * 2 + 1 + 4  # two tasks, variants by seeds, images, search
    assert len(desk.computed) == len(set(desk.computed)) == len(outcomes) == count
    assert all(isinstance(outcome, RunResult) for outcome in outcomes.values())
    stages = desk.plan.waves(EVERYTHING, trainings(outcomes))
    assert list(outcomes) == [run for stage in stages for run in stage.runs or ()]
    report = report_of(desk, outcomes)
    assert isinstance(report.series, SeriesFindings)
    assert [found.id for found in report.series.variants] == [
        variant.id for variant in desk.plan.series.variants
    ]
    assert len(report.table) == 6
    assert report.series.base.seeds == 2


def test_the_progress_reaches_the_whole(desk: Desk) -> None:
    recorder = Recorder()
    desk.carry_out(progress=recorder)
    assert recorder.totals == [1]
    assert recorder.done == sorted(recorder.done)
    assert recorder.done[-1] == 1
    assert recorder.finished == 1


@pytest.mark.parametrize("name", ["regression", "cifar", "series.classes", "series.rate"])
def test_the_progress_of_a_part_reaches_the_whole(desk: Desk, name: str) -> None:
    recorder = Recorder()
    desk.run_alone(name, progress=recorder)
    assert recorder.totals == [1]
    assert recorder.done[-1] == 1


def test_only_what_is_missing_is_waited_for(desk: Desk) -> None:
    desk.run_alone("series.batch")
    recorder, whole = Recorder(), seconds_of_plan(desk.plan, {})
    desk.carry_out(progress=recorder)
    assert recorder.seconds[0] is not None
    assert recorder.seconds[0] < START + whole
    assert recorder.done == sorted(recorder.done)
    assert recorder.done[-1] == 1


def test_the_progress_ends_where_less_is_left_than_was_guessed(desk: Desk) -> None:
    """All is stored but a training of the base, without which the variants do not follow."""
    desk.carry_out()
    lost = planned(section="series", spec=replace(BASE, seed=1))
    key = key_of(inputs_of(lost, DATASET.info.fingerprint))
    (desk.cache / "results" / "series" / f"{key}.bin").unlink()
    recorder = Recorder()
    desk.carry_out(progress=recorder)
    assert desk.computed == [lost]
    assert recorder.done == sorted(recorder.done)
    assert recorder.done[-1] == 1


def test_nothing_is_computed_twice(desk: Desk) -> None:
    first = dict(desk.carry_out())
    recorder = Recorder()
    again = desk.carry_out(progress=recorder)
    assert desk.computed == []
    assert recorder.totals == [], "there is nothing to wait for"
    assert again.keys() == first.keys()
    for run, outcome in again.items():
        before = first[run]
        assert isinstance(outcome, RunResult)
        assert isinstance(before, RunResult)
        same_numbers(outcome, before)


def test_a_part_alone_computes_what_it_builds_on_and_nothing_else(desk: Desk) -> None:
    outcomes = desk.run_alone("series.batch")
    base = desk.variants(outcomes, "base")
    wanted = desk.variants(outcomes, "base", "stopped", "batch-4")
    assert sorted(map(repr, training_specs(desk.computed))) == sorted(map(repr, wanted))
    assert len(wanted) == 6
    others = [run for run in desk.computed if not isinstance(run.spec, RunSpec)]
    assert [type(run.spec) for run in others] == [ImagesSpec]
    assert [run.section for run in desk.computed if run.spec in base] == ["cifar", "series"]
    left = [run for run, outcome in outcomes.items() if outcome is None]
    assert {run.section for run in left} == {"regression", "xor", "series"}
    report = report_of(desk, outcomes)
    assert isinstance(report.series, SeriesFindings)
    assert report.series.batch is not None
    assert (report.series.rate, report.series.networks, report.series.best) == (None, None, None)
    assert isinstance(report.cifar, CifarFindings)


@pytest.mark.parametrize(
    ("name", "variants"),
    [
        ("series.classes", ("base",)),
        ("series.overfitting", ("base", "stopped", "slower")),
        ("series.rate", ("base", "stopped", "rate-2")),
        ("series.network", ("base", "tiny")),
        ("series.best", ("base", "stopped", "slower", "batch-4", "rate-2", "tiny")),
    ],
)
def test_what_every_part_computes(desk: Desk, name: str, variants: Sequence[str]) -> None:
    outcomes = desk.run_alone(name)
    computed = training_specs(desk.computed)
    assert len(computed) == len(set(computed))
    whole = {spec for spec in computed if spec.fold is None}
    assert whole == desk.variants(outcomes, *variants)
    assert len(set(computed) - whole) == (4 if "tiny" in variants else 0)


@pytest.mark.parametrize("part", SERIES_PARTS)
def test_fresh_computes_exactly_what_belongs_to_the_part(desk: Desk, part: SeriesPart) -> None:
    first = dict(desk.carry_out())
    outcomes = desk.carry_out(fresh=frozenset({f"series.{part}"}))
    own = desk.specs(part, outcomes)
    assert own
    expected = own - {BASE}  # which is part 3's
    assert sorted(map(repr, training_specs(desk.computed))) == sorted(map(repr, expected))
    others = [run for run in desk.computed if not isinstance(run.spec, RunSpec)]
    assert [type(run.spec) for run in others] == [ImagesSpec] * (part == "classes")
    assert outcomes.keys() == first.keys()
    for run, outcome in outcomes.items():
        before = first[run]
        assert isinstance(outcome, RunResult)
        assert isinstance(before, RunResult)
        if run not in desk.computed:  # in other company only rounding may differ
            same_numbers(outcome, before)


@pytest.mark.parametrize("name", section_ids())
def test_fresh_sections(desk: Desk, name: str) -> None:
    desk.carry_out()
    desk.carry_out(fresh=frozenset({name}))
    assert {run.section for run in desk.computed} == {name}
    assert len(desk.computed) == (desk.plan.count(EVERYTHING) - 3 if name == "series" else 1)


def test_only_what_is_wanted_is_fresh(desk: Desk) -> None:
    """What else is stored is shown; what else is not stays open."""
    desk.run_alone("series.rate")
    outcomes = desk.run_alone("xor")
    assert [run.section for run in desk.computed] == ["xor"]
    (none,) = (run for run in outcomes if run.section == "regression")
    assert outcomes[none] is None
    report = report_of(desk, outcomes)
    assert isinstance(report.series, SeriesFindings)
    assert report.series.rate is not None
    assert report.series.batch is None


class Interrupting(Progress):
    """The user loses patience after such a share of the work."""

    def __init__(self, after: float) -> None:
        self._after = after

    def update(self, done: float) -> None:
        if done >= self._after:
            raise KeyboardInterrupt


@pytest.mark.parametrize("after", [0.01, 0.2, 0.9, 0.97])
def test_an_interruption_costs_nothing_that_had_ended(desk: Desk, after: float) -> None:
    with pytest.raises(KeyboardInterrupt):
        desk.carry_out(progress=Interrupting(after))
    kept = set(desk.computed)
    assert len(kept) < desk.plan.count(EVERYTHING)
    outcomes = desk.carry_out()
    assert kept.isdisjoint(desk.computed)
    assert kept | set(desk.computed) == outcomes.keys()
    assert kept or after < 0.9


def test_a_training_that_fails_is_the_failure_of_the_series(desk: Desk) -> None:
    desk.plan = make_plan(make_series(slower=1e30))
    recorder = Recorder()
    outcomes = desk.carry_out(progress=recorder)
    failed = {run.spec for run, o in outcomes.items() if isinstance(o, SectionFailure)}
    assert failed == {replace(BASE, lr=1e30, seed=seed) for seed in (0, 1)}
    assert len(outcomes) == desk.plan.count(EVERYTHING)
    assert recorder.done[-1] == recorder.totals[0]
    assert failed.isdisjoint(training_specs(desk.computed)), "a failure was stored"
    report = report_of(desk, outcomes)
    assert isinstance(report.series, SectionFailure)
    assert "diverged" in report.series.message
    assert report.failures == (report.series,)
    assert isinstance(report.cifar, CifarFindings)
    assert len(report.table) == 2, "that of part 3 is left"
    # All else is kept: only what failed is tried again
    desk.carry_out()
    assert desk.computed == []


def test_nothing_follows_from_a_base_that_fails(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor does anybody wait for what will never follow."""
    series = make_series()
    wild = replace(BASE, lr=1e30)
    first = replace(series.variants[0], spec=wild)
    desk.plan = replace(
        make_plan(replace(series, variants=(first, *series.variants[1:]))),
        tasks=(*make_plan().tasks[:2], planned(section="cifar", spec=wild)),
    )
    outcomes = desk.carry_out()
    report = report_of(desk, outcomes)
    assert {failure.section for failure in report.failures} == {"cifar", "series"}
    assert {run.section for run in desk.computed} == {"regression", "xor", "series"}
    networks = desk.variants(outcomes, "tiny")
    assert networks <= set(training_specs(desk.computed)), "what does not depend on it"
    assert all(s.fold is not None or s in networks for s in training_specs(desk.computed))
    assert report.table == ()


def test_damaged_data_are_no_failure_of_a_section(desk: Desk) -> None:
    def damaged(part: Part) -> object:
        raise DataError("train is damaged")

    info = replace(DATASET.info, fingerprint="damaged")
    with pytest.raises(DataError, match="train is damaged"):
        desk.carry_out(dataset=Dataset(info=info, reader=damaged))  # type: ignore[arg-type]


@pytest.mark.slow
def test_one_process_gives_the_numbers_of_two(tmp_path: Path) -> None:
    found = []
    with small_demo(tmp_path) as (dataset, choice):
        for workers in (1, 2):
            desk = Desk(cache=tmp_path / str(workers))
            recorder = Recorder()
            outcomes = desk.carry_out(
                workers=workers, dataset=dataset, choice=choice, progress=recorder
            )
            assert recorder.done[-1] == recorder.totals[0]
            found.append(outcomes)
    alone, together = found
    assert list(alone) == list(together), "the order depends on who was first"
    assert len(alone) == make_plan().count(EVERYTHING)
    for run, one in alone.items():
        other = together[run]
        assert isinstance(one, RunResult)
        assert isinstance(other, RunResult)
        same_numbers(one, other)


def test_a_stage_begins_with_what_it_waits_for(desk: Desk) -> None:
    """The base and the searches come before whatever nothing follows from."""
    stages = desk.plan.waves(EVERYTHING, trainings(desk.carry_out()))
    place = {run: number for number, run in enumerate(desk.computed)}
    places = {stage.name: [place[run] for run in stage.runs or ()] for stage in stages}
    assert sum(map(len, places.values())) == len(place)
    assert max(places["cifar"] + places["series.base"]) < min(places["series.search"])
    assert max(places["series.search"]) < min(places["series.networks"])
    others = [places[name] for name in ("regression", "xor", "series.images", "series.variants")]
    assert max(places["series.networks"]) < min(map(min, others))


def test_a_result_that_was_computed_meanwhile_is_taken(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look at the store and the beginning of the job another process was faster."""
    other = Desk(cache=desk.cache, plan=desk.plan)
    first = True

    def slow(runs: Sequence[PlannedRun]) -> list[Job]:
        nonlocal first
        if first:
            first = False
            other.carry_out()
        return jobs_of(runs)

    monkeypatch.setattr(plan_state, "jobs_of", slow)
    outcomes = desk.carry_out()
    assert len(outcomes) == desk.plan.count(EVERYTHING)
    assert not [run for run in set(desk.computed) if desk.computed.count(run) > 1]

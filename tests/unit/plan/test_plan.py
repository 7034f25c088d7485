"""The plan: which runs, with the numbers of the assignment."""

import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from lab1report import resources
from lab1report.errors import UserError
from lab1report.model import (
    ImagesSpec,
    RegressionSpec,
    RunSpec,
    Spec,
    XorSpec,
)
from lab1report.plan.plan import Plan, PlannedRun, make_plan
from lab1report.plan.series import PlannedVariant, folds
from lab1report.sections.catalog import report_sections
from lab1report.settings.options import load
from lab1report.settings.section_names import runnable_names, section_ids
from tests.specs import BASE


def plan(folder: Path, **options: str) -> Plan:
    settings = load({"group": "3", "variant": "7", "stream": "IU5", **options}, folder=folder)
    return make_plan(settings, report_sections())


def names(found: Plan, *wanted: str) -> list[str]:
    return [stage.name for stage in found.waves(frozenset(wanted), {})]


def candidates(found: Plan) -> list[RunSpec]:
    """The trainings of all searches that need no other, each once a fold, and the base's."""
    assert found.series.base_point is not None
    return [
        *folds(found.series.base_point),
        *_searched([one for one in found.series.variants if one.like is None]),
    ]


def _searched(variants: Iterable[PlannedVariant]) -> list[RunSpec]:
    return [
        replace(point, fold=fold)
        for variant in variants
        if variant.search is not None
        for point in variant.search.points
        for fold in range(point.folds or 0)
    ]


def specs_of(runs: Iterable[PlannedRun] | None) -> set[Spec]:
    return {run.spec for run in runs or ()}


def test_the_numbers_of_the_assignment(tmp_path: Path) -> None:
    assert [run.spec for run in plan(tmp_path).tasks] == [
        RegressionSpec(
            grid=100, repeats=5, noise=0.05, hidden=64, lr=1e-4, iterations=50_000,
            snapshots=5, seed=0,
        ),
        XorSpec(
            sample="xor", points=1000, noise=0.1, hidden=16, lr=1e-3, iterations=10_000, seed=0
        ),
        BASE,
    ]  # fmt: skip


def test_seeds_and_samples(tmp_path: Path) -> None:
    found = plan(tmp_path, seed="5", seeds="3", sample="moons")
    runs = found.series.repeated(found.series.base)
    assert [run.seed for run in runs] == [5, 6, 7]
    assert {run.order for run in runs} == {5}, "seeds that are compared share the batches"
    assert found.tasks[2].spec == runs[0]
    (xor,) = (run.spec for run in found.tasks if isinstance(run.spec, XorSpec))
    assert (xor.sample, xor.noise, xor.seed) == ("moons", 0.025, 5)


def test_the_file_says_how_many_seeds_unless_the_user_does(tmp_path: Path) -> None:
    assert plan(tmp_path).series.seeds == 5
    assert plan(tmp_path, seeds="7").series.seeds == 7


def test_the_notation_of_networks(tmp_path: Path) -> None:
    assert plan(tmp_path).series.base.network == "FC(10), FC(3)"


def test_a_section_brings_what_it_builds_on(tmp_path: Path) -> None:
    found = plan(tmp_path)
    assert names(found, "xor") == ["xor"]
    stages = ("images", "base", "search", "variants", "networks", "later search")
    series = [f"series.{name}" for name in stages]
    assert names(found, "series.batch") == ["cifar", *series[:-1]]
    series.append("series.ladder")
    assert names(found, *section_ids()) == ["regression", "xor", "cifar", *series]
    assert names(found, "series") == ["cifar", *series]


def test_what_follows_from_nothing_is_listed_and_the_rest_waits(tmp_path: Path) -> None:
    found = plan(tmp_path, seeds="2")
    stages = {stage.name: stage.runs for stage in found.waves(frozenset({"series"}), {})}
    assert stages["cifar"] == (PlannedRun(section="cifar", spec=BASE),)
    assert stages["series.images"] == (
        PlannedRun(section="series", spec=ImagesSpec(classes=BASE.classes)),
    )
    (second,) = stages["series.base"] or ()
    assert isinstance(second.spec, RunSpec)
    assert second.spec.seed == 1
    assert specs_of(stages["series.search"]) == set(candidates(found))
    assert stages["series.variants"] is None
    assert stages["series.networks"] is None


def test_how_many_runs_are_listed(tmp_path: Path) -> None:
    found = plan(tmp_path, seeds="2")

    def count(*wanted: str) -> int:
        return found.count(frozenset(wanted))

    assert count("regression") == 1
    assert count("regression", "xor", "cifar") == 3
    assert count("series.classes") == 2 + 1  # the base's two seeds, and the images
    assert count("series.batch") == 2 + 1 + 2 + 4 * 2  # and stopped, and four sizes
    assert count("series.rate") == 2 + 1 + 2 + 3 * 2
    networks = [v for v in found.series.variants if v.search is not None]
    searching = 2 * len(networks) + len(_searched(networks)) + 3  # the base on its folds
    assert count("series.network") == 2 + 1 + searching
    assert count(*section_ids()) == 2 + count("series") == 2 + count("series.best")


@pytest.mark.parametrize("name", runnable_names())
def test_a_run_belongs_to_its_own_section_alone(tmp_path: Path, name: str) -> None:
    found = plan(tmp_path, seeds="2")
    runs = [run for s in found.waves(frozenset(section_ids()), {}) for run in s.runs or ()]
    own = {run for run in runs if found.belongs(run, frozenset({name}), {})}
    kinds = {(run.section, type(run.spec)) for run in own}
    match name:
        case "regression" | "xor" | "cifar":
            assert [run.section for run in own] == [name]
        case "series":  # but not the base's first training, which is that of part 3
            assert own == {run for run in runs if run.section == "series"}
        case "series.classes":
            assert kinds == {("series", ImagesSpec), ("series", RunSpec)}
            assert {r.spec.seed for r in own if isinstance(r.spec, RunSpec)} == {1}
        case "series.overfitting" | "series.batch" | "series.rate" | "series.network":
            assert not own  # nothing of theirs is listed until the base and the searches are there
        case "series.best":
            assert specs_of(own) == set(candidates(found))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("lr = 0.005", "rate = 0.005", "lr, rate"),
        ("epochs = 250", 'epochs = "many"', "epochs = 'many' is not a whole number from 1"),
        ("epochs = 250", "epochs = 0", "epochs = 0 is not a whole number from 1"),
        ("lr = 0.005", "lr = nan", "lr = nan is not a positive number"),
        ("hidden = [10]", "hidden = 10", "hidden = 10 is not a list of whole numbers"),
        ('optimizer = "SGD"', 'optimizer = "Adagrad"', "'Adagrad' is not one of SGD, momentum"),
        ("[xor]", "[nand]", r"the table \[xor\] is missing"),
    ],
)
def test_mistakes_in_the_task_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, words: str
) -> None:
    folder = tmp_path / "experiments"
    shutil.copytree(resources.folder("experiments"), folder)
    tasks = folder / "tasks.toml"
    text = tasks.read_text(encoding="utf-8")
    assert old in text
    tasks.write_text(text.replace(old, new), encoding="utf-8")
    monkeypatch.setenv("LAB1REPORT_RESOURCES", str(tmp_path))
    with pytest.raises(UserError, match=words) as error:
        plan(tmp_path)
    assert str(error.value).startswith("tasks.toml: ")

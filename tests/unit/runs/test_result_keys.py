"""What decides a number is in the key of its result, and what does not is not."""

import ast
import shutil
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lab1report.model import ImagesSpec, RunResult
from lab1report.plan.plan import PlannedRun
from lab1report.progress import Progress
from lab1report.runs import compute as of_compute
from lab1report.runs import explain as status
from lab1report.runs.compute import Computed, inputs_of
from lab1report.runs.jobs import jobs_of
from lab1report.runs.run_task import RunTask
from lab1report.runs.workers import Workers
from lab1report.sections.catalog import report_sections
from lab1report.settings.options import load
from lab1report.settings.section_names import section_ids
from lab1report.store import code_digests
from lab1report.store.results import Store
from tests.unit.tiny_plan import BASE, REGRESSION, XOR, made_up, make_plan, planned, small_demo

pytestmark = pytest.mark.slow  # every task is run once, and the package copied

WHY_NOT = {
    "lab1report.plan": "decides which runs there are; a run's specification is in its key",
    "lab1report.runs": "decides when and by which process a run is made; the results are the same"
    " for any number of workers and any order (test_same_numbers.py)",
    "lab1report.sections": "hands the specification, which is in the key, to the task",
    "lab1report.store": "keeps what was measured and changes none of it",
    "lab1report.settings": "a run knows no settings but its specification",
    "lab1report.data.opening": "chooses a data set, whose fingerprint is in the key",
    "lab1report.data.locate": "finds a data set, whose fingerprint is in the key",
    "lab1report.errors": "ends a computation",
    "lab1report.messages": "says the titles of what is done, in the user's language",
    "lab1report.tasks.environment_used": "says where the numbers were made, beside them",
    "lab1report": "the version",
}
TOLD = "lab1report.progress"
"""In the key of what needs more of it than `Progress`, which a run only tells where it is."""
RUNS = {
    "regression": planned(section="regression", spec=REGRESSION),
    "xor": planned(section="xor", spec=XOR),
    "cifar": planned(section="cifar", spec=BASE),
    "series": planned(section="series", spec=BASE),
    "images": planned(section="series", spec=ImagesSpec(classes=BASE.classes)),
}


def modules_in_key(run: PlannedRun) -> set[str]:
    names = (name.partition(".")[2] for name in inputs_of(run, "f") if name.startswith("code."))
    return {name for name in names if name.startswith("lab1report")}


class Trace:
    """The modules of the program in which a function ran, or a statement at their import."""

    def __init__(self) -> None:
        self.modules: set[str] = set()

    def __call__(self, frame: Any, event: str, _: object) -> None:
        if event == "call":
            name = str(frame.f_globals.get("__name__", ""))
            if name.partition(".")[0] == "lab1report":
                self.modules.add(name)

    def __enter__(self) -> "Trace":
        threading.setprofile(self)
        sys.setprofile(self)
        return self

    def __exit__(self, *_: object) -> None:
        sys.setprofile(None)
        threading.setprofile(None)


@pytest.fixture(scope="module")
def traces(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, set[str]]:
    """By run, the modules in which something ran between the plan and the stored result."""
    found = {}
    for name, run in RUNS.items():
        cache = tmp_path_factory.mktemp("cache")
        of_compute._trainer.cache_clear()
        with small_demo(cache) as (dataset, choice):
            store = Store(cache)
            with Trace() as trace:
                outcome = computed(run, dataset, choice, store)
            assert isinstance(outcome, RunResult), outcome
        found[name] = trace.modules
    return found


def computed(run: PlannedRun, dataset: Any, choice: str, store: Store) -> object:
    """The outcome of `run` alone, by the way that a build takes with one worker."""
    inputs = {run: inputs_of(run, dataset.info.fingerprint)}
    with Workers[PlannedRun, Computed](
        dataset, choice=choice, cache=store.root, count=1, progress=Progress()
    ) as workers:
        for job in jobs_of([run]):
            workers.add(RunTask(job=job, inputs=inputs, fresh=frozenset()), rank=0)
        ((_, outcome),) = workers.outcomes()
    assert store.get(run.section, inputs[run], run.spec) is not None
    return outcome


@pytest.mark.parametrize("name", RUNS)
def test_every_module_that_ran_is_in_the_key_or_has_a_reason(
    name: str, traces: Mapping[str, set[str]]
) -> None:
    ran = traces[name]
    assert any(module.startswith("lab1report.tasks.") for module in ran)
    missing = {
        module
        for module in ran - modules_in_key(RUNS[name])
        if not excused(module) and module != TOLD and defines_something(module)
    }
    assert not missing


def defines_something(module: str) -> bool:
    """A package's own file only says what the package is for."""
    path = code_digests._path(module)
    assert path is not None
    return bool(code_digests._read(path.read_text(encoding="utf-8")).definitions)


def excused(module: str) -> bool:
    return any(
        module == name or (name != "lab1report" and module.startswith(f"{name}."))
        for name in WHY_NOT
    )


def test_the_trace_sees_what_orders_the_images(traces: Mapping[str, set[str]]) -> None:
    """The hole that this test is for: `in_order` was in no key."""
    for name in ("cifar", "series", "images"):
        assert "lab1report.data.fingerprint" in traces[name]


@pytest.mark.parametrize("name", WHY_NOT)
def test_reasons_are_for_modules_that_are_there(name: str) -> None:
    assert code_digests._path(name) is not None
    in_keys = {module for run in RUNS.values() for module in modules_in_key(run)}
    assert name not in in_keys, "it has a reason to be left out, and is in a key"


class Copy:
    """A copy of the package, whose sources a test changes, and a cache filled by its code."""

    def __init__(self, package: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.package, self.store = package, Store(cache)
        self._patch = monkeypatch
        self.plan = make_plan()
        self.filled: set[str] = set()

    def changed(self) -> set[str]:
        """The inputs that `explain` names as changed, of any of the tasks and the base."""
        of_compute._digests.cache_clear()
        self._patch.setattr(status, "make_plan", lambda *_: self.plan)
        options = load({"classes": "2,0,1", "data": "demo"}, folder=Path("/"))
        stages = status.explain(options, report_sections(), Progress())
        return {
            change.name
            for stage in stages
            if stage.name in self.filled and stage.explanation is not None
            for change in stage.explanation.changes
        }

    def fill(self, fingerprint: str) -> None:
        for stage in self.plan.waves(frozenset(section_ids()), {}):
            if stage.runs is not None:
                self.filled.add(stage.name)
            for run in stage.runs or ():
                result = replace(made_up(BASE), section=run.section, spec=run.spec)
                self.store.put(inputs_of(run, fingerprint), result)

    def edit(self, module: str, old: str, new: str) -> None:
        path = self.path(module)
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def path(self, module: str) -> Path:
        place = self.package.parent.joinpath(*module.split("."))
        return place.with_suffix(".py") if not place.is_dir() else place / "__init__.py"


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Copy]:
    package = tmp_path / "copy" / "lab1report"
    shutil.copytree(code_digests.PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    cache = tmp_path / "cache"
    monkeypatch.setenv("LAB1REPORT_CACHE", str(cache))
    monkeypatch.setattr(code_digests, "PACKAGE", package)
    of_compute._digests.cache_clear()
    with small_demo(cache) as (dataset, _):
        made = Copy(package, cache, monkeypatch)
        made.fill(dataset.info.fingerprint)
        assert not made.changed()
        yield made
    of_compute._digests.cache_clear()


def test_a_changed_statement_in_any_module_of_the_key_is_explained(copy: Copy) -> None:
    modules = {module for run in RUNS.values() for module in modules_in_key(run)}
    assert len(modules) > 20
    for module in sorted(modules):
        path = copy.path(module)
        before = path.read_text(encoding="utf-8")
        path.write_text(_changed(before), encoding="utf-8")
        assert copy.changed() == {f"code.{module}"}, module
        path.write_text(before, encoding="utf-8")
    assert not copy.changed()


def _changed(source: str) -> str:
    """`source` with a statement more in each of its functions and classes, and at its end."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            node.body.append(ast.parse("changed = 1").body[0])
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            node.value = ast.Constant(value="changed")
    tree.body += ast.parse("changed = 1").body
    return ast.unparse(tree)


@pytest.mark.parametrize(
    ("module", "old", "new"),
    [
        ("lab1report.data.fetching", "def fetch(", "changed = 1\n\n\ndef fetch("),
        ("lab1report.data.download", "def download(", "changed = 1\n\n\ndef download("),
        ("lab1report.cli.output", "def print_steps(", "changed = 1\n\n\ndef print_steps("),
        ("lab1report.findings.cifar", "def analyze(", "changed = 1\n\n\ndef analyze("),
        ("lab1report.runs.schedule", "def carry_out(", "changed = 1\n\n\ndef carry_out("),
        ("lab1report.progress", "def note(self", "changed = 1\n\n    def note(self"),
        ("lab1report.errors", "exit_code = 2", "exit_code = 5"),
        ("lab1report.model", "class TableRow:", "class TableRow:\n    changed: int"),
        ("lab1report.tasks.engine.train", '"""Train all', '"""Trains all'),
    ],
)
def test_what_cannot_change_a_number_leaves_the_keys_alone(
    copy: Copy, module: str, old: str, new: str
) -> None:
    copy.edit(module, old, new)
    assert not copy.changed()


def test_templates_leave_the_keys_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from lab1report import resources

    before = {name: inputs_of(run, "f") for name, run in RUNS.items()}
    for name in ("templates", "experiments"):
        shutil.copytree(resources.folder(name), tmp_path / name)
    for path in (tmp_path / "templates").rglob("*.j2"):
        path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    monkeypatch.setenv("LAB1REPORT_RESOURCES", str(tmp_path))
    of_compute._digests.cache_clear()
    assert {name: inputs_of(run, "f") for name, run in RUNS.items()} == before

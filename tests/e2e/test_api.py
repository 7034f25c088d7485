"""The package as other programs use it: docs/reference/api.md, in a process of its own."""

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOML = 'group-code = "ИУ5-63Б"\nvariant = 7\nstudent = "Иванов И.И."\ndata = "demo"\n'
HEAVY = {"jinja2", "matplotlib", "numpy", "scipy", "sklearn", "torch", "typer", "weasyprint"}


def documented_program() -> str:
    (program,) = re.findall(
        r"^```python\n(.*?)^```$",
        (ROOT / "docs" / "reference" / "api.md").read_text(encoding="utf-8"),
        re.M | re.S,
    )
    return str(program)


@pytest.fixture
def program(copied: Any) -> Path:
    """The program of docs/reference/api.md beside the folder of its student."""
    student = copied.folder / "students" / "ivanov"
    student.mkdir(parents=True)
    (student / "lab1.toml").write_text(TOML, encoding="utf-8")
    path: Path = copied.folder / "program.py"
    path.write_text(documented_program(), encoding="utf-8")
    return path


def printed(desk: Any, code: str) -> Any:
    """What the last line that `code` prints is as JSON."""
    done = desk.run_process(code=code)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_the_documented_program_runs(copied: Any, program: Path) -> None:
    results = copied.results()
    done = copied.run_process(
        code=f"import runpy; runpy.run_path({str(program)!r}, run_name='__main__')"
    )
    assert done.returncode == 0, done.stderr
    student = program.parent / "students" / "ivanov"
    assert sorted(path.name for path in (student / "lab1-report").iterdir()) == [
        "lab1-demo.pdf",
        "results.json",
    ]
    own = json.loads((student / "lab1-report" / "results.json").read_text(encoding="utf-8"))
    assert own["sections"] == results["sections"]
    assert done.stderr == ""
    *better, last = done.stdout.splitlines()
    series = results["sections"]["series"]["variants"]
    verdicts = {one["id"]: one["effect"] and one["effect"]["verdict"] for one in series}
    assert [line.partition(":")[0] for line in better] == [
        id for id, verdict in verdicts.items() if verdict == "better"
    ]
    assert re.fullmatch(r"0\.\d{3} of the images are right with every seed", last)


@pytest.mark.slow
def test_the_documented_program_has_its_types(program: Path, tmp_path: Path) -> None:
    """And what it could do wrong, a type checker of its author says."""
    wrong = tmp_path / "wrong.py"
    wrong.write_text(
        "from lab1report import build, explain, load_results, load_settings\n"
        "settings = load_settings(grup=3)\n"
        "settings = load_settings(3)\n"
        "build('settings')\n"
        "explain(settings)[0].reason == 'chnged'\n"
        "load_results('x').variants['base'].tset\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [
            *(sys.executable, "-m", "mypy", "--strict", "--config-file="),
            # Without the libraries, whose types take most of the time: what is held to are ours
            *("--follow-imports=silent", "--ignore-missing-imports", "--no-site-packages"),
            *(program, wrong),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    faults = [line for line in done.stdout.splitlines() if ": error:" in line]
    assert [re.sub(r".*/(\w+\.py):(\d+): .*", r"\1 \2", line) for line in faults] == [
        f"wrong.py {line}" for line in (2, 3, 4, 5, 6)
    ], done.stdout + done.stderr


def test_outcomes_and_reasons(copied: Any) -> None:
    code = """
import json
from lab1report import build, explain, load_results, load_settings, make_plan
if __name__ == "__main__":
    who = dict(group_code="ИУ5-63Б", variant=7, student="Иванов И.И.", data="demo")
    settings = load_settings(**who, fresh=["xor"])
    current = load_settings(**who)
    changed = load_settings(**who, seed=5)
    outcome = build(current)
    read = load_results("lab1-report")
    print(json.dumps({
        "files": [str(path) for path in outcome.files],
        "steps": list(outcome.seconds),
        "failures": len(outcome.failures),
        "same": outcome.results == read == load_results("lab1-report/results.json"),
        "forced": {s.name: s.forced_by for s in explain(settings) if s.reason == "forced"},
        "current": sorted({s.reason for s in explain(current)}),
        "changed": {s.name: [c.name for c in s.changes] for s in explain(changed) if s.changes},
        "runs": make_plan(current).count(make_plan(current).everything),
        "planned": sum(s.planned for s in explain(current)),
    }))
"""
    found = printed(copied, code)
    assert found["files"] == ["lab1-report/lab1-demo.pdf", "lab1-report/results.json"]
    assert {"checks", "data", "plan", "runs", "findings", "words"} <= set(found["steps"])
    assert (found["failures"], found["same"], found["current"]) == (0, True, ["current"])
    assert found["forced"] == {"xor": ["xor"]}
    assert found["changed"]["xor"] == ["spec.seed"]
    assert found["runs"] == found["planned"]


def test_answers_are_those_of_the_accuracies(copied: Any) -> None:
    code = """
import json
from lab1report import load_results
results = load_results("lab1-report")
print(json.dumps({
    id: [
        [float(results.correct(id, part).mean()) for part in ("train", "test")],
        [variant.train.mean, variant.test.mean],
        results.answers(id).shape[0] == variant.seeds,
        sorted({int(label) for label in results.answers(id).flat} | {int(label) for label in
            results.labels("train", share=variant.share)}),
        float(results.correct(id, state="lowest_loss").mean()),
    ]
    for id, variant in results.variants.items()
}))
"""
    series = copied.results()["sections"]["series"]["variants"]
    found = printed(copied, code)
    assert list(found) == [one["id"] for one in series]
    assert len(found) >= 5
    for one in series:
        counted, stated, rows, labels, lowest = found[one["id"]]
        assert counted == pytest.approx(stated, abs=1e-12)
        assert rows
        assert labels == [18, 28, 63]
        assert lowest == pytest.approx(one["lowest_test_loss"]["test"]["mean"], abs=1e-12)


def test_a_program_is_told_what_is_wrong(bare: Any) -> None:
    code = """
import json
from lab1report import DataError, UserError, build, find_data, load_results, load_settings
def message(call):
    try:
        call()
    except (DataError, UserError) as error:
        return str(error)
settings = load_settings(classes=(1, 2, 3), data="demo")
print(json.dumps([
    message(lambda: load_settings(grup=3)),
    message(lambda: load_settings(group=3)),
    message(lambda: load_settings("nowhere", group=3, variant=7, stream="IU5")),
    message(lambda: build(settings, only="serie")),
    message(lambda: load_results("nowhere")),
    message(lambda: find_data()),
]))
"""
    found = printed(bare, code)
    expected = (
        "unknown option 'grup'; did you mean 'group'?",
        "--variant N missing",
        "nowhere: there is no such folder",
        "no section 'serie'; did you mean 'series'?",
        "nowhere: cannot be read",
        "CIFAR-100 is not on this machine",
    )
    assert len(found) == len(expected)
    for message, start in zip(found, expected, strict=True):
        assert message.startswith(start)


def loaded(statement: str, *options: str) -> tuple[set[str], float]:
    """What a statement loads of heavy libraries, and its seconds, in a process of its own."""
    code = (
        "import json, sys, time; started = time.perf_counter()\n"
        f"{statement}\n"
        "seconds = time.perf_counter() - started\n"
        f"print(json.dumps([sorted({HEAVY} & set(sys.modules)), seconds]))"
    )
    done = subprocess.run(
        [sys.executable, *options, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    names, seconds = json.loads(done.stdout)
    return set(names), seconds


def test_the_package_loads_in_no_time() -> None:
    """Some 40 ms where nothing else runs; the limit is for what would load a library."""
    times: Sequence[float] = []
    for _ in range(3):
        names, seconds = loaded("import lab1report", "-W", "error")
        assert not names
        times = [*times, seconds]
    assert min(times) < 0.5


@pytest.mark.parametrize(
    "statement",
    [
        "from lab1report import build, explain, load_results, load_settings",
        "from lab1report import Plan, Progress, Results, Settings, WaveStatus",
        "from lab1report import load_settings; load_settings(classes='1,2,3')",
        "from lab1report import load_settings, make_plan; "
        "make_plan(load_settings(classes='1,2,3'))",
    ],
)
def test_what_computes_nothing_loads_nothing_heavy(statement: str) -> None:
    assert loaded(statement, "-W", "error")[0] == set()

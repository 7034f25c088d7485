"""A task that a course adds: a notebook, a specification and words, and nothing in the package."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lab1report import resources
from tests.e2e.conftest import FIRST
from tests.results_schema import faults

pytestmark = pytest.mark.slow


NOTEBOOK = """\
# %% parameters
POINTS, SCALE, CLASSES, SEED = 0, 0.0, [], 0

# %% sample
import numpy as np

images, labels = read_cifar100("train", CLASSES)
x = np.random.default_rng(SEED).normal(scale=SCALE, size=POINTS)
print(f"{POINTS} points, {len(labels)} images")

# %% result
results = {"mean_square": np.square(x).mean(), "images": len(labels)}
print(f"mean square {results['mean_square']:.3f}")
"""
SPECIFICATION = """
[dispersion]
points = 1000
scale = 2.0
"""
WORDS = """\
{{ section('dispersion', 'Часть 4. Рассеяние') }}
{% if dispersion is failed %}
{{ failure(dispersion) }}
{% elif dispersion is missing %}
{{ missing() }}
{% else %}
<p>Средний квадрат отклонения — {{ dispersion.mean_square | number(2) }} (рисунок
{{ fig('cell-dispersion-result') }}).</p>
{{ cell(stages.dispersion.result, 'cell-dispersion-result', 'Вычисление среднего квадрата') }}
{% endif %}
"""
OWN_WORDS = "Ожидалось {{ 4 | number }}, вышло {{ dispersion.mean_square | number(2) }}.\n"


@pytest.fixture
def added(copied: Any, tmp_path: Path) -> Any:
    """The first build's desk, with one task more."""
    root = tmp_path / "resources"
    shutil.copytree(copied.resources, root)
    if not (root / "templates").is_dir():
        shutil.copytree(resources.folder("templates"), root / "templates")
    experiments = root / "experiments"
    (experiments / "notebooks" / "dispersion.py").write_text(NOTEBOOK, encoding="utf-8")
    with (experiments / "tasks.toml").open("a", encoding="utf-8") as tasks:
        tasks.write(SPECIFICATION)
    sections = root / "templates" / "ru" / "sections"
    (sections / "dispersion.html.j2").write_text(WORDS, encoding="utf-8")
    own = copied.folder / "own"
    own.mkdir()
    (own / "dispersion.md").write_text(OWN_WORDS, encoding="utf-8")
    return replace(copied, resources=root)


def test_a_task_is_added_without_touching_the_package(
    added: Any, read_pdf: Callable[[Path], list[str]]
) -> None:
    before = set(added.stored())
    options = ("--words", "own", "--format", "pdf", "--format", "html", "--format", "ipynb")
    done = added.run("build", *FIRST, *options)
    assert done.returncode == 0, done.stderr
    (computed,) = set(added.stored()) - before
    assert computed.startswith("dispersion/")

    assert faults(added.results()) == []
    section = added.results()["sections"]["dispersion"]
    assert section["status"] == "done"
    assert section["images"] == 1500
    assert section["mean_square"] == pytest.approx(4, abs=1)
    written = f"{section['mean_square']:.2f}".replace(".", ",")

    out = added.folder / "lab1-report"
    for text in (
        " ".join(read_pdf(out / "lab1-demo.pdf")),
        (out / "lab1-demo.html").read_text(encoding="utf-8"),
        (out / "lab1-demo.ipynb").read_text(encoding="utf-8"),
    ):
        assert "Часть 4. Рассеяние" in text.replace("\xa0", " ")
        assert written in text
        assert "Ожидалось" in text
        assert "mean square" in text

    assert "dispersion: stored and current" in added.run("explain", *FIRST).stdout
    assert "dispersion" in added.run_process("run", "--help").stdout


def test_what_an_added_task_lacks_is_said(added: Any) -> None:
    tasks = added.resources / "experiments" / "tasks.toml"
    text = tasks.read_text(encoding="utf-8")
    tasks.write_text(text.replace("scale = 2.0", "scale = [2.0]"), encoding="utf-8")
    done = added.run("plan", *FIRST)
    assert done.returncode == 2
    assert "tasks.toml: [dispersion] scale = [2.0] is neither a number nor a text" in done.stderr

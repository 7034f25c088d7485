"""The lines that are asked about are in the notebooks, and the answers say what happens."""

import importlib.util
import math
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import torch

from lab1report import resources
from lab1report.editions.keys import of_file
from lab1report.findings.defence.code_questions import (
    QUESTIONS,
    CodeQuestion,
    code_questions,
    line_in,
    tried,
)
from lab1report.tasks.notebooks import (
    Cell,
    StageError,
    notebooks_folder,
    read_notebook,
    run_notebook,
)

SCRIPT = Path(__file__).resolve().parents[4] / "scripts" / "try_code_questions.py"
FOUND = {question.id: question for question in code_questions()}


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("try_code_questions", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_each_question_has_its_line_its_words_and_its_outcome() -> None:
    asked = resources.read_toml(resources.folder("experiments") / QUESTIONS)["question"]
    ids = [table["id"] for table in asked]
    assert [*FOUND] == ids
    assert len(ids) == 10
    words = resources.folder("templates") / "ru" / "defence" / "code"
    assert {path.name.partition(".")[0] for path in words.iterdir()} == set(ids)
    assert set(tried()) == {"trial", "usual-xor", "usual-cifar", *ids}
    for question in FOUND.values():
        cells = {cell.id: cell for cell in read_notebook(path_of(question), "xor")}
        line = cells[question.cell].source.splitlines()[question.number - 1]
        assert line.strip() == question.text


@pytest.mark.parametrize("section", ["xor", "cifar"])
def test_the_trial_was_of_this_code(section: str) -> None:
    tasks = resources.read_toml(resources.folder("experiments") / "tasks.toml")
    trial = tried()["trial"]
    same = "run scripts/try_code_questions.py: the notebook is another than when it was tried"
    assert trial[section] == of_file(notebooks_folder() / f"{section}.py"), same
    assert trial["iterations"] == tasks["xor"]["iterations"]
    assert trial["epochs"] == tasks["cifar"]["epochs"]


def path_of(question: CodeQuestion) -> Path:
    return notebooks_folder() / f"{question.section}.py"


def test_a_line_that_changed_is_not_asked_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(resources.folder("experiments"), tmp_path / "experiments")
    notebook = tmp_path / "experiments" / "notebooks" / "cifar.py"
    text = notebook.read_text(encoding="utf-8").replace("loss.backward()", "loss.backward(None)")
    notebook.write_text(text, encoding="utf-8")
    monkeypatch.setenv(resources.VARIABLE, str(tmp_path))
    assert {question.id for question in code_questions()} == {*FOUND} - {"backward"}
    (tmp_path / "experiments" / QUESTIONS).unlink()
    assert code_questions() == ()


def test_a_line_that_stands_twice_is_none() -> None:
    cell = Cell(id="x", source="a = 1\n  b = 2\na = 1", line=1)
    assert line_in(cell, "b = 2") == 2
    assert line_in(cell, "a = 1") is None
    assert line_in(cell, "c") is None


def images(part: str, classes: Any) -> tuple[Any, Any]:
    """Twelve made-up images of each of the classes."""
    rng = np.random.default_rng(len(part))
    labels = np.repeat(classes, 12)
    return rng.integers(256, size=(len(labels), 32, 32, 3)).astype(np.uint8), labels


FEW: Mapping[str, Mapping[str, Any]] = {
    "xor": {"POINTS": 100, "NOISE": 0.1, "HIDDEN": 4, "LR": 0.001, "ITERATIONS": 20,
            "SAMPLE_SEED": 0, "WEIGHTS_SEED": 0},
    "cifar": {"CLASSES": [1, 2, 3], "HIDDEN": [4], "LR": 0.001, "BATCH_SIZE": 8, "EPOCHS": 3,
              "WEIGHTS_SEED": 0, "ORDER_SEED": 0},
}  # fmt: skip


@pytest.fixture
def run_without(script: ModuleType) -> Callable[..., dict[str, Any]]:
    """`run_without(id)`: the names after the notebook ran without that line, a few iterations."""

    def run(id: str) -> dict[str, Any]:
        question = FOUND[id]
        section = question.section
        with script.without(question) as notebook:
            found, _ = run_notebook(
                notebook,
                parameters=FEW[section],
                names={"read_cifar100": images},
                choice="xor" if section == "xor" else "",
                until="training",
            )
        return found

    return run


@pytest.mark.parametrize("id", [id for id, outcome in tried().items() if "error" in outcome])
def test_what_ends_in_an_error(id: str, run_without: Callable[..., Any]) -> None:
    with pytest.raises(StageError) as raised:
        run_without(id)
    outcome = FOUND[id].tried

    def words(text: str) -> str:
        return re.sub(r"\d+", "N", text)  # shapes follow from the number of images

    assert (raised.value.stage, words(raised.value.message)) == (
        outcome["stage"],
        words(outcome["error"]),
    )


def test_without_backward_nothing_is_learnt(run_without: Callable[..., Any]) -> None:
    found = run_without("backward")
    assert {*found["curves"]["train", "loss"]} == {found["initial"]["train"][0]}


def test_without_zero_grad_gradients_add_up(run_without: Callable[..., Any]) -> None:
    kept = run_without("zero-grad")["model"][0].weight.grad.norm()
    usual, _ = run_notebook(
        notebooks_folder() / "cifar.py",
        parameters=FEW["cifar"],
        names={"read_cifar100": images},
        until="training",
    )
    assert kept > 2 * usual["model"][0].weight.grad.norm()


def test_equal_weights_stay_equal(run_without: Callable[..., Any]) -> None:
    found = run_without("random-weights")
    first, *others = found["W2"].detach()
    assert first != 0
    assert all(torch.equal(first, other) for other in others)


def test_without_a_seed_weights_are_others(run_without: Callable[..., Any]) -> None:
    made = [run_without("seed")["model"][0].weight for _ in range(2)]
    assert not torch.equal(*made)


def test_a_batch_of_all_is_one_step_an_epoch(run_without: Callable[..., Any]) -> None:
    assert len(run_without("batch")["batch"]) == 36


def test_a_softmax_before_the_loss_has_a_floor(run_without: Callable[..., Any]) -> None:
    floor = math.log(1 + 2 / math.e)
    right = torch.tensor([[100.0, 0, 0]]).softmax(dim=1)
    lowest = torch.nn.CrossEntropyLoss()(right, torch.tensor([0])).item()
    assert lowest == pytest.approx(floor, abs=1e-4)
    assert round(floor, 3) == 0.551  # in the words of the answer
    assert run_without("loss")["loss"] > floor

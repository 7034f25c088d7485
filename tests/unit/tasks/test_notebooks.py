"""Notebooks: cells, parameters, what they print, and what happens when one fails."""

from pathlib import Path

import pytest

from lab1report.progress import Progress
from lab1report.tasks.notebooks import StageError, notebooks_folder, read_notebook, run_notebook

NOTEBOOK = """# A preface that belongs to no cell.

# %% parameters
COUNT, STEP = 3, 2

# %% first
total = 0
for i in track(range(COUNT)):
    total += STEP
print("total:", total)

# %% second
print(greeting)
"""


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    path = tmp_path / "made.py"
    path.write_text(NOTEBOOK, encoding="utf-8")
    return path


class Recorder(Progress):
    def __init__(self) -> None:
        self.events: list[object] = []

    def start(self, title: str, total: float | None = None, *, unit: str = "steps") -> None:
        self.events.append((title, total))

    def finish(self) -> None:
        self.events.append("finish")


def test_cells_and_their_lines(notebook: Path) -> None:
    cells = read_notebook(notebook)
    assert [(cell.id, cell.line) for cell in cells] == [
        ("parameters", 4),
        ("first", 7),
        ("second", 13),
    ]
    assert cells[2].source == "print(greeting)"


def test_what_ran_and_what_it_printed(notebook: Path) -> None:
    recorder = Recorder()
    namespace, stages = run_notebook(
        notebook,
        parameters={"COUNT": 5, "STEP": 4},
        names={"greeting": "hello"},
        title="made",
        progress=recorder,
    )
    assert namespace["total"] == 20
    assert [stage.output for stage in stages] == ["", "total: 20", "hello"]
    assert stages[0].source == "COUNT = 5\nSTEP = 4"
    assert recorder.events == [("made", 5), "finish"]


def test_until(notebook: Path) -> None:
    _, stages = run_notebook(notebook, parameters={"COUNT": 1, "STEP": 1}, until="first")
    assert [stage.id for stage in stages] == ["parameters", "first"]


def test_a_failing_cell_names_itself_and_its_line(notebook: Path) -> None:
    with pytest.raises(StageError) as error:
        run_notebook(notebook, parameters={"COUNT": 1, "STEP": 1})
    assert error.value.stage == "second"
    assert error.value.message == "NameError: name 'greeting' is not defined"
    assert 'made.py", line 13' in error.value.details
    assert "capture.py" not in error.value.details


def test_an_interruption_passes_through(tmp_path: Path) -> None:
    path = tmp_path / "made.py"
    path.write_text("# %% only\nraise KeyboardInterrupt\n")
    with pytest.raises(KeyboardInterrupt):
        run_notebook(path, parameters={})


@pytest.mark.parametrize("wrong", [{"COUNT": 1}, {"COUNT": 1, "STEP": 1, "STEPS": 1}])
def test_parameters_must_fit(notebook: Path, wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="STEP"):
        run_notebook(notebook, parameters=wrong)


@pytest.mark.parametrize("name", ["regression", "xor", "cifar"])
def test_the_notebooks_fit_the_page(name: str) -> None:
    cells = read_notebook(notebooks_folder() / f"{name}.py")
    assert len(cells) >= 6
    for cell in cells:
        lines = cell.source.splitlines()
        assert 0 < len(lines) <= 45, f"{cell.id} is too long for one screenshot"
        assert max(map(len, lines)) < 80, f"{cell.id} has a line that the page would wrap"

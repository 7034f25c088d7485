"""Notebooks: cells, parameters, what they print, and what happens when one fails."""

import ast
import builtins
import io
import re
import tokenize
from pathlib import Path

import pytest

from lab1report.progress import Progress
from lab1report.tasks.notebooks import (
    Cell,
    Loop,
    StageError,
    notebooks_folder,
    read_notebook,
    run_notebook,
)

NOTEBOOK = """# A preface that belongs to no cell.

# %% parameters
COUNT, STEP = 3, 2

# %% first
total = 0
for i in range(1, COUNT + 1):
    total += STEP
    print(i)
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

    def start(self, title: str, total: float | None = None, **_: object) -> None:
        self.events.append((title, total))

    def update(self, done: float) -> None:
        self.events.append(done)

    def finish(self) -> None:
        self.events.append("finish")


def test_cells_and_their_lines(notebook: Path) -> None:
    cells = read_notebook(notebook)
    assert [(cell.id, cell.line) for cell in cells] == [
        ("parameters", 4),
        ("first", 7),
        ("second", 14),
    ]
    assert cells[2].source == "print(greeting)"


def test_what_ran_and_what_it_printed(notebook: Path) -> None:
    recorder = Recorder()
    namespace, stages = run_notebook(
        notebook,
        parameters={"COUNT": 5, "STEP": 4},
        names={"greeting": "hello"},
        loop=Loop(variable="i", count=5),
        title="made",
        progress=recorder,
    )
    assert namespace["total"] == 20
    assert [stage.output for stage in stages] == ["", "1\n2\n3\n4\n5\ntotal: 20", "hello"]
    assert stages[0].source == "COUNT, STEP = 5, 4"
    (begun, *updates, end) = recorder.events
    assert (begun, end) == (("made", 5), "finish")
    assert sorted(set(updates)) == [1, 2, 3, 4, 5]  # type: ignore[type-var]


def test_parameters_that_do_not_fit_a_line_have_one_each(notebook: Path) -> None:
    long = list(range(30))
    _, stages = run_notebook(notebook, parameters={"COUNT": 1, "STEP": long}, until="parameters")
    assert stages[0].source == f"COUNT = 1\nSTEP = {long}"


def test_until(notebook: Path) -> None:
    _, stages = run_notebook(notebook, parameters={"COUNT": 1, "STEP": 1}, until="first")
    assert [stage.id for stage in stages] == ["parameters", "first"]


def test_a_failing_cell_names_itself_and_its_line(notebook: Path) -> None:
    with pytest.raises(StageError) as error:
        run_notebook(notebook, parameters={"COUNT": 1, "STEP": 1})
    assert error.value.stage == "second"
    assert error.value.message == "NameError: name 'greeting' is not defined"
    assert 'made.py", line 14' in error.value.details
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


def test_of_the_cells_for_a_choice_one_is_run_and_shown(tmp_path: Path) -> None:
    path = tmp_path / "made.py"
    path.write_text("# %% sample a\nx = 1\n# %% sample b\nx = 2\n# %% shown\nprint(x)\n")
    _, stages = run_notebook(path, parameters={}, choice="b")
    assert [(stage.id, stage.source) for stage in stages] == [
        ("sample", "x = 2"),
        ("shown", "print(x)"),
    ]
    assert stages[-1].output == "2"
    assert [cell.id for cell in read_notebook(path)] == ["shown"]


NOTEBOOKS = [
    ("regression", ""),
    ("xor", "xor"),
    ("xor", "circles"),
    ("xor", "moons"),
    ("cifar", ""),
]


@pytest.fixture(params=NOTEBOOKS, ids="-".join)
def own(request: pytest.FixtureRequest) -> tuple[Cell, ...]:
    """The cells of each notebook of the report."""
    name, choice = request.param
    return read_notebook(notebooks_folder() / f"{name}.py", choice)


def test_the_notebooks_fit_the_page(own: tuple[Cell, ...]) -> None:
    assert len(own) >= 6
    for cell in own:
        lines = cell.source.splitlines()
        assert 0 < len(lines) <= 24, f"{cell.id} is too long for one screenshot"
        assert max(map(len, lines)) < 80, f"{cell.id} has a line that the page would wrap"


def test_the_notebooks_use_only_what_they_show(own: tuple[Cell, ...]) -> None:
    """But for the reader of images, which the text of part 3 describes."""
    source = "\n".join(cell.source for cell in own)
    names = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)]
    bound = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.alias):
            bound.add(node.asname or node.name)
        elif isinstance(node, ast.FunctionDef):
            bound |= {node.name, *(argument.arg for argument in node.args.args)}
    foreign = {node.id for node in names} - bound - set(dir(builtins))
    assert foreign <= {"read_cifar100"}


def test_comments_of_the_notebooks_are_russian(own: tuple[Cell, ...]) -> None:
    for cell in own:
        tokens = tokenize.generate_tokens(io.StringIO(cell.source).readline)
        for comment in (token.string for token in tokens if token.type == tokenize.COMMENT):
            assert re.search("[а-я]{3}", comment), f"{cell.id}: {comment}"

"""The hash of the code behind a result."""

import ast
from pathlib import Path

import pytest

from lab1report.store import code_digests
from lab1report.tasks.notebooks import NOTEBOOKS


@pytest.mark.parametrize("section", ["regression", "xor", "cifar"])
def test_what_computes_a_section_is_in_its_hash(section: str) -> None:
    found = code_digests.digests(f"lab1report.tasks.{section}", NOTEBOOKS / f"{section}.py")
    assert f"notebooks/{section}.py" in found
    assert {
        f"lab1report.tasks.{section}",
        "lab1report.tasks.notebooks",
        "lab1report.data.seeds",
    } <= set(found)


def test_what_trains_the_series_is_in_its_hash() -> None:
    found = set(code_digests.digests("lab1report.tasks.series"))
    engine = {"train", "group", "image_tensors", "optimizers", "sample_basis", "weights"}
    assert found >= {f"lab1report.tasks.engine.{name}" for name in engine}
    assert found >= {"lab1report.tasks.series", "lab1report.data.seeds"}


def test_what_only_decides_when_to_train_is_not() -> None:
    """Otherwise every change of the plan or of the workers would compute all runs again."""
    for task in ("series", "cifar", "images"):
        names = {name.split(".")[1] for name in code_digests.digests(f"lab1report.tasks.{task}")}
        assert not names & {"plan", "runs", "findings", "settings"}, task


def test_what_the_images_say_is_measured_without_the_engine() -> None:
    found = code_digests.digests("lab1report.tasks.class_images")
    assert "lab1report.tasks.class_images" in found
    assert not [name for name in found if name.startswith("lab1report.tasks.engine")]


@pytest.mark.parametrize("task", ["cifar", "series", "images"])
def test_what_only_shows_a_section_is_not(task: str) -> None:
    found = code_digests.digests(f"lab1report.tasks.{task}")
    shown = {"pages", "figures", "report", "editions", "cli", "own_words"}
    assert not [name for name in found if name.split(".")[1:2] and name.split(".")[1] in shown]


def test_comments_and_docstrings_change_nothing_but_code_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "lab1report"
    package.mkdir()
    monkeypatch.setattr(code_digests, "PACKAGE", package)

    def digest(source: str) -> str:
        (package / "part.py").write_text(source)
        return code_digests.digests("lab1report.part")["lab1report.part"]

    plain = digest("def f():\n    return 1")
    assert digest('"""Doc."""\n# Why\n\n\ndef f():\n    """Doc."""\n    return 1') == plain
    assert digest("def f():\n    return 2") != plain


def test_imports_are_followed_unless_for_types_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "lab1report"
    package.mkdir()
    monkeypatch.setattr(code_digests, "PACKAGE", package)
    (package / "__init__.py").write_text("")
    (package / "a.py").write_text(
        "from typing import TYPE_CHECKING\n"
        "if TYPE_CHECKING:\n    from lab1report import typed\n"
        "def f():\n    from lab1report.b import g\n    import numpy\n"
    )
    for name in ("b", "typed", "other"):
        (package / f"{name}.py").write_text(f"{name} = 1\n")
    assert set(code_digests.digests("lab1report.a")) == {
        "lab1report.a",
        "lab1report.b",
    }


def test_a_source_is_parsed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAB1REPORT_CACHE", str(tmp_path))
    source = "import lab1report.data.seeds\n\nkept = 1\n"
    found = code_digests._read.__wrapped__(source)
    assert found[0] == ("lab1report.data.seeds",)
    monkeypatch.setattr(ast, "parse", lambda _: pytest.fail("parsed again"))
    assert code_digests._read.__wrapped__(source) == found


def test_a_docstring_alone_leaves_a_tree_that_dumps() -> None:
    tree = code_digests._without_docstrings(ast.parse('def f():\n    """Doc."""'))
    assert "Doc" not in ast.dump(tree)

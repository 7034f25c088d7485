"""The hash of the code behind a result."""

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

from lab1report.store import code_digests

Write = Callable[..., dict[str, str]]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """`write(a="source", ...)`: the digests of module `a` of a package with these modules."""
    package = tmp_path / "lab1report"
    package.mkdir()
    (package / "__init__.py").write_text("__version__ = '1'\n")
    monkeypatch.setattr(code_digests, "PACKAGE", package)

    def digests(**modules: str) -> dict[str, str]:
        for name, source in modules.items():
            (package / f"{name}.py").write_text(source)
        return code_digests.digests([f"lab1report.{next(iter(modules))}"])

    return digests


def test_comments_and_docstrings_change_nothing_but_code_does(write: Write) -> None:
    plain = write(part="def f():\n    return 1")
    assert write(part='"""Doc."""\n# Why\n\n\ndef f():\n    """Doc."""\n    return 1') == plain
    assert write(part="def f():\n    return 2") != plain


def test_what_documents_an_attribute_changes_nothing(write: Write) -> None:
    assert write(part='A = 1\n"""Which."""\n') == write(part="A = 1\n")


def test_imports_are_followed_unless_for_types_only(write: Write) -> None:
    found = write(
        a="from typing import TYPE_CHECKING\n"
        "if TYPE_CHECKING:\n    from lab1report import typed\n"
        "def f():\n    from lab1report.b import g\n    import numpy\n",
        b="import lab1report.c\ng = 1\n",
        c="c = 1\n",
        typed="typed = 1\n",
        other="other = 1\n",
    )
    assert set(found) == {"lab1report.a", "lab1report.b", "lab1report.c"}


MODEL = """
from lab1report.resources import names
PARTS = ("train", "test")
def used(part):
    if part not in PARTS:
        return names[part]
class Unused:
    field = 1
"""
RESOURCES = "first = 1\nnames = {'train': first}\nother = 1\n"


def test_of_shared_modules_only_what_is_used_counts(write: Write) -> None:
    def digests(model: str = MODEL, resources: str = RESOURCES) -> dict[str, str]:
        source = "from lab1report.model import used\nb = used\n"
        return write(a=source, model=model, resources=resources)

    before = digests()
    assert set(before) == {"lab1report.a", "lab1report.model", "lab1report.resources"}
    assert digests(MODEL.replace("field = 1", "field = 2")) == before
    assert digests(resources=RESOURCES.replace("other = 1", "other = 2")) == before
    # What `used` needs of its own module, and of another one
    assert digests(MODEL.replace('"test"', '"tests"')) != before
    assert digests(resources=RESOURCES.replace("first = 1", "first = 2")) != before


def test_in_which_language_an_error_is_said_changes_nothing(write: Write) -> None:
    source = "from lab1report.messages import _\ndef f():\n    raise ValueError(_('no'))\n"
    said = "def _(message):\n    return message\n"
    before = write(a=source, messages=said)
    assert set(before) == {"lab1report.a"}
    assert write(a=source, messages=said.replace("message)", "words)")) == before


def test_a_shared_module_that_is_imported_whole_counts_whole(write: Write) -> None:
    def digests(model: str) -> dict[str, str]:
        source = "from lab1report import model\nb = model.used\n"
        return write(a=source, model=model, resources=RESOURCES)

    assert digests(MODEL) != digests(MODEL.replace("field = 1", "field = 2"))


def test_a_name_bound_twice_counts_with_both(write: Write) -> None:
    def digests(model: str) -> dict[str, str]:
        return write(a="from lab1report.model import A\nb = A\n", model=model)

    first = digests("A = 1\nA = A + 1\n")
    assert digests("A = 2\nA = A + 1\n") != first
    assert digests("A = 1\nA = A + 2\n") != first


def test_a_module_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match=r"no module lab1report\.tasks\.xorr"):
        code_digests.digests(["lab1report.tasks.xorr"])


def test_text_files_count_to_the_letter(tmp_path: Path) -> None:
    file = tmp_path / "notebooks" / "xor.py"
    file.parent.mkdir()
    found = []
    for text in ("# %% cell\n", "# %% cell \n"):
        file.write_text(text)
        found.append(code_digests.digests([], [file]))
    assert found[0].keys() == {"notebooks/xor.py"}
    assert found[0] != found[1]


def test_a_source_is_parsed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAB1REPORT_CACHE", str(tmp_path))
    source = "import lab1report.data.seeds\n\nremembered = 1\n"
    found = code_digests._read.__wrapped__(source)
    assert found.imports == (("lab1report.data.seeds", "*"),)
    monkeypatch.setattr(ast, "parse", lambda _: pytest.fail("parsed again"))
    assert code_digests._read.__wrapped__(source) == found

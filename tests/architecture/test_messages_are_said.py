"""Every message for a user goes through the catalogues, so that it can be said in Russian."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.repository import ROOT

SOURCES = sorted((ROOT / "lab1report").rglob("*.py"))
SAID = {"say", "note", "warn", "start", "doing"}
"""What tells a user something: `say` of the command line, the methods of a `Progress`."""


def trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES}


def errors_of_users(modules: dict[Path, ast.Module]) -> set[str]:
    """The names of `Lab1Error` and of whatever derives from it."""
    found = {"Lab1Error"}
    classes = [
        node
        for tree in modules.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    ]
    for _ in classes:
        more = {one.name for one in classes if found & {ast.unparse(base) for base in one.bases}}
        if more <= found:
            break
        found |= more
    return found


def literals(tree: ast.Module, errors: set[str]) -> Iterator[tuple[int, str]]:
    """Sentences that are given as they are to an error of the user's, or are told."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
        if called not in errors | SAID:
            continue
        if words := untranslated(node.args[0]):
            yield node.lineno, words


def untranslated(message: ast.expr) -> str:
    """The words of a literal; "" of what is no literal, or names and signs alone."""
    if isinstance(message, ast.Constant) and isinstance(message.value, str):
        text = message.value
    elif isinstance(message, ast.JoinedStr):
        text = "".join(str(part.value) for part in message.values if isinstance(part, ast.Constant))
    else:
        return ""
    words = text.split()
    return text if sum(word.strip(".,:;()'").isalpha() for word in words) > 1 else ""


def test_no_message_is_in_one_language_alone() -> None:
    modules = trees()
    errors = errors_of_users(modules)
    assert {"UserError", "DataError", "NetworkError", "LibraryError"} <= errors
    found = [
        f"{path.relative_to(ROOT)}:{line}: {words}"
        for path, tree in modules.items()
        for line, words in literals(tree, errors)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("raise UserError('there is no such file')", True),
        ("raise UserError(f'{path}: cannot be read')", True),
        ("raise UserError(_('there is no such file'))", False),
        ("raise UserError(_('{path}: cannot be read').format(path=path))", False),
        ("raise UserError(f'{path}: {error}')", False),
        ("progress.warn('the cache is full now')", True),
        ("progress.start(_('training'), 1)", False),
        ("raise TypeError('no such thing here')", False),
    ],
)
def test_a_bare_message_is_seen(source: str, seen: bool) -> None:
    assert bool(list(literals(ast.parse(source), {"UserError"}))) == seen


def test_what_is_said_is_a_literal() -> None:
    """Babel finds a message only where it stands as a literal."""
    found = []
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            if node.func.id in ("ngettext", "marked"):
                values = node.args[: 2 if node.func.id == "ngettext" else 1]
            elif node.func.id == "_" and node.args and isinstance(node.args[0], ast.JoinedStr):
                values = node.args[:1]
            else:
                continue
            if path.name != "messages.py" and not all(isinstance(v, ast.Constant) for v in values):
                found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert not found

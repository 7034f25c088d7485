"""Which code computed a result: a hash for each module that a section's numbers depend on.

The modules are those of this package that the section's task module imports, directly or not.
They are hashed without docstrings, comments and formatting, which change nothing. Notebooks are
hashed as text, since the report shows their text.

To parse the package would take a third of a build that computes nothing, so what was found in a
source is kept in the cache folder under the hash of that source.
"""

import ast
import hashlib
import sys
from functools import cache
from pathlib import Path
from typing import Any

from lab1report.store.memo import memoized

PACKAGE = Path(__file__).resolve().parents[1]

# Data classes, whose values are in the keys one by one; messages; descriptions
_COMPUTE_NOTHING = frozenset(
    f"lab1report{name}" for name in ("", ".model", ".errors", ".progress", ".store.environment")
)


def digests(module: str, *files: Path) -> dict[str, str]:
    """Hashes by name for `module`, all it imports from this package, and the given text files.

    Args:
        module: a dotted name such as "lab1report.tasks.xor".
    """
    found: dict[str, str] = {}
    seen: set[str] = set()
    waiting = [module]
    while waiting:
        name = waiting.pop()
        path = _path(name)
        if name in seen or path is None:
            continue
        seen.add(name)
        imports, digest = _read(path.read_text(encoding="utf-8"))
        waiting += imports
        if name not in _COMPUTE_NOTHING:
            found[name] = digest
    for file in files:
        found[f"{file.parent.name}/{file.name}"] = _hash(file.read_text(encoding="utf-8"))
    return dict(sorted(found.items()))


Found = tuple[tuple[str, ...], str]
"""What a module imports, and its hash."""


@cache  # figures, page and sections ask for many of the same modules
def _read(source: str) -> Found:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"  # of `ast.unparse`
    return memoized("code", (source, version), lambda: _parse(source), restore=_found)


def _parse(source: str) -> Found:
    tree = ast.parse(source)
    return tuple(_imports(tree)), _hash(ast.unparse(_without_docstrings(tree)))


def _found(stored: Any) -> Found:
    imports, digest = stored
    return tuple(map(str, imports)), str(digest)


def _path(name: str) -> Path | None:
    """The file of a module of this package; None for any other name."""
    first, *rest = name.split(".")
    if first != PACKAGE.name:
        return None
    place = PACKAGE.joinpath(*rest)
    for path in (place / "__init__.py", place.with_suffix(".py")):
        if path.is_file():
            return path
    return None


def _imports(tree: ast.Module) -> list[str]:
    """What a module imports when it runs; imports under TYPE_CHECKING compute nothing."""
    names: list[str] = []
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.append(node.module)
            names += [f"{node.module}.{alias.name}" for alias in node.names]
        waiting += ast.iter_child_nodes(node)
    return names


def _without_docstrings(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and ast.get_docstring(node) is not None
        ):
            node.body = node.body[1:]
    return tree


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]

"""Hashes the code that computes a result: every module that its numbers depend on.

The modules are those of this package that the given ones import, directly or not, hashed without
docstrings, comments and formatting, which change nothing. Of the modules on the top floor, which
nearly all others share, only the definitions that are used count: a new message or a new field of
the report must not compute every training anew. Notebooks are hashed as text, since the report
shows their text.

To parse the package would take a third of a build that computes nothing, so what was found in a
source is remembered in the cache folder under the hash of that source.
"""

import ast
import hashlib
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from lab1report.store.memo import memoized

PACKAGE = Path(__file__).resolve().parents[1]

_EVERYTHING = "*"
_SHARED = frozenset({"model", "progress", "resources"})
_COMPUTE_NOTHING = frozenset(
    {
        "lab1report",  # the version
        "lab1report.errors",  # end a computation
        "lab1report.messages",  # say it in another language
        "lab1report.quoting",  # words a message
        "lab1report.progress:Progress",  # is told of it
        "lab1report.store.environment",  # say where the numbers were made, beside them
        "lab1report.tasks.environment_used",
    }
)


def digests(modules: Iterable[str], files: Iterable[Path] = ()) -> dict[str, str]:
    """Hashes by name for `modules`, all they import from this package, and the text `files`.

    Args:
        modules: dotted names such as "lab1report.tasks.xor".

    Raises:
        ValueError: a module that this package does not have.
    """
    found: dict[str, str] = {}
    parts: dict[str, set[str]] = {}  # the used definitions of the shared modules
    waiting = [(name, _EVERYTHING) for name in modules]
    if missing := [name for name, _ in waiting if _path(name) is None]:
        raise ValueError(f"no module {missing[0]}")
    while waiting:
        name, part = waiting.pop()
        path = _path(name)
        if path is None or name in found or part in parts.get(name, ()):
            continue
        if not _COMPUTE_NOTHING.isdisjoint({name, f"{name}:{part}"}):
            continue
        source = _read(path.read_text(encoding="utf-8"))
        if name.partition(".")[2] in _SHARED and part != _EVERYTHING:
            parts.setdefault(name, set()).add(part)
            waiting += source.used_by(part, name)
            continue
        waiting += source.imports
        if source.definitions:
            found[name] = source.digest
    for name in parts.keys() - found.keys():
        source = _read(_path(name).read_text(encoding="utf-8"))  # type: ignore[union-attr]
        own = [f"{part} {source.definitions[part]}" for part in sorted(parts[name])]
        found[name] = _hash("\n".join(own))
    for file in files:
        found[f"{file.parent.name}/{file.name}"] = _hash(file.read_text(encoding="utf-8"))
    return dict(sorted(found.items()))


@dataclass(frozen=True)
class _Source:
    """A module: all that it imports, as modules and names in them, and what it defines.

    `imports` has an entry for "from a import b" as a name of `a` and as a module `a.b`, since only
    the files tell which it is. `definitions` are hashes by the name on the module's top level,
    `uses` the names that stand in each, `bound` where an imported name comes from.
    """

    digest: str
    imports: tuple[tuple[str, str], ...]
    definitions: dict[str, str]
    uses: dict[str, tuple[str, ...]]
    bound: dict[str, tuple[str, str]]

    def used_by(self, part: str, module: str) -> Iterator[tuple[str, str]]:
        """What the definition `part` of `module` needs, of this module and of others."""
        for name in self.uses[part]:
            if name in self.definitions and name != part:
                yield module, name
            elif name in self.bound:
                yield self.bound[name]


@cache  # many sections ask for the same modules
def _read(source: str) -> _Source:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"  # of `ast.unparse`
    return memoized("code", (source, version), lambda: _parse(source), restore=_restored)


def _restored(stored: Any) -> _Source:
    digest, imports, definitions, uses, bound = stored
    return _Source(
        digest=str(digest),
        imports=tuple((str(module), str(name)) for module, name in imports),
        definitions={str(name): str(text) for name, text in definitions.items()},
        uses={str(name): tuple(map(str, used)) for name, used in uses.items()},
        bound={str(name): (str(module), str(part)) for name, (module, part) in bound.items()},
    )


def _parse(source: str) -> tuple[Any, ...]:
    tree = _without_docstrings(ast.parse(source))
    definitions: dict[str, str] = {}
    uses: dict[str, set[str]] = {}
    for node in tree.body:
        for name in _defined(node):
            # A name may be bound by several statements, which count together
            definitions[name] = _hash(definitions.get(name, "") + ast.unparse(node))
            names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
            uses.setdefault(name, set()).update(names)
    return (
        _hash(ast.unparse(tree)),
        [found[:2] for found in _imports(tree)],
        definitions,
        {name: sorted(used) for name, used in uses.items()},
        {bound: (module, name) for module, name, bound in _imports(tree) if bound},
    )


def _defined(node: ast.stmt) -> Iterator[str]:
    """The names that a statement on a module's top level defines, but for imports."""
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Assign(targets=targets):
            for target in targets:
                yield from (part.id for part in ast.walk(target) if isinstance(part, ast.Name))
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name


def _imports(tree: ast.Module) -> list[tuple[str, str, str]]:
    """What a module imports when it runs: the module, the name in it, the name it is given here.

    Imports under TYPE_CHECKING compute nothing.
    """
    found: list[tuple[str, str, str]] = []
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.Import):
            found += [(alias.name, _EVERYTHING, "") for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                found.append((node.module, alias.name, alias.asname or alias.name))
                found.append((f"{node.module}.{alias.name}", _EVERYTHING, ""))
        waiting += ast.iter_child_nodes(node)
    return found


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


def _without_docstrings(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            continue
        # A string below an attribute documents it
        node.body = [
            statement
            for statement in node.body
            if not (
                isinstance(statement, ast.Expr)
                and isinstance(statement.value, ast.Constant)
                and isinstance(statement.value.value, str)
            )
        ]
    return tree


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]

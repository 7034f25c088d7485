"""What can be read at one go: short functions and short files."""

import ast
from pathlib import Path

import lab1report

FUNCTION, FILE = 60, 350  # lines


def test_functions_and_files_are_short() -> None:
    folder = Path(lab1report.__file__).parent
    long: list[str] = []
    for path in sorted(folder.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        name = path.relative_to(folder)
        if (lines := len(text.splitlines())) > FILE:
            long.append(f"{name} has {lines} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > FUNCTION:
                    long.append(f"{node.name} in {name} has {lines} lines")
    assert long == []

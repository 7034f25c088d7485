"""Draws docs/pictures/layers.svg: the layers of pyproject.toml, with what their modules do.

Run by `make layers`; a test holds that the picture is up to date.
"""

import ast
import tomllib
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "pictures" / "layers.svg"
HEIGHT, WIDTH = 30, 900  # of a row, of the picture

STYLE = (
    "text{font:14px sans-serif;fill:#222}.name{font:bold 14px monospace}"
    "rect{fill:#eef3fa;stroke:#8aa4c8}path{stroke:#666;fill:none;marker-end:url(#head)}"
)
ARROW = (
    '<marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" '
    'orient="auto"><path d="M0 0 L8 4 L0 8 z" style="fill:#666;marker-end:none"/></marker>'
)


def layers() -> list[list[str]]:
    """The layers of the package from the top, each with its modules."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    rows = next(one["layers"] for one in contracts if one["id"] == "layers")
    named = [[name.strip() for name in row.split("|")] for row in rows]
    return [names for names in named if names != ["__main__"]]


def summary(name: str) -> str:
    """The first sentence of a module's or package's docstring."""
    place = ROOT / "lab1report" / name
    file = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
    described = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return " ".join(described.partition("\n\n")[0].replace("`", "").split())


def picture() -> str:
    """The picture as SVG: a box for each layer, and an arrow along which imports run."""
    boxes, top = [], 4
    for names in layers():
        height = HEIGHT * len(names) - 5
        boxes.append(f'<rect x="24" y="{top}" width="{WIDTH - 28}" height="{height}" rx="4"/>')
        for line, name in enumerate(names):
            y = top + HEIGHT * line + 17
            boxes += [
                f'<text class="name" x="34" y="{y}">{name}</text>',
                f'<text x="134" y="{y}">{escape(summary(name))}</text>',
            ]
        top += HEIGHT * len(names)
    parts = [f'<path d="M12 8 V{top - 6}"/>', *boxes]
    size = f'width="{WIDTH}" height="{top}"'
    title = "<title>Modules of lab1report by layer; imports run downwards</title>"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{title}<style>{STYLE}</style>'
    return "\n".join([head, f"<defs>{ARROW}</defs>", *parts, "</svg>"]) + "\n"


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")

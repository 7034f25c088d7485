"""Commands that compute nothing answer without loading what computes."""

import json
import re
from typing import Any

import pytest

HEAVY = ("jinja2", "matplotlib", "numpy", "pyarrow", "sklearn", "torch", "weasyprint")
CODE = f"""
import sys
from lab1report.cli.app import main
try:
    main()
finally:
    print("loaded:", *({set(HEAVY)} & set(sys.modules)), file=sys.stderr)
"""
VARIANT = ("variant", "--group", "3", "--variant", "7", "--stream", "иу5")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        ("--version",),
        ("build", "--help"),
        VARIANT,
        ("plan", *VARIANT[1:]),
        ("build", "--group", "x"),
    ],
    ids=" ".join,
)
def test_nothing_heavy_is_loaded(bare: Any, arguments: tuple[str, ...]) -> None:
    done = bare.run(*arguments, code=CODE)
    assert done.returncode == (2 if "x" in arguments else 0)
    assert done.stderr.splitlines()[-1].strip() == "loaded:"


def test_variant(bare: Any) -> None:
    assert bare.run(*VARIANT).stdout.splitlines() == [
        " 18  caterpillar (гусеница)  group + 15: 3 + 15 = 18",
        " 63  porcupine (дикобраз)  variant + 56: 7 + 56 = 63",
        " 28  cup (чашка)  variant + 21: 7 + 21 = 28",
    ]
    found = json.loads(bare.run(*VARIANT, "--json").stdout)
    assert [choice["id"] for choice in found["classes"]] == [18, 63, 28]


def test_version(bare: Any) -> None:
    assert re.fullmatch(r"lab1report \d+\.\d+\.\d+\n", bare.run("--version").stdout)


def test_help_names_the_commands(bare: Any) -> None:
    text = bare.run("--help").stdout
    for command in ("build", "run", "defence", "plan", "explain", "variant", "data"):
        assert re.search(rf"\b{command}\b", text)

"""Commands that compute nothing answer without loading what computes."""

import json
import re
from typing import Any

HEAVY = ("jinja2", "matplotlib", "numpy", "pyarrow", "sklearn", "torch", "weasyprint")
VARIANT = ("variant", "--group", "3", "--variant", "7", "--stream", "иу5")

# The program, several times in one process; prints the exit codes, and what was loaded by then
CODE = """
import io, json, sys
from contextlib import redirect_stderr, redirect_stdout
from lab1report.cli.entry import main

commands, heavy = json.loads(sys.argv.pop())
said = []
for command in commands:
    sys.argv[1:] = command
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        try:
            main()
        except SystemExit as ended:
            code = ended.code
    said.append([code, [name for name in heavy if name in sys.modules]])
print(json.dumps(said))
"""


def loaded(bare: Any, *commands: tuple[str, ...]) -> list[tuple[int, list[str]]]:
    """The exit code of each of the commands, and what heavy had been loaded after it."""
    done = bare.run_process(json.dumps([commands, HEAVY]), code=CODE)
    assert done.returncode == 0, done.stderr
    return [(code, names) for code, names in json.loads(done.stdout)]


def test_nothing_heavy_is_loaded(bare: Any) -> None:
    commands: dict[tuple[str, ...], int] = {
        ("--help",): 0,
        ("--version",): 0,
        ("build", "--help"): 0,
        VARIANT: 0,
        ("plan", *VARIANT[1:]): 0,
        ("build", "--group", "x"): 2,
    }
    assert loaded(bare, *commands) == [(code, []) for code in commands.values()]


def test_what_is_loaded_would_be_seen(bare: Any) -> None:
    ((_, names),) = loaded(bare, ("build", "--data", "nowhere", *VARIANT[1:]))
    assert "numpy" in names


def test_variant(bare: Any) -> None:
    assert bare.run(*VARIANT).stdout.splitlines() == [
        " 18  caterpillar (гусеница)  group + 15: 3 + 15 = 18",
        " 63  porcupine (дикобраз)  variant + 56: 7 + 56 = 63",
        " 28  cup (чашка)  variant + 21: 7 + 21 = 28",
    ]
    found = json.loads(bare.run(*VARIANT, "--json").stdout)
    assert [choice["id"] for choice in found["classes"]] == [18, 63, 28]


def test_version(bare: Any) -> None:
    assert re.fullmatch(r"lab1report \d+\.\d+\.\d+\n", bare.run_process("--version").stdout)


def test_help_names_the_commands(bare: Any) -> None:
    text = bare.run_process("--help").stdout
    for command in ("build", "run", "defence", "plan", "explain", "variant", "data"):
        assert re.search(rf"\b{command}\b", text)

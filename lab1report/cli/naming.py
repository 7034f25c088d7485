"""What `names` prints: names with their values and meanings, and what is near to none of them."""

import dataclasses
import difflib
import itertools
import json
import re
import shutil
import sys
import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Final

import typer

from lab1report.cli.output import printable
from lab1report.cli.streams import print_json
from lab1report.messages import _

if TYPE_CHECKING:
    from lab1report import ReportName

_WIDEST: Final = 100
_NARROWEST: Final = 40
_NAME: Final = 48  # the column of names, beyond which a name pushes its value to the right
_INDENT: Final = 6
_MOST: Final = 3

Section = Annotated[
    str | None,
    typer.Argument(
        help=_(
            "A section (xor, series.batch), the beginning of names (variants, best), or sources."
        ),
        show_default=False,
    ),
]
Search = Annotated[
    str,
    typer.Option(help=_("Only names with these words, or with such a meaning."), metavar=_("TEXT")),
]
Json = Annotated[bool, typer.Option("--json", help=_("Print JSON."))]


def print_names(names: "Sequence[ReportName]", *, as_json: bool) -> None:
    """Grouped by section on a terminal; else a line each, parted by tabs."""
    if as_json:
        found = [dataclasses.asdict(name) for name in names]
        print_json(json.dumps(found, ensure_ascii=False, indent=2))
    elif sys.stdout.isatty():
        for line in _for_readers(names, min(shutil.get_terminal_size().columns, _WIDEST)):
            print(printable(line))
    else:
        for name in names:
            cells = (name.section, name.code, name.filter, name.value, name.meaning)
            print("\t".join(map(printable, cells)))


def _for_readers(names: "Sequence[ReportName]", width: int) -> Iterator[str]:
    width = max(width, _NARROWEST)
    column = min(_NAME, width // 2)
    for place, (section, own) in enumerate(itertools.groupby(names, lambda name: name.section)):
        if place:
            yield ""
        yield section
        for name in own:
            value = textwrap.shorten(name.value, max(width - column - 4, 20), placeholder=" …")
            yield f"  {name.expression:{column}}  {value}".rstrip()
            yield from textwrap.wrap(
                name.meaning,
                width,
                initial_indent=" " * _INDENT,
                subsequent_indent=" " * _INDENT,
                break_on_hyphens=False,
            )


def nothing_found(search: str, names: "Sequence[ReportName]") -> str:
    """A sentence for a search without result, with the nearest of `names`."""
    near = list(dict.fromkeys(_near(search.casefold(), names)))[:_MOST]
    if near:
        said = _("no name and no meaning has {search}; did you mean {names}?")
    else:
        said = _("no name and no meaning has {search}; without --search all are listed")
    return said.format(search=repr(search), names=_(" or ").join(near))


def _near(search: str, names: "Sequence[ReportName]") -> Iterator[str]:
    """Names that end alike, then those in whose meaning a word is like it."""
    ends = {_end(name.code): name.code for name in reversed(names)}
    wholes = {name.code.casefold(): name.code for name in names}
    words = {
        word: name.code
        for name in reversed(names)
        for word in re.findall(r"\w{4,}", name.meaning.casefold())
    }
    for known in (ends, wholes, words):
        for one in difflib.get_close_matches(search, known, n=_MOST):
            yield known[one]


def _end(code: str) -> str:
    """The last word of a name."""
    words: list[str] = re.findall(r"[\w-]+", code.casefold())
    return words[-1]

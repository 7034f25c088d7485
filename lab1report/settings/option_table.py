"""The options of the command line and of `lab1.toml`: how each is read, and its help."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, get_args

from lab1report.messages import marked
from lab1report.model import DeviceChoice, Length, Style, XorSample
from lab1report.settings import classes as class_rules
from lab1report.settings.option_values import (
    FONTS,
    SOURCES,
    arms_file,
    class_numbers,
    data_source,
    existing_folder,
    font,
    formats,
    group_code,
    one_of,
    output_folder,
    person,
    rules_year,
    section_names,
    stream,
    whole_number,
)

DEFAULT_YEAR: Final = 2024
_WORKERS = 2  # each takes memory of its own: two stay below the 1.2 GB of a small machine
_MAX_SEEDS = 1000


@dataclass(frozen=True)
class Option:
    """One option of the command line and of `lab1.toml`; its name is its key in `OPTIONS`.

    `parse` gives the value of what a user wrote, or raises a ValueError or a UserError; `metavar`
    and `help` are for `--help`, `examples` for a question, all three in English, to be said by
    `messages._`; `default` is the value where nobody
    gives one, if that is fixed. `is_path`: relative to the folder of `lab1.toml`, if it stands
    there and is none of `names`.
    """

    parse: Callable[[Any], Any]
    metavar: str
    help: str
    default: Any = None
    repeated: bool = False
    examples: str = ""
    is_path: bool = False
    names: tuple[str, ...] = ()


ASSIGNMENT: Final[Mapping[str, Option]] = {
    "group": Option(whole_number(1, 99), "N", marked("Group number.")),
    "variant": Option(whole_number(1, 99), "N", marked("Variant number.")),
    "stream": Option(
        stream, marked("STREAM"), class_rules.STREAM_HELP, examples=class_rules.STREAM_SPELLINGS
    ),
    "group_code": Option(
        group_code,
        marked("CODE"),
        class_rules.CODE_HELP,
        examples=class_rules.CODE_EXAMPLES,
    ),
    "year": Option(
        rules_year, marked("YEAR"), marked("Year of the class rules (default 2024)."), DEFAULT_YEAR
    ),
    "classes": Option(
        class_numbers,
        "A,B,C",
        marked("The teacher's classes instead of the rules', such as 18,63,28."),
        examples="18,63,28",
    ),
}
"""What decides the classes."""

PEOPLE: Final[Mapping[str, Option]] = {
    "student": Option(person, marked("NAME"), marked("Your name for the title page.")),
    "teacher": Option(person, marked("NAME"), marked("The teacher's name.")),
}
"""Who is named on the title page."""

BUILD: Final[Mapping[str, Option]] = {
    "data": Option(
        data_source,
        marked("SOURCE"),
        marked("auto (default), demo, or where CIFAR-100 lies (folder or .tar.gz)."),
        "auto",
        is_path=True,
        names=SOURCES,
    ),
    "seed": Option(
        whole_number(0, 2**31 - 1), "N", marked("Seed of all random numbers (default 0)."), 0
    ),
    "seeds": Option(
        whole_number(1, _MAX_SEEDS),
        "N",
        marked("How many times to train each variant of the series (default 5)."),
    ),
    "sample": Option(
        one_of(get_args(XorSample)),
        marked("NAME"),
        marked("Points of task 2: xor (default), circles or moons."),
        "xor",
    ),
    "out": Option(
        output_folder,
        marked("DIR"),
        marked("Where to write (default lab1-report)."),
        Path("lab1-report"),
        is_path=True,
    ),
    "fresh": Option(
        section_names,
        marked("SECTION"),
        marked("Compute this section anew; may be repeated."),
        frozenset(),
        repeated=True,
    ),
    "arms": Option(
        arms_file,
        marked("FILE"),
        marked("The university's arms for the title page (PNG, JPEG, SVG)."),
        is_path=True,
    ),
    "style": Option(
        one_of(get_args(Style)),
        marked("NAME"),
        marked("Typesetting: bmstu (default), the university's practice, or gost."),
        "bmstu",
    ),
    "length": Option(
        one_of(get_args(Length)),
        marked("NAME"),
        marked(
            "The PDF: short (default), what a teacher reads, or full, with all code and details."
        ),
        "short",
    ),
    "format": Option(
        formats,
        marked("FORMAT"),
        marked("pdf (default), html or ipynb, a notebook; may be repeated."),
        ("pdf",),
        repeated=True,
    ),
    "words": Option(
        existing_folder,
        marked("DIR"),
        marked("Your own words, made by 'init' (default words, if it is there)."),
        is_path=True,
    ),
    "font": Option(
        font,
        marked("NAME"),
        marked(
            "Font of the text: liberation (default), the program's own, times, or a folder of one."
        ),
        "liberation",
        is_path=True,
        names=FONTS,
    ),
    "device": Option(
        one_of(get_args(DeviceChoice)),
        marked("NAME"),
        marked("What the series trains on: cpu (default), cuda, or auto, a GPU if any."),
        "cpu",
    ),
    "workers": Option(
        whole_number(1, 64),
        "N",
        marked("How many processes train at once (default 2, on one core 1)."),
        min(os.cpu_count() or 1, _WORKERS),
    ),
}
"""What decides what is computed, from what, and how the report looks: fields of `Settings`."""

OPTIONS: Final = {**ASSIGNMENT, **PEOPLE, **BUILD}

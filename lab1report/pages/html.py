"""Renders a report's context as one HTML page."""

import dataclasses
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from lab1report.figures.numerals import MINUS
from lab1report.model import Assignment
from lab1report.pages.formula import typeset
from lab1report.pages.formula_speech import spoken
from lab1report.pages.glyphs import cleaned, printable
from lab1report.pages.languages import language as speech
from lab1report.pages.listing import highlight
from lab1report.pages.numbering import Kind, Numbers
from lab1report.pages.report_places import places
from lab1report.pages.section_texts import MakeTexts, SectionTexts
from lab1report.pages.spacing import bind
from lab1report.pages.tables import columns, described
from lab1report.pages.template_errors import TemplateRuleError
from lab1report.pages.templates import load_toml, make_environment
from lab1report.settings.section_names import in_chapters, section_ids

_PICTURE_SUFFIXES = (".svg", ".png")
_SHOWN = re.compile(r'src="asset:([^"]+)"')


@dataclass(frozen=True, kw_only=True)
class Edition:
    """How the sections, which are the same everywhere, become a page.

    Of the files `macros` a later one replaces what it defines anew.
    """

    page: str
    macros: tuple[str, ...]


PAPER = Edition(page="report.html.j2", macros=("macros.html.j2",))
DEFENCE = Edition(page="defence.html.j2", macros=PAPER.macros)


def render_html(
    context: Mapping[str, Any],
    assets: Collection[str],
    *,
    edition: Edition = PAPER,
    templates: Path | None = None,
    language: str = "ru",
) -> str:
    """Write the report as HTML; pictures and fonts stay `asset:` and `font:` URLs.

    Args:
        context: at least `assignment` (Assignment), `data` (DataInfo), `year_of_report` (int);
            optionally `arms` (a `data:` image), `length` ("short", "full", or "whole",
            which is all in its place), `texts` (MakeTexts, which adds to the texts of sections)
            and `executed` (the numbers of cells by their source, instead of counting them);
            and whatever the sections use.
        assets: the names of the pictures ("figures/xor-loss.png").
        templates: a folder whose files hide those of the same name in `templates/`.
        language: the folder of words and sections under `templates/`.

    Raises:
        TemplateRuleError: a rule of numbering is broken or a picture is absent.
        jinja2.UndefinedError: a template uses a name that nobody defined.
    """
    environment = page_environment(language, templates)
    names = {
        **_names(context, environment, language),
        "picture": lambda name: _picture(name, assets),
    }
    first = Numbers(names["sources"])
    _render(environment, names, first, edition)
    second = first.second_pass()
    html, _ = _render(environment, names, second, edition)
    second.check()
    spoken = speech(language)
    return bind(html, spoken.BOUND, spoken.LINKED)


def pictures_in(html: str) -> frozenset[str]:
    """The names of the pictures that `html`, from `render_html`, shows."""
    return frozenset(unescape(name) for name in _SHOWN.findall(html))


@dataclass(frozen=True, kw_only=True)
class Defined:
    """What has numbers in a report: by kind, of each of the `ids`; and `within` each section.

    `parts` are the ids of the sub-sections of each, `captions` what stands below or above each
    figure or table, and of formulas the title of the sub-section.
    """

    ids: Mapping[Kind, Mapping[str, str]]
    within: Mapping[str, Sequence[tuple[Kind, str]]]
    parts: Mapping[str, Sequence[str]]
    captions: Mapping[tuple[Kind, str], str]


def defined(
    context: Mapping[str, Any], *, templates: Path | None = None, language: str = "ru"
) -> Defined:
    """The figures, tables and formulas that the report has without words of a student's.

    The arguments are those of `render_html`.
    """
    environment = page_environment(language, templates)
    names = {**_names(context, environment, language), "texts": SectionTexts, "picture": str}
    numbers = Numbers(names["sources"])
    _, texts = _render(environment, names, numbers, PAPER)
    return Defined(
        ids=numbers.labels, within=texts.within, parts=texts.parts, captions=numbers.captions
    )


def numbered(
    context: Mapping[str, Any], *, templates: Path | None = None, language: str = "ru"
) -> Numbers:
    """The numbers that figures, tables and formulas of the report on paper have.

    The arguments are those of `render_html`.
    """
    environment = page_environment(language, templates)
    names = {**_names(context, environment, language), "picture": str}
    numbers = Numbers(names["sources"])
    _render(environment, names, numbers, PAPER)
    return numbers


def _names(context: Mapping[str, Any], environment: Environment, language: str) -> dict[str, Any]:
    """The names that the templates of every pass may use."""
    return {
        "texts": SectionTexts,
        "length": "whole",
        "executed": {},
        "chapters": in_chapters(section_ids()),
        **context,
        "assignment": _clean_assignment(context["assignment"]),
        "language": language,
        "words": load_toml(environment, f"{language}/words.toml"),
        "sources": load_toml(environment, f"{language}/sources.toml"),
    }


def page_environment(language: str, templates: Path | None = None) -> Environment:
    """The environment of the page's templates; the arguments are those of `render_html`."""
    environment = make_environment(language, templates)
    aloud = load_toml(environment, f"{language}/formulas.toml")
    environment.filters.update(
        printable=printable,
        columns=columns,
        described=described,
        spoken=partial(spoken, words=aloud),
        scientific=partial(_spoken_power, speech(language).scientific, aloud),
    )
    environment.globals.update(typeset=typeset, highlight=highlight, places=places)
    return environment


def _spoken_power(
    written: Callable[..., Markup],
    aloud: Mapping[str, Any],
    value: float,
    digits: int | None = None,
) -> Markup:
    """A number with a power of ten, whose signs have words: readers take 10⁻³ for two numbers."""
    number = written(value, digits)
    if "<sup>" not in number:
        return number
    mantissa, times, power = number.rpartition("·")
    ten, _, exponent = power.removesuffix("</sup>").partition("<sup>")
    said = aloud["scripts"]["power"].format(spoken(exponent.replace(MINUS, "-"), words=aloud))
    labelled = Markup('<{0} role="math" aria-label="{1}">{2}</{0}>').format
    product = labelled("span", aloud["symbols"]["cdot"], times) if times else ""
    return Markup("{}{}{}{}").format(mantissa, product, ten, labelled("sup", said, exponent))


def _render(
    environment: Environment, names: Mapping[str, Any], numbers: Numbers, edition: Edition
) -> tuple[str, SectionTexts]:
    """One pass: the page, and what was written of each section.

    The macros join the names, so that sections need not import them.
    """
    names = {**names, "numbers": numbers}
    for file in edition.macros:
        macros = environment.get_template(file).make_module(dict(names))
        exported = {name: value for name, value in vars(macros).items() if name[0] != "_"}
        names = {**names, **exported}
    make_texts: MakeTexts = names["texts"]
    texts = make_texts(macros=names, numbers=numbers, language=names["language"])
    names = {**names, **texts.macros, "own_words": texts}
    return environment.get_template(edition.page).render(names), texts


def _picture(name: str, assets: Collection[str]) -> str:
    """The URL of the picture called `name`, in whichever format it exists."""
    for suffix in _PICTURE_SUFFIXES:
        if name + suffix in assets:
            return f"asset:{name}{suffix}"
    raise TemplateRuleError(f"no picture {name} ({', '.join(_PICTURE_SUFFIXES)}) was made")


def _clean_assignment(assignment: Assignment) -> Assignment:
    """What the user typed, without characters that could reorder or hide text."""
    return dataclasses.replace(
        assignment,
        group_code=cleaned(assignment.group_code),
        student=cleaned(assignment.student),
        teacher=cleaned(assignment.teacher),
    )

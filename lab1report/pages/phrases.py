"""Renders single phrases of the report, for callers that need its words without its page."""

import html
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from jinja2 import Environment, Template

from lab1report.pages.templates import load_toml, make_environment


def phrase(name: str, values: Mapping[str, Any], *, language: str) -> str:
    """The phrase `name` of templates/<language>/phrases.toml with `values` filled in.

    Raises:
        KeyError: no such phrase.
        jinja2.UndefinedError: the phrase uses a name that is not in `values`.
    """
    environment = make_environment(language)
    phrases = load_toml(environment, f"{language}/phrases.toml")
    # Plain text, which whoever prints it into a page will escape
    return html.unescape(_compiled(environment, phrases[name]).render(values)).strip()


@lru_cache(maxsize=64)
def _compiled(environment: Environment, source: str) -> Template:
    return environment.from_string(source)

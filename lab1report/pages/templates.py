"""Makes the Jinja environment of every template: folders, filters and tests."""

import os
import tomllib
from collections.abc import Sized
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
)

from lab1report import resources
from lab1report.model import SectionFailure, SectionMissing
from lab1report.pages.languages import language
from lab1report.store.environment import cache_folder


def make_environment(code: str, overlay: Path | None = None) -> Environment:
    """An environment for the language `code`; files in `overlay` hide those in `templates/`.

    User text is escaped everywhere, and an unknown name is an error. The same arguments give the
    same environment, which keeps the templates that it has compiled.
    """
    ours = resources.folder("templates")
    return _make(code, (ours,) if overlay is None else (overlay, ours))


@lru_cache(maxsize=8)
def _make(code: str, folders: tuple[Path, ...]) -> Environment:
    environment = Environment(
        loader=ChoiceLoader([FileSystemLoader(folder) for folder in folders]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_compiled(),
    )
    spoken = language(code)
    environment.filters.update(
        number=spoken.number,
        percent=spoken.percent,
        in_percent=spoken.in_percent,
        signed_points=spoken.signed_points,
        shortest=spoken.shortest,
        scientific=spoken.scientific,
        plural=spoken.plural,
        form=spoken.form,
        about=spoken.about,
        plain_percent=_plain_percent,
    )
    environment.tests.update(
        failed=_is_failed, missing=_is_missing, one=_is_one, singular=spoken.singular
    )
    return environment


def _compiled() -> FileSystemBytecodeCache | None:
    """The cache for compiled templates, if its folder can be written; Jinja notices stale ones."""
    folder = cache_folder() / "templates"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return FileSystemBytecodeCache(str(folder)) if os.access(folder, os.W_OK) else None


@lru_cache(maxsize=32)
def load_toml(environment: Environment, name: str) -> dict[str, Any]:
    """A TOML file among the templates ("ru/words.toml").

    Raises:
        jinja2.TemplateNotFound: there is none.
    """
    return tomllib.loads(load_source(environment, name))


def load_source(environment: Environment, name: str) -> str:
    """A file among the templates as it is written.

    Raises:
        jinja2.TemplateNotFound: there is none.
    """
    assert environment.loader is not None  # noqa: S101  # set by make_environment
    source, _, _ = environment.loader.get_source(environment, name)
    return source


def _plain_percent(share: float) -> str:
    """0.652 is "65.2": as in code, for the table's form of the assignment."""
    return f"{100 * share:.1f}"


def _is_one(things: int | Sized) -> bool:
    """Whether it is a list of one thing, or the number 1: the noun then needs no number."""
    return (things if isinstance(things, int) else len(things)) == 1


def _is_failed(section: object) -> bool:
    return isinstance(section, SectionFailure)


def _is_missing(section: object) -> bool:
    return isinstance(section, SectionMissing)

"""Makes the Jinja environment of every template: folders, filters and tests."""

import sys
import tomllib
from collections.abc import Sized
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import (
    BytecodeCache,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
)
from jinja2.bccache import Bucket

from lab1report import resources
from lab1report.model import SectionFailure, SectionMissing
from lab1report.pages.languages import language
from lab1report.store import sealed
from lab1report.store.environment import cache_folder, version


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
        bytecode_cache=_Compiled(cache_folder() / "templates"),
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


class _Compiled(BytecodeCache):
    """Keeps the code of compiled templates, which takes a second to make, in sealed files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(sealed.DamagedError):
            content = sealed.read(self._path(bucket), self._inputs(bucket))
            if content is not None:
                bucket.bytecode_from_string(content)

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):  # it is made anew the next time
            sealed.write(self._path(bucket), self._inputs(bucket), bucket.bytecode_to_string())

    def _path(self, bucket: Bucket) -> Path:
        return self._folder / f"{bucket.key}.bin"

    @staticmethod
    def _inputs(bucket: Bucket) -> list[str]:
        return [bucket.key, bucket.checksum, version("jinja2"), sys.version]


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

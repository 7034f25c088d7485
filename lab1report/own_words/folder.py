"""Reads the folder of the student's words: its files, and the front matter at their top."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from lab1report.errors import UserError, UserErrors
from lab1report.quoting import cut, quoted, reason
from lab1report.regular_file import read_at_most
from lab1report.settings import suggestions
from lab1report.settings.section_names import in_chapters, runnable_names

if TYPE_CHECKING:
    from lab1report.own_words.markdown import Prose


def word_names() -> tuple[str, ...]:
    """The sections for which a student may write, in the order of the report."""
    return in_chapters(runnable_names())


_KEYS = ("replace",)
_BOUNDARY = re.compile(r"^-{3,}\s*$", re.MULTILINE)  # above and below the front matter
_MOST = 60_000  # bytes, some ten pages: more is no section of a report
_MOST_OF_TOP = 500  # characters of the front matter
_YES, _NO = ("true", "yes", "on"), ("false", "no", "off")


@dataclass(frozen=True, kw_only=True)
class OwnWords:
    """What the student wrote for one section.

    `file` is how the user knows it ("words/cifar.md"); `source` the whole file. With `replace` the
    words stand in place of the program's text, else after it.
    """

    section: str
    file: str
    replace: bool
    source: str = field(repr=False)
    prose: "Prose" = field(repr=False, compare=False)


Words = Mapping[str, OwnWords]
"""The words by section; sections without any are absent."""


def read(folder: Path) -> Words:
    """The words in `folder`, in the order of the report; files with nothing to print are left out.

    Raises:
        UserError: files are of no section, cannot be read, or hold what a report cannot; a line
            for each.
    """
    try:
        found = sorted(path for path in folder.iterdir() if not is_passed_over(path))
    except OSError as error:
        raise UserError(f"{folder}: cannot be read as a folder ({reason(error)})") from error
    names = word_names()
    known = {f"{name}.md": name for name in names}
    errors, written = UserErrors(), {}
    for path in found:
        with errors.collected():
            if unicodedata.normalize("NFC", path.name) not in known:
                hint = suggestions.one_of(path.name, list(known))
                raise UserError(f"{_shown(path)}: no section has this file; {hint}")
            if (own := _read(path, known[path.name])) is not None:
                written[own.section] = own
    errors.raise_any()
    return {name: written[name] for name in names if name in written}


def is_passed_over(path: Path) -> bool:
    """Files of editors and systems, and a README."""
    name = path.name
    return name.startswith((".", "~", "#")) or name.endswith("~") or path.stem == "README"


def _shown(path: Path) -> str:
    return cut(f"{path.parent.name}/{path.name}")


def _read(path: Path, section: str) -> OwnWords | None:
    from lab1report.own_words.markdown import parse

    file = _shown(path)
    source = _text(path, file)
    settings, body, line = _parted(source, file)
    is_part = "." in section  # itself under a heading of the lowest level that there is
    prose = parse(body, file=file, line=line, headings=not is_part)
    if not prose.tokens:
        return None
    return OwnWords(
        section=section,
        file=file,
        replace=settings.get("replace", False),
        source=source,
        prose=prose,
    )


def _text(path: Path, file: str) -> str:
    try:
        content = read_at_most(path, _MOST)
    except OSError as error:
        raise UserError(f"{file}: cannot be read ({reason(error)})") from error
    if content is None:
        raise UserError(f"{file}: more than {_MOST} bytes, which no section of a report has")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(f"{file}: not in UTF-8; save it as UTF-8") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _parted(source: str, file: str) -> tuple[dict[str, Any], str, int]:
    """The front matter, the text below it, and the line on which that begins, counted from 1."""
    if not _BOUNDARY.match(source):
        return {}, source, 1
    try:
        _, top, body = _BOUNDARY.split(source, 2)
    except ValueError:
        raise UserError(f"{file}:1: the front matter has no second line ---") from None
    if len(top) > _MOST_OF_TOP:
        raise UserError(f"{file}: the front matter has more than {_MOST_OF_TOP} characters")
    try:
        # Without its guesses at numbers and dates, which a text like 2024-99-99 makes fail
        loader = yaml.BaseLoader(top)
        node = loader.get_single_node()
        _require_each_once(node, file)
        settings = {} if node is None else loader.construct_document(node)
    except RecursionError:
        raise UserError(f"{file}: the front matter is too deeply nested") from None
    except yaml.YAMLError as error:
        place = getattr(error, "problem_mark", None)
        line = place.line + 1 if place is not None else 1
        reason = getattr(error, "problem", None) or "cannot be read"
        raise UserError(f"{file}:{line}: the front matter is not YAML: {reason}") from error
    line = 1 + source[: len(source) - len(body)].count("\n")
    return _checked(settings or {}, file), body, line


def _require_each_once(top: yaml.Node | None, file: str) -> None:
    """YAML forbids a key twice; its reader takes the last."""
    keys = [key.value for key, _ in top.value] if isinstance(top, yaml.MappingNode) else []
    for key in keys:
        if keys.count(key) > 1:
            raise UserError(f"{file}: {quoted(key)} stands twice in the front matter; leave one")


def _checked(settings: Any, file: str) -> dict[str, Any]:
    if not isinstance(settings, dict):
        raise UserError(f"{file}: the front matter is {quoted(settings)}; write 'replace: true'")
    for key in settings:
        if key not in _KEYS:
            hint = suggestions.hint(str(key), _KEYS)
            raise UserError(f"{file}: unknown key {quoted(key)} in the front matter; {hint}")
    replace = settings.get("replace", "false")
    if not isinstance(replace, str) or replace.lower() not in (*_YES, *_NO):
        raise UserError(f"{file}: replace: {quoted(replace)}; write true or false")
    return {"replace": replace.lower() in _YES}

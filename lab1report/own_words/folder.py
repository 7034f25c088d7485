"""Reads the folder of the student's words: its files, and the front matter at their top."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from lab1report.errors import UserError, UserErrors
from lab1report.messages import _
from lab1report.own_words.comments import not_closed, without_comments
from lab1report.own_words.mistakes import in_order, refusal
from lab1report.quoting import cut, quoted, reason, unreadable
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
MOST_BYTES = 60_000  # , some ten pages: more is no section of a report
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


@dataclass(frozen=True)
class FoundWords:
    """Words as far as they can be read; `mistakes` are sentences with file and line, in order."""

    words: Words = field(default_factory=dict)
    mistakes: tuple[str, ...] = ()

    def right(self) -> Words:
        """The words.

        Raises:
            UserError: there are mistakes; a line for each.
        """
        if self.mistakes:
            raise refusal(self.mistakes)
        return self.words


def read(folder: Path) -> Words:
    """The words in `folder`, in the order of the report; files with nothing to print are left out.

    Raises:
        UserError: files are of no section, cannot be read, or hold what a report cannot; a line
            for each mistake.
    """
    return read_with_mistakes(folder).right()


def read_with_mistakes(folder: Path) -> FoundWords:
    """The same, as far as it can be read, with what is wrong.

    Raises:
        UserError: the folder itself cannot be read.
    """
    try:
        found = files_in(folder)
    except OSError as error:
        raise UserError(
            _("{folder}: cannot be read as a folder ({reason})").format(
                folder=folder, reason=reason(error)
            )
        ) from error
    names = word_names()
    known = {f"{name}.md": name for name in names}
    errors, written = UserErrors(), {}
    for path in found:
        with errors.collected():
            if unicodedata.normalize("NFC", path.name) not in known:
                hint = suggestions.one_of(path.name, list(known))
                raise UserError(
                    _("{file}: no section has this file; {hint}").format(
                        file=_shown(path), hint=hint
                    )
                )
            if (own := _read(path, known[path.name], errors)) is not None:
                written[own.section] = own
    words = {name: written[name] for name in names if name in written}
    return FoundWords(words, in_order(errors.messages))


def printed(source: str, *, file: str) -> str:
    """What of a file's `source` a report prints: neither front matter nor comments.

    Raises:
        UserError: they are not as a report takes them.
    """
    _top, body, line = _parted(source, file)
    text, above = without_comments(body)
    if above is not None:
        raise UserError(not_closed(file, line + above))
    return text


def files_in(folder: Path) -> list[Path]:
    """The files of which each has to be a section's.

    Raises:
        OSError: the folder cannot be read.
    """
    return sorted(path for path in folder.iterdir() if not is_passed_over(path))


def is_passed_over(path: Path) -> bool:
    """Files of editors and systems, and a README."""
    name = path.name
    return name.startswith((".", "~", "#")) or name.endswith("~") or path.stem == "README"


def _shown(path: Path) -> str:
    return cut(f"{path.parent.name}/{path.name}")


def _read(path: Path, section: str, errors: UserErrors) -> OwnWords | None:
    """What a file holds, as far as it can be read; `errors` get what is wrong in it."""
    from lab1report.own_words.markdown import parse_with_mistakes

    file = _shown(path)
    source = _text(path, file)
    top, body, line = _parted(source, file)
    settings: dict[str, Any] = {}
    with errors.collected():
        settings = _settings(top, file)
    is_part = "." in section  # itself under a heading of the lowest level that there is
    prose = parse_with_mistakes(body, file=file, line=line, headings=not is_part)
    errors.add(prose.mistakes)
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
        content = read_at_most(path, MOST_BYTES)
    except OSError as error:
        raise unreadable(file, error) from error
    if content is None:
        raise UserError(
            _("{file}: more than {bytes} bytes, which no section of a report has").format(
                file=file, bytes=MOST_BYTES
            )
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(_("{path}: not in UTF-8; save it as UTF-8").format(path=file)) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _parted(source: str, file: str) -> tuple[str, str, int]:
    """The front matter, the text below it, and the line on which that begins, counted from 1."""
    if not _BOUNDARY.match(source):
        return "", source, 1
    try:
        _before, top, body = _BOUNDARY.split(source, 2)
    except ValueError:
        raise UserError(
            _("{place}: the front matter has no second line ---").format(place=f"{file}:1")
        ) from None
    return top, body, 1 + source[: len(source) - len(body)].count("\n")


def _settings(top: str, file: str) -> dict[str, Any]:
    """What the front matter says."""
    if len(top) > _MOST_OF_TOP:
        raise UserError(
            _("{file}: the front matter has more than {most} characters").format(
                file=file, most=_MOST_OF_TOP
            )
        )
    try:
        # Without its guesses at numbers and dates, which a text like 2024-99-99 makes fail
        loader = yaml.BaseLoader(top)
        node = loader.get_single_node()
        _require_each_once(node, file)
        settings = {} if node is None else loader.construct_document(node)
    except RecursionError:
        raise UserError(
            _("{file}: the front matter is too deeply nested").format(file=file)
        ) from None
    except yaml.YAMLError as error:
        raise _no_yaml(error, file) from error
    return _checked(settings or {}, file)


def _no_yaml(error: yaml.YAMLError, file: str) -> UserError:
    mark = getattr(error, "problem_mark", None)
    place = f"{file}:{mark.line + 1 if mark is not None else 1}"
    problem = getattr(error, "problem", None)
    if problem is None:
        return UserError(_("{place}: the front matter is not YAML").format(place=place))
    message = _("{place}: the front matter is not YAML: {problem}")
    return UserError(message.format(place=place, problem=problem))


def _require_each_once(top: yaml.Node | None, file: str) -> None:
    """YAML forbids a key twice; its reader takes the last."""
    keys = [key.value for key, _ in top.value] if isinstance(top, yaml.MappingNode) else []
    for key in keys:
        if keys.count(key) > 1:
            raise UserError(
                _("{file}: {key} stands twice in the front matter; leave one").format(
                    file=file, key=quoted(key)
                )
            )


def _checked(settings: Any, file: str) -> dict[str, Any]:
    if not isinstance(settings, dict):
        raise UserError(
            _("{file}: the front matter is {value}; write 'replace: true'").format(
                file=file, value=quoted(settings)
            )
        )
    for key in settings:
        if key not in _KEYS:
            hint = suggestions.hint(str(key), _KEYS)
            raise UserError(
                _("{file}: unknown key {key} in the front matter; {hint}").format(
                    file=file, key=quoted(key), hint=hint
                )
            )
    replace = settings.get("replace", "false")
    if not isinstance(replace, str) or replace.lower() not in (*_YES, *_NO):
        raise UserError(
            _("{file}: replace: {value}; write true or false").format(
                file=file, value=quoted(replace)
            )
        )
    return {"replace": replace.lower() in _YES}

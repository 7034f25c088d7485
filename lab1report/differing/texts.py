"""Takes the sentences out of a report's text: what the notebook attached to its PDF says.

The notebook has the whole text whatever the PDF leaves out, in an order that no line break and no
page changes. Table rows are no sentences, and pictures and code are left out.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from lab1report.errors import UserError
from lab1report.messages import _
from lab1report.pages.glyphs import cleaned

MOST: Final = 20_000
"""Sentences of a text; a report has some 500."""

_LONGEST: Final = 5_000  # characters of a sentence
_HEADING = re.compile(r"#{1,6} +(.*)")
_ITEM = re.compile(r"(?:[-*+]|\d+[.)])\s+")
_PICTURE = re.compile(r"!\[[^\]\n]*\]\([^)\s]*\)")
_POWER = re.compile(r"<sup>([^<>]*)</sup>")
_TAG = re.compile(r"</?[a-z][^<>]{0,200}>")
_ESCAPED = re.compile(r"\\([\[\]_*#()~`|-])")
_END = re.compile(r"(?<=[.!?…])\s+(?=\W*([^\W_]))")


class Sentence(NamedTuple):
    """What stands under the heading `section`."""

    section: str
    text: str


def of_notebook(content: bytes) -> tuple[Sentence, ...]:
    """The sentences of the text cells of a notebook.

    Raises:
        UserError: it is no notebook, or has more text than a report.
    """
    try:
        cells = json.loads(content)["cells"]
        texts = [_joined(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UserError(
            _("notebook.ipynb, which is attached to the PDF, is no notebook")
        ) from error
    return _at_most(_sentences("\n\n".join(texts), ""))


def of_words(words: Mapping[str, str]) -> tuple[Sentence, ...]:
    """The sentences of the student's own words, by file, as they are written.

    Raises:
        UserError: there are more than a report has.
    """
    return _at_most(
        Sentence(name, one.text) for name, text in words.items() for one in _sentences(text, name)
    )


def _joined(source: Any) -> str:
    text = "".join(source) if isinstance(source, list) else source
    if not isinstance(text, str):
        raise TypeError
    return text


def _at_most(sentences: Iterator[Sentence]) -> tuple[Sentence, ...]:
    found: list[Sentence] = []
    for sentence in sentences:
        if len(found) == MOST or len(sentence.text) > _LONGEST:
            raise UserError(_("the text of a report has more than a report has"))
        found.append(sentence)
    return tuple(found)


def _sentences(markdown: str, section: str) -> Iterator[Sentence]:
    """Sentence by sentence; a line that begins anew, as an item of a list, ends one too."""
    for block in re.split(r"\n\s*\n", _PICTURE.sub("", markdown)):
        for line in _lines(block):
            if heading := _HEADING.fullmatch(line):
                section = _plain(heading[1])
            else:
                for text in _split(_plain(line)):
                    yield Sentence(section, text)


def _lines(block: str) -> Iterator[str]:
    """The lines of a paragraph as one, and each item and heading by itself; no rows of tables."""
    pending: list[str] = []
    for line in map(str.strip, block.splitlines()):
        if not line or line.startswith("|"):
            continue
        item = _ITEM.match(line)
        if item or _HEADING.fullmatch(line):
            if pending:
                yield " ".join(pending)
            pending = []
        if _HEADING.fullmatch(line):
            yield line
        else:
            pending.append(line[item.end() :] if item else line)
    if pending:
        yield " ".join(pending)


def _plain(text: str) -> str:
    text = _TAG.sub("", _POWER.sub(r"^\1", text))
    return cleaned(_ESCAPED.sub(r"\1", text)) or ""


def _split(text: str) -> Iterator[str]:
    """At each sign that ends a sentence before a capital, a digit or a formula."""
    start = 0
    for end in _END.finditer(text):
        if not end[1].islower():
            yield text[start : end.start()]
            start = end.end()
    if start < len(text):
        yield text[start:]

"""Takes the sentences out of a report's text: what the notebook attached to its PDF says.

The notebook has the whole text whatever the PDF leaves out, in an order that no line break and no
page changes. Table rows are no sentences, and pictures and code are left out.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from lab1report.errors import UserError
from lab1report.messages import _
from lab1report.own_words.folder import printed
from lab1report.pages.glyphs import cleaned

MOST: Final = 20_000
"""Sentences of a text; a report has some 500."""

_LONGEST: Final = 5_000  # characters of a sentence
_TELLING: Final = 12  # letters beside its expressions, by which a sentence is known again
_MOST_FILLED: Final = 200  # letters and digits that a number, a formula or a reference comes to
_FILLED = re.compile(r"\{\{.*?\}\}|\$[^$]*\$")
_HEADING = re.compile(r"#{1,6} +(.*)")
_ITEM = re.compile(r"(?:[-*+]|\d+[.)])\s+")
_PICTURE = re.compile(r"!\[[^\]\n]{0,1000}\]\([^)\s!]*\)")  # linear, whatever the text is
_POWER = re.compile(r"<sup>([^<>]*)</sup>")
_TAG = re.compile(r"</?[a-z][^<>]{0,200}>")
_ESCAPED = re.compile(r"\\([\[\]_*#()~`|-])")
_END = re.compile(r"(?<=[.!?…])\s+(?=\W{0,20}([^\W_]))")


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
    """The sentences of the student's own words that a report prints, by file, as written there.

    Raises:
        UserError: there are more than a report has, or the words are such as no report takes.
    """
    return _at_most(
        Sentence(name, one.text)
        for name, text in words.items()
        for one in _sentences(printed(text, file=f"{name}.md"), name)
    )


def without(sentences: Iterable[Sentence], own: Iterable[Sentence]) -> Iterator[Sentence]:
    """The `sentences` of a page that are none of the student's `own`, which stand in it too.

    A page has them with numbers in place of expressions, with formulas set, in the signs of the
    report's language; so letters and digits alone are compared, and an expression with anything.
    """
    written = [tuple(map(_signs, _FILLED.split(one.text))) for one in own]
    whole = {parts[0] for parts in written if len(parts) == 1}
    filled = {parts for parts in written if len(parts) > 1 and sum(map(len, parts)) >= _TELLING}
    for sentence in sentences:
        signs = _signs(sentence.text)
        if signs not in whole and not any(_fits(parts, signs) for parts in filled):
            yield sentence


def _signs(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _fits(parts: Sequence[str], text: str) -> bool:
    """Whether `text` has these parts in their order, the first at its beginning, the last at its
    end, and little between them."""
    least = sum(map(len, parts))
    if not least <= len(text) <= least + _MOST_FILLED * (len(parts) - 1):
        return False
    if not (text.startswith(parts[0]) and text.endswith(parts[-1])):
        return False
    at, end = len(parts[0]), len(text) - len(parts[-1])
    for part in parts[1:-1]:
        found = text.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True


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
                for text in split(_plain(line)):
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


def split(text: str) -> Iterator[str]:
    """At each sign that ends a sentence before a capital, a digit or a formula."""
    start = 0
    for end in _END.finditer(text):
        if not end[1].islower():
            yield text[start : end.start()]
            start = end.end()
    if start < len(text):
        yield text[start:]

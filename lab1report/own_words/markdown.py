"""Parses the Markdown that a report can print: CommonMark without what a report cannot show.

Paragraphs, lists, `##` headings, emphasis, code within a line, links, formulas as `$…$` and
`$$…$$`. HTML is refused, comments are left out. `{{ … }}` is one token, whatever signs of Markdown
stand in it.
"""

import re
from dataclasses import dataclass
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

from lab1report.errors import UserError
from lab1report.messages import _, joined, marked
from lab1report.own_words.comments import not_closed, without_comments
from lab1report.own_words.expressions import Expression, hidden, nesting, read
from lab1report.own_words.mistakes import in_order, refusal
from lab1report.quoting import quoted

QUOTES: Final = "\u00ab\u00bb\u201e\u201c"  # Russian ones, and those within them
OBJECT: Final = "\ufffc"  # where code or a number stands in a text

_REFUSED = {
    "html_block": marked("HTML is not taken; write it in Markdown"),
    "html_inline": marked("HTML is not taken; write it in Markdown"),
    "image": marked('the report has its own figures only; cite one as {{ fig("xor-loss") }}'),
    "table_open": marked('the report has its own tables only; cite one as {{ tab("results") }}'),
    "fence": marked("the report has its own listings only; write `code` within a line"),
    "blockquote_open": marked(
        "a block of quotation has no place in the report; quote within a sentence"
    ),
    "math_inline_double": marked("a formula between $$ stands between empty lines"),
    "hr": marked(
        "a rule has no place in the report; front matter stands at the very top of a file"
    ),
}
_DASH = re.compile(r"(?<!\S)-{1,3}(?!\S)")
_PERCENT = re.compile(r"(?<![\w.,])(\d+)(?:[.,](\d+))?\s*%(?![\w-])")  # not that of "5%-…"
_SOFT = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))  # word processors leave them
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")  # TeX would put a space behind
_SPELLINGS = {  # for which there are no words to be read aloud
    r"\le": r"\leq",
    r"\ge": r"\geq",
    r"\tfrac": r"\frac",
    r"\lVert": r"\Vert",
    r"\rVert": r"\Vert",
    r"\lvert": "|",
    r"\rvert": "|",
    r"\limits": "",
}
_NUMBER = re.compile(r"\{\{\s*[A-Za-z_]{2,}")  # braces of TeX may be doubled too
_COMMAND = re.compile(r"\\[A-Za-z]+")
_MOST_TEX = 1000  # characters of a formula
_DEEPEST_TEX = 8  # braces within one another
_MOST_FORMULAS = _MOST_EXPRESSIONS = 200  # of one section
_MOST_TOKENS = 3000
_BRACES = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")


@dataclass(frozen=True)
class TypedFormula:
    """TeX between dollars, and where; with `display` on lines of its own."""

    tex: str
    display: bool
    place: str


@dataclass(frozen=True)
class Passage:
    """The text of one paragraph, item or heading; numbers, code, formulas in it are `OBJECT`."""

    text: str
    line: int


@dataclass(frozen=True)
class Prose:
    """Parsed Markdown.

    Tokens of the type "expression" have one in `meta["expression"]`, "math_inline" and "math_block"
    a formula in `meta["formula"]`; what is wrong has none. The first of an element that stands in
    no other has its line in `meta["line"]`. `mistakes` are sentences with file and line, in order.
    """

    tokens: tuple[Token, ...]
    expressions: tuple[Expression, ...]
    formulas: tuple[TypedFormula, ...]
    passages: tuple[Passage, ...]
    mistakes: tuple[str, ...] = ()


def parse(source: str, *, file: str, line: int = 1, headings: bool = True) -> Prose:
    """Parse the Markdown that begins on `line` of `file`; `headings` is whether it may have any.

    Raises:
        UserError: it holds something that the report cannot print; a line for each, with its place.
    """
    prose = parse_with_mistakes(source, file=file, line=line, headings=headings)
    if prose.mistakes:
        raise refusal(prose.mistakes)
    return prose


def parse_with_mistakes(source: str, *, file: str, line: int, headings: bool) -> Prose:
    """The same, as far as it can be read, with what is wrong."""
    reader = _TokenReader(file, line, headings=headings)
    read, above = without_comments(source)
    if above is not None:
        reader.mistakes.append(not_closed(file, line + above))
    text = read.translate(_SOFT)
    try:
        tokens = _markdown().parse(text)
    except RecursionError:
        message = _("{file}: lists, links or emphasis are too deeply nested").format(file=file)
        return Prose((), (), (), (), (message,))
    reader.read(tokens)
    return Prose(
        tokens=tuple(tokens),
        expressions=tuple(reader.expressions),
        formulas=tuple(reader.formulas),
        passages=tuple(reader.passages),
        mistakes=in_order(reader.mistakes),
    )


def _markdown() -> MarkdownIt:
    options = {"html": True, "typographer": True, "quotes": QUOTES}  # HTML is seen to be refused
    markdown = MarkdownIt("commonmark", options)
    markdown.disable(["code", "lheading"])  # an indent or a line of dashes is an accident
    markdown.enable(["table", "replacements", "smartquotes"])
    markdown.use(
        dollarmath_plugin,
        allow_labels=False,
        allow_space=False,  # $ of prices are no formula
        allow_digits=False,
        allow_blank_lines=False,
        double_inline=True,  # is seen to be refused
    )
    markdown.inline.ruler.before("text", "expression", _expression)
    markdown.core.ruler.before("replacements", "signs", _signs)
    markdown.validateLink = lambda url: True  # type: ignore[method-assign] # noqa: ARG005 # see _TokenReader
    return markdown


def _expression(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("{{", state.pos):
        return False
    end = state.src.find("}}", state.pos)
    if end < 0:
        return False
    if not silent:
        token = state.push("expression", "", 0)
        token.content = OBJECT  # what quotes beside it see
        token.meta = {"source": state.src[state.pos + 2 : end]}
    state.pos = end + 2
    return True


def _signs(state: StateCore) -> None:
    """A hyphen between spaces is a dash; a percentage has a comma and a space, as in the report."""
    for block in state.tokens:
        for token in block.children or ():
            if token.type == "text":
                text = _DASH.sub("\u2014", token.content)
                token.content = _PERCENT.sub(_percent, text)


def _percent(found: re.Match[str]) -> str:
    whole, decimals = found.groups()
    return f"{whole},{decimals}\u00a0%" if decimals else f"{whole}\u00a0%"


class _TokenReader:
    """Goes through the tokens of a file: collects mistakes, and what is looked at later."""

    def __init__(self, file: str, first: int, *, headings: bool) -> None:
        self._file = file
        self._first = first
        self._headings = headings
        self.expressions: list[Expression] = []
        self.formulas: list[TypedFormula] = []
        self.passages: list[Passage] = []
        self.mistakes: list[str] = []
        self._count = 0  # of expressions, right or wrong

    def read(self, tokens: list[Token]) -> None:
        paragraphs: list[int] = []  # of each list item that is open
        heading = False
        line = self._first
        if len(tokens) > _MOST_TOKENS:
            self._refuse(line, _("too many headings, lists and paragraphs for a section"))
            return
        for token in tokens:
            line = self._first + token.map[0] if token.map else line
            if token.map and not token.level:
                token.meta["line"] = line
            if token.type in _REFUSED:
                self._refuse(line, _(_REFUSED[token.type]))
            if heading and any(child.type == "math_inline" for child in token.children or ()):
                self._refuse(line, _("a heading cannot contain a formula"))
            heading = token.type == "heading_open"
            match token.type:
                case "heading_open" if not self._headings:
                    self._refuse(line, _("a sub-section of the series has no headings within"))
                case "heading_open" if token.tag != "h2" or token.level:
                    self._refuse(
                        line, _("a heading of yours is a line that begins with ## and a space")
                    )
                case "ordered_list_open" if "start" in token.attrs:
                    reset = int(token.attrs["start"]) - 1
                    token.attrSet("style", f"counter-reset: item {reset}")
                case "list_item_open":
                    paragraphs.append(0)
                case "list_item_close":
                    paragraphs.pop()
                case "paragraph_open" if paragraphs:
                    paragraphs[-1] += 1
                    if paragraphs[-1] > 1:
                        self._refuse(line, _("an item of a list has one paragraph"))
                case "math_block" if token.level:
                    self._refuse(line, _("a list cannot contain a formula between $$"))
                case "math_block":
                    self._formula(token, line, display=True)
                case "inline":
                    self._inline(token, line)
            if paragraphs and token.type.startswith("paragraph_"):
                token.hidden = True

    def _inline(self, block: Token, line: int) -> None:
        first, text = line, ""
        for token in block.children or ():
            line = first + text.count("\n")
            if token.type in _REFUSED:
                self._refuse(line, _(_REFUSED[token.type]))
            match token.type:
                case "text":
                    text += self._text(token.content, line)
                    if braces := _BRACES.search(token.content):
                        self._refuse(
                            line,
                            _(
                                "{braces} has no partner or no meaning here; a number of the "
                                "report is written {{{{ cifar.test_accuracy | percent }}}}"
                            ).format(braces=braces[0]),
                        )
                    if "$$" in token.content:
                        self._refuse(line, _("$$ has no partner; a formula stands between two"))
                case "code_inline":
                    self._text(token.content, line)
                    text += OBJECT
                case "math_inline":
                    self._formula(token, line, display=False)
                    text += OBJECT + "\n" * token.content.count("\n")
                case "softbreak" | "hardbreak":
                    token.type = "softbreak"  # lines of justified text are not broken by hand
                    text += "\n"
                case "link_open":
                    address = str(token.attrs.get("href", ""))
                    if not address.startswith(("http://", "https://")):
                        self._refuse(
                            line,
                            _("the link {address} does not begin with https:// or http://").format(
                                address=quoted(address)
                            ),
                        )
                    self._text(address, line)
                case "expression":
                    self._expression(token, line)
                    text += OBJECT + "\n" * token.meta["source"].count("\n")
        self.passages.append(Passage(text, first))

    def _expression(self, token: Token, line: int) -> None:
        self._count += 1
        if self._count > _MOST_EXPRESSIONS:
            self._refuse(
                self._first, _("more than {most} {{{{ … }}}}").format(most=_MOST_EXPRESSIONS)
            )
            return
        try:
            expression = read(token.meta["source"].strip(), f"{self._file}:{line}")
        except UserError as error:
            self.mistakes.append(str(error))
            return
        token.meta["expression"] = expression
        self.expressions.append(expression)

    def _formula(self, token: Token, line: int, *, display: bool) -> None:
        if _NUMBER.search(token.content):
            self._refuse(
                line,
                _(
                    "a formula cannot contain a number of the report; write it beside: "
                    "$p$ = {{ cifar.test_accuracy | percent }}"
                ),
            )
            return
        tex = " ".join(self._text(token.content, line).split())
        if len(tex) > _MOST_TEX or nesting(tex, "{", "}") > _DEEPEST_TEX:
            self._refuse(line, _("a formula this long or deep has no place on a page; split it"))
            return
        if len(self.formulas) >= _MOST_FORMULAS:
            self._refuse(
                self._first,
                _("more than {most} formulas in one section").format(most=_MOST_FORMULAS),
            )
            return
        tex = _COMMAND.sub(lambda found: _SPELLINGS.get(found[0], found[0]), tex)
        tex = _DECIMAL_COMMA.sub("{,}", tex)
        formula = TypedFormula(tex, display, f"{self._file}:{line}")
        token.meta["formula"] = formula
        self.formulas.append(formula)

    def _text(self, text: str, line: int) -> str:
        for character in hidden(text):
            self._refuse(
                line,
                _("the invisible character {character} stands here; delete it").format(
                    character=f"U+{ord(character):04X}"
                ),
            )
        return text

    def _refuse(self, line: int, message: str) -> None:
        self.mistakes.append(joined(": ", (f"{self._file}:{line}", message)))

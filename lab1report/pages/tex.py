r"""Turns a formula in TeX into one for Typst, which has the same boxes and another spelling.

Typst sees no sign of a student's as its own: what is no letter or digit is written `\sign`. Scripts
and fractions are calls, never `_`, `^` and `/`, whose reach differs from TeX's.
"""

import re
from functools import cache
from pathlib import Path
from typing import Final

from lab1report.messages import _

_TOKEN = re.compile(
    r"\\(?:text|textrm|mbox|operatorname\*?)\s*\{[^{}]*\}"
    r"|\\[A-Za-z]+|\\.|\d+(?:\.\d+)?|[\u0400-\u04ff]+|\S"
)
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_WORDS = re.compile(r"\\([a-z]+\*?)\s*\{(.*)\}", re.DOTALL)
_SPACES: Final = {
    "\\,": "thin",
    "\\:": "med",
    "\\>": "med",
    "\\;": "thick",
    "\\!": "#h(-0.1667em)",
    "\\ ": "space",
    "~": "space",
    "\\quad": "quad",
    "\\qquad": "wide",
}
_FUNCTIONS: Final = {
    "arccos", "arcsin", "arctan", "arg", "cos", "cosh", "cot", "coth", "csc", "deg", "dim", "exp",
    "hom", "ker", "lg", "ln", "log", "sec", "sin", "sinh", "tan", "tanh",
}  # fmt: skip
_LIMITS: Final = {
    "det", "gcd", "inf", "lim", "liminf", "limsup", "max", "min", "Pr", "sup",
}  # fmt: skip
_CALLS: Final = {  # a command with its arguments, which stand for {}
    "frac": "frac({}, {})",
    "dfrac": "display(frac({}, {}))",
    "tfrac": "inline(frac({}, {}))",
    "binom": "binom({}, {})",
    "hat": "accent({}, hat)",
    "tilde": "accent({}, tilde)",
    "bar": "accent({}, macron)",
    "vec": "accent({}, arrow)",
    "dot": "accent({}, dot)",
    "ddot": "accent({}, dot.double)",
    "acute": "accent({}, acute)",
    "grave": "accent({}, grave)",
    "breve": "accent({}, breve)",
    "check": "accent({}, caron)",
    "mathring": "accent({}, circle)",
    "widehat": "accent({}, hat)",
    "widetilde": "accent({}, tilde)",
    "overline": "overline({})",
    "underline": "underline({})",
    "overbrace": "limits(overbrace({}))",
    "underbrace": "limits(underbrace({}))",
    "mathrm": "upright({})",
    "mathit": "italic({})",
    "mathbf": "upright(bold({}))",
    "boldsymbol": "bold({})",
    "bm": "bold({})",
    "mathcal": "cal({})",
    "mathscr": "scr({})",
    "mathbb": "bb({})",
    "mathfrak": "frak({})",
    "mathsf": "sans({})",
    "mathtt": "mono({})",
    "mathregular": "upright({})",
    "overset": "attach(limits({1}), t: {0})",
    "stackrel": "attach(limits({1}), t: {0})",
    "underset": "attach(limits({1}), b: {0})",
    "middle": "mid({})",
}
_STYLES: Final = {  # of the rest of a group
    "\\displaystyle": "display",
    "\\textstyle": "inline",
    "\\rm": "upright",
    "\\bf": "bold",
}
_PLACES: Final = {"\\limits": "limits", "\\nolimits": "scripts"}  # of scripts
_LARGE: Final = {"\\sum", "\\prod", "\\int"}  # TeX sets brackets that grow off from them
_SIZES: Final = {  # of brackets that are given a size, in sizes of the letters
    size + side: em
    for size, em in (("big", 1.2), ("Big", 1.8), ("bigg", 2.4), ("Bigg", 3.0))
    for side in ("", "l", "r", "m")
}
_GLUE: Final = "\0"  # beside words, where Typst would set a space that stands in the source
_ARGUMENTS: Final = {",": "comma", ";": "semi", ":": 'class("relation", colon)'}


class TexError(ValueError):
    """A formula that cannot be read: why, and at which character."""


def to_typst(tex: str) -> str:
    """The formula for Typst, without dollar signs.

    Raises:
        TexError: it is not TeX, or has a command that is unknown here.
    """
    reader = _Reader(tex)
    try:
        typst = reader.sequence()
    except RecursionError:
        raise TexError(_("too many commands within one another")) from None
    if reader.next:
        raise reader.unexpected(reader.next)
    return re.sub(f" ?{_GLUE} ?", "", typst)


class _Reader:
    def __init__(self, tex: str) -> None:
        self._found = list(_TOKEN.finditer(tex))
        self._place = 0
        self._end = len(tex)

    @property
    def next(self) -> str:
        """The sign to be read next; none at the end."""
        return self._found[self._place][0] if self._place < len(self._found) else ""

    def wrong(self, reason: str, *, back: int = 0) -> TexError:
        """What to raise for the sign to be read next, or the one `back` before it."""
        place = self._place - back
        start = self._found[place].start() if place < len(self._found) else self._end
        return TexError(
            _("{fault} at character {position}").format(fault=reason, position=start + 1)
        )

    def unexpected(self, sign: str, *, back: int = 0) -> TexError:
        return self.wrong(_("unexpected {sign}").format(sign=sign), back=back)

    def sequence(self, end: str = "") -> str:
        """What stands before `end`, a closing sign, or up to where no more can be read."""
        written: list[str] = []
        while self.next not in {"", "}", "\\right", end}:
            if style := _STYLES.get(self.next):
                self._take()
                written.append(f"{style}({self.sequence(end)})")
            else:
                large = self.next in _LARGE
                written.append(self._with_scripts())
                if large and self.next == "\\left":
                    written.append("thin")
        return " ".join(written)

    def _with_scripts(self) -> str:
        base = '""' if self.next in {"^", "_", "'"} else self._atom()
        scripts: dict[str, str] = {}
        while self.next in {"^", "_", "'", *_PLACES}:
            sign = self.next
            if sign in _PLACES:
                base = f"{_PLACES[sign]}({base})"
                self._take()
                continue
            side = "b" if sign == "_" else "t"
            if side in scripts and not (sign == "^" and set(scripts["t"].split()) == {"prime"}):
                raise self.wrong(_("a second {sign}").format(sign=sign))
            script = self._primes() if sign == "'" else self._script()
            scripts[side] = f"{scripts.get(side, '')} {script}".strip()
        if not scripts:
            return base
        return f"attach({base}, {', '.join(f'{side}: {one}' for side, one in scripts.items())})"

    def _script(self) -> str:
        self._take()
        return self._argument()

    def _primes(self) -> str:
        count = 0
        while self.next == "'":
            self._take()
            count += 1
        return " ".join(["prime"] * count)

    def _argument(self) -> str:
        """A group, or one sign: of a number its first digit, as TeX has it."""
        if re.match(r"\d.", self.next):
            token = self._found[self._place]
            digit, rest = token.start(), token.start() + 1
            self._found[self._place : self._place + 1] = [
                found
                for start, end in ((digit, rest), (rest, token.end()))
                if (found := _TOKEN.match(token.string, start, end))
            ]
        return self._atom() or '""'

    def _atom(self) -> str:
        sign = self._take()
        if space := _SPACES.get(sign):
            return space
        if sign == "{":
            return self._group()
        if sign == "\\left":
            return self._brackets()
        if words := _WORDS.fullmatch(sign):
            return _in_words(*words.groups())
        if not sign.startswith("\\") or (len(sign) == 2 and not sign[1].isalpha()):
            return self._sign(sign)
        return self._command(sign.removeprefix("\\"))

    def _command(self, name: str) -> str:
        if call := _CALLS.get(name):
            return call.format(*(self._argument() for _ in range(call.count("{"))))
        if name in _FUNCTIONS | _LIMITS:
            return f'op("{name}", limits: #{str(name in _LIMITS).lower()})'
        if name == "sqrt":
            return self._root()
        if em := _SIZES.get(name):
            return f"lr(size: #{em}em, {self._bracket()})"
        if sign := _signs().get(name):
            return _plain(sign)
        raise self.wrong(_("unknown command {name}").format(name=f"\\{name}"), back=1)

    def _root(self) -> str:
        if self.next != "[":
            return f"sqrt({self._argument()})"
        self._take()
        degree = self.sequence("]")
        self._close("]")
        return f"root({degree}, {self._argument()})"

    def _group(self) -> str:
        if self.next in _ARGUMENTS and self._found[self._place + 1 : self._place + 2]:
            sign = self.next
            if self._found[self._place + 1][0] == "}":  # {,} is no comma with a space behind
                self._place += 2
                return _ordinary(_ARGUMENTS[sign])
        inner = self.sequence()
        self._close("}")
        return inner or '""'

    def _brackets(self) -> str:
        left = self._bracket()
        inner = self.sequence()
        self._close("\\right")
        return f"lr({left} {inner} {self._bracket()})"

    def _bracket(self) -> str:
        """A sign that grows, or none where a point stands for it."""
        sign = self._take()
        if sign in {".", "\\."}:
            return ""
        if sign.removeprefix("\\") in _signs():
            return _escaped(_signs()[sign.removeprefix("\\")])
        if sign in set("()[]|/<>") | {"\\{", "\\}", "\\|"}:
            return _escaped({"<": "⟨", ">": "⟩", "\\|": "‖"}.get(sign, sign[-1]))
        raise self.unexpected(sign, back=1)

    def _sign(self, sign: str) -> str:
        if sign in {"&", "#", "$", "%"}:
            raise self.unexpected(sign, back=1)
        if _CYRILLIC.match(sign):
            return f'{_GLUE}"{sign}"{_GLUE}'
        return _ARGUMENTS.get(sign) or _plain("‖" if sign == "\\|" else sign.removeprefix("\\"))

    def _take(self) -> str:
        sign = self.next
        if not sign:
            raise self.wrong(_("unexpected end of text"))
        if sign in {"}", "\\right"}:
            raise self.unexpected(sign)
        self._place += 1
        return sign

    def _close(self, sign: str) -> None:
        if self.next != sign:
            raise self.wrong(_("{sign} is missing").format(sign=sign))
        self._place += 1


def _in_words(command: str, words: str) -> str:
    text = words.replace("\\", "\\\\").replace('"', '\\"')
    if command.startswith("operatorname"):
        return f'op("{text}", limits: #{str(command.endswith("*")).lower()})'
    return f'{_GLUE}"{text}"{_GLUE}'


def _ordinary(typst: str) -> str:
    """`typst` as a letter: without the space that goes with the sign's own class."""
    return f'class("normal", {typst})'


def _plain(sign: str) -> str:
    return _ordinary(_escaped(sign)) if sign in {"|", "‖"} else _escaped(sign)


def _escaped(sign: str) -> str:
    """`sign` as itself: Typst takes signs that are no letters for its syntax."""
    if sign in {"-", "*"}:
        return {"-": "−", "*": "∗"}[sign]
    return sign if sign.isalnum() or "." in sign[1:] else f"\\{sign}"


@cache
def _signs() -> dict[str, str]:
    lines = Path(__file__).with_name("tex_signs.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split() for line in lines if not line.startswith("#"))

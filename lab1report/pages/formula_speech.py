"""Puts a formula into words, as the alternative text of its picture (ISO 14289-1, 7.7)."""

import re
from collections.abc import Mapping
from typing import Any

from lab1report.pages.template_errors import TemplateRuleError

_TOKEN = re.compile(
    r"(?<=\\mathrm\{)[^{}]+|(?<=\\text\{)[^{}]+"  # words, not a product of letters
    r"|\\[A-Za-z]+|\\.|[A-Za-z]|\d+(?:\{,\}\d+)?|\S"
)
_SPACES = {"\\,", "\\;", "\\:", "\\!", "\\ ", "\\quad", "\\qquad"}
_SUMS = {"\\sum"}  # what is below and above them are ends, not an index and a power


def spoken(tex: str, lenient: bool = False, *, words: Mapping[str, Any]) -> str:
    """The words for a formula in the subset of TeX that the report uses.

    Args:
        lenient: whether signs without words are said by their names, else refused.
        words: templates/<language>/formulas.toml: `commands` that take arguments, `symbols`,
            `scripts`.

    Raises:
        TemplateRuleError: there are no words for a sign, or one lacks its arguments.
    """
    text = " ".join(_Speaker(tex, words, lenient=lenient).sequence())
    return re.sub(r"\s+", " ", text).replace(" ,", ",").strip(" ,")


class _Speaker:
    def __init__(self, tex: str, words: Mapping[str, Any], *, lenient: bool) -> None:
        self._tex, self._words, self._lenient = tex, words, lenient
        self._tokens = [sign for sign in _TOKEN.findall(tex) if sign not in _SPACES]

    def sequence(self) -> list[str]:
        """What is said up to the end, or to the brace that closes the group."""
        said: list[str] = []
        while self._tokens and self._tokens[0] != "}":
            sign = self._tokens[0]
            said += [self._one(), *self._scripts(ends=sign in _SUMS)]
        return said

    def _one(self) -> str:
        """The next sign with its arguments, or the next group."""
        if not self._tokens and self._lenient:
            return ""
        if not self._tokens:
            raise TemplateRuleError(f"formula {self._tex!r} ends too early to be read aloud")
        sign: str = self._tokens.pop(0)
        if sign == "{":
            said = " ".join(self.sequence())
            if not self._tokens:
                raise TemplateRuleError(f"formula {self._tex!r}: a brace is not closed")
            self._tokens.pop(0)
            return said
        name = sign.removeprefix("\\").replace("{,}", ",")
        commands, symbols = self._words["commands"], self._words["symbols"]
        if sign != name and name in commands:
            pattern = commands[name]
            return str(pattern.format(*(self._one() for _ in range(pattern.count("{}")))))
        if name in symbols and (sign != name or not name.isalpha()):
            return str(symbols[name])
        if self._lenient or (sign == name and (name.isalpha() or name[0].isdigit())):
            return name
        raise TemplateRuleError(f"formula {self._tex!r}: no words for {sign!r} in formulas.toml")

    def _scripts(self, *, ends: bool) -> list[str]:
        """What stands below and above the sign just said."""
        scripts = self._words["scripts"]
        said: list[str] = []
        while self._tokens and self._tokens[0] in "_^":
            below = self._tokens.pop(0) == "_"
            script = self._one()
            if ends:
                said.append(scripts["from" if below else "to"].format(script))
            elif below:
                said.append(scripts["index"].format(script))
            elif script == "2":
                said.append(scripts["square"])
            elif script == "T":
                said.append(scripts["transposed"])
            else:
                said.append(scripts["power"].format(script))
        return said

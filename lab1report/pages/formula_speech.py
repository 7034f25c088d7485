"""Puts a formula into words, as the alternative text of its picture (ISO 14289-1, 7.7)."""

import re
from collections.abc import Mapping
from typing import Any

from lab1report.pages.formula_scope import END, SPACES, scoped
from lab1report.pages.template_errors import TemplateRuleError

_TOKEN = re.compile(
    r"(?<=\\mathrm\{)[^{}]+|(?<=\\text\{)[^{}]+"  # words, not a product of letters
    r"|\\[A-Za-z]+|\\.|[A-Za-z]|\d+(?:\{,\}\d+)?|\S"
)
_SUMS = {"\\sum"}  # what is below and above them are ends, not an index and a power
_WITH_PARTS = {*_SUMS, "\\frac", "\\dfrac", "\\sqrt"}  # are heard apart from what is beside them
_SILENT = {"{", "}", "\\text", "\\mathrm"}  # what they hold may be one sign
_BEFORE = {"^": "power", "_": "index"}


def spoken(tex: str, lenient: bool = False, *, words: Mapping[str, Any]) -> str:
    """The words for a formula in the subset of TeX that the report uses.

    What has parts says where it ends, so that what is heard is one formula only, whatever the
    hearer thinks of priorities: "e to the power minus 10 x, end of power, plus 1". A slash is said
    as a fraction. Capitals are told from small letters.

    Args:
        lenient: whether signs without words are said by their names, else refused.
        words: templates/<language>/formulas.toml: `commands` that take arguments, `letters`,
            `symbols`, `scripts`, and the `ends` of what has parts.

    Raises:
        TemplateRuleError: there are no words for a sign, or one lacks its arguments.
    """
    speaker = _Speaker(tex, words, lenient=lenient)
    text = re.sub(r"\s+", " ", " ".join(speaker.sequence()))
    text = re.sub(r"( ?,)+", ",", text)
    return re.sub(r"[ ,;]*;", ";", text).strip(" ,;")


class _Speaker:
    def __init__(self, tex: str, words: Mapping[str, Any], *, lenient: bool) -> None:
        self._tex, self._words, self._lenient = tex, words, lenient
        tokens = scoped(_TOKEN.findall(tex), words["commands"], words["letters"])
        self._tokens = [sign for sign in tokens if sign not in SPACES]

    def sequence(self) -> list[str]:
        """What is said up to the end, or to the brace that closes the group."""
        said: list[str] = []
        before, scripts = "", list[str]()
        while self._tokens and self._tokens[0] != "}":
            sign = self._tokens[0]
            if sign.startswith(END):
                end = self._words["ends"][self._tokens.pop(0).removeprefix(END)]
                said.append(f", {end},")
                before, scripts = "", []
                continue
            parted = scripts or {sign, before} & _WITH_PARTS
            if parted and self._is_factor(before, ")]{") and self._is_factor(sign, "([{"):
                said.append(",")
            said.append(self._one())
            scripts = self._scripts(ends=sign in _SUMS)
            said += scripts
            before = sign
        return said

    def _is_factor(self, sign: str, brackets: str) -> bool:
        """Whether `sign` is a factor, or one ends or begins with it as with these brackets."""
        name = sign.removeprefix("\\")
        known = sign in _WITH_PARTS or name in self._words["letters"]
        return known or sign[:1].isalnum() or sign in tuple(brackets)

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
            return self._with_arguments(name)
        if sign != name and name in self._words["letters"]:
            return str(self._words["letters"][name])
        if name in symbols and (sign != name or not name.isalpha()):
            return str(symbols[name])
        if sign == name and len(name) == 1 and name.isupper():
            return str(self._words["scripts"]["capital"].format(name))
        if self._lenient or name[:1].isdigit() or (sign == name and name.isalpha()):
            return name
        raise TemplateRuleError(f"formula {self._tex!r}: no words for {sign!r} in formulas.toml")

    def _with_arguments(self, name: str) -> str:
        pattern = self._words["commands"][name]
        arguments = [self._part(name)[0] for _ in range(pattern.count("{}"))]
        return str(pattern.format(*arguments))

    def _part(self, name: str) -> tuple[str, str]:
        """The next sign or group as said, with the end of `name` if it needs one; and its TeX."""
        tokens = list(self._tokens)
        said = self._one()
        taken = tokens[: len(tokens) - len(self._tokens)]
        if len([sign for sign in taken if sign not in _SILENT]) > 1:
            if name in self._words["ends"]:
                said = f"{said}, {self._words['ends'][name]},"
            elif self._words["commands"].get(name, "").startswith("{} "):
                said = self._words["scripts"]["whole"].format(said)
        return said, "".join(taken).strip("{}")

    def _scripts(self, *, ends: bool) -> list[str]:
        """What stands below and above the sign just said."""
        scripts = self._words["scripts"]
        said: list[str] = []
        while self._tokens and self._tokens[0] in _BEFORE:
            kind = _BEFORE[self._tokens.pop(0)]
            if ends:
                text, _ = self._part("")
                equals = f" {self._words['symbols']['=']} "
                below = text.replace(equals, f" {scripts['start']} ", 1)
                said.append(scripts["from" if kind == "index" else "to"].format(below))
                continue
            text, tex = self._part(kind)
            if kind == "index":
                said.append(scripts["index"].format(text.replace(" ,", f" {scripts['and']}")))
            else:
                known = {"2": "square", "T": "transposed"}.get(tex, "power")
                said.append(scripts[known].format(text))
        return said

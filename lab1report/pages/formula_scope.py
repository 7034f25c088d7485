r"""Makes explicit how far a slash, a function and a sum of a formula in TeX reach.

Whoever sees `x/255 - \mu` or `\ln p + 1` takes it in at once; whoever hears it has to guess. Hence
a slash becomes a fraction with its two parts, and a function or sum gets a sign where it ends, if
something follows.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

END = "\0"
"""Begins the token that ends a function or sum: its name follows."""
SPACES = frozenset({"\\,", "\\;", "\\:", "\\!", "\\ "})

_OPEN = {"(", "[", "\\{", "\\lceil", "\\lfloor", "\\langle"}
_CLOSE = {")", "]", "\\}", "\\rceil", "\\rfloor", "\\rangle"}
_CALLS = {"\\sum", "\\ln", "\\log", "\\exp", "\\max", "\\min"}
_PRODUCT = {"\\cdot", "\\times"}  # a sum goes on behind them
_SEPARATORS = {",", ".", ";", "\\quad", "\\qquad"}
_SIDES = {"\\left", "\\right"}

_Kind = Literal[
    "factor", "bracket", "call", "whole", "slash", "space", "product", "separator", "operator"
]


@dataclass(frozen=True)
class _Unit:
    """A sign with its arguments, or a bracket with what is in it; and the scripts of either.

    A "call" is a function or sum, a "whole" one with what it is of.
    """

    kind: _Kind
    tokens: list[str]


def scoped(
    tokens: Sequence[str], commands: Mapping[str, str], letters: Collection[str]
) -> list[str]:
    r"""The tokens with `\frac` for every slash, and an `END` behind functions and sums.

    Args:
        commands: those that take arguments, each a `{}` in its words.
        letters: commands that are letters.
    """
    return _Scope(commands, letters).explicit(list(tokens))


class _Scope:
    def __init__(self, commands: Mapping[str, str], letters: Collection[str]) -> None:
        self._commands, self._letters = commands, letters

    def explicit(self, tokens: list[str]) -> list[str]:
        tokens = [token for token in tokens if token not in _SIDES]
        units: list[_Unit] = []
        while tokens:
            units.append(self._unit(tokens))
        units = _without_slashes(units)
        return _ended(units)

    def _unit(self, tokens: list[str]) -> _Unit:
        """Take the next unit out of `tokens`."""
        kind = self._kind(tokens[0])
        taken = self._argument(tokens)
        if kind in ("factor", "bracket", "call"):
            name = taken[0].removeprefix("\\")
            if taken[0] != name and name in self._commands:
                for _argument in range(self._commands[name].count("{}")):
                    taken += self._argument(tokens)
            while tokens and tokens[0] in ("^", "_"):
                taken.append(tokens.pop(0))
                taken += self._argument(tokens)
        return _Unit(kind, taken)

    def _argument(self, tokens: list[str]) -> list[str]:
        """Take a sign, or a group or bracket whose inside is made explicit."""
        if not tokens:
            return []
        opened = tokens.pop(0)
        if (end := _closing(opened, tokens)) is None:
            return [opened]
        inner, closed = tokens[:end], tokens[end]
        del tokens[: end + 1]
        return [opened, *self.explicit(inner), closed]

    def _kind(self, sign: str) -> _Kind:
        kinds: Mapping[_Kind, Collection[str]] = {
            "slash": ("/",),
            "space": SPACES,
            "call": _CALLS,
            "product": _PRODUCT,
            "separator": _SEPARATORS,
            "bracket": _OPEN,
            "factor": ("{", "\\partial", "\\infty", "\\nabla"),
        }
        for kind, signs in kinds.items():
            if sign in signs:
                return kind
        name = sign.removeprefix("\\")
        known = name in self._commands or name in self._letters
        return "factor" if known or sign[:1].isalnum() else "operator"


def _closing(opened: str, tokens: Sequence[str]) -> int | None:
    """Where the group or bracket that `opened` begins ends in the `tokens` behind it."""
    ends = {"{": {"}"}, **dict.fromkeys(_OPEN, _CLOSE)}.get(opened)
    if ends is None:
        return None
    depth = braces = 0
    for place, sign in enumerate(tokens):
        if not depth and not braces and sign in ends:
            return place
        braces += (sign == "{") - (sign == "}")
        if braces < 0:
            return None
        depth += (sign in _OPEN) - (sign in _CLOSE) if opened != "{" and not braces else 0
    return None


def _without_slashes(units: list[_Unit]) -> list[_Unit]:
    """Each slash with what is beside it as a fraction, from the left."""
    done: list[_Unit] = []
    rest = list(units)
    while rest:
        unit = rest.pop(0)
        if unit.kind != "slash":
            done.append(unit)
            continue
        for side, place in (done, -1), (rest, 0):
            while side and side[place].kind == "space":
                side.pop(place)
        start = len(done)
        while start and done[start - 1].kind in ("factor", "bracket"):
            start -= 1
        end = _run(rest, 0, ("factor", "bracket", "call"))
        if start == len(done) or not end:
            done.append(unit)  # of no use to anybody, but a student may write it
            continue
        parts = [_group(done[start:]), _group(rest[:end])]
        del done[start:], rest[:end]
        done.append(_Unit("factor", ["\\frac", *parts[0], *parts[1]]))
    return done


def _group(units: list[_Unit]) -> list[str]:
    """A part of a fraction, whose bracket says no more than the fraction does."""
    tokens = _ended(units)
    if len(units) == 1 and units[0].kind == "bracket" and tokens[-1] in _CLOSE:
        tokens = tokens[1:-1]
    return ["{", *tokens, "}"]


def _ended(units: list[_Unit]) -> list[str]:
    """The tokens of units without slashes, with what ends the functions and sums among them."""
    units = list(units)
    for place in reversed(range(len(units))):
        if units[place].kind == "call":
            _close(units, place)
    return [token for unit in units for token in unit.tokens]


def _close(units: list[_Unit], place: int) -> None:
    """Put the function or sum at `place` and what it is of together, with an end if needed."""
    call, first = units[place], place + 1
    while first < len(units) and units[first].kind == "space":
        first += 1
    if call.tokens[0] == "\\sum":
        end = _run(units, first, ("factor", "bracket", "whole", "space", "product"))
    elif first < len(units) and units[first].kind in ("bracket", "whole"):
        end = first + 1
    else:
        end = _run(units, first, ("factor", "bracket"))
    if end == first:
        return
    tokens = [token for unit in units[place:end] for token in unit.tokens]
    behind = units[end:]
    if behind and behind[0].kind != "separator":
        tokens.append(END + call.tokens[0].removeprefix("\\"))
    units[place:end] = [_Unit("whole", tokens)]


def _run(units: Sequence[_Unit], start: int, kinds: Collection[_Kind]) -> int:
    """Where the units of these kinds that begin at `start` end."""
    while start < len(units) and units[start].kind in kinds:
        start += 1
    return start

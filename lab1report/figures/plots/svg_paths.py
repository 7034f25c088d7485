"""Writes the paths of an SVG in few letters: from point to point, in hundredths of its unit."""

import re

_SCALE = 100
_SIGN = re.compile(r"[A-Za-z]|-?\d+(?:\.\d+)?(?:e-?\d+)?")
_ARGUMENTS = {"M": 2, "L": 2, "Q": 4, "C": 6, "z": 0}

Point = tuple[int, int]


def relative(path: str) -> str:
    """`path`, the attribute `d` as matplotlib writes it, with each place relative to the last one.

    Places are rounded before they are subtracted, so that errors do not add up.

    Raises:
        KeyError: it has a command that matplotlib does not write today.
    """
    signs = _SIGN.findall(path)
    written, before = "", ""
    start: Point = (0, 0)
    here = start
    while signs:
        command = signs.pop(0)
        count = _ARGUMENTS[command]
        places = [round(_SCALE * float(sign)) for sign in signs[:count]]
        del signs[:count]
        steps = [place - here[number % 2] for number, place in enumerate(places)]
        letter = "" if command == before or (command == "L" and before == "M") else command.lower()
        written += _joined(letter, steps)
        here = (places[-2], places[-1]) if places else start
        if command == "M":
            start = here
        before = command
    return written


def _joined(letter: str, steps: list[int]) -> str:
    text = letter
    for number, step in enumerate(steps):
        sign = _hundredths(step)
        needs_space = not sign.startswith("-") and (number or not letter)
        text += f" {sign}" if needs_space else sign
    return text


def _hundredths(value: int) -> str:
    """35 is ".35", -200 is "-2"."""
    whole, rest = divmod(abs(value), _SCALE)
    digits = f"{whole or ''}.{rest:02d}".rstrip("0").rstrip(".") if rest else str(whole)
    return f"-{digits}" if value < 0 else digits

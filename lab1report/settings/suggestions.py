"""Suggests known names for one that is unknown."""

import difflib
from collections.abc import Collection, Sequence

_LONGEST = 100
_LIKENESS = 0.55  # of "batch" and "series.batch" it is 0.59


def hint(name: str, known: Collection[str]) -> str:
    """ "did you mean 'lr'?", or "known are …" where nothing is near to `name`."""
    return question(name, known) or f"known are {', '.join(known)}"


def one_of(name: str, known: Collection[str]) -> str:
    """ "did you mean 'xor'? There are …", for a few names that are to be learnt."""
    asked, listed = question(name, known), ", ".join(known)
    return f"{asked} There are {listed}" if asked else f"there are {listed}"


def question(name: str, known: Collection[str], *, most: int = 1) -> str | None:
    """ "did you mean 'lr' or 'seed'?", of at most `most` names; None where nothing is near."""
    return asked(found) if (found := near(name, known, most=most)) else None


def near(
    name: str, known: Collection[str], *, most: int = 1, likeness: float = _LIKENESS
) -> list[str]:
    """The names most like `name`, at most `most`, the likest first; all have this likeness."""
    if len(name) > _LONGEST:
        return []  # nothing is near, and to find that out would take long
    return difflib.get_close_matches(name, list(known), n=most, cutoff=likeness)


def asked(names: Sequence[str]) -> str:
    """ "did you mean 'lr' or 'seed'?" for these names."""
    *others, last = map(repr, names)
    return f"did you mean {', '.join(others)} or {last}?" if others else f"did you mean {last}?"

"""What to say of a name that is not known: the nearest known one, or all of them."""

import difflib
from collections.abc import Collection

_LIKENESS = 0.55  # of "batch" and "series.batch" it is 0.59


def hint(name: str, known: Collection[str]) -> str:
    """ "did you mean 'lr'?", or "known are …" where nothing is near to `name`."""
    return _question(name, known) or f"known are {', '.join(known)}"


def one_of(name: str, known: Collection[str]) -> str:
    """ "did you mean 'xor'? There are …", for a few names that are to be learnt."""
    question, listed = _question(name, known), ", ".join(known)
    return f"{question} There are {listed}" if question else f"there are {listed}"


def _question(name: str, known: Collection[str]) -> str | None:
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=_LIKENESS)
    return f"did you mean {near[0]!r}?" if near else None

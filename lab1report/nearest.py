"""What to say of a name that is not known: the nearest known one, or all of them."""

import difflib
from collections.abc import Collection

_LIKENESS = 0.55  # of "batch" and "series.batch" it is 0.59


def hint(name: str, known: Collection[str]) -> str:
    """ "did you mean 'lr'?", or "known are …" where nothing is near to `name`."""
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=_LIKENESS)
    return f"did you mean {near[0]!r}?" if near else f"known are {', '.join(known)}"


def one_of(name: str, known: Collection[str]) -> str:
    """ "did you mean 'xor'? There are …", for a few names that are to be learnt."""
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=_LIKENESS)
    all_of_them = f"here are {', '.join(known)}"
    return f"did you mean {near[0]!r}? T{all_of_them}" if near else f"t{all_of_them}"

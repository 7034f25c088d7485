"""Suggests known names for one that is unknown."""

import difflib
from collections.abc import Collection, Sequence

from lab1report.messages import _

_LONGEST = 100
_FEW, _NEAREST = 8, 3  # so many names are said at once; of more, only the nearest
_LIKENESS = 0.55  # of "batch" and "series.batch" it is 0.59


def hint(name: str, known: Collection[str]) -> str:
    """ "did you mean 'lr'?", or "known are …" where nothing is near to `name`."""
    return question(name, known) or _("known are {names}").format(names=", ".join(known))


def of_many(name: str, known: Collection[str], command: str) -> str:
    """The same; where there are many names, a few of them and the command that lists all."""
    if len(known) <= _FEW or question(name, known):
        return hint(name, known)
    nearest = near(name, known, most=_NEAREST, likeness=0) or list(known)[:_NEAREST]
    return _("of {count} known, the nearest are {names}; '{command}' lists all").format(
        count=len(known), names=", ".join(nearest), command=command
    )


def one_of(name: str, known: Collection[str]) -> str:
    """ "did you mean 'xor'? There are …", for a few names that are to be learnt."""
    asked, listed = question(name, known), ", ".join(known)
    if asked:
        return _("{question} There are {names}").format(question=asked, names=listed)
    return _("there are {names}").format(names=listed)


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
    if not others:
        return _("did you mean {name}?").format(name=last)
    return _("did you mean {names} or {last}?").format(names=", ".join(others), last=last)

"""What a report was made with, beside what is here."""

from collections.abc import Iterable, Mapping

from lab1report.messages import Message, _
from lab1report.quoting import cut


def others(
    there: Mapping[str, str], here: Mapping[str, str], names: Iterable[str]
) -> tuple[Message, ...]:
    """A few words for each of `names` that is another here ("torch 2.9.0 there, 2.13.0 here")."""
    return tuple(
        _("{name} {there} there, {here} here").format(
            name=name,
            there=cut(there[name]) if name in there else _("unknown"),
            here=here.get(name, _("unknown")),
        )
        for name in names
        if here.get(name) != there.get(name)
    )

"""What settings, columns and networks are called in the user's language, and values of them."""

from typing import Final

from lab1report.messages import _, marked, ngettext

Value = str | int | float | bool | None
"""Of one side; None where it has nothing of the kind."""

MADE_UP: Final = "made up"
"""What stands for the images of the demo set."""

PART_3: Final = "part 3"
"""The network of a report without a series."""

_LABELS: Final = {
    name: name
    for name in (
        *(marked("group"), marked("group_code"), marked("variant"), marked("stream")),
        *(marked("year"), marked("classes"), marked("images"), marked("seed"), marked("seeds")),
        *(marked("student"), marked("teacher"), marked("sample"), marked("style")),
        *(marked("length"), marked("year_of_report"), marked("arms"), marked("font")),
        *(marked("experiments"), marked("network"), marked("optimizer"), marked("schedule")),
        *(marked("saturation"), marked("share"), marked("lr"), marked("batch_size")),
        *(marked("epochs"), marked("part 3")),
    )
}


class Entries(str):
    """A list or object, of which only its size is told: "3 entries"."""

    @property
    def size(self) -> int:
        return int(self.partition(" ")[0])


def label(name: str) -> str:
    """The name in the user's language; ids, and paths of `results.json`, as they are."""
    return _(_LABELS[name]) if name in _LABELS else name


def said(value: Value) -> str:
    """A value of one side in the user's language."""
    if value is None:
        return _("absent")
    if value == MADE_UP:
        return _("made up")
    if isinstance(value, Entries):
        return ngettext("{count} entry", "{count} entries", value.size).format(count=value.size)
    return str(value)

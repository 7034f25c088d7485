"""The table of `gpu.py` in Markdown, as far as it has been measured."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from common import Figure

from lab1report.model import CPU
from tests.said_alike import Statement

HEADER = ("figure", "measured", "from … to", "goal", "", "")


@dataclass(kw_only=True)
class Table:
    """What has been measured so far."""

    facts: dict[str, str]
    figures: list[Figure] = field(default_factory=list)
    unlike: list[tuple[str, ...]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def text(self) -> str:
        """All of it as Markdown."""
        parts = ["# A GPU beside the processor", rows(("", ""), self.facts.items())]
        parts.append(rows(HEADER, [figure.row() for figure in self.figures]))
        if self.unlike:
            header = ("classes", "place", f"on {CPU}", f"on {self.facts['device']}", "")
            parts += ["## What the reports say differently", rows(header, self.unlike)]
        if self.left_out:
            parts += [
                "## Left out for lack of time",
                "\n".join(f"- {one}" for one in self.left_out),
            ]
        return "\n\n".join(parts) + "\n"


def rows(header: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """A table of Markdown."""
    every = [header, ["---"] * len(header), *lines]
    return "\n".join("| " + " | ".join(one) + " |" for one in every)


def shown(one: Statement | None) -> str:
    """A statement with its difference and interval, in points."""
    if one is None:
        return "nothing"
    if one.interval is None or one.difference is None:
        return one.says
    low, high = one.interval
    return f"{one.says}: {100 * one.difference:+.2f} ({100 * low:+.2f} … {100 * high:+.2f})"

"""How a class was derived: the rule and the sum, for `results.json` and in the user's language."""

from dataclasses import dataclass
from typing import Final, Literal

from lab1report.messages import _, marked

_TERMS: Final = {
    "group": marked("group"),
    "variant": marked("variant"),
    "constant": marked("constant"),
    "teacher": marked("teacher"),
}


@dataclass(frozen=True, kw_only=True)
class ClassRule:
    """The rule by which a class was derived (assignment, «Варианты для задания 3»).

    `term` is what was added to: the group or variant number, nothing ("constant"), or the
    teacher's word ("teacher"). `number` + `offset` = `value` where there is a sum.
    """

    term: Literal["group", "variant", "constant", "teacher"]
    value: int
    number: int | None = None
    offset: int | None = None

    @property
    def sum(self) -> str:
        """ "3 + 15 = 18", or the bare value where nothing was added."""
        if self.number is None or self.offset is None:
            return str(self.value)
        return f"{self.number} + {self.offset} = {self.value}"

    @property
    def said(self) -> str:
        """The rule in the user's language: "group + 15: 3 + 15 = 18"."""
        return self._after(_(_TERMS[self.term]))

    def __str__(self) -> str:
        return self._after(self.term)

    def _after(self, term: str) -> str:
        if self.number is None:
            return f"{term}: {self.value}"
        return f"{term} + {self.offset}: {self.sum}"

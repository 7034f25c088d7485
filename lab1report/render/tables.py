"""What a table's HTML says of its shape."""

import re
from html.parser import HTMLParser

_ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)


def columns(table: str) -> int:
    """How many columns the first row of a table's HTML spans; 0 without a row."""
    row = _ROW.search(table)
    counter = _Cells()
    if row is not None:
        counter.feed(row.group())
    return counter.columns


class _Cells(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.columns = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("td", "th"):
            self.columns += int(dict(attrs).get("colspan") or 1)

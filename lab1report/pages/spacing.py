"""Inserts no-break spaces into the finished page.

Doing it here spares every template its no-break spaces, and forgets none.
"""

import re
from collections.abc import Sequence

NBSP = "\u00a0"
_TOKEN = re.compile(r"(<!--.*?-->|<(pre|style|title|code|svg)\b.*?</\2>|<[^>]*>)", re.DOTALL)
_FORMULA = re.compile(r'(<img class="tex"[^>]*>)([.,;:!?)\u00bb]+)')

Rule = tuple[re.Pattern[str], str]


def bind(html: str, rules: Sequence[Rule], linked: re.Pattern[str]) -> str:
    """`html` with each rule's replacement made in its text, not in tags, code or styles.

    A rule sees one run of text between two tags at a time. Words that match `linked` move into
    the link after them: a no-break space right before a link makes WeasyPrint break the line at
    the wrong place. What closes a sentence stays with the picture of a formula before it.
    """
    html = _FORMULA.sub(r'<span class="nowrap">\1\2</span>', html)
    html = re.sub(rf"\b({linked.pattern})\s+(<a [^>]*>)", rf"\2\1{NBSP}", html)
    parts: list[str] = []
    position = 0
    for match in _TOKEN.finditer(html):
        parts.append(_bind_text(html[position : match.start()], rules))
        parts.append(match.group())
        position = match.end()
    parts.append(_bind_text(html[position:], rules))
    return "".join(parts)


def _bind_text(text: str, rules: Sequence[Rule]) -> str:
    for pattern, replacement in rules:
        text = pattern.sub(replacement, text)
    return text

"""Leaves out the comments of Markdown, which no report prints."""

from lab1report.messages import _


def without_comments(source: str) -> tuple[str, int | None]:
    """`source` with only the line ends of its comments.

    With it, how many lines stand above a comment that has no end and hides the rest, if one has.
    """
    found, at = [], 0
    while (start := source.find("<!--", at)) >= 0:
        found.append(source[at:start])
        end = source.find("-->", start)
        if end < 0:
            return "".join(found), source[:start].count("\n")
        found.append("\n" * source.count("\n", start, end))
        at = end + len("-->")
    return "".join([*found, source[at:]]), None


def not_closed(file: str, line: int) -> str:
    """What is said of a comment without an end."""
    place = f"{file}:{line}"
    return _("{place}: the comment is not closed by -->").format(place=place)

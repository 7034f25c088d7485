"""The student's own words: Markdown files, one for a section of the report.

They are read and refused here (`folder`, `markdown`), and measured against the numbers (`names`,
`percentages`). `render` prints them.
"""

from lab1report.words.folder import NAMES, OwnWords, Words, read

__all__ = ["NAMES", "OwnWords", "Words", "read"]

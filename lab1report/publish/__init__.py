"""A report's content to the bytes of its editions, making only what is not kept already.

Computation is kept by what changes a number (`compute`), a page and its figures by what changes
their looks: content, words, styles, code and versions.
"""

from lab1report.publish.content import LANGUAGE, Content
from lab1report.publish.defence import make as make_defence
from lab1report.publish.editions import draw_early, make, preload
from lab1report.publish.own_words import check_words, settled
from lab1report.publish.pictures import draw
from lab1report.publish.press import Press

__all__ = [
    "LANGUAGE",
    "Content",
    "Press",
    "check_words",
    "draw",
    "draw_early",
    "make",
    "make_defence",
    "preload",
    "settled",
]

"""A report's content to the bytes of its editions, making only what is not stored already.

Computation is stored by what changes a number (`runs.compute`), a page and its figures by what
changes their looks: content, words, styles, code and versions.
"""

"""Opens what others made: a report's PDF with its attached files, within bounds.

Every file is taken for hostile: it is read within bounds, and nothing of it is ever executed.
"""

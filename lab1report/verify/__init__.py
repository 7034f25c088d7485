"""Verifies reports that others hand in: are they whole, consistent, and real (docs/verify.md)?

Every file is taken for hostile: it is read within bounds, and nothing of it is ever executed.
"""

"""Verifies reports that others hand in: whole, consistent, real (docs/how-to/verify.md)?

Every file is taken for hostile: it is read within bounds, and nothing of it is ever executed.
"""

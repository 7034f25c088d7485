"""Findings of the self-study series (assignment, self-study tasks 1 to 6)."""

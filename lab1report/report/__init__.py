"""Holds the content of a report, as objects and as `results.json`."""

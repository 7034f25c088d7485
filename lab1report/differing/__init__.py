"""Says what differs between two reports, and whether that can be told from chance.

docs/how-to/compare.md is its page.
"""

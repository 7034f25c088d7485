"""What the self-study series shows (assignment, self-study tasks 1 to 6)."""

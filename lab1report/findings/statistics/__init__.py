"""Intervals and comparisons over seeds and test images alike."""

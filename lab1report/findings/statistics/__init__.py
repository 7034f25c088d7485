"""Computes intervals and comparisons that cover other seeds and other test images."""

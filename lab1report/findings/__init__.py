"""Decides what the numbers say: results in, findings out.

A finding carries the numbers of a statement and the verdict that decides which statement may be
made; the templates put it into words. Nothing here draws, phrases, reads files or imports torch.
"""

"""What the numbers say: results in, findings out.

A finding carries the numbers of a statement and the verdict that decides which statement may be
made; the words are the templates'. Nothing here draws, words, reads files or imports torch.
"""

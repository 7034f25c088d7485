"""Trains many small networks at once; all matrix code of our own is here.

`train.train` takes specifications that share their batches and gives a result for each. See
`sample_basis.py` for why it is fast, docs/explanation/series.md for how fast.
"""

"""Many small networks trained at once; the only home of the matrix work that this takes.

`train.train` takes specifications that share their batches and gives a result for each. See
`sample_basis.py` for why it is fast, docs/series.md for how fast.
"""

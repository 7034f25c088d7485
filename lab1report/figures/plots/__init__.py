"""Draws the figures with matplotlib: arrays in, figures out.

One function a figure: `regression.fits` draws the figure `regression-fits`. Functions take arrays
and the words of one language and return a `Figure`; `export` makes bytes of it. Nothing here
reads or writes files, trains, or knows what the numbers mean for the report.

`labels` is a whole word file (templates/<language>/figures.toml): a table of words for each
figure, and the table `number` with the decimal mark. A missing word is a `KeyError`.
"""

"""Makes the files of a report (PDF, web page, notebook, defence) from its content.

A file and its figures are stored under everything that changes their looks: content, words, styles,
code and versions. Results, in contrast, are stored under what changes a number (`runs.compute`).
"""

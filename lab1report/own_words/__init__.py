"""Puts the student's own words, a Markdown file for each section, into the report.

The files are read and checked (`folder`, `markdown`), compared with the measured numbers (`names`,
`percentages`), and inserted into the page (`in_page`).
"""

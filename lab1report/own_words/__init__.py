"""The student's own words: Markdown files, one for a section of the report.

They are read and refused here (`folder`, `markdown`), measured against the numbers (`names`,
`percentages`), and put into the page (`in_page`).
"""

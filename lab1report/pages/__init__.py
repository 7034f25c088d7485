"""Renders the content of a report as HTML: templates, numbering, listings, formulas, languages."""

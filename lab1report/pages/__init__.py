"""A report's context to HTML: Jinja's environment, numbering, listings, formulas, languages."""

"""Which figures a report has: results and findings in, drawings by name out."""

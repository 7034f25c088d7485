"""A report's context in, HTML (`html`), PDF (`pdf`) and a web page (`web`) out; the only importer
of jinja2, plotly and weasyprint. Nothing is imported here, since not everyone needs all of them.
"""

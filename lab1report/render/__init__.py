"""A report's context in, HTML (`html`) and PDF (`pdf`) out; the only importer of jinja2 and
weasyprint. Nothing is imported here, since not everyone needs both.
"""

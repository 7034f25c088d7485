"""The PDF: HTML typeset by WeasyPrint, as PDF/A-3a and PDF/UA-1, with its attachments."""

from lab1report.editions.pdf.native import make_findable

make_findable()

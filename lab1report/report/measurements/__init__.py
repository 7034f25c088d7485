"""The results behind a report as one file, which is attached to the PDF.

Whoever has that file and the images can assemble the same report (docs/how-to/verify.md). It holds
what cannot be worked out: the curves and answers of each training, the arrays and the printed text
of each task. What follows from these or from the images (confusion matrices, the epoch of the
lowest loss, labels, pictures) is worked out when the file is read, so that it cannot contradict
them.
"""

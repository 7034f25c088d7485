"""Phrases the comments of the final table, in the language of the report."""

from dataclasses import fields
from typing import Any

from lab1report.editions.content import LANGUAGE
from lab1report.findings.series.comments import Comment, comments
from lab1report.pages.phrases import phrase
from lab1report.report.report import Report, to_document


def comments_of(report: Report) -> dict[str, str]:
    """By `TableRow.variant`: what was changed, by what factor, and what came of it."""
    found = comments(report.series, report.cifar)
    return {comment.row: _phrased(comment) for comment in found}


def document_of(report: Report) -> dict[str, Any]:
    """The content of `results.json`, the comments of the table included."""
    return to_document(report, comments_of(report))


def _phrased(comment: Comment) -> str:
    values = {field.name: getattr(comment, field.name) for field in fields(comment)}
    return phrase(comment.kind, values, language=LANGUAGE)

"""The questions of the defence, as the templates of its PDF and of the web page take them."""

from typing import Any

from lab1report.findings.defence.code_questions import code_questions, tried
from lab1report.findings.defence.prepare import prepare
from lab1report.findings.xor import XorFindings
from lab1report.report.report import Report


def questions(report: Report) -> dict[str, Any]:
    """The variables of templates/ru/defence, beside those of the report.

    Returns:
        `defence`: a `Defence`; `code_questions`: those about lines of code; `tried`: all of
        code_outcomes.toml.
    """
    xor = report.xor
    return {
        "defence": prepare(report.regression, xor, report.cifar, report.series),
        "code_questions": code_questions(
            xor.spec.sample if isinstance(xor, XorFindings) else "xor"
        ),
        "tried": tried(),
    }

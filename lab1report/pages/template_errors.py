"""The error for mistakes in templates, as opposed to mistakes of the user."""


class TemplateRuleError(Exception):
    """A template breaks a rule of the report: numbering, references, assets, formulas.

    It is a bug of the templates, so it keeps its traceback (see `lab1report.errors`).
    """

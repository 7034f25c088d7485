"""What goes wrong in templates, as opposed to what a user typed."""


class TemplateRuleError(Exception):
    """A template breaks a rule of the report: numbering, references, assets, formulas.

    It is a bug of the templates, so it keeps its traceback (see `lab1report.errors`).
    """

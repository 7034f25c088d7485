"""The types and constants among the public names, which load when they are asked for."""

from typing import Any


def __getattr__(name: str) -> Any:
    """What `from lab1report import name` gives, of the names that are no functions."""
    match name:
        case "BadLine" | "Remark" | "Roster":
            from lab1report.course import roster as home
        case "BuildOutcome":
            from lab1report import pipeline as home  # type: ignore[no-redef]
        case "Check":
            from lab1report.doctor import check as home  # type: ignore[no-redef]
        case "Collection" | "Submission":
            from lab1report.course.collecting import submission as home  # type: ignore[no-redef]
        case "CourseOutcome":
            from lab1report.course import building as home  # type: ignore[no-redef]
        case "CourseServer":
            from lab1report.course.serving import course_server as home  # type: ignore[no-redef]
        case "CourseStatus":
            from lab1report.course import status as home  # type: ignore[no-redef]
        case "RunningBuild":
            from lab1report.course import running as home  # type: ignore[no-redef]
        case "StudentResult":
            from lab1report.course import result_file as home  # type: ignore[no-redef]
        case "Headlines":
            from lab1report.report import headlines as home  # type: ignore[no-redef]
        case "InputChange":
            from lab1report.store import results as home  # type: ignore[no-redef]
        case "Option":
            from lab1report.settings import option_table as home  # type: ignore[no-redef]
        case "CONFIG_FILE" | "Settings":
            from lab1report.settings import options as home  # type: ignore[no-redef]
        case "NewFolder":
            from lab1report.own_words import new_folder as home  # type: ignore[no-redef]
        case "OptionValues":
            from lab1report.settings import option_values as home  # type: ignore[no-redef]
        case "Plan":
            from lab1report.plan import plan as home  # type: ignore[no-redef]
        case "Preview" | "PreviewUpdate":
            from lab1report.preview import preview as home  # type: ignore[no-redef]
        case "Progress":
            from lab1report import progress as home  # type: ignore[no-redef]
        case "ReportName":
            from lab1report.own_words import name_list as home  # type: ignore[no-redef]
        case "ReportDifference":
            from lab1report.differing import difference as home  # type: ignore[no-redef]
        case "ReportedVariant" | "Results":
            from lab1report.report import results_file as home  # type: ignore[no-redef]
        case "Student":
            from lab1report.course import student as home  # type: ignore[no-redef]
        case "Verification":
            from lab1report.verify import verification as home  # type: ignore[no-redef]
        case "WrongWords":
            from lab1report.course import student_words as home  # type: ignore[no-redef]
        case "WaveStatus":
            from lab1report.runs import explain as home  # type: ignore[no-redef]
        case _:
            raise AttributeError(f"module 'lab1report' has no attribute {name!r}")
    return getattr(home, name)

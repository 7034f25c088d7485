"""lab1report: laboratory work 1 of «Разработка нейросетевых систем», from variant to PDF.

What other programs use stands here, and the command line uses nothing else (docs/reference/api.md).
Each function loads what it needs when it is called, so that the package itself loads in no time.
"""

from typing import TYPE_CHECKING

from lab1report.errors import DataError, Lab1Error, LibraryError, NetworkError, UserError
from lab1report.public.comparison import compare_reports, difference_text
from lab1report.public.course import (
    build_course,
    check_course_options,
    check_words,
    collect_reports,
    collection_text,
    course_status,
    read_roster,
    serve_course,
)
from lab1report.public.machine import check_machine, fetch_data, find_data, verify_data
from lab1report.public.names import list_names
from lab1report.public.preview import open_preview
from lab1report.public.reports import (
    build,
    build_defence,
    expected_seconds,
    explain,
    load_results,
    make_plan,
    results_schema,
)
from lab1report.public.settings import (
    class_years,
    load_settings,
    options,
    parse_option,
    section_names,
    start_folder,
)
from lab1report.public.verification import new_secret, verification_text, verify_reports

if TYPE_CHECKING:
    from lab1report.course.building import CourseOutcome
    from lab1report.course.collecting.submission import Collection, Submission
    from lab1report.course.result_file import StudentResult
    from lab1report.course.roster import BadLine, Remark, Roster
    from lab1report.course.running import RunningBuild
    from lab1report.course.serving.course_server import CourseServer
    from lab1report.course.status import CourseStatus
    from lab1report.course.student import Student
    from lab1report.course.student_words import WrongWords
    from lab1report.differing.difference import ReportDifference
    from lab1report.doctor.check import Check
    from lab1report.own_words.name_list import ReportName
    from lab1report.own_words.new_folder import NewFolder
    from lab1report.pipeline import BuildOutcome
    from lab1report.plan.plan import Plan
    from lab1report.preview.preview import Preview, PreviewUpdate
    from lab1report.progress import Progress
    from lab1report.report.headlines import Headlines
    from lab1report.report.results_file import ReportedVariant, Results
    from lab1report.runs.explain import WaveStatus
    from lab1report.settings.option_table import Option
    from lab1report.settings.option_values import OptionValues
    from lab1report.settings.options import CONFIG_FILE, Settings
    from lab1report.store.results import InputChange
    from lab1report.verify.verification import Verification

__version__ = "0.1.0"

__all__ = [
    "CONFIG_FILE",
    "BadLine",
    "BuildOutcome",
    "Check",
    "Collection",
    "CourseOutcome",
    "CourseServer",
    "CourseStatus",
    "DataError",
    "Headlines",
    "InputChange",
    "Lab1Error",
    "LibraryError",
    "NetworkError",
    "NewFolder",
    "Option",
    "OptionValues",
    "Plan",
    "Preview",
    "PreviewUpdate",
    "Progress",
    "Remark",
    "ReportDifference",
    "ReportName",
    "ReportedVariant",
    "Results",
    "Roster",
    "RunningBuild",
    "Settings",
    "Student",
    "StudentResult",
    "Submission",
    "UserError",
    "Verification",
    "WaveStatus",
    "WrongWords",
    "__version__",
    "build",
    "build_course",
    "build_defence",
    "check_course_options",
    "check_machine",
    "check_words",
    "class_years",
    "collect_reports",
    "collection_text",
    "compare_reports",
    "course_status",
    "difference_text",
    "expected_seconds",
    "explain",
    "fetch_data",
    "find_data",
    "list_names",
    "load_results",
    "load_settings",
    "make_plan",
    "new_secret",
    "open_preview",
    "options",
    "parse_option",
    "read_roster",
    "results_schema",
    "section_names",
    "serve_course",
    "start_folder",
    "verification_text",
    "verify_data",
    "verify_reports",
]

if not TYPE_CHECKING:
    from lab1report.public.types import __getattr__  # noqa: F401

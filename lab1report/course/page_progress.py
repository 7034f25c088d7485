"""How a build goes, for the teacher's page: changed every few seconds, while the page stays."""

import math
from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from lab1report.course.running import RunningBuild
from lab1report.course.status import CourseStatus
from lab1report.messages import in_language
from lab1report.pages.templates import load_toml, make_environment

_MOST: Final = 4
"""Builds of which the page says what they do."""


def progress_html(
    status: CourseStatus, builds: Sequence[RunningBuild], *, language: str = "ru"
) -> Markup:
    """How many reports are made, and what the builds do that run just now.

    Several builds make a part of the reports each; the slowest is the one to wait for.
    """
    environment = make_environment(language)
    shares = [one.share for one in builds if one.share is not None]
    hours, minutes = _left([one.remaining for one in builds if one.remaining is not None])
    html = environment.get_template(f"{language}/course/progress.html.j2").render(
        words=load_toml(environment, f"{language}/course.toml")["progress"],
        every=len(status.course.students),
        made=len(status.results),
        to_do=status.to_do,
        builds=[
            {"host": one.host, "doing": in_language(one.doing, language)} for one in builds[:_MOST]
        ],
        several=len(builds) if len(builds) > 1 else None,
        others=len(builds[_MOST:]),
        share=min(shares, default=None),
        hours=hours,
        minutes=minutes,
    )
    return Markup(html)  # noqa: S704  # a template with escaping


def _left(seconds: Sequence[float]) -> tuple[int, int | None]:
    """Hours and minutes of the longest time; None if there is none."""
    return divmod(math.ceil(max(seconds) / 60), 60) if seconds else (0, None)

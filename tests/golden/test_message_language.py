"""The language of messages is that of the terminal alone: no report, result or key has any."""

import gettext
from collections.abc import Callable
from pathlib import Path

import pytest

from lab1report import load_settings, messages
from lab1report.data import demo
from lab1report.editions.table_comments import document_of
from lab1report.pipeline import stored_report
from lab1report.plan.plan import make_plan
from lab1report.progress import Progress
from lab1report.report.json_text import pretty
from lab1report.report.report import Report
from lab1report.runs.compute import inputs_of
from lab1report.sections.catalog import report_sections
from lab1report.store.results import key_of
from tests.golden.made_content import content_of


class Translated(gettext.NullTranslations):
    """A language that has a word for everything."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"


def test_nothing_that_is_kept_is_in_the_language_of_messages(
    make_report: Callable[..., Report],
    page: Callable[..., str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(demo, "PER_CLASS", {"train": 6, "test": 4})
    made = []
    for name in ("other", "english"):
        monkeypatch.setenv("LAB1REPORT_CACHE", str(tmp_path / name))
        if name == "english":
            messages.use("en")
        else:
            monkeypatch.setattr(messages, "_catalogue", lambda _language: Translated())
            monkeypatch.setattr(messages, "_language", "ru")
        made.append([*_kept(), *_shown(make_report(), page)])
    other, english = made
    assert all("⟦" not in text for text in other)
    assert other == english


def _kept() -> list[str]:
    """Of a report whose results are all missing: `results.json`, and the keys of its results."""
    settings = load_settings(group=3, variant=7, stream="IU5", data="demo")
    runs = make_plan(settings, report_sections()).tasks
    report = stored_report(settings, Progress())
    return [pretty(document_of(report)), *(key_of(inputs_of(run, "few")) for run in runs)]


def _shown(report: Report, page: Callable[..., str]) -> list[str]:
    """Of a report with all results: `results.json`, its page, and the key of the page."""
    content = content_of(report)
    return [
        pretty(dict(content.document)),
        page(report, drawn=False, length="whole"),
        key_of(content.inputs("pdf")),
    ]

"""What a verification says, for other programs: JSON, a table, and a statement to be signed.

The statement is an in-toto Statement v1 with the predicate Test Result v0.1
(https://github.com/in-toto/attestation). It names each file by its SHA-256; who signs it says that
he ran this verification, and nothing of who made the report. Its sentences are in English whatever
the language of messages is: it is the same whoever writes it, and its readers are elsewhere.
"""

import datetime
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final, Literal

from lab1report import __version__
from lab1report.messages import in_language
from lab1report.spreadsheet_text import csv_text
from lab1report.verify.verification import Verification

_STATEMENT: Final = "https://in-toto.io/Statement/v1"
_PREDICATE: Final = "https://in-toto.io/attestation/test-result/v0.1"
_RESULTS: Final = {
    "passedTests": "verified", "warnedTests": "partly", "failedTests": "refuted",
}  # fmt: skip
_COLUMNS: Final = (
    *("file", "status", "stage", "place", "message", "student", "group", "variant", "year"),
    *("classes", "demo", "trainings", "made_again", "equal", "unsteady", "detection", "notes"),
    *("secret", "sha256"),
)

Kind = Literal["json", "csv", "statement"]


def as_text(found: Sequence[Verification], kind: Kind, *, secret: str) -> str:
    """What was found, as JSON, as a table in CSV, or as a statement to be signed.

    Raises:
        KeyError: there is no such kind.
    """
    return {"json": _as_json, "csv": _as_table, "statement": _as_statement}[kind](found, secret)


def _as_json(found: Sequence[Verification], secret: str) -> str:
    reports = [asdict(one) for one in found]
    document = {"lab1report": __version__, "secret": secret, "reports": reports}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _as_table(found: Sequence[Verification], secret: str) -> str:
    """A line a file, as CSV with a head; nothing in it is taken for a formula."""
    rows: list[list[object]] = [[*_COLUMNS]]
    for one in found:
        own = {"classes": " ".join(map(str, one.classes)), "notes": "; ".join(one.notes)}
        values = {**asdict(one), **own, "secret": secret}
        rows.append([_rounded(values[name]) for name in _COLUMNS])
    return csv_text(rows)


def _rounded(value: object) -> object:
    return f"{value:.3f}" if isinstance(value, float) else value


def _as_statement(found: Sequence[Verification], secret: str) -> str:
    """An in-toto statement about the files that could be read, as JSON."""
    read = [one for one in found if one.sha256 and one.status not in ("no report", "no data")]
    tests = {
        name: [one.file for one in read if one.status == status]
        for name, status in _RESULTS.items()
    }
    result = "FAILED" if tests["failedTests"] else "WARNED" if tests["warnedTests"] else "PASSED"
    document = {
        "_type": _STATEMENT,
        "subject": [{"name": one.file, "digest": {"sha256": one.sha256}} for one in read],
        "predicateType": _PREDICATE,
        "predicate": {
            "result": result,
            "configuration": [
                {
                    "name": "lab1report verify",
                    "annotations": {
                        "version": __version__,
                        "secret": secret,
                        "time": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
                    },
                },
                *(_what_was_done(one) for one in read),
            ],
            **tests,
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _what_was_done(one: Verification) -> dict[str, Any]:
    """How far a report was verified, which its digest does not say."""
    names = ("status", "stage", "place", "message", "demo", "trainings", "made_again", "equal")
    more = ("unsteady", "detection", "notes")
    return {
        "name": one.file,
        "digest": {"sha256": one.sha256},
        "annotations": {name: _in_english(getattr(one, name)) for name in (*names, *more)},
    }


def _in_english(value: Any) -> Any:
    return (
        [in_language(one, "en") for one in value]
        if isinstance(value, tuple)
        else in_language(value, "en")
    )

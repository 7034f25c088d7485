"""Reads what a report says of itself, and checks that it is whole (docs/how-to/verify.md)."""

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from lab1report import __version__
from lab1report.editions.pdf.attached import (
    CRATE,
    ENVIRONMENT,
    MEASUREMENTS,
    NAMES,
    NOTEBOOK,
    RESULTS,
    SETTINGS,
)
from lab1report.errors import UserError
from lab1report.messages import _
from lab1report.own_words.folder import word_names
from lab1report.quoting import quoted
from lab1report.received.refuted import NoReportError, OtherVersionError, RefutedError, refused
from lab1report.report.measurements.unpacking import Measurements, MeasurementsError, unpack
from lab1report.report.results_file import read_results
from lab1report.settings.option_table import ASSIGNMENT, PEOPLE
from lab1report.settings.option_values import ARMS_TYPES
from lab1report.settings.options import Settings, load

_OPTIONS = (*ASSIGNMENT, *PEOPLE, "seed", "seeds", "sample", "style", "length")
_SETTINGS = {"options", "year_of_report", "arms", "words"}
_FONT = "font"  # which is there where the font is not the program's own
_FAMILY, _SHA256 = re.compile(r"[\w .-]{1,60}"), re.compile(r"[0-9a-f]{64}")
_MOST_WORDS = 100_000
_MOST_ARMS = 8 * 2**20
_YEARS = range(2020, 2100)

_STAGE = "intact"


class _NotSettingsError(RefutedError):
    """What is attached as the settings of the report are none."""

    def __init__(self, message: str) -> None:
        super().__init__(_STAGE, SETTINGS, message)


class RecordedFont(NamedTuple):
    """The font that a report says it is set in: its name, and the SHA-256 of its four files."""

    family: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """What the attached files say; of the numbers nothing is believed yet.

    `settings` are those that the report was built with, `arms` a `data:` URL;
    `words` are by section, as written; `notebook` is `notebook.ipynb`;
    `font` is None for the program's own; `results` is the content of `results.json`, `environment`
    of `environment.json`.
    """

    settings: Settings
    year_of_report: int
    arms: str | None
    words: Mapping[str, str]
    font: RecordedFont | None
    results: dict[str, Any]
    environment: dict[str, Any]
    measurements: Measurements
    notebook: bytes


def read_recorded(files: Mapping[str, bytes], folder: Path) -> Recorded:
    """What the attached `files` say.

    Args:
        folder: an empty one, for the student's words and arms.

    Raises:
        NoReportError: they are not those of a report.
        OtherVersionError: they are those of another version, which attached fewer.
        RefutedError: they contradict each other, or the assignment's rules.
    """
    if RESULTS not in files:
        raise NoReportError(
            _(
                "a PDF without the attached numbers of a report of lab1report, as one that was "
                "printed, scanned or saved again; ask for the file that the program wrote"
            )
        )
    results = _json(files, RESULTS)
    if missing := [name for name in NAMES if name not in files]:
        _raise_missing(results, missing[0])
    if extra := sorted(files.keys() - set(NAMES)):
        raise RefutedError(_STAGE, quoted(extra[0]), _("no report has such an attached file"))
    _check_hashes(files)
    chosen = _json(files, SETTINGS)
    environment = _json(files, ENVIRONMENT)
    try:
        settings, font = _settings(chosen, folder), _font(chosen)
        read_results(results)
    except UserError as error:
        raise RefutedError(_STAGE, SETTINGS, refused(error)) from error
    _check_assignment(settings, results)
    for key in ("packages", "rendering"):
        if not _is_texts(environment.get(key)):
            raise RefutedError(_STAGE, ENVIRONMENT, _("{key} is missing").format(key=key))
    try:
        measurements = unpack(files[MEASUREMENTS])
    except MeasurementsError as error:
        raise RefutedError(_STAGE, MEASUREMENTS, refused(error)) from error
    return Recorded(
        settings=settings,
        arms=chosen["arms"],
        year_of_report=chosen["year_of_report"],
        words=chosen["words"],
        font=font,
        results=results,
        environment=environment,
        measurements=measurements,
        notebook=files[NOTEBOOK],
    )


def _raise_missing(results: Mapping[str, Any], missing: str) -> NoReturn:
    environment = results.get("environment")
    version = environment.get("lab1report") if isinstance(environment, dict) else None
    if version == __version__:
        raise RefutedError(_STAGE, missing, _("not attached, and this version attaches it"))
    raise OtherVersionError(
        _(
            "of lab1report {version}, which attached no {missing}: verify it with that version"
        ).format(version=quoted(version), missing=missing)
    )


def _json(files: Mapping[str, bytes], name: str) -> dict[str, Any]:
    def refuse(constant: str) -> NoReturn:
        raise ValueError(constant)

    try:
        found = json.loads(files[name], parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        raise RefutedError(_STAGE, name, _("not valid JSON")) from error
    if not isinstance(found, dict):
        raise RefutedError(_STAGE, name, _("not a JSON object"))
    return found


def _check_hashes(files: Mapping[str, bytes]) -> None:
    """Each file is the one that the crate describes."""
    graph = _json(files, CRATE).get("@graph")
    stated = {
        entity.get("@id"): entity.get("sha256")
        for entity in (graph if isinstance(graph, list) else [])
        if isinstance(entity, dict) and isinstance(entity.get("@id"), str)
    }
    for name, content in files.items():
        if name != CRATE and stated.get(name) != hashlib.sha256(content).hexdigest():
            said = _("it is not the file whose SHA-256 {crate} states").format(crate=CRATE)
            raise RefutedError(_STAGE, name, said)


def _settings(chosen: dict[str, Any], folder: Path) -> Settings:
    """The settings, by the same door as those of a build.

    Raises:
        RefutedError, UserError: something cannot be so.
    """
    if chosen.keys() - {_FONT} != _SETTINGS:
        raise _NotSettingsError(_("other entries than a report has"))
    options, words = chosen["options"], chosen["words"]
    if not isinstance(options, dict) or not options.keys() <= set(_OPTIONS):
        raise _NotSettingsError(_("options that no report has"))
    if any(type(value) not in (int, str) for value in options.values()):
        raise _NotSettingsError(_("an option that is neither a number nor a text"))
    if type(chosen["year_of_report"]) is not int or chosen["year_of_report"] not in _YEARS:
        raise _NotSettingsError(f"year_of_report: {quoted(chosen['year_of_report'])}")
    if not _is_texts(words) or not words.keys() <= set(word_names()):
        raise _NotSettingsError(_("words of no section"))
    files: dict[str, Path] = {}
    if words:
        files["words"] = folder / "words"
        files["words"].mkdir()
        for section, source in words.items():
            if len(source) > _MOST_WORDS:
                raise _NotSettingsError(
                    _("words of {section}: more than a report can have").format(section=section)
                )
            (files["words"] / f"{section}.md").write_text(source, encoding="utf-8")
    if chosen["arms"] is not None:
        files["arms"] = _arms(chosen["arms"], folder)
    return load({**options, **files}, folder=folder)


def _font(chosen: Mapping[str, Any]) -> RecordedFont | None:
    if _FONT not in chosen:
        return None
    given = chosen[_FONT]
    if not _is_texts(given) or given.keys() != set(RecordedFont._fields):
        raise _NotSettingsError(_("a font that is none"))
    font = RecordedFont(**given)
    if not _FAMILY.fullmatch(font.family) or not _SHA256.fullmatch(font.sha256):
        raise _NotSettingsError(_("a font that is none"))
    return font


def _has_surrogate(text: str) -> bool:
    return any("\ud800" <= sign <= "\udfff" for sign in text)


def _arms(url: Any, folder: Path) -> Path:
    kind, _comma, text = url.partition(",") if isinstance(url, str) else ("", "", "")
    endings = {f"data:{kind};base64": ending for ending, kind in reversed(ARMS_TYPES.items())}
    try:
        if len(text) > _MOST_ARMS:
            raise ValueError
        path = folder / f"arms{endings[kind]}"
        path.write_bytes(base64.b64decode(text, validate=True))
    except (KeyError, ValueError, binascii.Error) as error:
        raise _NotSettingsError(_("the arms are no picture")) from error
    return path


def _check_assignment(settings: Settings, results: Mapping[str, Any]) -> None:
    """The classes are those that follow from group, variant, stream and year."""
    own, stated = settings.assignment.to_document(), results["assignment"]
    if own != stated:
        name = next((n for n, value in own.items() if stated.get(n) != value), "assignment")
        ids = ", ".join(str(one["id"]) for one in own["classes"])
        raise RefutedError(
            _STAGE,
            f"{RESULTS}: assignment.{name}",
            _("the rules of {year} give the classes {classes}").format(
                year=settings.assignment.year, classes=ids
            ),
        )
    if results["seed"] != settings.seed:
        said = _("{file} says {seed}").format(file=SETTINGS, seed=settings.seed)
        raise RefutedError(_STAGE, f"{RESULTS}: seed", said)


def _is_texts(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(text, str) and not _has_surrogate(text)
        for item in value.items()
        for text in item
    )

"""Which language the command line speaks: `--ui`, else `LAB1REPORT_UI`, else the system's."""

import gettext
import os
import sys
from collections.abc import Mapping, MutableMapping, Sequence
from typing import Final

from lab1report.messages import DOMAIN, FOLDER, LANGUAGES, VARIABLE, use

OPTION: Final = "--ui"
_RUSSIAN: Final = "ru"
_LOCALES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set decides, as by POSIX
_RUSSIAN_OF_WINDOWS: Final = 0x19  # the primary language of a LANGID


def choose(arguments: Sequence[str], environment: MutableMapping[str, str]) -> list[str]:
    """Set the language in `environment`, before anything that speaks is imported.

    Returns:
        `arguments` without `--ui` and its value, which may stand before or after the command.
        A value that is no language comes first, where the command line refuses it.
    """
    rest, given = _without_option(arguments)
    wanted = given or environment.get(VARIABLE) or _of_system(environment)
    language = wanted if wanted in LANGUAGES else _of_system(environment)
    environment[VARIABLE] = language  # for the processes that this one starts
    use(language)
    _bind_libraries(language, environment)
    return rest if given is None or given in LANGUAGES else [OPTION, given, *rest]


def _without_option(arguments: Sequence[str]) -> tuple[list[str], str | None]:
    rest: list[str] = []
    given: str | None = None
    left = iter(arguments)
    for argument in left:
        if argument == "--":
            rest += [argument, *left]
        elif argument == OPTION:
            given = next(left, "")
        elif argument.startswith(f"{OPTION}="):
            given = argument.removeprefix(f"{OPTION}=")
        else:
            rest.append(argument)
    return rest, given


def _of_system(environment: Mapping[str, str]) -> str:
    named = next((value for name in _LOCALES if (value := environment.get(name))), "")
    if named.lower().startswith(_RUSSIAN):
        return _RUSSIAN
    if not named and sys.platform == "win32":
        import ctypes

        primary = ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF
        return _RUSSIAN if primary == _RUSSIAN_OF_WINDOWS else LANGUAGES[0]
    return LANGUAGES[0]


def _bind_libraries(language: str, environment: MutableMapping[str, str]) -> None:
    """Have typer's own words translated too: it asks gettext's global domain as it is imported."""
    environment["LANGUAGE"] = language  # which gettext prefers to the locale
    gettext.bindtextdomain(DOMAIN, os.fspath(FOLDER))
    gettext.textdomain(DOMAIN)

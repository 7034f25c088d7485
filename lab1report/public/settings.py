"""What a report is to be: options, `lab1.toml`, and what they can be (docs/reference/api.md)."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Unpack

    from lab1report.own_words.new_folder import NewFolder
    from lab1report.settings.option_table import Option
    from lab1report.settings.option_values import OptionValues
    from lab1report.settings.options import Settings

OptionGroup = Literal["assignment", "people", "build"]


def load_settings(
    folder: str | Path | None = None, **options: "Unpack[OptionValues]"
) -> "Settings":
    """The settings of one report: options over the file `lab1.toml` of a folder.

    Paths in the file, and the default output folder `lab1-report`, are relative to `folder`; paths
    among the `options` to the working folder.

    Args:
        folder: by default the working folder; `lab1.toml` need not be there.
        options: those of the command line and of `lab1.toml`, with underscores: `group_code`,
            `variant`, `data`, `seeds`, … (`options()` lists them); None is "not given". Text is
            understood as on the command line.

    Raises:
        UserError: one sentence for each problem, a line each; none is left out. They call the
            options as the command line does, `--group-code`.
    """
    from lab1report.settings.options import load

    return load(options, folder=Path(folder or ""))


def start_folder(
    folder: str | Path | None = None, **options: "Unpack[OptionValues]"
) -> "NewFolder":
    """Write `lab1.toml` and the files of `words/` into a folder, and touch none that is there.

    Args:
        folder: by default the working folder.
        options: who the report is for, as in `load_settings`; they go into `lab1.toml`.

    Raises:
        UserError: an option is wrong or missing, would change a file that is there, or a file
            cannot be written.
    """
    from lab1report.own_words.new_folder import make_folder

    return make_folder(options, folder=Path(folder or ""))


def options(*groups: OptionGroup) -> "Mapping[str, Option]":
    """The options of `load_settings` by name, with their help; of some groups, or of all."""
    from lab1report.settings.option_table import ASSIGNMENT, BUILD, PEOPLE

    known = {"assignment": ASSIGNMENT, "people": PEOPLE, "build": BUILD}
    chosen = groups or known
    return {name: option for group in chosen for name, option in known[group].items()}


def parse_option(name: str, value: Any) -> Any:
    """What an option makes of a value, for programs that ask their users.

    Raises:
        UserError: there is no such option, or it cannot have this value.
    """
    from lab1report.settings.options import parse

    return parse(name, value)


def section_names() -> tuple[str, ...]:
    """What `build(only=…)` and the option `fresh` take: sections, and parts of the series."""
    from lab1report.settings.section_names import runnable_names

    return runnable_names()


def class_years() -> tuple[int, ...]:
    """The years whose rules for the classes are known, in order."""
    from lab1report.settings.classes import years

    return years()

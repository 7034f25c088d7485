"""The folder of a student below that of the course, where a link would lead elsewhere.

Everything of one student's is written into it and read from it, so that one look at it and one at
a file in it keep all of it below the folder of the course, which may be a link itself.
"""

from pathlib import Path

from lab1report.errors import UserError
from lab1report.messages import _
from lab1report.regular_file import is_link


def require_own(folder: Path) -> None:
    """Find out whether the student's files can lie in `folder`, made or still to be made.

    Raises:
        UserError: a link or a file is in its place.
    """
    if is_link(folder):
        raise UserError(
            _(
                "{folder} is a link, and nothing is written outside of {out}: delete the link, "
                "or put the folder itself in its place"
            ).format(folder=folder, out=folder.parent)
        )
    if folder.exists() and not folder.is_dir():
        raise UserError(
            _("{folder} is a file, and the student's folder belongs there: move it away").format(
                folder=folder
            )
        )


def leads_elsewhere(folder: Path, name: str) -> bool:
    """Whether the file `name` of the student's `folder` would be one outside of it."""
    return is_link(folder) or is_link(folder / name) or Path(name).name != name

"""Reads the university's arms for the title page, a file of the user's; none is shipped."""

from pathlib import Path

from lab1report.errors import UserError
from lab1report.messages import _, joined
from lab1report.pages.arms_svg import WrongSvgError, check_svg
from lab1report.pages.data_url import data_url
from lab1report.quoting import reason
from lab1report.regular_file import read_at_most
from lab1report.settings.option_values import ARMS_TYPES

_MOST_PIXELS = 4000 * 4000
_MOST_BYTES = 4 * 2**20


def read_arms(path: Path) -> str:
    """The picture at `path` as a `data:` URL.

    Raises:
        UserError: the file is no picture of the kind that its name says, is too large, or refers
            to other files.
    """
    kind = ARMS_TYPES[path.suffix.lower()]
    try:
        content = read_at_most(path, _MOST_BYTES)
    except OSError as error:
        raise _wrong(path, _("cannot be read ({reason})").format(reason=reason(error))) from error
    if content is None:
        most = _MOST_BYTES // 2**20
        raise _wrong(path, _("more than {megabytes} MB; make it smaller").format(megabytes=most))
    if kind == ARMS_TYPES[".svg"]:
        _check_svg(path, content)
    else:
        _check_pixels(path, kind)
    return data_url(kind, content)


def _wrong(path: Path, why: str) -> UserError:
    return UserError(joined(": ", (f"--arms {path}", why)))


def _check_svg(path: Path, content: bytes) -> None:
    try:
        check_svg(content)
    except WrongSvgError as error:
        raise _wrong(path, str(error)) from error


def _check_pixels(path: Path, kind: str) -> None:
    from PIL import Image

    try:
        with Image.open(path, formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                raise _wrong(path, _("the picture is too large; 1000 pixels are plenty"))
            if picture.get_format_mimetype() != kind:
                why = _("the name says {type}, and the file is not").format(type=kind)
                raise _wrong(path, why)
            picture.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        why = _("not a PNG or JPEG picture that can be read; give another file")
        raise _wrong(path, why) from error

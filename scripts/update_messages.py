"""Brings the catalogues of lab1report/locale/ up to date with the messages in the source.

    python scripts/update_messages.py [TRANSLATIONS.po ...]

New messages are added without a translation, or with the one that a file named here has; those
that are no longer said are left out. Then the catalogues are compiled. It lists what is still to
be translated. Tests hold that nothing is.
"""

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parent.parent / "lab1report"
KEYWORDS = {"_": None, "ngettext": (1, 2), "marked": None}
LANGUAGE = "ru"
WIDTH = 100
HEADERS = ("Language", "Plural-Forms", "MIME-Version", "Content-Type", "Content-Transfer-Encoding")


class StableCatalog(Catalog):
    """A catalogue whose head has nothing of the moment and the program that wrote it."""

    @property  # type: ignore[misc]  # that of Catalog can be set, which nobody does
    def mime_headers(self) -> list[tuple[str, str]]:
        """The lines of the head, as (name, value)."""
        return [header for header in super().mime_headers if header[0] in HEADERS]


def path(suffix: str) -> Path:
    """The catalogue in its source form ("po"), or compiled ("mo")."""
    return PACKAGE / "locale" / LANGUAGE / "LC_MESSAGES" / f"lab1report.{suffix}"


def said() -> Catalog:
    """The messages in the source, without translations."""
    template = Catalog(fuzzy=False)
    found = extract_from_dir(
        PACKAGE, method_map=[("**.py", "python")], keywords=KEYWORDS, comment_tags=("translators:",)
    )
    for file, _, message, comments, context in found:
        template.add(
            message, None, [(f"lab1report/{file}", 0)], auto_comments=comments, context=context
        )
    return template


def translated(file: Path) -> Catalog:
    """The catalogue in `file`; an empty one if there is none."""
    if not file.is_file():
        return Catalog(locale=LANGUAGE)
    with file.open("rb") as opened:
        return read_po(opened, locale=LANGUAGE, abort_invalid=True)


def updated(catalogue: Catalog) -> Catalog:
    """Every message that is said, with the translations that `catalogue` has."""
    new = StableCatalog(
        locale=LANGUAGE,
        charset="utf-8",
        fuzzy=False,
        header_comment="# What lab1report says in a terminal, in Russian.",
    )
    for message in said():
        if not message.id:
            continue
        known = catalogue.get(message.id)
        new.add(
            message.id,
            known.string if known else None,
            sorted(message.locations),
            flags=message.flags,
            auto_comments=message.auto_comments,
        )
    return new


def as_po(catalogue: Catalog) -> bytes:
    """The catalogue's source form."""
    written = io.BytesIO()
    write_po(
        written,
        catalogue,
        width=WIDTH,
        sort_by_file=True,
        include_lineno=False,
        ignore_obsolete=True,
    )
    return written.getvalue()


def as_mo(catalogue: Catalog) -> bytes:
    """The catalogue as gettext reads it."""
    written = io.BytesIO()
    write_mo(written, catalogue)
    return written.getvalue()


def main() -> None:
    """Write both files; the exit code is 1 if a translation is missing."""
    known = translated(path("po"))
    for file in map(Path, sys.argv[1:]):
        for message in translated(file):
            if message.id and all_of(message.string):
                known.delete(message.id)  # `add` leaves a translation that is there as it is
                known.add(message.id, message.string)
    catalogue = updated(known)
    path("po").parent.mkdir(parents=True, exist_ok=True)
    path("po").write_bytes(as_po(catalogue))
    path("mo").write_bytes(as_mo(catalogue))
    missing = [message for message in catalogue if message.id and not all_of(message.string)]
    for message in missing:
        print(f"not translated: {message.id!r}")
    sys.exit(1 if missing else 0)


def all_of(string: str | tuple[str, ...] | list[str] | None) -> bool:
    """Whether a message, or each of its plural forms, is translated."""
    return all(string) if isinstance(string, tuple | list) else bool(string)


if __name__ == "__main__":
    main()

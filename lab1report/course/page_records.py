"""The rows of the teacher's page as records of plain values: for its script, and as Parquet."""

import io
from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from lab1report.course.page_outliers import Marked
from lab1report.course.page_rows import CourseRow

Value: TypeAlias = str | int | float | bool | None

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "student": ("name", "student_id"),
    "files": ("pdf", "html", "ipynb"),
    "group": ("group",),
    "variant": ("variant", "stream", "year"),
    "classes": ("class_1", "class_2", "class_3", "classes"),
    "base": ("base", "base_low", "base_high"),
    "best": ("best", "best_low", "best_high", "best_network", "best_variant"),
    "gain": ("gain", "gain_low", "gain_high"),
    "epoch": ("lowest_loss_from", "lowest_loss_to", "epochs", "overfits"),
    "state": ("state", "reasons"),
    "marks": ("outlier_base", "outlier_best", "variant_twice", "demo", "on_roster"),
    "email": ("email",),
    "pages": ("pages",),
    "seconds": ("seconds",),
    "finished": ("finished",),
    "host": ("host", "version"),
}
"""The columns of the table, and which fields of a record each shows. Those of the roster follow."""

HIDDEN: Final = ("email", "pages", "seconds", "finished", "host")
"""The last columns: until the reader wants them they are in the records alone; those of the roster
too."""

UNDER: Final = "files"
"""This column stands below the first one, which is seen however narrow the window is."""

WIDTHS: Final[Mapping[str, tuple[float, float]]] = {
    "student": (11.5, 15),
    "group": (6.5, 7),
    "variant": (5.75, 6),
    "classes": (8, 13),
    "base": (6.25, 7),
    "best": (8, 9),
    "gain": (6.25, 7),
    "epoch": (8.25, 8.5),
    "state": (7.5, 11),
    "marks": (7, 9),
}
"""How wide columns are at least, in rem, and by how much they grow; see `width`."""

_USUAL_WIDTH: Final = (9.0, 10.0)
_TYPES: Final = {
    **dict.fromkeys(("line", "variant", "year", "class_1", "class_2", "class_3"), "int64"),
    **dict.fromkeys(("lowest_loss_from", "lowest_loss_to", "epochs", "pages"), "int64"),
    **dict.fromkeys(("base", "base_low", "base_high", "best", "best_low", "best_high"), "float64"),
    **dict.fromkeys(("gain", "gain_low", "gain_high", "seconds"), "float64"),
    **dict.fromkeys(("overfits", "outlier_base", "outlier_best", "variant_twice"), "bool_"),
    **dict.fromkeys(("demo", "on_roster"), "bool_"),
}


def record(row: CourseRow, marks: Marked, *, twice: bool) -> dict[str, Value]:
    """The fields of a row. Accuracies are in [0, 1], gains in [-1, 1], what is unknown is None."""
    numbers = row.numbers
    base, best = (numbers.base, numbers.best) if numbers is not None else (None, None)
    gain = best.gain if best is not None else None
    first, last = (numbers.lowest_loss if numbers is not None else None) or (None, None)
    outlying = {one.quantity for one in marks.of(row)}
    ids = (*row.class_ids, None, None, None)
    return {
        "name": row.name,
        "student_id": row.student_id,
        "group": row.group,
        "variant": row.variant,
        "stream": row.stream,
        "year": row.year,
        **{f"class_{number}": ids[number - 1] for number in (1, 2, 3)},
        "classes": ", ".join(title for _, title in row.classes),
        "base": base.accuracy if base else None,
        "base_low": base.interval.low if base else None,
        "base_high": base.interval.high if base else None,
        "best": best.accuracy if best else None,
        "best_low": best.interval.low if best else None,
        "best_high": best.interval.high if best else None,
        "best_network": best.network if best else None,
        "best_variant": best.variant if best else None,
        "gain": gain.difference if gain else None,
        "gain_low": gain.interval.low if gain else None,
        "gain_high": gain.interval.high if gain else None,
        "lowest_loss_from": first,
        "lowest_loss_to": last,
        "epochs": numbers.epochs if numbers is not None else None,
        "overfits": numbers.overfits if numbers is not None else None,
        "state": row.state,
        "reasons": "; ".join(row.reasons),
        "outlier_base": "base" in outlying,
        "outlier_best": "best" in outlying,
        "variant_twice": twice,
        "demo": numbers.demo if numbers is not None else None,
        "on_roster": row.on_roster,
        **{edition: row.links.get(edition) for edition in ("pdf", "html", "ipynb")},
        "email": row.email,
        "pages": row.pages,
        "seconds": row.seconds,
        "finished": row.finished,
        "host": row.host,
        "version": row.version,
    }


def width(column: str) -> tuple[float, float] | None:
    """How wide a column is: fixed shares, so that a row can be laid out without the others.

    None of one that has no place beside the others.
    """
    return None if column == UNDER else WIDTHS.get(column, _USUAL_WIDTH)


def further(rows: Sequence[CourseRow]) -> tuple[str, ...]:
    """The heads of the roster's other columns, in their order."""
    return tuple(dict.fromkeys(name for row in rows for name in row.further))


def parquet(records: Sequence[Mapping[str, Value]], rows: Sequence[CourseRow]) -> bytes:
    """The records as a table in Parquet, with the roster's other columns as `roster.HEAD`.

    Columns have the same types whatever is in them.
    """
    import pyarrow
    from pyarrow import parquet as writer

    arrays = {
        name: pyarrow.array(
            [one[name] for one in records],
            type=getattr(pyarrow, _TYPES.get(name, "string"))(),
        )
        for name in (field for fields in COLUMNS.values() for field in fields)
    }
    for head in further(rows):
        texts = [row.further.get(head) for row in rows]
        arrays[f"roster.{head}"] = pyarrow.array(texts, type=pyarrow.string())
    file = io.BytesIO()
    writer.write_table(pyarrow.table(arrays), file)
    return file.getvalue()

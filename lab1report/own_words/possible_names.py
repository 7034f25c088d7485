"""Says which names no report has, before there are numbers: by the schema of `results.json`."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final

from lab1report import resources
from lab1report.messages import _
from lab1report.own_words.folder import Words
from lab1report.own_words.names import COMMAND, written
from lab1report.report.results_schema import results_schema
from lab1report.settings import suggestions
from lab1report.settings.section_names import SERIES, task_ids

Schema = Mapping[str, Any]

_REFERENCE: Final = "#/$defs/"
_ANYTHING: Final[Schema] = {}
_EITHER: Final = ("anyOf", "oneOf")


def impossible_names(words: Words) -> Iterator[str]:
    """A sentence with file and line for each name in `words` that no report has."""
    roots = _roots()
    for own in words.values():
        for expression in own.prose.expressions:
            for root, *rest in expression.names:
                if message := _impossible(str(root), rest, roots[str(root)]):
                    yield str(expression.wrong(message))


def _impossible(root: str, rest: Sequence[str | int], schema: Schema) -> str:
    """What is wrong with the name of a value that `schema` describes the `root` of, or ""."""
    here = [*_alternatives(schema)]
    for key in rest:
        below = [found for one in here for found in _step(one, key)]
        if not below:
            known = list(dict.fromkeys(name for one in here for name in one.get("properties", ())))
            name = written((root, *rest))
            if not known:
                return _("{name} is no number of any report").format(name=name)
            hint = suggestions.of_many(str(key), known, f"{COMMAND} {root}")
            message = _("{name} is no number of any report; {hint}")
            return message.format(name=name, hint=hint)
        here = below
    return ""


def _step(schema: Schema, key: str | int) -> Sequence[Schema]:
    """What can stand under `key` of a value that `schema` describes."""
    if schema == _ANYTHING:
        return [_ANYTHING]
    if isinstance(key, int):
        below = schema.get("items", False)
    else:
        below = schema.get("properties", {}).get(key, schema.get("additionalProperties", False))
    if isinstance(below, bool):
        return [_ANYTHING] if below else []
    return [*_alternatives(below)]


def _alternatives(schema: Schema) -> Iterator[Schema]:
    """What a value may be: of a schema that is referred to or is one of several, or of this one."""
    if (named := schema.get("$ref")) is not None:
        yield from _alternatives(_schema()["$defs"][named.removeprefix(_REFERENCE)])
    several = [one for kind in _EITHER for one in schema.get(kind, ())]
    for one in several:
        yield from _alternatives(one)
    if not (named or several) or "properties" in schema:
        yield schema


@cache
def _schema() -> Schema:
    return results_schema()


def _roots() -> Mapping[str, Schema]:
    """What each of `names.roots` is of, as `names.names` has it.

    A course that adapts the notebooks may have them leave what it likes.
    """
    every, defined = _schema()["properties"], _schema()["$defs"]
    sections, assignment = defined["sections"], defined["assignment"]
    variants = defined["series"]["properties"]["variants"]
    of_section, added = sections["properties"], sections["additionalProperties"]
    return {
        **{id: added if resources.is_named() else of_section.get(id, added) for id in task_ids()},
        SERIES: of_section[SERIES],
        "variants": {"additionalProperties": variants["items"]},
        "classes": assignment["properties"]["classes"],
        **{name: every[name] for name in ("best", "table", "assignment", "seed", "environment")},
    }

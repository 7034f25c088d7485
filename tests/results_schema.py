"""`results.json` beside its JSON Schema: what is wrong with a document, and what it has of it."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from lab1report import results_schema

Schema = dict[str, Any]
Path = tuple[str | int, ...]

SCHEMA = results_schema()


@cache
def _validator() -> Any:
    return Draft202012Validator(SCHEMA)


def faults(document: Any) -> list[str]:
    """Where a document of JSON's own types is not as the schema has it."""
    found = (best_match([error]) for error in _validator().iter_errors(document))
    return [f"{error.json_path}: {error.message[:200]}" for error in found]


def is_valid(document: Any) -> bool:
    return bool(_validator().is_valid(document))


# Keywords by which a part of a document that stays valid has no say in the parts beside it
_OF_EACH_PART = {
    *("$schema", "$id", "$defs", "title", "description", "type", "minItems", "maxItems"),
    *("properties", "required", "additionalProperties", "propertyNames", "items"),
}


def is_valid_around(path: Path, document: Any) -> bool:
    """The same of a document that was valid before the value at `path` was changed.

    What lies beside is not read again, but where the schema ties it to that value.
    """
    value, schema = document, SCHEMA
    for step in path[:-1]:
        schema = _of_its_status(_meant(schema), value, step)
        if not schema.keys() <= _OF_EACH_PART:
            break
        others = schema.get("items" if isinstance(step, int) else "additionalProperties")
        below = schema.get("properties", {}).get(step, others)
        if not isinstance(below, dict):
            break
        value, schema = value[step], below
    return bool(_validator().evolve(schema=schema).is_valid(value))


def _meant(schema: Schema) -> Schema:
    """What a reference stands for, if it is nothing else."""
    while "$ref" in schema and schema.keys() <= {"$ref", "description"}:
        schema = SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]]
    return schema


def _of_its_status(schema: Schema, value: Any, step: str | int) -> Schema:
    """The one kind of section that a section is, whatever stands at a `step` beside its status."""
    kinds = [_meant(one) for one in schema.get("oneOf", ())]
    states = [one.get("properties", {}).get("status", {}).get("const") for one in kinds]
    if step == "status" or not kinds or None in states or states.count(value["status"]) != 1:
        return schema
    return kinds[states.index(value["status"])]


def described(value: Any = SCHEMA, place: str = "") -> Iterator[tuple[str, Schema]]:
    """Each key that the schema describes, by its place there."""
    if isinstance(value, dict):
        for key, inner in value.items():
            here = f"{place}/{key}"
            # What is under `then` and `else` narrows a key that is described beside them
            if key == "properties" and not place.endswith(("/if", "/then", "/else")):
                yield from ((f"{here}/{name}", one) for name, one in inner.items())
            if key not in ("if", "then", "else"):
                yield from described(inner, here)
    if isinstance(value, list):
        for number, inner in enumerate(value):
            yield from described(inner, f"{place}/{number}")


def met(value: Any, schema: Schema = SCHEMA, place: str = "") -> Iterator[str]:
    """The places in the schema of all keys that a valid document has."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        yield from met(value, SCHEMA["$defs"][name], f"/$defs/{name}")
    for several in ("anyOf", "oneOf"):
        for number, one in enumerate(schema.get(several, ())):
            if _validator().evolve(schema=one).is_valid(value):
                yield from met(value, one, f"{place}/{several}/{number}")
    if isinstance(value, list):
        for one in value:
            yield from met(one, schema.get("items", {}), f"{place}/items")
    if isinstance(value, dict):
        own = schema.get("properties", {})
        for key, inner in value.items():
            if key in own:
                yield (here := f"{place}/properties/{key}")
                yield from met(inner, own[key], here)
            elif isinstance(others := schema.get("additionalProperties"), dict):
                yield from met(inner, others, f"{place}/additionalProperties")


def kind(path: Path) -> str:
    """A path with all entries of a list alike: "table[].train.mean"."""
    return "".join("[]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")


def values(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """All values in a document, with their paths."""
    yield path, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from values(inner, (*path, key))
    if isinstance(value, list):
        for number, inner in enumerate(value):
            yield from values(inner, (*path, number))


def shortened(value: Any) -> Any:
    """A document with lists of at most three as they are, of others what is unlike those before."""
    if isinstance(value, dict):
        return {key: shortened(inner) for key, inner in value.items()}
    if not isinstance(value, list):
        return value
    kept: list[Any] = []
    known: set[tuple[str, type]] = set()
    for one in value:
        own = {(kind(path), type(inner)) for path, inner in values(one)}
        if len(value) <= 3 or not own <= known:
            kept.append(shortened(one))
        known |= own
    return kept

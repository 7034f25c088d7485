"""Prints a reference of all keys of results.json as Markdown, from their JSON Schema.

Each object has a table of its keys. An object without a name in the schema stands in the table of
the one that it is in, as `key.key`, or `key[].key` if it is in a list.
"""

from collections.abc import Iterator
from typing import Any

from lab1report import results_schema

Schema = dict[str, Any]

_TYPES = {
    "number": "number",
    "integer": "whole number",
    "string": "text",
    "boolean": "true or false",
    "null": "null",
    "object": "object",
}


def page() -> str:
    """The reference of the schema of this version."""
    return Reference(results_schema()).page()


class Reference:
    """The schema as Markdown: each object, then those that are first met in it."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._defined: dict[str, Schema] = schema["$defs"]
        self._parents: dict[str, list[str]] = {}

    def page(self) -> str:
        schema = self._schema
        described = list(self._described(schema, ""))  # first, since it finds all parents
        parts = [f"# {schema['title']}", schema["description"]]
        for name, table in described:
            if name:
                found = self._defined[name]
                parts += [f"## {found['title']}", f"In {', '.join(self._parents[name])}."]
                parts += [found["description"]] if "description" in found else []
            parts.append(table)
        kinds = [found for found in self._defined.values() if not _is_object(found)]
        rows = [[self._text(one), one["description"]] for one in kinds if "description" in one]
        parts += ["## Kinds of values", _table(["value", "meaning"], rows)]
        return "\n\n".join(parts) + "\n"

    def _described(self, schema: Schema, name: str) -> Iterator[tuple[str, str]]:
        """The tables of an object and of all in it that are new, by the names in the schema."""
        rows = list(self._rows(schema, ""))
        yield name, _table(["key", "value", "meaning"], [[f"`{k}`", v, m] for k, v, m in rows])
        here = _link(schema) if name else "the file itself"
        for inner in dict.fromkeys(self._objects_in(schema)):
            new = inner not in self._parents
            self._parents.setdefault(inner, []).append(here)
            if new:
                yield from self._described(self._defined[inner], inner)

    def _rows(self, schema: Schema, place: str) -> Iterator[tuple[str, str, str]]:
        """Key, value and meaning of all in an object, what it shares with others first."""
        if "$ref" in schema:
            yield from self._rows(self._defined[_name(schema)], place)
        required = schema.get("required", ())
        for key, value in _members(schema):
            text = self._text(value)
            if key != "*" and key not in required:
                text += ", not always there"
            yield f"{place}{key}", text, value["description"]
            for inner, brackets in _nameless(value):
                yield from self._rows(inner, f"{place}{key}{brackets}.")

    def _objects_in(self, schema: Schema) -> Iterator[str]:
        """The names of all objects that may stand in an object, from its table."""
        if "$ref" in schema:
            yield from self._objects_in(self._defined[_name(schema)])
        for _, value in _members(schema):
            yield from self._objects_of(value)

    def _objects_of(self, value: Schema) -> Iterator[str]:
        for one in value.get("anyOf") or value.get("oneOf") or [value]:
            while one.get("type") == "array":
                one = one["items"]
            if "$ref" not in one:
                yield from self._objects_in(one)
            elif _is_object(self._defined[_name(one)]):
                yield _name(one)
            else:
                yield from self._objects_of(self._defined[_name(one)])

    def _text(self, value: Schema) -> str:
        """What a value may be, in words."""
        if "$ref" in value:
            found = self._defined[_name(value)]
            return _link(found) if _is_object(found) else self._text(found)
        if several := value.get("anyOf") or value.get("oneOf"):
            return _either([self._text(one) for one in several])
        if "const" in value or "enum" in value:
            constants = value.get("enum", [value.get("const")])
            return _either(["null" if one is None else f"`{one}`" for one in constants])
        if value["type"] == "array":
            size = value.get("minItems") if value.get("minItems") == value.get("maxItems") else None
            items = f"list of {size}" if size else "list"
            named: str = value.get("title") or f"{items}: {self._text(value['items'])}"
            return named
        kind, *others = value["type"] if isinstance(value["type"], list) else [value["type"]]
        title = value.get("title", _TYPES[kind])
        within = [_TYPES[kind]] if "title" in value else []
        within += [said] if (said := _range(value)) else []
        named = f"{title} ({', '.join(within)})" if within else title
        return _either([named, *(_TYPES[one] for one in others)])


def _members(schema: Schema) -> Iterator[tuple[str, Schema]]:
    """The keys of an object, `*` for others that it may have."""
    yield from schema.get("properties", {}).items()
    if isinstance(others := schema.get("additionalProperties"), dict):
        yield "*", others


def _nameless(value: Schema) -> Iterator[tuple[Schema, str]]:
    """The objects in a value that have no name, with brackets where they are in a list."""
    for one in value.get("anyOf", [value]):
        brackets = ""
        while one.get("type") == "array":
            one, brackets = one["items"], f"{brackets}[]"
        if one.get("type") == "object":
            yield one, brackets


def _is_object(schema: Schema) -> bool:
    return schema.get("type") == "object" or "$ref" in schema


def _name(schema: Schema) -> str:
    reference: str = schema["$ref"]
    return reference.removeprefix("#/$defs/")


def _link(schema: Schema) -> str:
    title: str = schema["title"]
    return f"[{title}](#{title.lower().replace(' ', '-')})"


def _range(value: Schema) -> str:
    low, high = value.get("minimum"), value.get("maximum")
    if low is not None and high is not None:
        return f"{low} to {high}".replace("-", "−")
    found = [f"at least {low}"] if low is not None else []
    found += [f"above {value['exclusiveMinimum']}"] if "exclusiveMinimum" in value else []
    found += [f"at most {high}"] if high is not None else []
    return ", ".join(found)


def _either(texts: list[str]) -> str:
    *others, last = texts
    return f"{', '.join(others)} or {last}" if others else last


def _table(heads: list[str], rows: list[list[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(c.replace('|', '&#124;') for c in line)} |" for line in lines)


if __name__ == "__main__":
    print(page(), end="")

"""Says which of many a value is of: "variant batch-64: batch_size 64", "class 18, caterpillar"."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from lab1report.own_words.names import Path
from lab1report.pages.languages import language as speech


class Labels:
    """Reads what is special to an item from the content of `results.json`.

    Args:
        known: what the first part of a name stands for.
        texts: templates/<language>/names.toml.
    """

    def __init__(
        self,
        document: Mapping[str, Any],
        known: Mapping[str, Any],
        texts: Mapping[str, Any],
        language: str,
    ) -> None:
        self._known = known
        self._words = texts["labels"]
        self._spoken = speech(language)
        self._titles = {one["id"]: one["title"] for one in document["assignment"]["classes"]}
        self.variant = cache(self._variant)

    def of(self, path: Path, form: tuple[str, ...]) -> str:
        """What the value under `path` is of, where its form says that there are several."""
        parts = self._parts(path, form)
        separator: str = self._words["separator"]
        return separator.join(dict.fromkeys(part for part in parts if part))

    def _parts(self, path: Path, form: tuple[str, ...]) -> Iterator[str]:
        item: Any = self._known
        for key, part in zip(path, form, strict=True):
            item = item[key]
            match part:
                case "<variant>":
                    yield self.variant(str(key))
                case "<class>":
                    yield self._class(self._known["classes"][key]["id"])
                case "<color>":
                    yield self._words["colors"][int(key)]
                case "<place>":
                    yield self._item(item, int(key))

    def _item(self, item: Any, place: int) -> str:
        """What an item of a list is about, by what it holds."""
        words = self._words
        match item:
            case {"variant": str(id)}:
                return self.variant(id)
            case {"true_id": true, "taken_for_id": taken}:
                titles = {"true_id": self._class(true), "taken_for_id": self._class(taken)}
                return str(words["confusion"].format(**titles))
            case {"first": first, "second": second}:
                return str(words["pair"].format(first=first, second=second))
            case {"iteration": iteration}:
                return str(words["iteration"].format(iteration=self._spoken.number(iteration)))
            case {"name": str(name)}:
                return name
        return str(words["place"].format(number=place + 1))

    def _class(self, id: int) -> str:
        return str(self._words["class"].format(id=id, title=self._titles[id]))

    def _variant(self, id: str) -> str:
        """A variant by its id and by what differs from the base."""
        variants = self._known["variants"] or {}
        if id not in variants:
            return id
        base, own, words = variants["base"], variants[id], self._words
        what = ", ".join(
            text.format(self._setting(own[name]))
            for name, text in words["setting"].items()
            if own[name] != base[name]
        )
        return str(words["variant"].format(id=id, what=what or words["base"]))

    def _setting(self, value: Any) -> str:
        return value if isinstance(value, str) else self._spoken.shortest(value)

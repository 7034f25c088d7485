"""What the names that a student may use mean, and the filter for each (templates/ru/names.toml)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from lab1report import resources
from lab1report.own_words.names import Path, written


@dataclass(frozen=True)
class Meaning:
    """What is said of all names of a form.

    `form` has `<variant>`, `<class>`, `<color>` or `<place>` where such names differ; `section` is
    that of the student's words, with `<part>` where the variant decides; `filter` may be empty.
    """

    form: tuple[str, ...]
    section: str
    filter: str
    text: str

    @property
    def written(self) -> str:
        """The form as a name is written, like variants["<variant>"].test.mean."""
        name = written(self.form)
        for place in ("<class>", "<color>", "<place>"):
            name = name.replace(f'["{place}"]', f"[{place}]")
        return name


class Meanings:
    """All meanings; `texts` is the file that they stand in, `titles` are those of sections."""

    def __init__(self, texts: Mapping[str, Any], titles: Mapping[str, str]) -> None:
        self.texts, self.titles = texts, {**titles, **texts["titles"]}
        self.every = tuple(_read(texts))
        self._left_out = [tuple(name.split(".")) for name in texts["left-out"]]
        self._forms: dict[str, Any] = {}
        for meaning in self.every:
            below = self._forms
            for part in meaning.form:
                below = below.setdefault(part, {})
            below[""] = meaning

    def is_left_out(self, path: Path) -> bool:
        """Whether nobody writes of this value, though its name may be used."""
        return any(
            path[: len(one)] == one if len(one) > 1 else one[0] in path for one in self._left_out
        )

    def of(self, path: Path) -> Meaning | None:
        """The meaning of a name; None for what has none, as the numbers of an added task."""
        below: Mapping[str, Any] = self._forms
        for key in path:
            places = [part for part in below if part[:1] == "<"]
            found = below.get(str(key)) or (below[places[0]] if places else None)
            if found is None:
                return None
            below = found
        found_meaning: Meaning | None = below.get("")
        return found_meaning


@cache
def meanings(language: str) -> Meanings:
    """Those in a language ("ru")."""
    folder = resources.folder("templates") / language
    files = resources.read_toml(folder / "own-words.toml")["file"]
    titles = {section: file["title"] for section, file in files.items()}
    return Meanings(resources.read_toml(folder / "names.toml"), titles)


def _read(texts: Mapping[str, Any]) -> Iterator[Meaning]:
    structures = texts["structures"]
    for section, entries in texts["names"].items():
        for name, (filter, text) in entries.items():
            form = tuple(name.split("."))
            if filter not in structures:
                yield Meaning(form, section, filter, text)
                continue
            for part, (own_filter, own) in structures[filter].items():
                yield Meaning((*form, *part.split(".")), section, own_filter, f"{text}: {own}")

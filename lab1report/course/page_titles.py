"""What variants are called on the teacher's page: by what sets them apart, as reports call them.

An id of the series tells a reader of the page nothing, and networks alone may be equal where the
images or the search differ. So two variants never have the same title.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

from lab1report.course.page_effects import Effect, Values, together
from lab1report.course.page_rows import CourseRow
from lab1report.pages.languages import Language

Key = TypeVar("Key")

Described: TypeAlias = Callable[[int | None, Mapping[str, Values], int | None], str]


def _describer(words: Mapping[str, Any], language: Language) -> Described:
    """A function that says a variant by its number, its settings and the base's epochs.

    Args:
        words: the table `variants` of the page's words.
    """

    def said(value: object) -> str:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return language.shortest(value)
        return str(value)

    def of_setting(name: str, values: Values, epochs: int | None) -> str:
        first, last = values[0], values[-1]
        text = said(first) if first == last else words["range"].format(said(first), said(last))
        ends_early = name == "epochs" and epochs is not None and last < epochs
        known = words["stopped"] if ends_early else words["settings"].get(name)
        return f"{name} {text}" if known is None else str(known).format(text)

    def described(number: int | None, settings: Mapping[str, Values], epochs: int | None) -> str:
        alone = epochs if settings.keys() == {"epochs"} else None
        parts = ", ".join(of_setting(name, found, alone) for name, found in settings.items())
        return parts if number is None else words["searched"].format(number=number, what=parts)

    return described


def _unlike(titles: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Titles by variant and title: with the id where several variants have the same one, or none.

    Args:
        titles: pairs of a variant's id and its title.
    """
    pairs = [*dict.fromkeys(titles)]
    having: dict[str, set[str]] = defaultdict(set)
    for variant, title in pairs:
        having[title].add(variant)
    return {
        (variant, title): title
        if title and len(having[title]) == 1
        else f"{title} ({variant})".strip()
        for variant, title in pairs
    }


class Titles:
    """The titles of the variants over the course, and of each student's best model."""

    def __init__(
        self,
        words: Mapping[str, Any],
        language: Language,
        effects: Sequence[Effect],
        rows: Sequence[CourseRow],
    ) -> None:
        described = _describer(words, language)
        of_effects = {
            one.variant: described(one.number, one.settings, one.epochs) for one in effects
        }
        self._effects = _by_key({name: (name, title) for name, title in of_effects.items()})
        best = {}
        for row in rows:
            if row.numbers is not None and (one := row.numbers.best) is not None:
                settings = {"network": one.network, **one.settings}
                title = described(one.number, together([settings]), row.numbers.epochs)
                best[row.place] = one.variant, title
        self._best = _by_key(best)

    def of_effect(self, effect: Effect) -> str:
        """What a variant is called."""
        return self._effects[effect.variant]

    def of_best(self, row: CourseRow) -> str:
        """What the best model of a row is called, which has one."""
        return self._best[row.place]


def _by_key(titles: Mapping[Key, tuple[str, str]]) -> dict[Key, str]:
    different = _unlike(titles.values())
    return {key: different[pair] for key, pair in titles.items()}

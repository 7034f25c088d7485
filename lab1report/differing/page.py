"""Shows what differs between two reports as a web page in one file, which needs no script."""

from lab1report.differing.difference import ReportDifference
from lab1report.differing.naming import MADE_UP, PART_3, Entries, Value
from lab1report.pages.glyphs import cleaned
from lab1report.pages.languages import language as speech
from lab1report.pages.spacing import bind
from lab1report.pages.templates import load_toml, make_environment

_TEMPLATE = "web/difference.html.j2"


def render(found: ReportDifference, *, language: str = "ru") -> str:
    """The page, which shows nothing but what differs, in the language of the report."""
    environment = make_environment(language)
    spoken = speech(language)
    words = load_toml(environment, f"{language}/difference.toml")

    def shown(value: Value) -> str:
        """A value in the language's own way."""
        if value is None:
            return str(words["absent"])
        if value == MADE_UP:
            return str(words["made_up"])
        if isinstance(value, Entries):
            return f"{words['entries']}: {value.size}"
        if isinstance(value, bool) or not isinstance(value, int | float):
            return cleaned(str(value)) or ""
        return spoken.shortest(value)

    def network(name: str) -> str:
        """The name of a network; the only one of a report without a series has none of its own."""
        return str(words["part_3"]) if name == PART_3 else name

    page = environment.get_template(_TEMPLATE).render(
        found=found, words=words, language=language, shown=shown, network=network
    )
    bound = bind(page, spoken.BOUND, spoken.LINKED)
    return bound.encode("utf-8", "replace").decode("utf-8")  # a stranger's text may be broken

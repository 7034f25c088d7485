"""Makes the edition of a report that a format asks for."""

from collections.abc import Callable, Mapping
from typing import Final

from lab1report.editions.content import Content
from lab1report.editions.notebook import edition as notebook
from lab1report.editions.pdf import edition as pdf
from lab1report.editions.services import Services
from lab1report.editions.web import edition as web
from lab1report.model import Format

_MAKERS: Final[Mapping[Format, Callable[[Content, Services], bytes]]] = {
    "pdf": pdf.make,
    "html": web.make,
    "ipynb": notebook.make,
}


def make(format: Format, content: Content, services: Services) -> bytes:
    """The file of one edition, read from the store if it is there."""
    return _MAKERS[format](content, services)

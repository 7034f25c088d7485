"""What the page takes whatever the numbers are: done beforehand, while others compute."""

from collections.abc import Iterator

from jinja2 import nodes

from lab1report.pages.formula import typeset
from lab1report.pages.html import page_environment


def rehearse(language: str) -> None:
    """Compile the templates, and typeset the formulas that stand in them; both are kept."""
    environment = page_environment(language)
    assert environment.loader is not None  # noqa: S101  # set by make_environment
    for name in environment.list_templates(extensions=["j2"]):
        environment.get_template(name)
        source, _, _ = environment.loader.get_source(environment, name)
        for tex, display in formulas(environment.parse(source)):
            typeset(tex, display=display)


def formulas(template: nodes.Template) -> Iterator[tuple[str, bool]]:
    """The formulas that a template gives literally to the macros `tex`, `formula` and `where`,
    each with whether it is displayed."""
    for call in template.find_all(nodes.Call):
        match call:
            case nodes.Call(node=nodes.Name(name="tex"), args=[nodes.Const(value=tex), *_]):
                yield tex, False
            case nodes.Call(node=nodes.Name(name="formula"), args=[_, nodes.Const(value=tex), *_]):
                yield tex, True
            case nodes.Call(node=nodes.Name(name="where"), args=[nodes.List(items=symbols)]):
                for symbol in symbols:
                    if isinstance(symbol, nodes.Tuple) and isinstance(symbol.items[0], nodes.Const):
                        yield symbol.items[0].value, False

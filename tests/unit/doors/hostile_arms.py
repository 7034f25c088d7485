"""SVGs that reach outside or take minutes to draw, and the words that refuse them."""

OUTSIDE = "refers to other files"


def svg(inside: str, attributes: str = "") -> str:
    links = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"<svg {links} {attributes}>{inside}</svg>"


def nested(levels: int, copies: int) -> str:
    parts = ['<g id="l0"><rect width="1" height="1"/></g>']
    for level in range(1, levels):
        uses = f'<use xlink:href="#l{level - 1}"/>' * copies
        parts.append(f'<g id="l{level}">{uses}</g>')
    return svg(f"<defs>{''.join(parts)}</defs><use xlink:href='#l{levels - 1}'/>")


SVGS: dict[str, tuple[str, str]] = {
    "an address": (svg('<image href="http://x.y/z.png"/>'), OUTSIDE),
    "an address, as before": (svg('<image xlink:href="http://x.y/z.png"/>'), OUTSIDE),
    "a file": (svg('<image href="file:///etc/passwd"/>'), OUTSIDE),
    "a file by its name": (svg('<image href="z.png"/>'), OUTSIDE),
    "another SVG within": (svg('<image href="data:image/svg+xml;base64,PHN2Zy8+"/>'), OUTSIDE),
    "text within": (svg('<image href="data:text/html,x"/>'), OUTSIDE),
    "a style": (svg("<style>rect{fill:url(http://x.y/z)}</style>"), OUTSIDE),
    "an import": (svg("<style>@import 'http://x.y/z.css';</style>"), OUTSIDE),
    "an import in escapes": (svg(r"<style>@\69mport 'http://x.y/z.css';</style>"), OUTSIDE),
    "a style in escapes": (svg(r'<rect style="fill:\75rl(http://x.y/z)"/>'), OUTSIDE),
    "a style's element in escapes": (svg(r"<style>a{b:u\72l(http://x.y)}</style>"), OUTSIDE),
    "an attribute": (svg('<rect fill="url(http://x.y/z)"/>'), OUTSIDE),
    "an attribute with spaces": (svg('<rect fill="url(  \'//x.y/z\')"/>'), OUTSIDE),
    "a base": (svg('<image href="#a"/>', 'xml:base="http://x.y/"'), OUTSIDE),
    "a script": (svg("<script>1</script>"), OUTSIDE),
    "a page": (svg("<foreignObject><p>x</p></foreignObject>"), OUTSIDE),
    "a billion parts": (nested(10, 10), "repeats its parts"),
    "a part in itself": (svg('<g id="a"><use href="#a"/></g>'), "contains itself"),
    "two parts in each other": (
        svg('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'), "contains itself"
    ),
    "a pattern in itself": (
        svg('<pattern id="p" href="#p"><rect/></pattern>'), "contains itself"
    ),
    "deeply nested": (svg("<g>" * 9_000 + "</g>" * 9_000), "too deeply|can be read"),
    "many parts": (svg("<g/>" * 30_000), "too many parts"),
    "a box of words": (svg("", 'viewBox="a b c d"'), "viewBox"),
    "a box of three": (svg("", 'viewBox="1 2 3"'), "viewBox"),
    "entities of entities": (
        "<!DOCTYPE svg [" + '<!ENTITY a0 "x">'
        + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
        + "]>" + svg("&a11;"), "can be read",
    ),
    "an entity from a file": (
        '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + svg("&a;"), "can be read"
    ),
    "a style sheet": ('<?xml-stylesheet href="http://x.y/z.css"?>' + svg(""), "another file"),
    "a set of images": (svg('<rect style="fill:image-set(\'http://x.y/z\' 1x)"/>'), OUTSIDE),
    "a link that runs": (svg('<a href="javascript:alert(1)"><rect/></a>'), OUTSIDE),
    "a link to a file": (svg('<a xlink:href="file:///etc/passwd"><rect/></a>'), OUTSIDE),
    "what runs when it is shown": (svg("<rect/>", 'onload="alert(1)"'), OUTSIDE),
    "a movement": (svg('<image><animate attributeName="href" to="http://x.y"/></image>'), OUTSIDE),
    "markers": (
        svg('<marker id="m"><path d="M0 0"/></marker><path marker-mid="url(#m)"/>'), OUTSIDE
    ),
    "a size that is none": (svg("", 'width="nan"'), "width or height"),
    "a size below nothing": (svg("", 'height="-5"'), "width or height"),
    "a box of nothing": (svg("", 'viewBox="0 0 0 0"'), "viewBox"),
    "a box below nothing": (svg("", 'viewBox="0 0 -1 -1"'), "viewBox"),
    "a page of HTML": ("<html/>", "not an SVG"),
    "no XML": ("{}", "can be read"),
    "nothing": ("", "can be read"),
    "large": (svg("<!-- " + "x" * 5_000_000 + " -->"), "more than 4 MB"),
}  # fmt: skip

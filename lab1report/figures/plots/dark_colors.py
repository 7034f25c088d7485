"""Finds what stands for a colour of a figure where the page is dark."""

Rgb = tuple[int, int, int]

INK, PAPER = "#dfe3e8", "#15181d"  # of the dark page, templates/web/page.css
_WHITE = 255, 255, 255
_LIGHTER = 25  # % of white, at least, as plots.js does
_LEAST_CONTRAST = 3  # WCAG 2.2, 1.4.11
_LINEAR = 0.04045  # what is darker is linear in sRGB


def dark(color: str) -> str:
    """What stands for `color`, "#rrggbb", on a dark page.

    Greys go from the page's ink to its ground; other colours become lighter, more so where they
    would hardly be seen.
    """
    red, green, blue = channels = _channels(color)
    if red == green == blue:
        return _hex(_mixed(_channels(INK), _channels(PAPER), red / 255))
    lighter = (_mixed(channels, _WHITE, share / 100) for share in range(_LIGHTER, 101, 5))
    return _hex(next(one for one in lighter if _contrast(one) >= _LEAST_CONTRAST))


def _mixed(one: Rgb, other: Rgb, share: float) -> Rgb:
    """`share` of `other` in `one`."""
    red, green, blue = (round(a + share * (b - a) + 1e-9) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _contrast(color: Rgb) -> float:
    """Of `color` with the ground of the dark page (WCAG 2.2, "contrast ratio")."""
    return (_luminance(color) + 0.05) / (_luminance(_channels(PAPER)) + 0.05)


def _luminance(color: Rgb) -> float:
    linear = [
        part / 12.92 if part <= _LINEAR else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in color)
    ]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _channels(color: str) -> Rgb:
    red, green, blue = (int(color[place : place + 2], 16) for place in (1, 3, 5))
    return red, green, blue


def _hex(color: Rgb) -> str:
    return "#" + "".join(f"{channel:02x}" for channel in color)

"""The fonts that reports say they are set in, as far as this machine has them."""

from pathlib import Path

from lab1report.figures.font_search import find_again
from lab1report.figures.fonts import Family, liberation
from lab1report.received.recorded import RecordedFont


class StandIn(Family):
    """The program's own font under the name of one that is not on this machine.

    With it all of a report can be made again but how its pages look. It is said to have every
    character, since the other may have it.
    """

    def has(self, _: int, /) -> bool:
        return True


class FontsOnHand:
    """Finds each font once.

    Args:
        folder: where to look before the places of the system.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._known: dict[RecordedFont, Family] = {}

    def family(self, font: RecordedFont | None) -> Family:
        """The font of a report, which is the program's own if it names none; or a stand-in."""
        if font is None:
            return liberation()
        if font not in self._known:
            found = find_again(font.family, font.sha256, self._folder)
            own = StandIn(font.family, liberation().files, fingerprint=font.sha256)
            self._known[font] = found or own
        return self._known[font]

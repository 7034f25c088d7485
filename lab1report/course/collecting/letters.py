"""Letters as names and words are compared: however somebody's keyboard or word processor has them.

Capitals, marks above letters (those of «ё» and «й» too), what is not seen, and Latin letters that
look like Russian ones make no difference.
"""

import unicodedata
from typing import Final

_LOOK_ALIKE: Final = str.maketrans("aceopxykmtbh", "асеорхукмтвн")


def plain(text: str) -> str:
    """`text` with one sign for letters that are the same to a reader."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    seen = (sign for sign in apart if unicodedata.category(sign) not in ("Mn", "Cf"))
    return "".join(seen).translate(_LOOK_ALIKE)

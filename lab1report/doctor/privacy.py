"""Leaves out of a text what a user may not want to show to others."""

import os
import re
from pathlib import Path


def without_home(text: str) -> str:
    """`text` with "~" in place of the home folder, whose name is mostly that of the user."""
    try:
        home = Path.home()
    except RuntimeError:
        return text
    folders = {home, Path(os.path.realpath(home))}
    # Where it is the root, or no folder at all, every path would be within it
    names = [str(one) for one in folders if one.is_absolute() and one != Path(one.anchor)]
    for name in sorted(names, key=len, reverse=True):
        flags = re.IGNORECASE if os.name == "nt" else re.NOFLAG
        text = re.sub(rf"(?<![\w.-]){re.escape(name)}(?![\w.-])", "~", text, flags=flags)
    return text

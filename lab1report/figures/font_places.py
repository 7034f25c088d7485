"""Where each system keeps its fonts."""

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path


def font_places(
    environment: Mapping[str, str] = os.environ, *, platform: str = sys.platform
) -> tuple[Path, ...]:
    """The folders of the fonts of this user and of all users, those that are there."""
    folders = _folders(environment, platform)
    return tuple(dict.fromkeys(folder for folder in folders if folder.is_dir()))


def _folders(environment: Mapping[str, str], platform: str) -> Iterator[Path]:
    if platform == "win32":
        if local := environment.get("LOCALAPPDATA"):
            yield Path(local) / "Microsoft" / "Windows" / "Fonts"
        yield Path(environment.get("WINDIR") or "C:/Windows") / "Fonts"
        return
    home = environment.get("HOME")
    if platform == "darwin":
        if home:
            yield Path(home) / "Library" / "Fonts"
        yield Path("/Library/Fonts")
        yield Path("/System/Library/Fonts/Supplemental")
        return
    if home:
        yield Path(environment.get("XDG_DATA_HOME") or f"{home}/.local/share") / "fonts"
        yield Path(home) / ".fonts"
    yield Path("/usr/local/share/fonts")
    yield Path("/usr/share/fonts")  # Debian's msttcorefonts are in a folder of it

"""Finds the folders `templates/` and `experiments/`.

In order: the folder named by `LAB1REPORT_RESOURCES` (for a course that adapts them), the checkout
this package lies in, the installed wheel. The checkout comes before the wheel's copy, since an
editable install leaves a stale copy there.
"""

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """The folder `name` ("templates" or "experiments").

    Raises:
        FileNotFoundError: no such folder, which means a broken installation.
    """
    candidates = [_PACKAGE / "_data" / name]
    if (_PACKAGE.parent / "pyproject.toml").is_file():
        candidates.insert(0, _PACKAGE.parent / name)
    if explicit := os.environ.get("LAB1REPORT_RESOURCES"):
        candidates.insert(0, Path(explicit) / name)
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"no folder {name!r} in {', '.join(map(str, candidates))}")

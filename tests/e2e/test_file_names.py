"""What files are called: short, and never by two names that differ in case only.

Windows has no path of more than 259 characters, nor two files `a` and `A` in a folder, nor one
`con`; macOS has no such two either.
"""

import re
from pathlib import Path
from typing import Any

from lab1report.settings.section_names import section_ids

OWN_PART = 100
BESIDE = len(".") + len(".12345678.part")  # of the name under which a file is written at first
NAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?")
DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
LONGEST_SECTION = 40


def test_names_in_the_cache_and_the_folder_of_the_report(copied: Any) -> None:
    assert copied.run("init", "--group", "3", "--variant", "7", "--stream", "IU5").returncode == 0
    found: list[Path] = []
    for root in (copied.cache, copied.folder):
        found += [path.relative_to(root) for path in root.rglob("*")]
    assert {path.parts[0] for path in found} >= {"results", "pages", "words", "lab1-report"}
    names = {name for path in found for name in path.parts}
    assert [name for name in names if not NAME.fullmatch(name) or DEVICE.fullmatch(name)] == []
    longest = max(map(str, found), key=len)
    assert len(longest) + BESIDE <= OWN_PART, longest
    # A course's own section may have a longer name
    entry = max((str(path) for path in found if path.match("results/*/*.bin")), key=len)
    section = max(map(len, section_ids()))
    assert len(entry) - section + LONGEST_SECTION + BESIDE <= OWN_PART

"""Derives the three classes of a student (assignment, «Варианты для задания 3»).

The offsets change every year and are data: `experiments/variants.toml`. A class that does not
exist and two equal classes are errors of the user's, since the assignment has no rule for them:
the teacher names the classes, and `--classes` takes them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lab1report import resources
from lab1report.errors import UserError
from lab1report.model import ClassChoice, ClassRule, Stream
from lab1report.quoting import quoted

CLASS_COUNT = 100
_ORDINALS = ("first", "second", "third")
_REMEDY = "ask the teacher for the classes and give them with --classes A,B,C"

STREAM_SPELLINGS = "IU5, GUIMC or FOREIGN (or ИУ5, ГУИМЦ, иностранцы)"
CODE_EXAMPLES = "ИУ5-63Б, ИУ5И-21М or ИУ5Ц-72Б"

_STREAM_NAMES = {
    "iu5": Stream.IU5,
    "иу5": Stream.IU5,
    "guimc": Stream.GUIMC,
    "гуимц": Stream.GUIMC,
    "foreign": Stream.FOREIGN,
    "иностранцы": Stream.FOREIGN,
    "иностранец": Stream.FOREIGN,
    "иностранка": Stream.FOREIGN,
}
_LATIN_TO_CYRILLIC = str.maketrans("IUCBMSAV", "ИУЦБМСАВ")
_GROUP_CODE = re.compile(
    r"ИУ5(?P<stream>[ИЦ]?)-(?P<semester>[0-9]{1,2})(?P<group>[0-9])(?P<level>[БМСА]В?)"
)
_DASHES = re.compile(r"\s*[-\u2010-\u2015\u2212]\s*|(?<=[5ИЦ])\s+(?=[0-9])")  # word processors
_CODE_STREAMS = {"": Stream.IU5, "И": Stream.FOREIGN, "Ц": Stream.GUIMC}


@dataclass(frozen=True, kw_only=True)
class GroupCode:
    """A group code taken apart: "ИУ5Ц-72Б" is group 2 of the stream ГУИМЦ."""

    code: str
    group: int
    stream: Stream

    @property
    def stream_is_inferred(self) -> bool:
        """Whether the stream was inferred from Ц, which is our own reading: the user is told."""
        return self.stream is Stream.GUIMC


def years() -> tuple[int, ...]:
    """The years whose rules are known, in order."""
    return tuple(sorted(int(year) for year in _rules()))


def parse_stream(text: str) -> Stream:
    """The stream named `text`: IU5, GUIMC, FOREIGN, or the Russian names, in any case.

    Raises:
        UserError: no such stream.
    """
    try:
        return _STREAM_NAMES[text.strip().casefold()]
    except KeyError:
        raise UserError(f"stream {quoted(text)} is unknown: use {STREAM_SPELLINGS}") from None


def parse_group_code(text: str) -> GroupCode:
    """Takes apart a code such as ИУ5-63Б, ИУ5И-21М or iu5-66b.

    The group number is the last digit before the level; who reads it otherwise gives `--group`.

    Raises:
        UserError: not the form of a group code of the department.
    """
    code = _DASHES.sub("-", text.strip().upper().translate(_LATIN_TO_CYRILLIC))
    match = _GROUP_CODE.fullmatch(code)
    if match is None or match["group"] == "0":
        raise UserError(
            f"group code {quoted(text)} is not understood: it should look like {CODE_EXAMPLES}; "
            "or give --group and --stream instead"
        )
    return GroupCode(code=code, group=int(match["group"]), stream=_CODE_STREAMS[match["stream"]])


def derive_classes(
    *, group: int, variant: int, stream: Stream | None, year: int
) -> tuple[ClassChoice, ...]:
    """The three classes by the rules of `year`, in the order of the rules.

    Raises:
        UserError: an unknown year, a missing stream, a class outside 0..99, or two equal
            classes; names the rule and the sum that led there.
    """
    rules = _rules()
    if str(year) not in rules:
        known = ", ".join(map(str, years()))
        raise UserError(f"year {year}: no class rules for it; known are {known}")
    rule = rules[str(year)]
    third = rule["third"].get("any") or rule["third"].get(stream)
    if third is None:
        raise UserError("the stream is missing: give --stream IU5, GUIMC or FOREIGN")
    numbers = {"group": group, "variant": variant}
    derived = [_apply(term, numbers) for term in (rule["first"], rule["second"], third)]
    _check(derived, f"by the rules of {year}")
    return _choices(derived)


def named_classes(ids: Sequence[int]) -> tuple[ClassChoice, ...]:
    """The three classes that the teacher named, in the order given.

    Raises:
        UserError: not three, outside 0..99, or not distinct.
    """
    if len(ids) != len(_ORDINALS):
        raise UserError(f"--classes takes three numbers such as 18,63,28, not {len(ids)}")
    twice = [value for value in ids if ids.count(value) > 1]
    if twice:
        raise UserError(
            f"class {twice[0]} stands twice in --classes {','.join(map(str, ids))}; "
            "give three different ones"
        )
    derived = [ClassRule(term="teacher", value=value) for value in ids]
    _check(derived, "in --classes")
    return _choices(derived)


def _apply(term: Mapping[str, Any], numbers: Mapping[str, int]) -> ClassRule:
    if term["term"] == "constant":
        return ClassRule(term="constant", value=term["value"])
    number, offset = numbers[term["term"]], term["offset"]
    return ClassRule(term=term["term"], number=number, offset=offset, value=number + offset)


def _check(rules: Sequence[ClassRule], where: str) -> None:
    for ordinal, rule in zip(_ORDINALS, rules, strict=True):
        if not 0 <= rule.value < CLASS_COUNT:
            raise UserError(
                f"the {ordinal} class {where} is {rule}, and CIFAR-100 has the classes 0 to 99 "
                f"only: {_REMEDY}"
            )
    seen: dict[int, tuple[str, ClassRule]] = {}
    for ordinal, rule in zip(_ORDINALS, rules, strict=True):
        if rule.value in seen:
            other, other_rule = seen[rule.value]
            raise UserError(
                f"the {other} ({other_rule}) and the {ordinal} class ({rule}) {where} are the "
                f"same, class {rule.value}: {_REMEDY}"
            )
        seen[rule.value] = (ordinal, rule)


def _choices(rules: Sequence[ClassRule]) -> tuple[ClassChoice, ...]:
    classes = resources.read_toml(resources.folder("experiments") / "classes.toml")["class"]
    by_id = {entry["id"]: entry for entry in classes}
    return tuple(
        ClassChoice(
            id=rule.value,
            name=by_id[rule.value]["name"],
            title=by_id[rule.value]["ru"],
            rule=rule,
        )
        for rule in rules
    )


def _rules() -> dict[str, Any]:
    rules = resources.read_toml(resources.folder("experiments") / "variants.toml")
    for year, rule in rules.items():
        if not (year.isascii() and year.isdigit()):
            raise UserError(f"experiments/variants.toml: [{quoted(year)}] is no year")
        for name in ("first", "second", "third"):
            if not isinstance(rule, dict) or not isinstance(rule.get(name), dict):
                raise UserError(f"experiments/variants.toml: [{year}] has no rule {name!r}")
    return rules

"""Derives the three classes of a student (assignment, «Варианты для задания 3»).

The offsets change every year and are data: `experiments/variants.toml`. A class that does not
exist and two equal classes are errors of the user's, since the assignment has no rule for them:
the teacher names the classes, and `--classes` takes them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lab1report import resources
from lab1report.class_rule import ClassRule
from lab1report.errors import NoClassesError, UserError
from lab1report.messages import _, marked
from lab1report.model import ClassChoice, Stream
from lab1report.quoting import quoted

CLASS_COUNT = 100
_RULES_FILE: Final = "experiments/variants.toml"
_ORDINALS: Final = {"first": marked("first"), "second": marked("second"), "third": marked("third")}

STREAM_SPELLINGS: Final = marked("IU5, GUIMC or FOREIGN (or ИУ5, ГУИМЦ, иностранцы)")
STREAM_HELP: Final = marked("IU5, GUIMC or FOREIGN (or ИУ5, ГУИМЦ, иностранцы).")
CODE_EXAMPLES: Final = marked("ИУ5-63Б, ИУ5И-21М or ИУ5Ц-72Б")
CODE_HELP: Final = marked(
    "ИУ5-63Б, ИУ5И-21М or ИУ5Ц-72Б: gives group and stream, for the title page too."
)

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
        raise UserError(
            _("stream {stream} is unknown: use {spellings}").format(
                stream=quoted(text), spellings=_(STREAM_SPELLINGS)
            )
        ) from None


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
            _(
                "group code {code} is not understood: it should look like {examples}; "
                "or give --group and --stream instead"
            ).format(code=quoted(text), examples=_(CODE_EXAMPLES))
        )
    return GroupCode(code=code, group=int(match["group"]), stream=_CODE_STREAMS[match["stream"]])


def derive_classes(
    *, group: int, variant: int, stream: Stream | None, year: int
) -> tuple[ClassChoice, ...]:
    """The three classes by the rules of `year`, in the order of the rules.

    Raises:
        UserError: an unknown year, or a missing stream.
        NoClassesError: a class outside 0..99, or two equal classes; names the rule and the sum that
            led there.
    """
    rules = _rules()
    if str(year) not in rules:
        known = ", ".join(map(str, years()))
        raise UserError(
            _("year {year}: no class rules for it; known are {known}").format(
                year=year, known=known
            )
        )
    rule = rules[str(year)]
    third = rule["third"].get("any") or rule["third"].get(stream)
    if third is None:
        raise UserError(_("the stream is missing: give --stream IU5, GUIMC or FOREIGN"))
    numbers = {"group": group, "variant": variant}
    derived = [_apply(term, numbers) for term in (rule["first"], rule["second"], third)]
    _check(derived, _("by the rules of {year}").format(year=year))
    return _choices(derived)


def named_classes(ids: Sequence[int]) -> tuple[ClassChoice, ...]:
    """The three classes that the teacher named, in the order given.

    Raises:
        UserError: not three, outside 0..99, or not distinct.
    """
    if len(ids) != len(_ORDINALS):
        raise UserError(
            _("--classes takes three numbers such as 18,63,28, not {count}").format(count=len(ids))
        )
    twice = [value for value in ids if ids.count(value) > 1]
    if twice:
        raise UserError(
            _("class {id} stands twice in --classes {given}; give three different ones").format(
                id=twice[0], given=",".join(map(str, ids))
            )
        )
    derived = [ClassRule(term="teacher", value=value) for value in ids]
    _check(derived, _("in --classes"))
    return _choices(derived)


def _apply(term: Mapping[str, Any], numbers: Mapping[str, int]) -> ClassRule:
    if term["term"] == "constant":
        return ClassRule(term="constant", value=term["value"])
    number, offset = numbers[term["term"]], term["offset"]
    return ClassRule(term=term["term"], number=number, offset=offset, value=number + offset)


def _check(rules: Sequence[ClassRule], where: str) -> None:
    remedy = _("ask the teacher for the classes and give them with --classes A,B,C")
    for ordinal, rule in zip(_ORDINALS, rules, strict=True):
        if not 0 <= rule.value < CLASS_COUNT:
            raise NoClassesError(
                _(
                    "the {ordinal} class {where} is {rule}, and CIFAR-100 has the classes 0 to 99 "
                    "only"
                ).format(ordinal=_(_ORDINALS[ordinal]), where=where, rule=rule.said),
                remedy,
            )
    seen: dict[int, tuple[str, ClassRule]] = {}
    for ordinal, rule in zip(_ORDINALS, rules, strict=True):
        if rule.value in seen:
            other, other_rule = seen[rule.value]
            raise NoClassesError(
                _(
                    "the {other} ({other_rule}) and the {ordinal} class ({rule}) {where} are the "
                    "same, class {id}"
                ).format(
                    other=_(_ORDINALS[other]),
                    other_rule=other_rule.said,
                    ordinal=_(_ORDINALS[ordinal]),
                    rule=rule.said,
                    where=where,
                    id=rule.value,
                ),
                remedy,
            )
        seen[rule.value] = (ordinal, rule)


def _choices(rules: Sequence[ClassRule]) -> tuple[ClassChoice, ...]:
    classes = resources.known_toml(resources.folder("experiments") / "classes.toml")["class"]
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


def _rules() -> Mapping[str, Any]:
    rules = resources.known_toml(resources.folder("experiments") / "variants.toml")
    for year, rule in rules.items():
        if not (year.isascii() and year.isdigit()):
            raise UserError(
                _("{file}: [{name}] is no year").format(file=_RULES_FILE, name=quoted(year))
            )
        for name in _ORDINALS:
            if not isinstance(rule, dict) or not isinstance(rule.get(name), dict):
                raise UserError(
                    _("{file}: [{year}] has no rule {name!r}").format(
                        file=_RULES_FILE, year=year, name=name
                    )
                )
    return rules

"""What a reader who has only the report finds in it that cannot all be true.

Neither the program nor `results.json` takes part: texts and tables of the page are compared with
each other. Each rule names a contradiction; `contradictions` gives those of a page.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from tests.golden.page_reader import Shown, plain, tables

_NUMBER = r"[−+]?\d+(?:,\d+)?"
_DIFFERENCE = re.compile(
    rf"(?<![\d,])({_NUMBER}) ?(?:п\. п\. ?)?(?:\((?:от )?|, от )({_NUMBER})(?: до |…)({_NUMBER})\)"
)
_RANGE = re.compile(rf"от ({_NUMBER}) (?:% )?до ({_NUMBER})")
_MEAN = re.compile(rf"^({_NUMBER})(?: ± {_NUMBER})?")
_COMMENT = re.compile(rf"; ({_NUMBER}), (помогло|повредило|незначимо)$")
_SAYS = {"помогло": 1, "повредило": -1, "незначимо": 0}
_HEADINGS = {
    "part 3, training": "Обучение модели по эпохам",
    "part 3": "Качество по классам",
    "series": "Самостоятельная работа",
    "task 1": "Задание 1. ",
    "task 2": "Задание 2. ",
    "task 3": "Задание 3. ",
    "task 4": "Задание 4. ",
    "task 5": "Задание 5. ",
    "task 6": "Задание 6. ",
    "table": "Итоговая таблица",
    "conclusion": "ЗАКЛЮЧЕНИЕ",
    "sources": "СПИСОК ИСПОЛЬЗОВАННЫХ ИСТОЧНИКОВ",
}


def value(written: str) -> float:
    """The number that is written so."""
    return float(written.replace("−", "-").replace(",", ".").replace("\u202f", ""))


@dataclass(frozen=True)
class Told:
    """A difference with its interval, as printed."""

    difference: float
    low: float
    high: float

    @property
    def sign(self) -> int:
        """What the interval tells; one that is printed with an end at zero may tell either."""
        return int(self.low > 0) - int(self.high < 0)

    @property
    def at_zero(self) -> bool:
        return 0 in (self.low, self.high)

    def says(self, sign: int) -> bool:
        """Whether the interval, as printed, agrees with a verdict."""
        return self.at_zero or self.sign == sign


def _plain(cell: str) -> str:
    return cell.replace("\u00a0", " ").replace("\u202f", "")


def differences(text: str) -> list[Told]:
    """All differences with intervals in a text."""
    return [Told(*map(value, match.groups())) for match in _DIFFERENCE.finditer(text)]


@dataclass(frozen=True)
class Row:
    """A variant in a table of the series: its label, test accuracy and difference, if any."""

    label: str
    test: float
    told: Told | None


class Page:
    """The parts of a page by name, "" for one that is not there."""

    def __init__(self, html: str) -> None:
        self._text = plain(html).replace("\u202f", "")
        self.tables: Mapping[str, Shown] = tables(html)

    @cached_property
    def parts(self) -> Mapping[str, str]:
        """The texts between the headings; those of the contents come first and do not count."""
        places = {name: self._text.rfind("\n" + head) for name, head in _HEADINGS.items()}
        found = dict.fromkeys(_HEADINGS, "")
        ordered = sorted((place, name) for name, place in places.items() if place >= 0)
        for (start, name), (end, _) in zip(ordered, [*ordered[1:], (None, "")], strict=True):
            found[name] = self._text[start:end]
        return found

    def sentences(self, part: str) -> list[str]:
        """The sentences of the paragraphs of a part."""
        return [
            sentence
            for line in self.parts[part].split("\n")
            for sentence in re.split(r"(?<=[.!?])(?<!п\.) (?=[А-ЯЁ])", line)
        ]

    def cells(self, table: str) -> list[Sequence[str]]:
        """Of the body of a table, none of one that is not there."""
        if table not in self.tables:
            return []
        return [[_plain(cell) for cell in row] for row in self.tables[table].rows]

    def rows(self, table: str) -> list[Row]:
        """Of a table whose last column has differences and whose head names the test."""
        found = []
        for cells in self.cells(table):
            (test,) = (
                place
                for place, head in enumerate(self.tables[table].head)
                if _plain(head).startswith("Тест")
            )
            mean = _MEAN.match(cells[test])
            assert mean is not None, cells
            told = differences(cells[-1])
            found.append(Row(cells[0], value(mean[1]), told[0] if told else None))
        return found

    @cached_property
    def comments(self) -> list[tuple[str, float, int]]:
        """Of the final table: each comment, the difference in it and what it is called."""
        found = []
        for row in self.cells("results"):
            if match := _COMMENT.search(row[-1]):
                found.append((row[-1], value(match[1]), _SAYS[match[2]]))
        return found


Rule = Callable[[Page], Iterator[str]]


def contradictions(html: str) -> list[str]:
    """All that cannot be true together, the rule's name first."""
    page = Page(html)
    return [f"{rule.__name__}: {found}" for rule in RULES for found in rule(page)]


def intervals_hold_their_difference(page: Page) -> Iterator[str]:
    for text in page.parts.values():
        for told in differences(text):
            if not told.low - 0.051 <= told.difference <= told.high + 0.051:
                yield str(told)
        for low, high in _RANGE.findall(text):
            if value(low) > value(high):
                yield f"from {low} to {high}"


def verdicts_follow_from_their_interval(page: Page) -> Iterator[str]:
    """In a clause with one interval, and a list of differences that are said to be one."""
    for part in page.parts:
        for sentence in page.sentences(part):
            listed = re.search(
                r"([Зз]начимо (?:лучше|хуже)[^:]*|значимо выросла|значимо упала|значимо лучше|"
                r"значимо хуже): ",
                sentence,
            )
            if listed and "не " not in listed[1]:
                sign = 1 if re.search("лучше|выросла", listed[1]) else -1
                rest = re.split(r"[;,] значимо|\. ", sentence[listed.end() :])[0]
                yield from (
                    f"{told} in «{sentence}»" for told in differences(rest) if not told.says(sign)
                )
                continue
            told = differences(sentence)
            if len(told) != 1:
                continue
            if re.search(r"незначим", sentence):
                if not told[0].says(0):
                    yield f"called insignificant: «{sentence}»"
            elif (
                re.search(r"(?<!не )значим", sentence)
                and not re.search(r"не (?:повысил|изменил|удалось)|не удалось|ни од", sentence)
                and told[0].says(0)
                and not told[0].at_zero
            ):
                yield f"called significant: «{sentence}»"


def directions_follow_from_their_number(page: Page) -> Iterator[str]:
    """No negative amount of more or less; what is narrowed ends lower than it began."""
    words = r"(?:больше|меньше|выше|ниже|выросл[аи]|прибавил[аои]?|увеличил\w*|упал[аи]?) на −"
    for text in page.parts.values():
        yield from re.findall(words, text)
    for sentence in page.sentences("task 2"):
        steps = re.findall(rf"\(с ({_NUMBER}) до ({_NUMBER})[,)]", sentence)
        for before, after in steps:
            narrower = value(after) < value(before)
            if "сократил" in sentence and not narrower:
                yield f"narrowed from {before} to {after}"
            if "Увеличили его" in sentence and narrower:
                yield f"widened from {before} to {after}"


def comments_follow_from_the_tables(page: Page) -> Iterator[str]:
    """The final table has the differences and verdicts of the tables of the tasks, in order."""
    rows = [
        row
        for table in (
            page.rows("series-remedies"),
            page.rows("series-batch"),
            page.rows("series-rate"),
            page.rows("series-networks"),
        )
        for row in table
        if row.told is not None
    ]
    if not page.rows("series-batch"):
        return  # the short report leaves the tables of tasks 3 and 4 out
    for row, (comment, difference, sign) in zip(rows, page.comments, strict=False):
        assert row.told is not None
        if abs(row.told.difference - difference) > 0.051:
            yield f"{row} and «{comment}»"
        if not row.told.says(sign):
            yield f"{row} and «{comment}»"


def accuracies_are_the_same_everywhere(page: Page) -> Iterator[str]:
    """The base's, where it is named, and the gap that it leaves."""
    found = re.search(
        rf"верно распознаёт (?:в среднем )?({_NUMBER}) % обучающих и ({_NUMBER}) % тестовых",
        page.parts["task 1"],
    )
    if not found:
        return
    train, test = map(value, found.groups())
    single = re.search(rf"верны ({_NUMBER}) % ответов на обучающей", page.parts["part 3, training"])
    if "обучен один раз" in page.parts["series"] and single and value(single[1]) != train:
        yield f"one training, {train} and {single[1]}"
    gap = re.search(
        rf"(?:Разность велика|Разность|Разность мала), (−?{_NUMBER}) п\. п\.", page.parts["task 1"]
    )
    if gap and abs(train - test - value(gap[1])) > 0.151:
        yield f"{train} - {test} is not {gap[1]}"
    others = [row.test for row in page.rows("series-remedies")[:1]]
    others += [
        value(n) for n in re.findall(rf"против ({_NUMBER}) % у базовой", page.parts["conclusion"])
    ]
    results = page.cells("results")
    if results and "в одном обучении части 3" not in page.parts["table"]:
        others += [float(n) for n in re.findall(r"test = ([\d.]+)", results[0][2])[:1]]
    yield from (f"base {test} and {other}" for other in others if abs(other - test) > 0.051)


def classes_are_the_same_everywhere(page: Page) -> Iterator[str]:
    """The best and the worst class of the base, in task 1, its table and the conclusion."""
    of_class = rf"((?:«[^»]+»(?:, | и )?)+), ({_NUMBER}) %"
    first = re.search(
        rf"лучше всего распознаёт класс\w* {of_class} .*?хуже всего класс\w* {of_class}",
        page.parts["task 1"].replace("\n", " "),
    )
    last = re.search(
        rf"наибольшая у класс\w+ {of_class}, наименьшая у класс\w+ {of_class}",
        page.parts["conclusion"],
    )
    if first and last and first.groups() != last.groups():
        yield f"{first.groups()} and {last.groups()}"
    computed = "Базовая сеть верно распознаёт" in page.parts["task 1"]
    if computed and bool(first) != bool(last):
        yield "the best class is named in one place"
    for match in filter(None, (first, last)):
        best, high, worst, low = match.groups()
        if value(high) <= value(low) or set(re.findall("«[^»]+»", best)) & set(
            re.findall("«[^»]+»", worst)
        ):
            yield f"{best} {high} is not above {worst} {low}"
    shown = [value(row[2].split()[0]) for row in page.cells("series-classes")]
    if first and shown and (value(first[2]), value(first[4])) != (max(shown), min(shown)):
        yield f"{first.groups()} and {shown}"
    part_3 = re.search(
        rf"выше всего у класс\w+ {of_class}, ниже всего у класс\w+ {of_class}", page.parts["part 3"]
    )
    if part_3 and value(part_3[2]) <= value(part_3[4]):
        yield f"{part_3[0]}"
    told = "но различие незначимо" in ([*page.parts["conclusion"].rsplit("Полнота", 1), ""])[1]
    doubted = "; различие незначимо" in page.parts["task 1"]
    if first and last and told != doubted:
        yield "the difference of the classes is doubted in one place only"


def overfitting_is_told_alike(page: Page) -> Iterator[str]:
    said = {
        "overfits": ("Она переобучается", "Модель переобучается"),
        "level": ("Заметного переобучения за", "Заметного переобучения нет"),
        "unfinished": ("не перестали уменьшаться", "Переобучение не наступило"),
    }
    text = "".join(page.parts.values()) + page._text
    for name, (end, start) in said.items():
        if page.parts["conclusion"] and (end in page.parts["conclusion"]) != (start in text):
            yield f"{name} is told in one place"
    if (
        "Переобучение есть: " in page.parts["task 2"]
        and "Она переобучается" not in page.parts["conclusion"]
    ):
        yield "every training overfits, and the first does not"
    stops = set(re.findall(r"остановка на (\d+)-й эпохе", text))
    if len(stops) > 1:
        yield f"stopped at epochs {sorted(stops)}"


def stopping_is_told_alike(page: Page) -> Iterator[str]:
    rows = [row for row in page.rows("series-remedies") if row.label.startswith("остановка")]
    if not rows or rows[0].told is None:
        return
    words = {
        1: "Ранняя остановка полезна",
        -1: "Ранняя остановка вредна",
        0: "Ранняя остановка точность значимо не меняет",
    }
    for sign, sentence in words.items():
        if (sentence in page.parts["conclusion"]) and not rows[0].told.says(sign):
            yield f"{rows[0]} and «{sentence}»"
    if "Ранняя остановка полезна сама по себе" in page.parts["task 6"] and not rows[0].told.says(1):
        yield f"{rows[0]} and task 6"


def trends_are_told_alike(page: Page) -> Iterator[str]:
    """Batch sizes and rates: their tables, their texts and the conclusion."""
    conclusion = page.parts["conclusion"]
    batches, rates = page.rows("series-batch"), page.rows("series-rate")
    if batches:
        usual = next(float(row.label) for row in batches if row.told is None)
        larger = [
            row.told.sign * (1 if float(row.label) > usual else -1) for row in batches if row.told
        ]
        verdict = {
            "больший лучше": larger and min(larger) >= 0,
            "больший хуже": larger and max(larger) <= 0,
            "отличаются только меньшие": not any(
                row.told.sign for row in batches if row.told and float(row.label) > usual
            ),
            "не в одну сторону": True,
            "влияние не выявлено": not any(larger),
        }
        said = [
            words
            for words in verdict
            if words in conclusion.partition("мини-пакета при том же")[2].partition("\n")[0]
        ]
        if len(said) != 1:
            yield f"the batch size is said to be {said}"
        yield from (f"{words}: {larger}" for words in said if not verdict[words])
    if rates:
        signs = [row.told.sign for row in rates if row.told and not row.told.at_zero]
        said_of_rate = conclusion.partition("Мелкий шаг с")[2].partition("\n")[0]
        kinds = {
            "эпох полезен.": 1 in signs and -1 not in signs,
            "эпох вреден": -1 in signs and 1 not in signs,
            "полезен не всегда": 1 in signs and -1 in signs,
            "ничего значимо не изменил": not any(signs),
        }
        exact = all(not row.told.at_zero for row in rates if row.told)
        for words, holds in kinds.items():
            if exact and (words in said_of_rate) != holds:
                yield f"«{words}» and {signs}"


def networks_are_told_alike(page: Page) -> Iterator[str]:
    """How many are better and worse, in task 5 and in the conclusion."""
    told = [row.told for row in page.rows("series-networks") if row.told is not None]
    if not told or any(one.at_zero for one in told):
        return
    counts = [sum(one.sign == sign for one in told) for sign in (1, -1)]
    said = re.search(
        r"значимо лучше базовой —\s*([\w-]+(?: одна)?),\s*значимо хуже —\s*([\w-]+(?: одна)?)\.",
        page.parts["conclusion"],
    )
    if said is None:
        yield "the conclusion does not count the networks"
        return
    numerals = (
        "ни одна", "одна", "две", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять",
        "десять",
    )  # fmt: skip
    for count, words in zip(counts, said.groups(), strict=True):
        if numerals[count] != words and str(count) != words:
            yield f"{count} of the table and «{words}»"
    if ("Ни одна из новых сетей значимо не лучше" in page.parts["task 5"]) != (counts[0] == 0):
        yield f"{counts[0]} better networks and task 5"


def the_best_model_is_told_alike(page: Page) -> Iterator[str]:
    """Its gain in task 6, the conclusion and the tables, and the way to it adds up."""
    task, conclusion = page.parts["task 6"], page.parts["conclusion"]
    first = re.search(rf"разность с базовой {_DIFFERENCE.pattern}", task)
    last = re.search(rf"у базовой: разность {_DIFFERENCE.pattern}\s*(\w+)", conclusion)
    if first is None or last is None:
        if first or last:
            yield "the gain is told in one place"
        return
    gain = Told(*map(value, first.groups()))
    if first.groups() != last.groups()[:3]:
        yield f"{first[0]} and {last[0]}"
    if not gain.says(0 if last[4] == "незначима" else gain.sign or 2):
        yield f"{last[0]}"
    means = re.search(
        rf"На тесте у неё\s+({_NUMBER}) % верных ответов против ({_NUMBER}) %", conclusion
    )
    if means and abs(value(means[1]) - value(means[2]) - gain.difference) > 0.151:
        yield f"{means[0]} and {gain}"
    best = [(comment, d) for comment, d, _ in page.comments if "лучшая" in comment]
    if len(best) > 1 or (best and abs(best[0][1] - gain.difference) > 0.051):
        yield f"{best} and {gain}"
    steps = page.cells("series-ladder")
    if steps:
        shown = [differences(row[2])[0] for row in steps]
        total = sum(one.difference for one in shown)
        if abs(total - gain.difference) > 0.05 * len(shown) + 0.06:
            yield f"the steps add up to {total:.1f}, the gain is {gain.difference}"
        for one, row in zip(shown, steps, strict=True):
            if not one.says(_SAYS[row[3]]):
                yield f"{one} is called {row[3]}"
        helped = any(row[3] == "помогло" for row in steps)
        if helped == ("Ни одно из них по отдельности значимо не помогло" in task):
            yield "which steps help, table and text of task 6"
        if helped == ("ни одно изменение само по себе" in conclusion):
            yield "which steps help, table and conclusion"


_MASCULINE = (
    *("ни", "один", "два", "три", "четыре", "пять"),
    *("шесть", "семь", "восемь", "девять", "десять"),
)


def the_ranking_fits_the_tables(page: Page) -> Iterator[str]:
    """What is the most of all variants but the best model bounds those of the tables."""
    task = page.parts["task 6"]
    best = re.search(r"по перекрёстной проверке — (М\d+)", task)
    on_base = [
        row.told
        for row in (*page.rows("series-remedies"), *page.rows("series-networks"))
        if row.told is not None and not (best and row.label == best[1])
    ]
    most = re.search(rf"(?:больше всего|базовой .*? один) — .*?, ({_NUMBER}) \(от", task)
    if most and any(one.difference > value(most[1]) + 0.051 and one.sign > 0 for one in on_base):
        yield f"{most[0]} and {on_base}"
    counted = re.search(r"Из остальных (\d+) вариант.*? после \d+ эпох\w* ([\w-]+)", task)
    if counted is None:
        return
    words = {word: number for number, word in enumerate(_MASCULINE)}
    number = words.get(counted[2]) if not counted[2].isdecimal() else int(counted[2])
    if number is None or not sum(one.sign > 0 for one in on_base) <= number <= int(counted[1]):
        yield f"{counted[0]} and {on_base}"


def what_helps_the_gap_is_in_the_table(page: Page) -> Iterator[str]:
    """The gaps that task 2 names are those of its table."""
    shown = [row[4] for row in page.cells("series-remedies")]
    for sentence in page.sentences("task 2"):
        for before, after in re.findall(rf"\(с ({_NUMBER}) до ({_NUMBER})[,)]", sentence):
            if before != shown[0] or after not in shown[1:]:
                yield f"from {before} to {after}, and {shown}"


RULES: Sequence[Rule] = (
    intervals_hold_their_difference,
    verdicts_follow_from_their_interval,
    directions_follow_from_their_number,
    comments_follow_from_the_tables,
    accuracies_are_the_same_everywhere,
    classes_are_the_same_everywhere,
    overfitting_is_told_alike,
    stopping_is_told_alike,
    trends_are_told_alike,
    networks_are_told_alike,
    the_best_model_is_told_alike,
    the_ranking_fits_the_tables,
    what_helps_the_gap_is_in_the_table,
)

"""The student's words in a whole report: what they may name, and that its rules still hold."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from lab1report import resources
from lab1report.editions import figures_made, formats
from lab1report.editions.notebook import plots as notebook_plots
from lab1report.editions.notebook.page import Block, Code, Plot, Text, render_notebook
from lab1report.editions.notebook.plots import cells as cells_of
from lab1report.errors import UserError
from lab1report.model import SERIES_PARTS, Format, Length, SectionFailure, SectionMissing
from lab1report.own_words.checks import check_words, mistakes_alone, printable_words
from lab1report.own_words.folder import (
    OwnWords,
    Words,
    read,
    read_with_mistakes,
    word_names,
)
from lab1report.own_words.markdown import parse
from lab1report.own_words.new_folder import words_files
from lab1report.own_words.percentages.doubts import doubts
from lab1report.own_words.percentages.speech import Speech
from lab1report.report.report import Report
from lab1report.sections.catalog import TASKS
from tests.golden.made_content import content_of, services_in
from tests.golden.made_series import MadeSeries

MakeReport = Callable[..., Report]
Page = Callable[..., str]
Write = Callable[..., Words]

MISSING = {section: SectionMissing(section=section) for section in ("regression", "cifar")}


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """`write({section: text}, replace)`: the words read from files."""

    def make(texts: Mapping[str, str], *, replace: bool = False) -> Words:
        for section, text in texts.items():
            top = f"---\nreplace: {str(replace).lower()}\n---\n"
            (tmp_path / f"{section}.md").write_text(top + text, encoding="utf-8")
        found = read(tmp_path)
        check_words(found, language="ru")
        return found

    return make


def settle(report: Report, own: Words, *, length: Length = "short") -> tuple[Words, list[str]]:
    """The words that can be printed in the report, and the warnings."""
    warnings: list[str] = []
    content = content_of(report, own)
    fitting = printable_words(
        content.words,
        content.document,
        content.context(),
        length=length,
        language="ru",
        warn=warnings.append,
    )
    return fitting, warnings


def examples() -> dict[str, str]:
    """By section, the numbers, references and places that its file of `init` proposes."""
    return {name: "\n\n".join(re.findall(r"\{\{.*?\}\}", text)) for name, text in words_files()}


def test_every_file_proposes_what_there_is(
    make_report: MakeReport, write: Write, page: Page
) -> None:
    proposed = examples()
    assert set(proposed) == set(word_names())
    assert all(text.count("{{") >= 4 for text in proposed.values())
    report = make_report()
    own = write(proposed)
    kept, warnings = settle(report, own)
    assert (list(kept), warnings) == (list(word_names()), [])
    html = page(report, drawn=False, words=kept)
    assert "{{" not in html
    assert "FC(64), FC(32), FC(3)" in html


@pytest.fixture(scope="module", params=["short", "full", "whole"])
def length(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def plain(named_report: Callable[[str], Report], page: Page, length: str) -> str:
    return page(named_report("usual"), drawn=False, length=length)


@pytest.mark.parametrize("section", word_names())
def test_each_text_can_be_replaced(
    named_report: Callable[[str], Report],
    page: Page,
    plain: str,
    write: Write,
    length: str,
    section: str,
) -> None:
    """Numbers stay without gaps, and whatever stands there is cited, or the page is refused."""
    own = write({section: "Своё."}, replace=True)
    html = page(named_report("usual"), drawn=False, words=own, length=length)
    assert html.count("<p>Своё.</p>") == 1
    captions = r'<figure[^>]* id="([\w-]+)"'
    assert re.findall(captions, html) == re.findall(captions, plain)
    assert len(html) < len(plain)
    assert len(re.findall('class="formula"', html)) == len(re.findall('class="formula"', plain))


@pytest.mark.parametrize("changes", ["whole", "without part 3", "nothing", "one variant"])
def test_all_texts_can_be_replaced_at_once(
    make_report: MakeReport, write: Write, page: Page, changes: str
) -> None:
    changed: dict[str, dict[str, Any]] = {
        "whole": {},
        "without part 3": {"cifar": MISSING["cifar"]},
        "nothing": {
            "regression": MISSING["regression"],
            "xor": SectionFailure(section="xor", stage="a", message="b", details="c"),
            "cifar": MISSING["cifar"],
        },
        "one variant": {"series": MadeSeries(seeds=1)},
    }
    report = make_report(**changed[changes])
    own, _ = settle(report, write(dict.fromkeys(word_names(), "Своё."), replace=True))
    html = page(report, drawn=False, words=own)
    boxes = html.count('class="notice')
    assert boxes == page(report, drawn=False).count('class="notice')
    assert html.count("<p>Своё.</p>") == (14 if changes in ("whole", "one variant") else 8)


def test_exhibits_keep_the_order_of_the_work(
    named_report: Callable[[str], Report], page: Page, write: Write
) -> None:
    """Though a student cites the last one first; nothing is lost or stands twice."""
    plain = page(named_report("usual"), drawn=False, length="whole")
    exhibit = re.compile(r'id="(fig|tab|eq)-([a-z0-9-]+)"')
    pieces = re.split(r'<h1[^>]* id="', plain)
    chapters = {piece.partition('"')[0]: exhibit.findall(piece) for piece in pieces}
    texts = {
        section: "\n\n".join(f'См. {{{{ {kind}("{id}") }}}}.' for kind, id in reversed(found))
        for section, chapter in (
            ("task", "introduction"),
            ("regression", "regression"),
            ("xor", "xor"),
            ("cifar", "cifar"),
        )
        if (found := chapters[chapter])
    }
    own = write(texts, replace=True)
    html = page(named_report("usual"), drawn=False, words=own, length="whole")
    assert exhibit.findall(html) == exhibit.findall(plain)
    for word in ("Рисунок", "Таблица"):
        numbers = [int(found) for found in re.findall(rf"<figcaption>{word}\s(\d+)\s—", html)]
        assert numbers == list(range(1, len(numbers) + 1))


def test_a_chapters_text_stands_in_its_sub_sections(
    named_report: Callable[[str], Report], page: Page, write: Write
) -> None:
    own = write({"cifar": 'Вступление.\n\nСвоё {{ fig("cifar-curves") }}.'}, replace=True)
    html = page(named_report("usual"), drawn=False, words=own)
    places = [
        html.index(one)
        for one in (
            "<p>Вступление.</p>", 'id="cifar-data"', 'id="fig-cifar-samples"',
            'id="cifar-training"', "<p>Своё", 'id="fig-cifar-curves"', 'id="cifar-quality"',
        )
    ]  # fmt: skip
    assert places == sorted(places)


SUB_SECTIONS = {
    "regression": ("regression-data", "regression-backward", "regression-training"),
    "xor": ("xor-data", "xor-training", "xor-check"),
    "cifar": ("cifar-data", "cifar-model", "cifar-training", "cifar-quality", "cifar-weights"),
}


@pytest.mark.parametrize(
    ("section", "part"), [(name, part) for name, parts in SUB_SECTIONS.items() for part in parts]
)
def test_each_sub_section_can_be_replaced(
    named_report: Callable[[str], Report],
    page: Page,
    named_page: Callable[..., str],
    write: Write,
    section: str,
    part: str,
) -> None:
    plain = named_page("usual", named_report("usual"), "whole")
    own, _ = settle(named_report("usual"), write({section: f'{{{{ instead("{part}") }}}}\nСвоё.'}))
    html = page(named_report("usual"), drawn=False, words=own, length="whole")
    start = html.index(f'id="{part}"')
    below, before = html[start:], plain[plain.index(f'id="{part}"') :]
    assert below.index("<p>Своё.</p>") < below.index("<h")
    assert html[:start].count("<p>") == plain[: plain.index(f'id="{part}"')].count("<p>")
    captions = r'<figure[^>]* id="([\w-]+)"'
    assert re.findall(captions, below) == re.findall(captions, before)
    assert len(re.findall("class=.formula", html)) == len(re.findall("class=.formula", plain))
    others = re.split("<h[12]", below)[2:]
    assert len(others) == len(re.split("<h[12]", before)[2:])


def test_all_sub_sections_can_be_replaced_at_once(
    named_report: Callable[[str], Report], page: Page, write: Write, length: str, plain: str
) -> None:
    texts = {
        section: "\n\n".join(f'{{{{ instead("{part}") }}}}\nСвоё.' for part in parts)
        for section, parts in SUB_SECTIONS.items()
    }
    html = page(named_report("usual"), drawn=False, words=write(texts), length=length)
    assert html.count("<p>Своё.</p>") == sum(map(len, SUB_SECTIONS.values()))
    captions = r"(?:Рисунок|Таблица)\s\S+\s—|In \[\d+\]"
    assert re.findall(captions, html) == re.findall(captions, plain)


def test_sub_sections_that_there_are_not(make_report: MakeReport, write: Write) -> None:
    own = write({"cifar": '{{ instead("cifar-trainin") }}\nСвоё.'})
    with pytest.raises(UserError, match="no sub-section 'cifar-trainin' here; did you mean 'cifar"):
        settle(make_report(), own)
    own = write({"cifar": "", "conclusion": '{{ instead("cifar-training") }}\nСвоё.'})
    with pytest.raises(UserError, match=r"no sub-section 'cifar-training' here$"):
        settle(make_report(), own)


def test_warnings_are_shown_beside_an_error(make_report: MakeReport, write: Write) -> None:
    own = write({"cifar": "На тесте 71,9 %.", "xor": "{{ xor.acuracy }} 12,3 %"})
    warnings: list[str] = []
    content = content_of(make_report(), own)
    with pytest.raises(UserError, match=r"did you mean 'xor\.accuracy'"):
        printable_words(
            own,
            content.document,
            content.context(),
            length=None,
            language="ru",
            warn=warnings.append,
        )
    assert [re.findall(r"/(\w+)\.md", line) for line in warnings] == [["xor"], ["cifar"]]


@pytest.fixture
def notebook(named_report: Callable[[str], Report]) -> Callable[[Words], list[Block]]:
    """`notebook(words)`: what its cells are to be."""
    return lambda own: render_notebook(
        {**content_of(named_report("usual"), own).context(), "packages": ["numpy"]},
        {},
        language="ru",
    )


def to_run(blocks: list[Block]) -> list[str]:
    """The names of the cells of code and plots, in their order."""
    return [block.name for block in blocks if isinstance(block, Code | Plot)]


def test_a_notebook_can_be_run_whatever_the_students_order(
    notebook: Callable[[Words], list[Block]], write: Write
) -> None:
    """Cells stand as they ran, and a plot follows those that it followed."""
    text = '{{ fig("xor-surface") }}.\n\n{{ fig("cell-xor-check") }} {{ fig("xor-sample") }}.'
    cells = to_run(notebook(write({"xor": text}, replace=True)))
    plain = to_run(notebook({}))
    assert sorted(cells) == sorted(plain)
    assert [name for name in cells if "." in name] == [name for name in plain if "." in name]
    for plot in ("xor-sample", "xor-loss", "xor-surface"):
        before = {name for name in plain[: plain.index(plot)] if "." in name}
        assert before <= set(cells[: cells.index(plot)])


def test_formulas_of_the_notebook_are_tex(
    notebook: Callable[[Words], list[Block]], write: Write
) -> None:
    own = write({"xor": "Вес $w_1$.\n\n$$\nw_2 = \\star\n$$\n\nгде $a$."})
    texts = [one.source for one in notebook(own) if isinstance(one, Text)]
    (text,) = [text for text in texts if "Вес $w_1$" in text]
    assert re.search(r"Вес \$w_1\$\.\n\n\$\$\nw_2 = \\star \\tag\{\d+\}\n\$\$\n\nгде \$a\$", text)


def test_words_stand_after_a_figure_of_the_notebook_too(
    notebook: Callable[[Words], list[Block]], write: Write
) -> None:
    own = write({"xor": '{{ after(fig("xor-loss")) }}\nСвоё.'})
    found = notebook(own)
    plot = next(place for place, one in enumerate(found) if getattr(one, "name", "") == "xor-loss")
    caption = found[plot + 1]
    assert isinstance(caption, Text)
    assert re.match(r"\*Рисунок .*\*\n\nСвоё\.$", caption.source)


@pytest.mark.parametrize("replaced", [False, True])
@pytest.mark.parametrize("format", ["html", "ipynb"])
def test_words_stand_in_the_other_editions_too(
    named_report: Callable[[str], Report],
    write: Write,
    tmp_path_factory: pytest.TempPathFactory,
    format: Format,
    replaced: bool,
) -> None:
    report = named_report("usual")
    own = write(
        dict.fromkeys(word_names(), "Своё {{ cifar.test_accuracy | percent }}."), replace=replaced
    )

    def made(words: Words) -> str:
        content = content_of(report, words)
        services = services_in(tmp_path_factory.mktemp("store"))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(figures_made, "_figure", lambda *_: b"PNG")
            drawn = {name: b"PNG" for part in TASKS for name in cells_of(part)}
            patch.setattr(notebook_plots, "draw", lambda *_, **__: drawn)
            return formats.make(format, content, services).decode()

    html, plain = made(own), made({})
    assert len(re.findall(r"Своё\s75,7\s%", html)) == len(word_names())
    captions = r"Рисунок\s\d+\s—|Таблица\s\d+\s—"
    assert re.findall(captions, html) == re.findall(captions, plain)
    assert ("Сеть приближает сигмоиду" in html) != replaced


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{{ cifar.test_acuracy }}", "did you mean 'cifar.test_accuracy'"),
        ('{{ variants["bach-64"].lr }}', r"did you mean 'variants\[\"batch-64\"\].lr'"),
        ('{{ fig("cifar-curve") }}', "no figure 'cifar-curve'; did you mean 'cifar-curves'"),
        ('{{ tab("result") }}', "no table 'result'; did you mean 'results'"),
        ('{{ eq("xor-los") }}', "no formula 'xor-los'; did you mean 'xor-loss'"),
    ],
)
def test_unknown_names_and_ids(
    make_report: MakeReport, write: Write, text: str, words: str
) -> None:
    own = write({"cifar": f"Абзац\n{text}"})
    with pytest.raises(UserError, match=rf"/cifar\.md:5: .*{words}"):
        settle(make_report(), own)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{{ cite("goodfelow") }}', "no source 'goodfelow'; did you mean 'goodfellow'"),
        ("{{ cifr.x }}", "'cifr' is unknown"),
        ("Знак 王", "cannot print «王»"),
        (
            "и $a + \\foo$",
            r"the formula a \+ \\foo cannot be read: unknown command \\foo at character 5$",
        ),
        ("и $x^$", "unexpected end of text at character 3$"),
        ("и $王$", "cannot print «王»"),
        ("и $\\quad$", "cannot be read: it draws nothing$"),
        (f"и ${'x + ' * 40}x$", "is wider than a line$"),
    ],
)
def test_what_is_known_before_anything_is_computed(write: Write, text: str, words: str) -> None:
    with pytest.raises(UserError, match=rf"/cifar\.md:5: .*{words}"):
        write({"cifar": f"Абзац\n{text}".replace("Абзац\nЗнак", "\nЗнак")})


def test_all_mistakes_of_all_files_are_told_and_all_warnings(
    make_report: MakeReport, tmp_path: Path
) -> None:
    """No kind of mistake hides a warning, or a mistake of another kind."""
    (tmp_path / "cifar.md").write_text(
        "На тесте 71,9 %.\n\n<b>HTML</b> {{ nosuch }}\n\n{{ cifar.tset }}, {{ xor.x + cifar.y }},\n"
        '{{ fig("nosuch") }}, {{ cite("nosuch") }}, {{ 1 / 0 }}\nи $\\foo$, $\\qux$.\n',
        encoding="utf-8",
    )
    (tmp_path / "xor.md").write_text("На тесте 12,3 %.\n\nЗнак 王.\n", encoding="utf-8")
    found = read_with_mistakes(tmp_path)
    further = mistakes_alone(found.words, language="ru")
    content = content_of(make_report(), found.words)
    warnings: list[str] = []
    with pytest.raises(UserError) as error:
        printable_words(
            found.words,
            content.document,
            content.context(),
            length="short",
            language="ru",
            warn=warnings.append,
            mistakes=[*found.mistakes, *further],
        )
    told = [
        *((3, words) for words in ("HTML", "'nosuch' is unknown")),
        *((5, words) for words in ("cifar.tset is no", "xor.x is no", "cifar.y is no")),
        *((6, words) for words in ("no source", "division by zero", "no figure")),
        *((7, words) for words in (r"command \foo", r"command \qux")),
        (3, "cannot print"),
    ]
    lines = str(error.value).splitlines()
    assert [line.split(":")[1] for line in lines] == [str(line) for line, _ in told]
    assert [w for line, (_, w) in zip(lines, told, strict=True) if w not in line] == [], lines
    assert [re.findall(r"(\w+\.md:\d)", line) for line in warnings] == [
        ["xor.md:1"],
        ["cifar.md:1"],
    ]


@pytest.mark.parametrize("function", ["fig", "cite"])
def test_of_many_ids_the_nearest_are_told_and_how_to_list_them(
    make_report: MakeReport, write: Write, function: str
) -> None:
    with pytest.raises(UserError) as error:
        settle(make_report(), write({"cifar": f'{{{{ {function}("nosuch") }}}}'}))
    message = str(error.value)
    assert re.search(
        r"of \d+ known, the nearest are [\w-]+, [\w-]+, [\w-]+; 'lab1report names", message
    )
    assert len(message) < 250


def test_words_stand_after_a_figure_of_their_part(
    make_report: MakeReport, write: Write, page: Page
) -> None:
    report = make_report()
    kept, _ = settle(report, write({"series.batch": '{{ after(fig("series-trends")) }}\nСвоё.'}))
    html = page(report, drawn=False, words=kept)
    after = html.partition('id="fig-series-trends"')[2].partition("</figure>")[2]
    assert after.lstrip().startswith("<p>Своё.</p>")


@pytest.mark.parametrize(
    ("section", "place", "words"),
    [
        (
            "series.batch",
            'fig("series-trend")',
            "figure 'series-trend' .*; did you mean 'series-tre",
        ),
        ("series.batch", 'tab("series-rate")', "table 'series-rate' .*; did you mean 'series-batc"),
        ("series.batch", 'fig("xor-loss")', "figure 'xor-loss' in this part; known are series-tre"),
        (
            "xor",
            'fig("none")',
            r"figure 'none' in this part; of \d+ known, .*'lab1report names xor' ",
        ),
        ("conclusion", 'fig("xor-loss")', "figure 'xor-loss' in this part$"),
    ],
)
def test_places_that_the_part_has_not(
    make_report: MakeReport, write: Write, section: str, place: str, words: str
) -> None:
    own = write({section: f"{{{{ after({place}) }}}}\nСвоё."})
    with pytest.raises(UserError, match=rf"/{section}\.md:4: .*no {words}"):
        settle(make_report(), own)


def test_the_short_report_lacks_what_the_full_one_has(
    make_report: MakeReport, write: Write
) -> None:
    own = write({"xor": 'См. {{ fig("xor-sample") }}.'})
    assert settle(make_report(), own, length="full") == (own, [])
    with pytest.raises(
        UserError, match=r"figure 'xor-sample' is not in the short .* --length full"
    ):
        settle(make_report(), own)


def test_words_that_need_what_is_absent_are_left_out(make_report: MakeReport, write: Write) -> None:
    own = write(
        {
            "xor": "Своё {{ xor.accuracy | percent }}.",
            "regression": "См. {{ cifar.test_accuracy }}.",
            "conclusion": 'См. {{ fig("cifar-curves") }}.',
            "table": "{{ best.network }}",
            "task": "{{ table[0].test.mean | percent }}",  # an empty table, unless all is there
        }
    )
    kept, warnings = settle(make_report(cifar=MISSING["cifar"]), own)
    assert list(kept) == ["xor"]
    assert [re.findall(r"(\w+)\.md is left out", line) for line in warnings] == [
        ["task"],
        ["regression"],
        ["table"],
        ["conclusion"],
    ]
    assert len(settle(make_report(), own)[0]) == 5


def test_percentages_are_held_against_the_report(make_report: MakeReport, write: Write) -> None:
    own = write({"cifar": "На тесте 75,7 %, а не 71,9 %.\n\n{{ cifar.test_accuracy | percent }}"})
    (warning,) = settle(make_report(), own)[1]
    assert re.search(r"cifar\.md:4: 71,9 % .*; cifar\.\S+ is \d\d\.\d %$", warning)


TEXTS = {
    "introduction": "introduction", "task": "task", "regression": "regression", "xor": "xor",
    "cifar": "cifar", "series": "series", "results": "table", "conclusion": "conclusion",
    **{f"series-{part}": f"series.{part}" for part in SERIES_PARTS},
}  # fmt: skip
"""The sections of words by the ids of their headings."""


def test_few_percentages_of_the_reports_own_text_are_doubted(
    named_report: Callable[[str], Report], named_page: Callable[..., str]
) -> None:
    """It was written for no such check; docs/explanation/percentages.md has the numbers."""
    report = named_report("usual")
    page = BeautifulSoup(named_page("usual", report), "html.parser")
    texts: dict[str, list[str]] = {}
    section = ""
    for element in page.find_all(["h1", "h2", "p"]):
        section = TEXTS.get(str(element.get("id", "")), section)
        text = " ".join(re.sub(r"[*$<_]", "", element.get_text()).split())
        if section and element.name == "p" and "%" in text:
            texts.setdefault(section, []).append(text)
    own = {
        section: OwnWords(
            section=section,
            file=section,
            replace=False,
            source="",
            prose=parse("\n\n".join(paragraphs), file=section),
        )
        for section, paragraphs in texts.items()
    }
    document = content_of(report).document
    file = resources.folder("templates") / "ru" / "own-words.toml"
    speech = Speech(**resources.read_toml(file)["percentages"])
    every = re.findall(rf"\d\s*(?:%|{speech.points})", " ".join(chain(*texts.values())))
    doubted = list(chain.from_iterable(doubts(own, document, speech, "ru").values()))
    print(f"{len(doubted)} of {len(every)} are doubted:", *doubted, sep="\n")
    assert len(every) > 60
    assert len(doubted) <= 0.1 * len(every)


def test_words_make_another_page_and_no_other_numbers(
    make_report: MakeReport, write: Write
) -> None:
    report = make_report()
    contents = [
        replace(content_of(report), document={}, words=own)
        for own in ({}, write({"xor": "Своё."}), write({"xor": "Другое."}))
    ]
    keys = [content.inputs("pdf") for content in contents]
    assert keys[0] != keys[1] != keys[2]
    assert len({key["result.xor"] for key in keys}) == 1

"""Whether a report's sentences read well, as far as a program can tell."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from html import unescape

# What says nothing, or says it as an office does
FILLER = (
    "следует отметить", "стоит отметить", "необходимо отметить", "нужно отметить",
    "важно отметить", "как известно", "можно видеть", "являе", "являют", "являл", "являяс",
    "данный", "данная", "данное", "данного", "данной", "данном", "осуществл", "производится",
    "произведено", "произведена", "произведён", "имеет место", "в рамках", "с целью", "путём",
    "в связи с тем", "в силу того", "таким образом", "в ходе выполнения", "в процессе выполнения",
    "по результатам выполнения", "сделать вывод", "вышеуказанн", "вышеописанн", "нижеприведённ",
    "соответствующ", "обеспечива", "представляет собой", "в качестве", "при помощи",
    "на сегодняшний день", "в настоящее время", "а именно",
)  # fmt: skip

# What outside readers found to go beyond the numbers, or to say them in no student's words
UNSUPPORTED = (
    "Мак-Немар", "статистически значим", "меньше зависит от случайных начальных весов",
    "становятся увереннее", "ожидать следует", "действительно вредит", "сеть меньше запоминает",
    "между частями выборки доля меняется", "даром", "не обязано быть нулём", "обходится дороже",
    "от здешних средних", "выдаёт средний цвет", "свидетельства", "Теория ждёт",
    "сказать ничего нельзя", "неясно", "удачное стечение", "сдвинулась на", "по тесту не сделать",
    "только на этой эпохе верно", "Первые три задания", "Потери измеряет", "принять класс",
    "больше, чем по ближайшему среднему", "Обученная сеть прибавляет", "Так и должно быть",
)  # fmt: skip

_TITLES = ("«[^»]*»", "Q")  # names of classes and variants
_NETWORK = (r"(?:FC\(\d+\), )*FC\(\d+\)", "F")
_NUMBER = (r"[−+×]?\d[\d\u202f]*(?:,\d+)?(?:-[а-яё]+)?(?: п\. п\.| %)?", "N")
_INTERVAL = (r"N,? \(?от N до N\)?", "N")


def sentences(html: str) -> list[str]:
    """The sentences of the running text: no code, table, caption or list of symbols."""
    html = re.sub(
        r'<(div class="where"|div class="notice|ol class="sources"|nav|style|pre|table)'
        r".*?</(div|ol|nav|style|pre|table)>",
        "",
        html,
        flags=re.DOTALL,
    )
    found: list[str] = []
    for block in re.findall(r"<(?:p|li)>(.*?)</(?:p|li)>", html, re.DOTALL):
        text = re.sub(r'<img class="tex"[^>]*>', "X", block)
        text = unescape(re.sub(r"<[^>]+>", "", text)).replace("\u00ad", "")
        text = re.sub(r"[\s\u00a0]+", " ", text.replace("\u202f", "")).strip()
        found += re.split(r"(?<=[.!?])(?<!п\.) (?=[А-ЯЁ])", text)
    return [sentence for sentence in found if sentence]


def unsupported(sentences: Sequence[str]) -> list[str]:
    """Sentences with words of `UNSUPPORTED`."""
    return [one for one in sentences if any(words in one for words in UNSUPPORTED)]


def frames(sentences: Sequence[str], length: int) -> dict[str, list[str]]:
    """Runs of `length` words that several sentences share, one of them a number or name at most;
    all numbers are alike here, and all names."""
    where: defaultdict[str, list[str]] = defaultdict(list)
    for sentence in sentences:
        words = _words(sentence)
        runs = {" ".join(words[start : start + length]) for start in range(len(words) - length + 1)}
        for run in runs:
            where[run].append(sentence)
    return {
        run: found
        for run, found in where.items()
        if len(found) > 1 and len(re.findall(r"[а-яё-]+", run)) >= length - 1
    }


def _words(sentence: str) -> list[str]:
    for pattern, mark in (_NETWORK, _TITLES, _NUMBER, _INTERVAL):
        sentence = re.sub(pattern, mark, sentence)
    return re.findall(r"[QFN]|[а-яё-]+", sentence.replace("п. п.", "пп").lower(), re.IGNORECASE)


def filler(sentences: Sequence[str]) -> list[str]:
    """Each filler word with the sentence that has it."""
    return [
        f"{word}: {sentence}"
        for sentence in sentences
        for word in FILLER
        if re.search(rf"(?<![а-яё]){word}", sentence.lower())
    ]


# The cases of what the report counts: nominative, genitive, dative, accusative, instrumental and
# prepositional, first of one, then of many
_CASES = ("nom", "gen", "dat", "acc", "ins", "pre")
_NOUNS = {
    forms.split()[0]: forms.split()
    for forms in (
        "эпоха эпохи эпохе эпоху эпохой эпохе эпохи эпох эпохам эпохи эпохами эпохах",
        "итерация итерации итерации итерацию итерацией итерации"
        " итерации итераций итерациям итерации итерациями итерациях",
        "точка точки точке точку точкой точке точки точек точкам точки точками точках",
        "сеть сети сети сеть сетью сети сети сетей сетям сети сетями сетях",
        "часть части части часть частью части части частей частям части частями частях",
        "нейрон нейрона нейрону нейрон нейроном нейроне"
        " нейроны нейронов нейронам нейроны нейронами нейронах",
        "параметр параметра параметру параметр параметром параметре"
        " параметры параметров параметрам параметры параметрами параметрах",
        "вариант варианта варианту вариант вариантом варианте"
        " варианты вариантов вариантам варианты вариантами вариантах",
        "пример примера примеру пример примером примере"
        " примеры примеров примерам примеры примерами примерах",
        "набор набора набору набор набором наборе наборы наборов наборам наборы наборами наборах",
        "класс класса классу класс классом классе классы классов классам классы классами классах",
        "вес веса весу вес весом весе веса весов весам веса весами весах",
        "вход входа входу вход входом входе входы входов входам входы входами входах",
        "шаг шага шагу шаг шагом шаге шаги шагов шагам шаги шагами шагах",
        "знак знака знаку знак знаком знаке знаки знаков знакам знаки знаками знаках",
        "пункт пункта пункту пункт пунктом пункте пункты пунктов пунктам пункты пунктами пунктах",
        "раз раза разу раз разом разе разы раз разам разы разами разах",
        "число числа числу число числом числе числа чисел числам числа числами числах",
        "изображение изображения изображению изображение изображением изображении"
        " изображения изображений изображениям изображения изображениями изображениях",
        "обучение обучения обучению обучение обучением обучении"
        " обучения обучений обучениям обучения обучениями обучениях",
        "значение значения значению значение значением значении"
        " значения значений значениям значения значениями значениях",
        "смещение смещения смещению смещение смещением смещении"
        " смещения смещений смещениям смещения смещениями смещениях",
        "сочетание сочетания сочетанию сочетание сочетанием сочетании"
        " сочетания сочетаний сочетаниям сочетания сочетаниями сочетаниях",
    )
}
_BY_FORM: defaultdict[str, list[str]] = defaultdict(list)
for _name, _forms in _NOUNS.items():
    for _form in dict.fromkeys(_forms):
        _BY_FORM[_form].append(_name)

# «пяти» may be three of them
_NUMERALS = {
    word: (
        count,
        {case for case, other in zip(_CASES, forms.split(), strict=True) if other == word},
    )
    for count, forms in {
        "2": "два двух двум два двумя двух",
        " 2": "две двух двум две двумя двух",
        "3": "три трёх трём три тремя трёх",
        "4": "четыре четырёх четырём четыре четырьмя четырёх",
        "5": "пять пяти пяти пять пятью пяти",
        "6": "шесть шести шести шесть шестью шести",
        "7": "семь семи семи семь семью семи",
        "8": "восемь восьми восьми восемь восемью восьми",
        "9": "девять девяти девяти девять девятью девяти",
        "10": "десять десяти десяти десять десятью десяти",
    }.items()
    for word in forms.split()
}

_TAKES = {  # the cases that a preposition takes here
    **{word: {"gen"} for word in ("из", "от", "до", "после", "у", "для", "около", "вместо")},
    **{word: {"acc", "pre"} for word in ("в", "на")},
    **{word: {"ins", "gen"} for word in ("с", "со")},
    "за": {"acc"},
    "к": {"dat"},
    "по": {"dat", "acc"},
    "между": {"ins"},
    "при": {"pre"},
}
_ANY = ("и", "или", "же", "всех", "все", "этих", "эти")  # what stands before them decides
_NAMED = ("таблиц", "рисун", "част", "формул", "задани")  # with numbers of their own
_COUNTED = re.compile(
    rf"(?:(?P<before>[А-Яа-яё]+) )?(?<![\w,.×–−…])(?P<count>\d+(?:,\d+)?|{'|'.join(_NUMERALS)})"
    rf"(?: [а-яё]+(?:ых|ими|ым|их|ого|ое|ой|ые|ую))? (?P<noun>{'|'.join(_BY_FORM)})(?![а-яё-])"
)


# Classes that are the subject of a verb: «узнаётся класс «кит»», «классы «кит» и «лев» узнаются»
_VERB = r"[а-яё]+(?P<ending>[еёиюуяа])тся"
_SUBJECTS = (
    re.compile(rf"{_VERB}(?: [а-яё]+){{0,2}} (?P<noun>классы?) «"),
    re.compile(rf"(?P<noun>классы?) «[^»]*»(?:(?:,| и) «[^»]*»)* {_VERB}"),
)


def disagreements(text: str) -> Iterator[str]:
    """Where a number, the word before it and the noun after it do not go together, or a verb and
    the classes of which it tells."""
    for pattern in _SUBJECTS:
        for found in pattern.finditer(text.replace("\u00a0", " ")):
            if (found["noun"] == "классы") != (found["ending"] in "юуяа"):
                yield found[0]
    for match in _COUNTED.finditer(text):
        before = (match["before"] or "").lower()
        if before.startswith(_NAMED):
            continue
        count, cases = _NUMERALS.get(match["count"], (match["count"], set(_CASES)))
        if before in _TAKES:
            cases = cases & _TAKES[before]
        elif before not in _ANY and match["count"] == count:
            cases = {"nom", "acc"}
        right = {
            _of(_NOUNS[name], count.strip(), case)
            for name in _BY_FORM[match["noun"]]
            for case in cases
        }
        if match["noun"] not in right:
            yield f"{match[0]!r}: {' or '.join(sorted(right)) or 'another numeral'}"


def _of(forms: Sequence[str], count: str, case: str) -> str:
    """The noun with a number in a case: «5 эпох», «из 2 эпох», «на 21 эпохе»."""
    one, many = forms[:6], forms[6:]
    place = _CASES.index(case)
    if "," in count:
        return one[1]
    tens, ones = divmod(int(count) % 100, 10)
    if ones == 1 and tens != 1:
        return one[place]
    if case in ("nom", "acc"):
        return one[1] if 2 <= ones <= 4 and tens != 1 else many[1]
    return many[place]

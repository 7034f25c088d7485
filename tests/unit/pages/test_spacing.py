"""No-break spaces in the finished page."""

import pytest

from lab1report.pages import russian
from lab1report.pages.spacing import bind


@pytest.mark.parametrize(
    ("html", "bound"),
    [
        ("<p>В скрытом слое и в сумме</p>", "<p>В~скрытом слое и~в~сумме</p>"),
        ('на рисунке <a href="#f">3</a>.', 'на <a href="#f">рисунке~3</a>.'),
        ('и в\nтаблице\n<a href="#t">3</a>', 'и <a href="#t">в~таблице~3</a>'),
        (
            'рисунки <a href="#a">2</a> и <a href="#b">3</a>',
            '<a href="#a">рисунки~2</a> и <a href="#b">3</a>',
        ),
        ("слой — это", "слой~— это"),
        ("3,3 раза, 20 %, 2 п. п.", "3,3~раза, 20~%, 2~п.~п."),
        ("имени Н.Э. Баумана", "имени Н.Э.~Баумана"),
        ("на 2 п. п. Разность", "на 2~п.~п. Разность"),
        ("на 2 п. п.. Да", "на 2~п.~п. Да"),
        ("на 2 п. п...", "на 2~п.~п..."),
        ("n = 5", "n~=~5"),
        ("на 80-й эпохе", 'на <span class="nowrap">80-й</span> эпохе'),
        ("набора CIFAR-100", 'набора <span class="nowrap">CIFAR-100</span>'),
        ("ИУ5-63Б", '<span class="nowrap">ИУ5-63Б</span>'),
        ("doi.org/10.1016/S0893-6080(05)80131-5", "doi.org/10.1016/S0893-6080(05)80131-5"),
        ("95-процентный, 32-16", "95-процентный, 32-16"),
        ("Адам и", "Адам и"),
        ("кот в", "кот в"),
        (
            '<img class="tex" alt="x">, y',
            '<span class="nowrap"><img class="tex" alt="x">,</span> y',
        ),
        ("<pre>a = 5 в х</pre>", "<pre>a = 5 в х</pre>"),
        ('<code>x = 1</code><img alt="x = 1">', '<code>x = 1</code><img alt="x = 1">'),
        ("<style>p { a: 1 }</style>", "<style>p { a: 1 }</style>"),
    ],
)
def test_russian(html: str, bound: str) -> None:
    assert bind(html, russian.BOUND, russian.LINKED) == bound.replace("~", "\u00a0")

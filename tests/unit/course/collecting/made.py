"""Reports that were sent in, as they are after they were read and verified."""

from typing import Any

from lab1report.course.collecting.arriving import Arrived
from lab1report.course.collecting.own_sentences import OwnSentence, OwnText
from lab1report.course.collecting.reading import Read
from lab1report.course.collecting.submission import Claims, Measured
from lab1report.course.collecting.word_runs import runs_of
from lab1report.verify.verification import Verification

BASE = Measured(variant="base", network="FC(3)", accuracy=0.7, low=0.65, high=0.75)


def text_of(*sentences: str, section: str = "xor") -> OwnText:
    return OwnText(
        sentences=tuple(
            OwnSentence(section=section, text=one, runs=tuple(runs_of(one))) for one in sentences
        ),
        files={section: "".join(sentences)},
    )


def arrived(
    file: str,
    name: str | None = "Иванов Иван",
    *,
    variant: int = 7,
    classes: tuple[int, ...] = (18, 63, 28),
    words: OwnText | None = None,
    arms: str | None = None,
    demo: bool = False,
    **verification: Any,
) -> Arrived:
    claims = Claims(
        student=name, group_code="ИУ5-63Б", group=3, stream="IU5", variant=variant, year=2024,
        classes=classes, demo=demo,
    )  # fmt: skip
    said = {"status": "verified", "sha256": file, "trainings": 25, **verification}
    read = Read(claims=claims, base=BASE, best=None, words=words or OwnText(), arms=arms)
    return Arrived(verification=Verification(file=file, **said), claims=claims, read=read)


def junk(file: str = "junk.pdf") -> Arrived:
    verification = Verification(file=file, status="no report", message="not a PDF")
    return Arrived(verification=verification, claims=Claims(), read=None)

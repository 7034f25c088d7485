"""The files of students that are served: those that their results name, and nothing else."""

import os
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab1report.course import result_file
from lab1report.course.serving import student_files
from lab1report.course.status import CourseStatus, status_of
from tests import made_course

PARTS = ("..", ".", "", "s003", "s000", "lab1.pdf", "result.json", "course.json", "index.html")
SIGNS = (
    "/",
    "\\",
    "%2f",
    "%2F",
    "%5c",
    "%252f",
    "%00",
    "%2e",
    "%c0%af",
    ";",
    "?",
    "#",
    " ",
    "C:",
    "~",
)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course, with files beside it and within that nobody may have."""
    out = tmp_path_factory.mktemp("served") / "reports"
    made_course.write_folder(out, 12)
    (out.parent / "secret.pdf").write_bytes(b"%PDF-secret")
    (out / "stray.pdf").write_bytes(b"%PDF-secret")
    (out / "s003" / "stray.pdf").write_bytes(b"%PDF-secret")
    (out / "s003" / ".hidden.pdf").write_bytes(b"%PDF-secret")
    (out / "s003" / "within").mkdir()
    (out / "s003" / "within" / "lab1.pdf").write_bytes(b"%PDF-secret")
    (out / "stray").mkdir()
    (out / "stray" / "lab1.pdf").write_bytes(b"%PDF-secret")
    return out


@pytest.fixture(scope="module")
def status(out: Path) -> CourseStatus:
    return status_of(out)


def test_a_file_that_the_result_names(out: Path, status: CourseStatus) -> None:
    for name in ("lab1.pdf", "lab1.html", "lab1.ipynb"):
        found = student_files.find(out, status, f"/s003/{name}".encode())
        assert found == (out / "s003" / name).resolve()
    assert student_files.find(out, status, b"/%73003/lab1%2Epdf") is not None


@pytest.mark.parametrize(
    "address",
    [
        "/s003/result.json",
        "/s003/stray.pdf",
        "/s003/.hidden.pdf",
        "/s003/within/lab1.pdf",
        "/s003/within%2Flab1.pdf",
        "/s003/",
        "/s003",
        "/stray.pdf",
        "/stray/lab1.pdf",
        "/course.json",
        "/.building/1.json",
        "/../secret.pdf",
        "/s003/../secret.pdf",
        "/s003/../../secret.pdf",
        "/s003/..%2F..%2Fsecret.pdf",
        "/s003/%2e%2e/secret.pdf",
        "/s003/..%5c..%5csecret.pdf",
        "/s003%2Flab1.pdf",
        "//s003/lab1.pdf",
        "/s003//lab1.pdf",
        "/./s003/lab1.pdf",
        "/s003/lab1.pdf/",
        "/s003/lab1.pdf%00.html",
        "/s003/lab1.pdf ",
        "/s003/lab1.pdf.",
        "/s003/lab1.pdf::$DATA",
        "/s003/LAB1.PDF",
        "/S003/lab1.pdf",
        "/s003/LAB1~1.PDF",
        "/s003/CON",
        "/C:/s003/lab1.pdf",
        "/%ff/lab1.pdf",
        "/s003/%c0%ae%c0%ae%2flab1.pdf",
        "/s003/%252e%252e%252fsecret.pdf",
        "http://127.0.0.1/s003/lab1.pdf",
        "*",
        "",
    ],
)
def test_nothing_else_can_be_had(out: Path, status: CourseStatus, address: str) -> None:
    assert student_files.find(out, status, address.encode()) is None


@settings(max_examples=50)
@given(st.lists(st.sampled_from((*PARTS, *SIGNS)) | st.text(max_size=5), max_size=9))
def test_whatever_is_asked_for(out: Path, status: CourseStatus, parts: list[str]) -> None:
    raw = quote("/" + "".join(parts), safe="%/\\;:~*").encode()
    found = student_files.find(out, status, raw)
    assert found is None or found.parent.parent == out.resolve()
    assert found is None or b"secret" not in found.read_bytes()


@pytest.mark.parametrize(
    "name",
    [
        "../../secret.pdf",
        "../stray.pdf",
        "within/lab1.pdf",
        ".hidden.pdf",
        "course.json/x.pdf",
        "/etc/passwd.pdf",
    ],
)
def test_a_result_that_names_what_is_elsewhere(
    tmp_path: Path, status: CourseStatus, out: Path, name: str
) -> None:
    """Somebody may have changed the file."""
    own = status.results["s003"]
    changed = replace(status, results={"s003": replace(own, files={name: "0"})})
    for asked in (name, quote(name, safe=""), name.replace("/", "%2F")):
        assert student_files.find(out, changed, f"/s003/{asked}".encode()) is None
    broken = replace(status, results={"s003": replace(own, files=["lab1.pdf"])})  # type: ignore[arg-type]
    assert student_files.find(out, broken, b"/s003/lab1.pdf") is None


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links here")
def test_a_link_is_not_followed(tmp_path: Path) -> None:
    out = tmp_path / "reports"
    made_course.write_folder(out, 8)
    status = status_of(out)
    secret = tmp_path / "secret.pdf"
    secret.write_bytes(b"%PDF-secret")
    status = status_of(out)  # before there were links
    (out / "s000" / "lab1.pdf").unlink()
    (out / "s000" / "lab1.pdf").symlink_to(secret)
    elsewhere = (out / "s001").rename(tmp_path / "s001")
    (out / "s001").symlink_to(elsewhere, target_is_directory=True)
    (out / "s002" / "lab1.html").unlink()
    (out / "s002" / "lab1.html").mkdir()
    assert status.results["s001"].state == "done"
    for address in (b"/s000/lab1.pdf", b"/s001/lab1.pdf", b"/s002/lab1.html"):
        assert student_files.find(out, status, address) is None
    assert student_files.find(out, status, b"/s002/lab1.pdf") is not None
    # The course itself may lie behind a link
    (tmp_path / "link").symlink_to(out, target_is_directory=True)
    assert student_files.find(tmp_path / "link", status, b"/s002/lab1.pdf") is not None


def test_pages_of_students_are_set_apart() -> None:
    for ending, kind in student_files.KINDS.items():
        apart = kind.policy.startswith("sandbox") or kind.taken or ending == ".pdf"
        assert apart, ending
        assert "allow-same-origin" not in kind.policy
        assert "allow-top-navigation" not in kind.policy
        assert "allow-popups" not in kind.policy
    assert result_file.RESULT_FILE.endswith(".json")

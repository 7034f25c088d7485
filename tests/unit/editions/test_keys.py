"""A page is made anew whenever any source of the program has changed."""

from pathlib import Path

from lab1report.editions.keys import of_package
from lab1report.store.code_digests import PACKAGE


def test_every_source_counts_by_its_name_and_its_text(tmp_path: Path) -> None:
    digests = {of_package.__wrapped__(tmp_path)}
    (tmp_path / "editions" / "pdf").mkdir(parents=True)
    nested, other = tmp_path / "editions" / "pdf" / "page.py", tmp_path / "notebooks.py"
    for change in (
        lambda: nested.write_text("one = 1"),
        lambda: nested.write_text("one = 2"),
        lambda: nested.rename(other),
        lambda: nested.write_text(""),
    ):
        change()
        digests.add(of_package.__wrapped__(tmp_path))
    assert len(digests) == 5
    (tmp_path / "compiled.pyc").write_bytes(b"")
    assert of_package.__wrapped__(tmp_path) in digests


def test_what_stands_in_a_notebook_is_in_the_package() -> None:
    names = {path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py")}
    assert {"notebooks/preparation.py", "notebooks/plots/xor.py", "data/demo_images.py"} < names

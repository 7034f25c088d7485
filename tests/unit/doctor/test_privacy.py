"""What doctor leaves out of its lines: the home folder."""

from pathlib import Path

import pytest

from lab1report.doctor.privacy import without_home


@pytest.mark.parametrize(
    ("home", "text", "shown"),
    [
        ("/srv/ivan", "/srv/ivan/cache", "~/cache"),
        ("/srv/ivan", "/srv/ivan", "~"),
        ("/srv/ivan", "no '/srv/ivan/x.so': in /srv/ivan/y", "no '~/x.so': in ~/y"),
        ("/srv/ivan", "/srv/ivanov/cache", "/srv/ivanov/cache"),
        ("/srv/ivan", "/mnt/srv/ivan/cache", "/mnt/srv/ivan/cache"),
        ("/srv/ivan", "/srv/ivan.old and /srv/ivan-2", "/srv/ivan.old and /srv/ivan-2"),
        ("/srv/ivan/", "/srv/ivan/cache", "~/cache"),
        ("/srv/i(v)an", "/srv/i(v)an/cache", "~/cache"),
        ("/", "/opt/cache", "/opt/cache"),
        ("/", "/", "/"),
        (".", "/opt/a.b/cache", "/opt/a.b/cache"),
        ("", "/opt/cache", "/opt/cache"),
    ],
)
def test_the_home_folder(home: str, text: str, shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", home)
    assert without_home(text) == shown


def test_a_home_folder_by_its_other_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "disk" / "ivan").mkdir(parents=True)
    (tmp_path / "ivan").symlink_to(tmp_path / "disk" / "ivan")
    monkeypatch.setenv("HOME", str(tmp_path / "ivan"))
    assert without_home(f"{tmp_path}/ivan/x, {tmp_path}/disk/ivan/x") == "~/x, ~/x"


def test_a_user_without_a_home(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_home() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", no_home)
    assert without_home("/srv/ivan") == "/srv/ivan"

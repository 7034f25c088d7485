"""Results by content."""

import errno
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from lab1report import quoting
from lab1report.model import CellOutput, RunResult, RunSpec, XorSpec
from lab1report.store.results import Store, digest_of, key_of, make_inputs
from tests.specs import BASE

SPEC = XorSpec(sample="xor", points=10, noise=0.1, hidden=2, lr=0.1, iterations=3, seed=0)
INPUTS = make_inputs("xor", SPEC, library={"torch": "2.13.0"}, code={"a": "1"}, data=None)


def result(spec: XorSpec = SPEC) -> RunResult:
    return RunResult(
        section="xor",
        spec=spec,
        values={"accuracy": 0.5, "class_sizes": [4, 6], "nested": {"train": 1.25}},
        arrays={"losses": np.array([3.0, 2.0]), "wrong": np.array([True, False])},
        stages=(CellOutput(id="sample", source="x = 1", output="привет"),),
        seconds=1.5,
        finished="2026-11-15T10:00:00+00:00",
        environment={"python": "3.11"},
    )


def entry_of(store: Store) -> Path:
    (path,) = (store.root / "results" / "xor").glob("*.bin")
    return path


@pytest.fixture
def warnings() -> list[str]:
    return []


@pytest.fixture
def store(tmp_path: Path, warnings: list[str]) -> Store:
    return Store(tmp_path / "cache", warn=warnings.append)


def test_what_was_put_comes_back(store: Store) -> None:
    assert store.get("xor", INPUTS, SPEC) is None
    store.put(INPUTS, result())
    found = store.get("xor", INPUTS, SPEC)
    assert found is not None
    assert found.values == result().values
    assert found.stages == result().stages
    assert (found.seconds, found.finished) == (1.5, "2026-11-15T10:00:00+00:00")
    np.testing.assert_array_equal(found.arrays["losses"], [3.0, 2.0])
    assert found.arrays["wrong"].dtype == bool


@pytest.mark.parametrize(
    "other",
    [
        make_inputs("xor", replace(SPEC, seed=1), library={"torch": "2.13.0"}, code={"a": "1"}),
        make_inputs("xor", SPEC, library={"torch": "2.13.1"}, code={"a": "1"}, data=None),
        make_inputs("xor", SPEC, library={"torch": "2.13.0"}, code={"a": "2"}, data=None),
        make_inputs("xor", SPEC, library={"torch": "2.13.0"}, code={"a": "1"}, data="abc"),
    ],
    ids=["seed", "library", "code", "data"],
)
def test_any_input_makes_another_entry(store: Store, other: dict[str, str]) -> None:
    store.put(INPUTS, result())
    assert key_of(other) != key_of(INPUTS)
    assert store.get("xor", other, SPEC) is None


def test_every_field_of_the_specification_is_in_the_key() -> None:
    assert {name for name in INPUTS if name.startswith("spec.")} == {
        "spec.sample",
        "spec.points",
        "spec.noise",
        "spec.hidden",
        "spec.lr",
        "spec.iterations",
        "spec.seed",
    }


TRAINING = replace(BASE, hidden=(10, 5))
CHANGES: dict[str, object] = {
    "classes": (63, 18, 28),
    "hidden": (105,),
    "optimizer": "momentum",
    "lr": 0.0051,
    "batch_size": 64,
    "epochs": 251,
    "seed": 1,
    "order": 1,
    "schedule": "linear",
    "saturation": 2.0,
    "share": 0.5,
    "fold": 0,
    "folds": 3,
}


def test_every_change_of_a_training_makes_another_key() -> None:
    assert CHANGES.keys() == {field.name for field in fields(RunSpec)}
    specs = [TRAINING, *(replace(TRAINING, **{k: v}) for k, v in CHANGES.items())]  # type: ignore[arg-type]
    keys = {key_of(make_inputs("series", spec)) for spec in specs}
    assert len(keys) == len(specs)


def test_values_of_uncertain_identity_are_refused() -> None:
    with pytest.raises(TypeError, match="list cannot be part of a key"):
        make_inputs("xor", replace(SPEC, points=[1]))  # type: ignore[arg-type]


@pytest.mark.parametrize("damage", ["cut", "empty", "text", "flipped"])
def test_an_unreadable_entry_is_absent(store: Store, damage: str, warnings: list[str]) -> None:
    store.put(INPUTS, result())
    path = entry_of(store)
    whole = path.read_bytes()
    middle = len(whole) // 2
    path.write_bytes(
        {
            "cut": whole[:middle],
            "empty": b"",
            "text": b"no",
            "flipped": whole[: middle - 9] + bytes(18) + whole[middle + 9 :],
        }[damage]
    )
    assert not store.explain("xor", INPUTS, SPEC).current
    assert store.get("xor", INPUTS, SPEC) is None
    assert "counts as absent" in warnings[0]
    store.put(INPUTS, result())
    assert store.get("xor", INPUTS, SPEC) is not None


def test_the_inputs_beside_the_result_are_compared(store: Store) -> None:
    store.put(INPUTS, result())
    other = make_inputs("xor", replace(SPEC, seed=1))
    entry_of(store).rename(store.root / "results" / "xor" / f"{key_of(other)}.bin")
    assert store.get("xor", other, SPEC) is None


def test_a_failed_write_leaves_the_old_entry(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.put(INPUTS, result())

    def stop(*args: object, **kwargs: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "write_bytes", stop)
    with pytest.raises(KeyboardInterrupt):
        store.put(INPUTS, result())
    monkeypatch.undo()
    assert store.get("xor", INPUTS, SPEC) is not None
    assert [path.name for path in entry_of(store).parent.iterdir()] == [entry_of(store).name]


def test_a_cache_that_cannot_be_written_is_said_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    warnings: list[str] = []
    store = Store(tmp_path / "file" / "below", warn=warnings.append)
    store.put(INPUTS, result())
    store.put_bytes({"kind": "page"}, b"x")
    (warning,) = warnings
    assert "LAB1REPORT_CACHE" in warning
    assert store.get("xor", INPUTS, SPEC) is None


def test_a_cache_that_lies_too_deep_on_windows_is_said(
    store: Store, warnings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def not_found(*, dir: Path, prefix: str, suffix: str) -> None:
        path = str(Path(dir).parent / ("x" * 250) / f"{prefix}12345678{suffix}")
        raise FileNotFoundError(errno.ENOENT, "The system cannot find the path specified", path)

    monkeypatch.setattr("tempfile.mkstemp", not_found)
    store.put(INPUTS, result())
    assert "its path has" not in warnings[0], "here it is no reason"
    monkeypatch.setattr(quoting, "os", SimpleNamespace(name="nt"))
    Store(store.root, warn=warnings.append).put(INPUTS, result())
    words = (
        r"its path has \d+ characters, more than Windows takes .* name another one in LAB1REPORT_"
    )
    assert re.search(words, warnings[1])


def test_the_digest_is_of_what_was_measured() -> None:
    plain = digest_of(result())
    other = replace(result(), arrays={**result().arrays, "losses": np.array([3.0, 2.5])})
    assert digest_of(result()) == plain
    assert digest_of(other) != plain
    assert digest_of(replace(result(), values={"accuracy": 0.6})) != plain


@pytest.mark.parametrize(
    "arrays",
    [
        {"losses": np.array([[1], [2]])},  # another shape
        {"losses": np.array([1, 2]).view(np.uint64)},  # another type of the same bytes
        {"other": np.array([1, 2])},
    ],
    ids=["shape", "type", "name"],
)
def test_the_digest_is_of_more_than_bytes(arrays: dict[str, NDArray[Any]]) -> None:
    plain = replace(result(), arrays={"losses": np.array([1, 2])})
    other = replace(result(), arrays=arrays)
    assert [a.tobytes() for a in arrays.values()] == [plain.arrays["losses"].tobytes()]
    assert digest_of(other) != digest_of(plain)


def test_explain(store: Store) -> None:
    never = store.explain("xor", INPUTS, SPEC)
    assert (never.current, never.stored_at, never.changes) == (False, None, ())
    store.put(INPUTS, result())
    assert store.explain("xor", INPUTS, SPEC).current
    assert store.explain("xor", INPUTS, SPEC, before="0" * 32).current
    other = make_inputs(
        "xor", replace(SPEC, lr=0.2), library={"torch": "2.13.0"}, code={"a": "2"}, data=None
    )
    changed = store.explain("xor", other, SPEC, before=key_of(INPUTS))
    assert not changed.current
    assert [(c.name, c.stored, c.wanted) for c in changed.changes] == [
        ("code.a", "1", "2"),
        ("spec.lr", 0.1, 0.2),
    ]


def test_explain_compares_with_no_other_run(store: Store) -> None:
    """Unless it is known what the run had before, only the same specification is the same run."""
    store.put(INPUTS, result())
    for lr, code in ((0.2, "1"), (0.1, "2")):
        wanted = make_inputs(
            "xor", replace(SPEC, lr=lr), library={"torch": "2.13.0"}, code={"a": code}
        )
        found = store.explain("xor", wanted, SPEC)
        assert [change.name for change in found.changes] == ([] if lr == 0.2 else ["code.a"])
        assert (found.stored_at is None) == (lr == 0.2)
        assert store.explain("xor", wanted, SPEC, before="0" * 32) == found  # that entry is gone


@pytest.mark.parametrize("readable", ["2", "3", "4", "5"])
def test_explain_passes_over_what_cannot_be_read(store: Store, readable: str) -> None:
    """Wherever it lies: the folder gives its entries in an order of its own."""

    def inputs(code: str) -> dict[str, str | int | float | None]:
        return dict(make_inputs("xor", SPEC, library={"torch": "2"}, code={"a": code}))

    for code in ("2", "3", "4", "5"):
        store.put(inputs(code), result())
    for entry in (store.root / "results" / "xor").glob("*.bin"):
        if entry.stem != key_of(inputs(readable)):
            entry.write_bytes(b"damaged")
    for before in (None, key_of(inputs(readable)), key_of(inputs("2"))):
        (change,) = store.explain("xor", inputs("6"), SPEC, before=before).changes
        assert (change.name, change.stored, change.wanted) == ("code.a", readable, "6")


def test_bytes_and_their_damage(store: Store, warnings: list[str]) -> None:
    inputs = {"kind": "page", "content": "abc"}
    assert store.get_bytes(inputs) is None
    store.put_bytes(inputs, b"%PDF\n\n1")
    assert store.get_bytes(inputs) == b"%PDF\n\n1"
    (path,) = (store.root / "pages").glob("*.bin")
    path.write_bytes(path.read_bytes() + b"x")
    assert store.get_bytes(inputs) is None
    assert "damaged" in warnings[0]


def test_bytes_are_made_once(store: Store) -> None:
    made: list[int] = []

    def make() -> bytes:
        made.append(1)
        return b"made"

    inputs = {"kind": "figure"}
    assert [store.bytes_of(inputs, make) for _ in range(2)] == [b"made", b"made"]
    assert len(made) == 1


def test_pages_unused_for_a_month_are_dropped(store: Store) -> None:
    month, hour = 30 * 24 * 3600, 3600
    for name, age in (("old", month + hour), ("new", month - hour)):
        store.put_bytes({"name": name}, name.encode())
        path = store.root / "pages" / f"{key_of({'name': name})}.bin"
        used = time.time() - age
        os.utime(path, (used, used))
    store.drop_old_pages()
    assert store.get_bytes({"name": "old"}) is None
    assert store.get_bytes({"name": "new"}) == b"new"
    assert time.time() - path.stat().st_mtime < hour, "it was just used again"


def test_a_claim_is_of_one_at_a_time(store: Store) -> None:
    first = store.claim("xor", INPUTS)
    assert first is not None
    assert store.claim("xor", INPUTS) is None
    assert store.claim("xor", make_inputs("xor", replace(SPEC, seed=1))) is not None
    first.release()
    assert store.claim("xor", INPUTS) is not None


def test_a_claim_leaves_the_result_as_it_is(store: Store) -> None:
    store.put(INPUTS, result())
    assert store.claim("xor", INPUTS) is not None
    assert store.get("xor", INPUTS, SPEC) is not None
    assert store.explain("xor", INPUTS, SPEC).current


def test_who_waits_for_a_claim_gets_it_next(store: Store) -> None:
    first = store.claim("xor", INPUTS)
    assert first is not None
    got = threading.Event()

    def wait() -> None:
        if store.claim("xor", INPUTS, wait=True) is not None:
            got.set()

    waiting = threading.Thread(target=wait, daemon=True)
    waiting.start()
    assert not got.wait(0.3), "two have it"
    first.release()
    assert got.wait(10)


CLAIMING = """
import sys
from pathlib import Path
from lab1report.store.results import Store
lock = Store(Path(sys.argv[1])).claim("xor", {"a": 1})
print(lock is not None, flush=True)
sys.stdin.read()
"""


def test_a_claim_ends_with_its_process(store: Store) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", CLAIMING, str(store.root)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "True\n"
        assert store.claim("xor", {"a": 1}) is None
        process.kill()
    assert store.claim("xor", {"a": 1}, wait=True) is not None


def refusing(number: int) -> Callable[..., int]:
    def refuse(*args: object, **kwargs: object) -> int:
        raise OSError(number, os.strerror(number))

    return refuse


@pytest.mark.parametrize("wait", [False, True])
@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES])
def test_a_cache_that_can_only_be_read_stops_nobody(
    store: Store, monkeypatch: pytest.MonkeyPatch, number: int, wait: bool
) -> None:
    """Nothing is shared through it, so there is nobody to wait for."""
    store.put(INPUTS, result())
    monkeypatch.setattr("os.open", refusing(number))
    for _ in range(2):
        lock = store.claim("xor", INPUTS, wait=wait)
        assert lock is not None
        assert not lock.is_locked
        lock.release()
    assert store.get("xor", INPUTS, SPEC) is not None


@pytest.mark.parametrize("wait", [False, True])
def test_a_claim_in_a_cache_that_cannot_be(tmp_path: Path, wait: bool) -> None:
    (tmp_path / "file").write_text("")
    lock = Store(tmp_path / "file" / "below").claim("xor", INPUTS, wait=wait)
    assert lock is not None
    lock.release()

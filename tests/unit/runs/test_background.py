"""Work in the background is done in order and in full, whatever fails."""

import threading
from functools import partial

import pytest

from lab1report.runs.background import Background


def test_in_order_and_done_when_finished() -> None:
    done: list[int] = []
    go = threading.Event()
    background = Background()
    background.add(go.wait)
    for number in range(5):
        background.add(partial(done.append, number))
    assert done == []
    go.set()
    background.finish()
    assert done == [0, 1, 2, 3, 4]


def test_not_in_the_thread_that_adds() -> None:
    seen: list[int] = []
    background = Background()
    background.add(lambda: seen.append(threading.get_ident()))
    background.add(lambda: seen.append(threading.get_ident()))
    background.finish()
    assert len(set(seen)) == 1
    assert seen[0] != threading.get_ident()


def test_a_failure_stops_nothing() -> None:
    done: list[str] = []
    background = Background()
    background.add(lambda: 1 // 0)
    background.add(lambda: done.append("after"))
    background.finish()
    assert done == ["after"]


def test_an_exception_drops_what_has_not_begun_and_waits_for_what_has() -> None:
    done: list[str] = []
    begun, go = threading.Event(), threading.Event()

    def first() -> None:
        begun.set()
        go.wait()
        done.append("first")

    def interrupted() -> None:
        with Background() as background:
            background.add(first)
            background.add(lambda: done.append("second"))
            begun.wait()
            threading.Timer(0.1, go.set).start()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert done == ["first"]


def test_a_block_that_ends_well_ends_when_all_is_done() -> None:
    done: list[int] = []
    with Background() as background:
        for number in range(5):
            background.add(partial(done.append, number))
    assert done == [0, 1, 2, 3, 4]

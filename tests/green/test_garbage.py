"""When old garbage is looked for: never while many are connected."""

import gc
import time
import weakref
from collections.abc import Iterator

import pytest

from green import garbage
from green.garbage import CALM, Garbage
from tests.waiting import until


@pytest.fixture(autouse=True)
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As it was, afterwards; and looked at often."""
    monkeypatch.setattr(garbage, "CALM_SECONDS", 0.01)
    monkeypatch.setattr(garbage, "PAUSE_SECONDS", (0.01, 0.02))
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


def collections_of_old() -> int:
    found: int = gc.get_stats()[2]["collections"]
    return found


@pytest.mark.parametrize(("connected", "is_looked_for"), [(CALM, True), (CALM + 1, False)])
def test_old_garbage_is_looked_for_while_few_are_connected(
    connected: int, is_looked_for: bool
) -> None:
    looks = [0]

    def count() -> int:
        looks[0] += 1
        return connected

    watched = Garbage(count)
    watched.start()
    before = collections_of_old()
    until(lambda: looks[0] >= 3)
    watched.stop()
    assert (collections_of_old() > before) is is_looked_for
    assert (watched.last_seconds > 0) is is_looked_for


def test_what_is_loaded_at_the_start_is_never_searched() -> None:
    watched = Garbage(lambda: 10_000)
    watched.start()
    assert gc.get_freeze_count() > 1000
    assert gc.get_threshold() == (garbage.YOUNG, garbage.NEVER, garbage.NEVER)
    watched.stop()


def test_young_garbage_is_collected_however_many_are_connected() -> None:
    class Ring:
        def __init__(self) -> None:
            self.itself = self

    watched = Garbage(lambda: 10_000)
    watched.start()
    gone = weakref.ref(Ring())
    until(lambda: gone() is None)
    watched.stop()


def test_a_look_that_took_long_is_followed_by_the_next_sooner_but_not_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(garbage, "PAUSE_SECONDS", (0.01, 60.0))
    watched = Garbage(lambda: 10_000)
    young = watched._young
    young.every_seconds = 60.0
    gc.set_threshold(0)  # nobody else looks
    ballast = [[each] for each in range(300_000)]
    began = time.perf_counter()
    watched._look()
    took = time.perf_counter() - began
    assert len(ballast) and garbage.LOOK_SECONDS < young.every_seconds < 60.0
    assert young.every_seconds <= max(took / garbage.SHARE, 60.0 * garbage.LOOK_SECONDS / took * 2)
    del ballast
    for _ in range(20):
        watched._look()
    assert young.every_seconds == 60.0

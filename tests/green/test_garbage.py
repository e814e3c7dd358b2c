"""When old garbage is looked for: never while many are connected."""

import gc
from collections.abc import Iterator

import pytest

from green import garbage
from green.garbage import CALM, Garbage
from tests.waiting import until


@pytest.fixture(autouse=True)
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As it was, afterwards; and looked at often."""
    monkeypatch.setattr(garbage, "LOOK_SECONDS", 0.01)
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
    assert gc.get_threshold() == (garbage.YOUNG, garbage.MIDDLE, garbage.NEVER)
    watched.stop()

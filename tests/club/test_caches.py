"""What a worker keeps: bounded, and never older than what the bus has said."""

from club.caches import Cache
from green.bus import Bus, Callables


def a_bus() -> Bus:
    """It carries nothing: words come and go by hand."""
    return Bus(Callables(lambda topics: None, lambda topic, payload: None))  # type: ignore[arg-type, return-value]


def hear(bus: Bus, name: str, payload: str) -> None:
    for listener in bus._listeners[f"cache {name}"]:
        listener(payload)


def a_cache(bus: Bus, most: int = 10, seconds: float = 60.0) -> Cache[int]:
    return Cache("numbers", bus, most=most, seconds=seconds)


def test_what_was_loaded_is_found_again() -> None:
    cache = a_cache(a_bus())
    assert [cache.get("a", lambda: 1), cache.get("a", lambda: 2)] == [1, 1]
    assert (cache.hits, cache.loads, len(cache)) == (1, 1, 1)


def test_it_keeps_no_more_than_it_may() -> None:
    cache = a_cache(a_bus(), most=3)
    for number in range(10):
        cache.get(str(number), lambda: 1)
    assert len(cache) == 3


def test_it_keeps_nothing_for_longer_than_it_may() -> None:
    cache = a_cache(a_bus(), seconds=0.0)
    assert [cache.get("a", lambda: 1), cache.get("a", lambda: 2)] == [1, 2]


def test_what_has_changed_is_forgotten_here_and_told_to_all() -> None:
    bus = a_bus()
    cache = a_cache(bus)
    cache.get("a", lambda: 1)
    cache.get("b", lambda: 1)
    cache.drop("a")
    assert [cache.get("a", lambda: 2), cache.get("b", lambda: 2)] == [2, 1]
    assert list(bus._unsent) == [("cache numbers", "a")]


def test_what_another_worker_has_changed_is_forgotten() -> None:
    bus = a_bus()
    cache = a_cache(bus)
    cache.get("a", lambda: 1)
    hear(bus, "numbers", "a")
    assert cache.get("a", lambda: 2) == 2
    hear(bus, "numbers", "*")
    assert cache.get("a", lambda: 3) == 3
    assert not bus._unsent


def test_what_was_read_before_a_change_is_not_kept_after_it() -> None:
    bus = a_bus()
    cache = a_cache(bus)

    def load_slowly() -> int:
        hear(bus, "numbers", "a")  # meanwhile
        return 1

    assert cache.get("a", load_slowly) == 1
    assert cache.get("a", lambda: 2) == 2


def test_what_may_have_been_said_while_the_bus_was_down_counts_as_said() -> None:
    bus = a_bus()
    cache = a_cache(bus)
    cache.get("a", lambda: 1)
    for callback in bus._on_up:
        callback()
    assert cache.get("a", lambda: 2) == 2

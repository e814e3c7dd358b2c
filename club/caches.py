"""What a worker keeps of the database in memory: bounded, and thrown away when the bus says so."""

from collections.abc import Callable
from typing import Final, Generic, TypeVar

from cachetools import TTLCache

from green.bus import Bus

V = TypeVar("V")
ALL: Final = "*"


class Cache(Generic[V]):
    """Values by key, at most so many and none older than so many seconds.

    The bus may lose a word: age bounds what that costs. `hits` and `loads` are for metrics and
    only grow.
    """

    def __init__(self, name: str, bus: Bus, *, most: int, seconds: float) -> None:
        self.name = name
        self.hits = 0
        self.loads = 0
        self._bus = bus
        self._topic = f"cache {name}"
        self._kept: TTLCache[str, V] = TTLCache(most, seconds)
        self._changes = 0  # words that something is out of date
        bus.subscribe(self._topic, self._forget)
        bus.on_up(lambda: self._forget(ALL))

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: str, load: Callable[[], V]) -> V:
        """The value kept, or the one loaded now. Raises what `load` raises."""
        if key in self._kept:
            self.hits += 1
            return self._kept[key]
        self.loads += 1
        before = self._changes
        value = load()
        if self._changes == before:  # otherwise it may have been read before the change
            self._kept[key] = value
        return value

    def drop(self, key: str = ALL) -> None:
        """What this was loaded from has changed and is committed: all workers forget it."""
        self._forget(key)
        self._bus.publish(self._topic, key)

    def _forget(self, key: str) -> None:
        self._changes += 1
        if key == ALL:
            self._kept.clear()
        else:
            self._kept.pop(key, None)

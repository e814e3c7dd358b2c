"""What a test must not leave behind: greenlets that still run, connections that are still open."""

import weakref
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import gevent
import pytest

from store.opening import Connection

GRACE_SECONDS = 2.0

if TYPE_CHECKING:  # at run time the class takes no parameters
    Spawned = gevent.Greenlet[Any, Any]
else:
    Spawned = gevent.Greenlet

_spawned: weakref.WeakSet[Spawned] = weakref.WeakSet()
gevent.Greenlet.add_spawn_callback(_spawned.add)


def _greenlets() -> set[Spawned]:
    """Those that are not done, patched threads among them; one never started does no harm."""
    return {each for each in list(_spawned) if not each.dead}


_opened: weakref.WeakSet[Connection] = weakref.WeakSet()
_open = Connection.__init__


def _open_noted(connection: Connection, *given: Any, **named: Any) -> None:
    """As the class does it; to look for connections among all objects takes far longer."""
    _open(connection, *given, **named)
    _opened.add(connection)


Connection.__init__ = _open_noted  # type: ignore[assignment]


def _connections() -> set[Connection]:
    return {each for each in list(_opened) if not each.closed}


@pytest.fixture(autouse=True)
def nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test that leaves greenlets or connections; what wider fixtures own may stay."""
    uses_database = "postgres" in request.fixturenames
    for name in {"postgres", "database_url"} & set(request.fixturenames):
        request.getfixturevalue(name)
    greenlets_before = _greenlets()
    connections_before = _connections() if uses_database else set()
    yield
    left = _greenlets() - greenlets_before
    if left:
        gevent.joinall(list(left), timeout=GRACE_SECONDS)
        left = {each for each in left if not each.dead}
    assert not left, f"greenlets left behind: {left}"
    if uses_database:
        assert not _connections() - connections_before, "database connections left behind"

"""Work for one worker of the club goes to one, and to the next when its time is over."""

import gevent

from store.claims import claim
from store.connections import Connections


def test_one_of_many_gets_it(connections: Connections) -> None:
    def try_it() -> bool:
        with connections.connection() as connection:
            return claim(connection, "sweep", 60)

    tries = [gevent.spawn(try_it) for _ in range(8)]
    assert sorted(each.get(timeout=5) for each in tries) == [False] * 7 + [True]


def test_it_is_free_again_after_its_time_and_works_are_apart(connections: Connections) -> None:
    with connections.connection() as connection:
        assert claim(connection, "sweep", 0.1)
        assert not claim(connection, "sweep", 0.1)
        assert claim(connection, "archive", 60)
        gevent.sleep(0.15)
        assert claim(connection, "sweep", 60)

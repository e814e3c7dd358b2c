"""A restart of PostgreSQL: refused with a code while it is away, as before when it is back."""

import pytest

from store import events
from store.connections import Connections
from store.errors import Busy, Lost
from store.listening import Hint, Listener, notify
from tests.databases import kill, start_again
from tests.store.rows import a_match, an_act
from wsgi.embedded import EmbeddedPostgres


@pytest.mark.parametrize("end", [kill, EmbeddedPostgres.stop])
def test_what_was_written_stays_and_the_pool_goes_on(
    own_postgres: EmbeddedPostgres, end: object
) -> None:
    assert callable(end)
    pool = Connections(own_postgres.url(), size=2, wait_seconds=0.2)
    match_id = a_match(pool)
    listener = Listener(own_postgres.url(), ["acts"])
    with pool.connection() as connection:
        assert events.write_batch(connection, [an_act(match_id, 1)])
    end(own_postgres)
    with pytest.raises(Busy), pool.connection() as connection:
        events.write_batch(connection, [an_act(match_id, 2)])
    with pytest.raises(Lost):
        while True:
            listener.wait(1)
    start_again(own_postgres)
    with pool.connection() as connection:
        assert events.write_batch(connection, [an_act(match_id, 2)])
        assert [each.version for each in events.since(connection, match_id, 0)] == [1, 2]
    listener = Listener(own_postgres.url(), ["acts"])
    with pool.connection() as connection:
        notify(connection, "acts", "1:2")
    assert listener.wait(2) == [Hint("acts", "1:2")]
    listener.close()
    assert pool.counts.in_use == 0
    pool.close()

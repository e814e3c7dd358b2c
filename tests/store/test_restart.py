"""A restart of PostgreSQL: refused with a code while it is away, as before when it is back."""

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from store import events
from store.connections import Connections
from store.errors import Busy, Lost
from store.listening import Hint, Listener, notify
from store.migrate import migrate
from tests.store.rows import a_match, an_act
from wsgi.embedded import EmbeddedError, EmbeddedPostgres


@pytest.fixture
def own_postgres() -> Iterator[EmbeddedPostgres]:
    folder = Path(tempfile.mkdtemp(prefix="trelyazh-restart-"))
    server = EmbeddedPostgres(folder / "pg")
    server.start()
    migrate(server.url())
    yield server
    server.stop(at_once=True)
    shutil.rmtree(folder)


def kill(server: EmbeddedPostgres) -> None:
    assert server.pid is not None
    os.kill(server.pid, signal.SIGKILL)
    while server.is_running():
        time.sleep(0.01)


def start(server: EmbeddedPostgres) -> None:
    """As the launcher does: what the dead one left may take a moment to go away."""
    give_up_at = time.monotonic() + 20
    while not server.is_running():
        try:
            server.start()
        except EmbeddedError:
            assert time.monotonic() < give_up_at
            time.sleep(0.1)


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
    start(own_postgres)
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

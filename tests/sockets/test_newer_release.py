"""A worker that meets an act of a newer release sends its people to another worker."""

from collections.abc import Iterator

import pytest

from club.addresses import address_of
from club.club import Club
from tests.club.clubs import a_guest, a_table, settings_for, until
from tests.databases import execute
from tests.green.sites import Site, serving
from tests.green.wire import Client
from wsgi.app import create_app
from wsgi.running import Running


@pytest.fixture
def running(database_url: str) -> Iterator[tuple[Running, Site]]:
    app = create_app(settings_for(database_url))
    worker: Running = app.extensions["running"]
    worker.start()
    with serving(app) as site:
        yield worker, site
    worker.stop()


def dealt(club: Club) -> int:
    """A table where the cards have been dealt: version 2."""
    match_id = a_table(club, *(a_guest(name) for name in ("alice", "bob", "carol")))
    assert club.tables.begin(match_id)
    with club.tables.registry.use(match_id) as table:
        until(lambda: table.head.version == 2)
    return match_id


def told(client: Client) -> str:
    """The next message, besides who is connected."""
    while '"t":"here"' in (text := client.hear()):
        pass
    return text


def test_an_unknown_kind_closes_the_sockets_of_that_table_with_1012(
    running: tuple[Running, Site], database_url: str
) -> None:
    worker, site = running
    newer, other = dealt(worker.club), dealt(worker.club)
    address, there = address_of(newer), address_of(other)
    with (
        Client(site.port, f"/ws/table/{address}") as here,
        Client(site.port, f"/ws/table/{there}") as beside,
    ):
        assert '"t":"state"' in told(here) and '"t":"state"' in told(beside)
        execute(
            database_url,
            f"insert into events select match_id, 3, seat, 'sing', body, ref, event_id, at"
            f" from events where match_id = {newer} and version = 2;"
            f" update matches set version = 3 where id = {newer}",
        )
        assert told(here) == '{"t":"bye","code":"restarting"}'
        assert here.farewell()[0] == 1012
        beside.say('{"t":"ping"}')
        assert '"t":"pong"' in told(beside)
    with Client(site.port, f"/ws/table/{address}") as again:
        assert again.farewell()[0] == 1012

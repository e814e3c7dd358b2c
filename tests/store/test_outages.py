"""The heartbeat: a gap of over three seconds is an outage, counted once."""

import gevent

from store import outages
from store.connections import Connections
from tests.databases import execute


def beat(connections: Connections) -> outages.Beat:
    with connections.connection() as connection:
        return outages.beat(connection)


def counted(connections: Connections) -> list[int]:
    with connections.connection() as connection, connection.cursor() as cursor:
        cursor.execute("select ended - began from outages order by began")
        return [row[0] for row in cursor]


def test_the_first_beat_of_all_finds_no_outage(connections: Connections) -> None:
    assert beat(connections).lost_ms == 0
    assert counted(connections) == []


def test_a_beating_heart_loses_no_time(connections: Connections) -> None:
    first, second = beat(connections), beat(connections)
    assert first.lost_ms == second.lost_ms == 0
    assert 0 <= second.at - first.at < 1000
    assert counted(connections) == []


def test_a_gap_is_counted_once_by_whoever_finds_it(
    connections: Connections, database_url: str
) -> None:
    execute(database_url, "update heartbeat set at = clock_ms() - 60000")
    finders = [gevent.spawn(beat, connections) for _ in range(4)]
    beats = [finder.get(timeout=5) for finder in finders]
    assert len({each.lost_ms for each in beats}) == 1
    assert 60_000 <= beats[0].lost_ms < 62_000
    assert counted(connections) == [beats[0].lost_ms]
    assert beat(connections).lost_ms == beats[0].lost_ms


def test_a_short_gap_is_nobodys_fault(connections: Connections, database_url: str) -> None:
    execute(database_url, "update heartbeat set at = clock_ms() - 2500")
    assert beat(connections).lost_ms == 0
    with connections.connection() as connection:
        assert outages.read(connection).lost_ms == 0
    assert counted(connections) == []


def test_outages_add_up(connections: Connections, database_url: str) -> None:
    for _ in range(2):
        execute(database_url, "update heartbeat set at = clock_ms() - 10000")
        beat(connections)
    assert 20_000 <= beat(connections).lost_ms < 22_000
    assert len(counted(connections)) == 2


def test_beats_close_together_are_written_once(connections: Connections) -> None:
    def written() -> int:
        with connections.connection() as connection, connection.cursor() as cursor:
            cursor.execute("select at from heartbeat")
            row = cursor.fetchone()
        assert row is not None
        return int(row[0])

    beat(connections)
    at = written()
    assert beat(connections).at >= at
    assert written() == at


def test_a_database_clock_that_jumps_back_does_no_harm(
    connections: Connections, database_url: str
) -> None:
    execute(database_url, "update heartbeat set at = clock_ms() + 5000")
    assert beat(connections).lost_ms == 0
    assert counted(connections) == []

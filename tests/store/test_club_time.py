"""Club time runs with the database's clock and stands still in an outage."""

import time

import pytest

from store import club_time, outages
from store.club_time import ClubTime
from store.connections import Connections
from tests.databases import execute


@pytest.fixture
def clock(connections: Connections) -> ClubTime:
    found = ClubTime(connections)
    found.measure()
    return found


def database_ms(connections: Connections) -> int:
    with connections.connection() as connection:
        return outages.read(connection).at


def test_it_is_the_databases_time(connections: Connections, clock: ClubTime) -> None:
    assert abs(clock.now() - database_ms(connections)) <= 20


def test_it_runs(clock: ClubTime) -> None:
    before = clock.now()
    time.sleep(0.05)
    assert 45 <= clock.now() - before <= 90


def test_before_it_is_measured_there_is_none(connections: Connections) -> None:
    with pytest.raises(RuntimeError):
        ClubTime(connections).now()


def test_an_outage_is_taken_off_once_it_is_known(
    connections: Connections, clock: ClubTime, database_url: str
) -> None:
    before = clock.now()
    execute(database_url, "update heartbeat set at = clock_ms() - 60000")
    ClubTime(connections).beat()  # another worker found it
    assert clock.now() >= before
    clock.beat()
    assert -62_000 < clock.now() - before <= -59_000


def test_timers_wait_for_a_fresh_beat(clock: ClubTime, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not clock.is_sure()
    clock.beat()
    assert clock.is_sure()
    monkeypatch.setattr(club_time, "SURE_SECONDS", 0.01)
    time.sleep(0.02)
    assert not clock.is_sure()


def test_the_fastest_round_trip_decides(
    connections: Connections, clock: ClubTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    delays = iter([0.05, 0.0, 0.05, 0.05, 0.05])
    read = outages.read

    def slow(connection: object) -> outages.Beat:
        found = read(connection)  # type: ignore[arg-type]
        time.sleep(next(delays))
        return found

    monkeypatch.setattr(outages, "read", slow)
    assert clock.measure() < 40
    monkeypatch.undo()
    assert abs(clock.now() - database_ms(connections)) <= 20

"""Matches: loading one, finding the overdue ones, ending them."""

import gevent
import pytest

from store import events, matches, seats
from store.connections import Connections
from store.ids import new_id
from store.matches import Known
from tests.databases import execute
from tests.store.rows import a_match, a_player, an_act, as_stored


def test_a_match_is_read_as_it_was_made(connections: Connections) -> None:
    alice = a_player(connections)
    match_id = a_match(connections, host=alice, deadline=500)
    with connections.connection() as connection:
        found = matches.read(connection, match_id)
        assert matches.read(connection, match_id + 1) is None
    assert found is not None
    assert found.rules == {"pool": 10}
    assert found.clock == {"act_ms": 30_000}
    assert found[4:11] == (3, "open", 0, 500, 0, alice, None)
    assert found.created_at.tzinfo is not None


def test_ids_are_positive_and_differ() -> None:
    ids = {new_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(0 < each < 2**63 for each in ids)


def test_loading_an_unstarted_match(connections: Connections) -> None:
    match_id = a_match(connections)
    with connections.connection() as connection:
        point = matches.load_point(connection, match_id)
        assert matches.load_point(connection, match_id + 1) is None
    assert point is not None
    assert (point.seats, point.snapshot, point.snapshot_version, point.events) == ((), None, 0, [])


def test_loading_takes_the_last_deal_and_what_came_after_it(connections: Connections) -> None:
    alice = a_player(connections, "Алиса")
    match_id = a_match(connections, host=alice)
    with connections.transaction() as connection:
        seats.take_seat(connection, match_id, 2, alice)
        seats.fill_with_bot(connection, match_id, 0, "Pip")
    rows = [
        an_act(match_id, 1, seat=None, kind="start"),
        an_act(match_id, 2, seat=None, kind="deal", snapshot="first deal"),
        an_act(match_id, 3, result="first result"),
        an_act(match_id, 4, seat=None, kind="deal", snapshot="second deal"),
        an_act(match_id, 5, body='{"a":"7S"}'),
        an_act(match_id, 6, seat=1),
    ]
    with connections.connection() as connection:
        for row in rows:
            events.write_batch(connection, [row])
        point = matches.load_point(connection, match_id)
    assert point is not None
    assert (point.match.version, point.match.seating) == (6, 2)
    assert point.seats == (
        matches.Seat(0, None, "Pip", True),
        matches.Seat(2, alice, "Алиса", False),
    )
    assert (point.snapshot, point.snapshot_version) == ("second deal", 4)
    assert point.events == [as_stored(row) for row in rows[4:]]


def test_only_matches_that_moved_are_told(connections: Connections) -> None:
    first, second, third, over = (a_match(connections) for _ in range(4))
    with connections.transaction() as connection:
        events.write_batch(connection, [an_act(first, 1)])
        events.write_batch(connection, [an_act(over, 1, status="finished")])
        seats.fill_with_bot(connection, second, 0, "Pip")
        known = [Known(first, 0, 0), Known(second, 0, 0), Known(third, 0, 0), Known(over, 1, 0)]
        found = matches.moved(connection, [*known, Known(4, 7, 0)])
        assert found == {
            first: matches.Versions(1, 0, "running"),
            second: matches.Versions(0, 1, "open"),
            over: matches.Versions(1, 0, "finished"),
        }
        known = [Known(first, 1, 0), Known(second, 0, 1), Known(third, 0, 0)]
        assert matches.moved(connection, known) == matches.moved(connection, []) == {}


def test_matches_of_a_player(connections: Connections) -> None:
    alice = a_player(connections)
    ids = [a_match(connections) for _ in range(3)]
    with connections.transaction() as connection:
        for match_id in ids:
            seats.take_seat(connection, match_id, 0, alice)
    with connections.connection() as connection:
        matches.freeze(connection, ids[1])
        found = matches.of_player(connection, alice)
        assert [each.match_id for each in found] == [ids[2], ids[0]]
        assert [each.match_id for each in matches.of_player(connection, alice, ("frozen",))] == [
            ids[1]
        ]
        assert matches.of_player(connection, alice + 1) == []


def test_overdue_matches_come_to_one_caller_and_again_later(connections: Connections) -> None:
    late = [a_match(connections, deadline=deadline) for deadline in (9_900, 10_000)]
    a_match(connections, deadline=10_001)
    a_match(connections)
    with connections.connection() as connection:
        found = matches.overdue(connection, 10_000)
        assert found == [
            matches.Overdue(late[0], 0, 9_900, "open"),
            matches.Overdue(late[1], 0, 10_000, "open"),
        ]
        assert matches.overdue(connection, 10_000) == []
        assert len(matches.overdue(connection, 10_000 + matches.SWEEP_AGAIN_MS)) == 3


def test_the_sweep_is_shared_out(connections: Connections) -> None:
    ids = {a_match(connections, deadline=1) for _ in range(30)}

    def sweep() -> list[int]:
        with connections.connection() as connection:
            return [each.match_id for each in matches.overdue(connection, 10_000, limit=10)]

    sweeps = [gevent.spawn(sweep) for _ in range(3)]
    found = [match_id for each in sweeps for match_id in each.get(timeout=5)]
    assert len(found) == len(set(found))
    assert set(found) <= ids


def test_one_that_stays_overdue_does_not_hide_the_others(connections: Connections) -> None:
    stuck = a_match(connections, deadline=1)
    with connections.connection() as connection:
        assert [each.match_id for each in matches.overdue(connection, 10_000, limit=1)] == [stuck]
        fresh = a_match(connections, deadline=9_000)
        found = matches.overdue(connection, 20_000, limit=1)
        assert [each.match_id for each in found] == [fresh]


def test_the_sweep_does_not_wait_for_a_match_being_written(connections: Connections) -> None:
    match_id = a_match(connections, deadline=1)
    with connections.transaction() as writing, connections.connection() as sweeping:
        events.write_batch(writing, [an_act(match_id, 1, deadline=99_999)])
        assert matches.overdue(sweeping, 10_000) == []


def test_the_sweep_finds_its_matches_by_index(connections: Connections, database_url: str) -> None:
    """Finished matches stay for ever; looking through them each second would not do."""
    execute(
        database_url,
        "insert into matches (id, rules, clock, seat_count, status)"
        " select number, '{}', '{}', 3, 'finished' from generate_series(1, 5000) number;"
        " analyze matches",
    )
    with connections.connection() as connection, connection.cursor() as cursor:
        cursor.execute(
            "explain select id from matches where status in ('open', 'running', 'adjourned')"
            " and deadline <= 5 and swept_at <= 3"
        )
        assert "matches_alive" in str(cursor.fetchall())


@pytest.mark.parametrize("end", [matches.freeze, matches.close_unplayed])
def test_an_ended_match_is_never_overdue(connections: Connections, end: object) -> None:
    match_id = a_match(connections, deadline=1)
    assert callable(end)
    with connections.connection() as connection:
        assert end(connection, match_id)
        assert not end(connection, match_id)
        assert matches.overdue(connection, 10_000) == []


def test_a_match_that_started_is_not_closed_as_unplayed(connections: Connections) -> None:
    match_id = a_match(connections, deadline=1)
    with connections.connection() as connection:
        events.write_batch(connection, [an_act(match_id, 1)])
        assert not matches.close_unplayed(connection, match_id)


def test_the_first_rematch_stays(connections: Connections) -> None:
    old, first, second = (a_match(connections) for _ in range(3))
    with connections.connection() as connection:
        assert matches.point_to_rematch(connection, old, first) == first
        assert matches.point_to_rematch(connection, old, second) == first
        assert matches.point_to_rematch(connection, old + 1, second) is None


def test_acts_do_not_touch_the_indexes_of_matches(
    connections: Connections, database_url: str
) -> None:
    match_id = a_match(connections)
    with connections.connection() as connection:
        events.write_batch(connection, [an_act(match_id, 1)])
        for version in range(2, 30):
            events.write_batch(connection, [an_act(match_id, version)])
        with connection.cursor() as cursor:
            cursor.execute("select pg_stat_force_next_flush()")
            cursor.execute(
                "select n_tup_upd, n_tup_hot_upd from pg_stat_user_tables where relname = 'matches'"
            )
            updates, within_page = cursor.fetchone() or (0, 0)
    assert updates == 29
    assert within_page >= 27  # the first changes the status, which is indexed

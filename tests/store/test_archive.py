"""The archive: acts are moved whole, once, and are read as if they had never been moved."""

from collections.abc import Iterator

import gevent
import psycopg2
import pytest
from msgspec import structs

from store import archive, deals, events, matches
from store.connections import Connections
from store.ids import new_id
from store.migrate import migrate, migrations
from tests.databases import execute
from tests.store.rows import a_match, an_act
from wsgi.embedded import EmbeddedPostgres

ACTS = 12
LATER = 1_000 * ACTS  # when the last act was done


def a_finished_match(connections: Connections, acts: int = ACTS) -> int:
    match_id = a_match(connections)
    last = an_act(match_id, acts, ref="r" * 22, deadline=None, status="finished")
    rows = [an_act(match_id, version) for version in range(1, acts)]
    with connections.connection() as connection:
        events.write_batch(connection, [*rows, last])
    return match_id


def move(connections: Connections, before: int = LATER) -> int | None:
    with connections.connection() as connection:
        return archive.move_finished(connection, before)


def counts(connections: Connections) -> tuple[int, int]:
    """Rows in the relation that is written to, and in the archive."""
    with connections.connection() as connection, connection.cursor() as cursor:
        cursor.execute(
            "select (select count(*) from only events), (select count(*) from past_events)"
        )
        hot, past = cursor.fetchone() or (0, 0)
    return hot, past


def all_of(connections: Connections, match_id: int) -> list[events.Event]:
    with connections.connection() as connection:
        return events.since(connection, match_id, 0)


def test_a_finished_match_is_moved_whole_and_once(connections: Connections) -> None:
    match_id, other = a_finished_match(connections), a_match(connections)
    with connections.connection() as connection:
        events.write_batch(connection, [an_act(other, 1)])
    before = all_of(connections, match_id)
    assert move(connections) == ACTS
    assert counts(connections) == (1, ACTS)
    assert move(connections) is None
    assert all_of(connections, match_id) == before
    assert len(all_of(connections, other)) == 1


def test_its_deals_go_with_it_and_are_read_as_before(connections: Connections) -> None:
    """Matches archived when only acts were come again for their deals."""
    match_id = a_match(connections)
    rows = [
        an_act(match_id, 1, kind="deal", snapshot="first"),
        an_act(match_id, 2, kind="deal", snapshot="second", result="{}"),
        an_act(match_id, 3, deadline=None, status="finished", result="[]"),
    ]
    for row in rows:  # what ends a deal is committed after what began it
        with connections.connection() as connection:
            events.write_batch(connection, [row])
    before = read_deals(connections, match_id)
    assert before == ([(1, 1, "{}"), (2, 2, "[]")], "second", 2)
    assert move(connections) == 3
    assert read_deals(connections, match_id) == before
    with connections.connection() as connection, connection.cursor() as cursor:
        cursor.execute("select count(*) from only deals")
        assert cursor.fetchone() == (0,)


def read_deals(connections: Connections, match_id: int) -> tuple[list[deals.Deal], object, object]:
    with connections.connection() as connection:
        return (
            deals.of_match(connection, match_id),
            deals.state_at(connection, match_id, 2),
            deals.end_of(connection, match_id, 1),
        )


@pytest.mark.parametrize("status", ["open", "running", "adjourned", "frozen"])
def test_what_is_not_over_stays(connections: Connections, database_url: str, status: str) -> None:
    match_id = a_finished_match(connections)
    execute(database_url, f"update matches set status = '{status}' where id = {match_id}")
    assert move(connections) is None


def test_what_was_just_over_stays(connections: Connections) -> None:
    a_finished_match(connections)
    assert move(connections, LATER - 1) is None
    assert move(connections, LATER) == ACTS


def test_a_table_that_never_began_is_marked_too(connections: Connections) -> None:
    match_id = a_match(connections, deadline=1)
    with connections.connection() as connection:
        assert matches.close_unplayed(connection, match_id)
    assert move(connections) == 0
    assert move(connections) is None


def test_all_look_ups_find_archived_acts(connections: Connections) -> None:
    match_id = a_finished_match(connections)
    written = all_of(connections, match_id)
    with connections.connection() as connection:
        loaded = matches.load_point(connection, match_id)
        found = events.by_ref(connection, match_id, 0, "r" * 22)
    move(connections)
    rows = [
        structs.replace(an_act(match_id, event.version), event_id=event.event_id)
        for event in written
    ]
    with connections.connection() as connection:
        assert matches.load_point(connection, match_id) == loaded
        assert events.by_ref(connection, match_id, 0, "r" * 22) == found == written[-1]
        assert events.since(connection, match_id, 5) == written[5:]
        assert events.since_each(connection, {match_id: 9, 1: 0}) == written[9:]
        assert len(events.already_ours(connection, rows)) == ACTS


def test_a_match_that_is_over_takes_no_more_acts(connections: Connections) -> None:
    """Its versions are free again in the relation that is written to: nobody may take them."""
    match_id = a_finished_match(connections)
    written = all_of(connections, match_id)
    late = [an_act(match_id, 3), an_act(match_id, ACTS + 1)]
    again = structs.replace(an_act(match_id, 3), event_id=written[2].event_id)
    for _ in range(2):
        with connections.connection() as connection:
            assert events.write_batch(connection, late) == set()
            assert events.write_batch(connection, [again]) == {(match_id, 3)}
        move(connections)
    assert all_of(connections, match_id) == written


def test_two_workers_share_the_work(connections: Connections) -> None:
    ids = [a_finished_match(connections) for _ in range(30)]

    def work() -> list[int]:
        return [acts for acts in iter(lambda: move(connections), None)]

    workers = [gevent.spawn(work) for _ in range(3)]
    moved = [acts for worker in workers for acts in worker.get(timeout=20)]
    while (acts := move(connections)) is not None:  # one that was skipped while it was claimed
        moved.append(acts)
    assert moved == [ACTS] * 30
    assert counts(connections) == (0, 30 * ACTS)
    assert all(len(all_of(connections, match_id)) == ACTS for match_id in ids)


def test_it_is_moved_whole_or_not_at_all(connections: Connections, database_url: str) -> None:
    match_id = a_finished_match(connections)
    execute(database_url, "alter table past_events add constraint no check (version < 9)")
    with pytest.raises(psycopg2.errors.CheckViolation):
        move(connections)
    assert counts(connections) == (ACTS, 0)
    execute(database_url, "alter table past_events drop constraint no")
    assert move(connections) == ACTS
    assert len(all_of(connections, match_id)) == ACTS


def test_the_journal_goes_on_while_a_match_is_moved(connections: Connections) -> None:
    a_finished_match(connections)
    played = a_match(connections)
    with connections.transaction() as moving, connections.connection() as writing:
        assert archive.move_finished(moving, LATER) == ACTS
        with writing.cursor() as cursor:
            cursor.execute("set lock_timeout = 100")
        assert events.write_batch(writing, [an_act(played, 1)]) == {(played, 1)}


def test_a_match_being_changed_is_passed_over(connections: Connections) -> None:
    match_id = a_finished_match(connections)
    with connections.transaction() as other, connections.connection() as moving:
        matches.point_to_rematch(other, match_id, 7)
        assert archive.move_finished(moving, LATER) is None
    assert move(connections) == ACTS


def test_the_relation_that_is_written_to_stays_small(
    connections: Connections, database_url: str
) -> None:
    sizes = []
    for _ in range(8):
        for _ in range(10):
            a_finished_match(connections, acts=200)
        while move(connections, 200_000) is not None:
            pass
        execute(database_url, "vacuum events")
        with connections.connection() as connection, connection.cursor() as cursor:
            cursor.execute("select pg_total_relation_size('events')")
            sizes.append((cursor.fetchone() or (0,))[0])
    assert sizes[-1] < 1.25 * sizes[1]  # all there is room for by then is used again
    assert counts(connections) == (0, 16_000)


def test_the_next_one_is_found_by_index(connections: Connections, database_url: str) -> None:
    execute(
        database_url,
        "insert into matches (id, rules, clock, seat_count, status, archived)"
        " select number, '{}', '{}', 3, 'finished', true from generate_series(1, 5000) number;"
        " analyze matches",
    )
    with connections.connection() as connection, connection.cursor() as cursor:
        cursor.execute(f"explain {archive.MOVE}", (LATER,))
        assert "matches_to_archive" in str(cursor.fetchall())


@pytest.fixture
def older_database(
    postgres: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """As it was before there was an archive."""
    name = "before_the_archive"
    execute(postgres.url(), f"create database {name} template template0")
    folder = tmp_path_factory.mktemp("migrations")
    for each in migrations():
        if each.name == "past_events":
            break
        (folder / f"{each.number:04}_{each.name}.sql").write_text(each.sql)
    migrate(postgres.url(name), folder)
    yield postgres.url(name)
    execute(postgres.url(), f"drop database {name} with (force)")


OLDER_WRITE = events.WRITE.replace("and status = 'finished'", "and false")


def an_older_match(connections: Connections) -> int:
    match_id = new_id()
    with connections.connection() as connection, connection.cursor() as cursor:
        cursor.execute(
            "insert into matches (id, rules, clock, seat_count)"
            """ values (%s, '{"pool": 10}', '{"act_ms": 30000}', 3)""",
            (match_id,),
        )
    return match_id


def test_a_worker_of_before_goes_on_through_the_migration(older_database: str) -> None:
    """Its statements are prepared; it reads what another worker has archived since."""
    assert OLDER_WRITE != events.WRITE
    older = Connections(older_database, size=1)
    over, played = an_older_match(older), an_older_match(older)
    with older.connection() as connection:
        with connection.cursor() as cursor:
            cursor.execute(OLDER_WRITE)
        connection.prepared.add("write_batch")
        rows = [an_act(over, 1), an_act(over, 2, deadline=None, status="finished")]
        events.write_batch(connection, [*rows, an_act(played, 1)])
        before = events.since(connection, over, 0)
        migrate(older_database)
        newer = Connections(older_database, size=1)
        assert move(newer) == 2
        assert events.write_batch(connection, [an_act(played, 2)]) == {(played, 2)}
        assert events.since(connection, over, 0) == before
        point = matches.load_point(connection, over)
        assert point is not None
        assert point.events == before
        assert matches.overdue(connection, 10**9) != []
    older.close()
    newer.close()

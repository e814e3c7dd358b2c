"""The log of acts: who writes a version first wins, a resend is harmless, nothing is half done."""

import random
import uuid
from collections.abc import Iterator

import gevent
import pytest
from msgspec import structs

from store import deals, events, matches
from store.connections import Connections
from store.errors import Lost
from store.events import PAIRS_PER_NOTIFY, EventRow
from store.ids import new_id
from store.listening import Listener
from tests.store.rows import a_match, an_act, as_stored
from tests.unreliable import UnreliableRoute, When


@pytest.fixture
def route(database_url: str) -> Iterator[UnreliableRoute]:
    found = UnreliableRoute(database_url)
    yield found
    found.close()


def write(connections: Connections, *rows: EventRow, topic: str | None = None) -> set[events.Key]:
    with connections.connection() as connection:
        return events.write_batch(connection, rows, topic)


def stored(connections: Connections, match_id: int) -> list[events.Event]:
    with connections.connection() as connection:
        return events.since(connection, match_id, 0)


def match_of(connections: Connections, match_id: int) -> matches.Match:
    with connections.connection() as connection:
        found = matches.read(connection, match_id)
    assert found is not None
    return found


def test_a_batch_is_stored_as_it_was_given(connections: Connections) -> None:
    first, second = a_match(connections), a_match(connections)
    body = '{"a":"6S","by":"player","s":1,"note":"Пика \\"7\\" \\\\ ♠ \'x\' %s {}"}'
    rows = [an_act(second, 1, body=body), an_act(first, 1, seat=None, kind="start")]
    assert write(connections, *rows) == {(first, 1), (second, 1)}
    assert stored(connections, second) == [as_stored(rows[0])]
    assert stored(connections, first) == [as_stored(rows[1])]


def test_an_empty_batch_asks_nobody(connections: Connections) -> None:
    assert write(connections) == set()


def test_the_match_moves_with_its_act(connections: Connections) -> None:
    match_id = a_match(connections, deadline=5)
    write(connections, an_act(match_id, 1, deadline=123, status="running"))
    found = match_of(connections, match_id)
    assert (found.version, found.deadline, found.status) == (1, 123, "running")
    write(connections, an_act(match_id, 2, deadline=None, status="finished"))
    found = match_of(connections, match_id)
    assert (found.version, found.deadline, found.status) == (2, None, "finished")


def test_several_versions_of_a_match_leave_it_at_the_last(connections: Connections) -> None:
    match_id = a_match(connections)
    rows = [an_act(match_id, version, deadline=version) for version in (3, 1, 2)]
    assert write(connections, *rows) == {(match_id, 1), (match_id, 2), (match_id, 3)}
    assert match_of(connections, match_id)[6:8] == (3, 3)


def test_the_same_version_from_two_connections_has_one_winner(connections: Connections) -> None:
    match_id = a_match(connections)
    rows = [an_act(match_id, 1, seat=seat, deadline=seat) for seat in (0, 1, 2)]
    writers = [gevent.spawn(write, connections, row) for row in rows]
    answers = [writer.get(timeout=5) for writer in writers]
    assert sorted(len(answer) for answer in answers) == [0, 0, 1]
    winner = rows[[len(answer) for answer in answers].index(1)]
    assert [found.event_id for found in stored(connections, match_id)] == [winner.event_id]
    assert match_of(connections, match_id).deadline == winner.deadline


def test_the_loser_changes_neither_match_nor_deals(connections: Connections) -> None:
    match_id = a_match(connections)
    write(connections, an_act(match_id, 1, deadline=10, snapshot="ours"))
    lost = an_act(match_id, 1, deadline=99, status="finished", snapshot="theirs", result="x")
    assert write(connections, lost) == set()
    found = match_of(connections, match_id)
    assert (found.deadline, found.status) == (10, "running")
    with connections.connection() as connection:
        assert deals.state_at(connection, match_id, 1) == "ours"
        assert deals.of_match(connection, match_id)[0].result is None


def test_a_ref_is_written_once(connections: Connections) -> None:
    match_id = a_match(connections)
    first = an_act(match_id, 1, ref="r" * 22)
    write(connections, first)
    assert write(connections, an_act(match_id, 2, ref="r" * 22)) == set()
    assert match_of(connections, match_id).version == 1
    with connections.connection() as connection:
        found = events.by_ref(connection, match_id, 0, "r" * 22)
        assert found is not None and found.event_id == first.event_id
        assert events.by_ref(connection, match_id, 1, "r" * 22) is None
        assert events.by_ref(connection, match_id, 0, "s" * 22) is None


def test_the_same_ref_of_another_seat_or_match_is_another_act(connections: Connections) -> None:
    first, second = a_match(connections), a_match(connections)
    rows = [
        an_act(first, 1, seat=0, ref="r" * 22),
        an_act(first, 2, seat=1, ref="r" * 22),
        an_act(second, 1, seat=0, ref="r" * 22),
    ]
    assert len(write(connections, *rows)) == 3


def test_acts_of_the_club_have_no_ref_to_clash(connections: Connections) -> None:
    match_id = a_match(connections)
    rows = [an_act(match_id, version, seat=None, kind="timeout") for version in (1, 2)]
    assert len(write(connections, *rows)) == 2


def test_batches_in_opposite_order_do_not_deadlock(connections: Connections) -> None:
    ids = sorted(new_id() for _ in range(1500))  # enough for the two to meet in the middle

    def play(ordered: list[int]) -> int:
        return sum(
            len(write(connections, *[an_act(match_id, version) for match_id in ordered]))
            for version in (1, 2, 3)
        )

    writers = [gevent.spawn(play, ids), gevent.spawn(play, ids[::-1])]
    assert sum(writer.get(timeout=60) for writer in writers) == 1500 * 3


@pytest.mark.parametrize(
    "faulty",
    [
        {"body": "a\x00b"},
        {"body": "\ud800"},
        {"status": "nonsense"},
        {"seat": 70_000},
        {"kind": None},
    ],
)
def test_a_faulty_row_takes_its_whole_batch_with_it_and_nothing_else(
    connections: Connections, faulty: dict[str, object]
) -> None:
    good, bad = a_match(connections), a_match(connections)
    rows = [an_act(good, 1), an_act(bad, 1, **faulty)]  # type: ignore[arg-type]
    with pytest.raises(Exception) as caught:
        write(connections, *rows)
    assert not isinstance(caught.value, Lost)
    assert stored(connections, good) == stored(connections, bad) == []
    assert write(connections, rows[0]) == {(good, 1)}
    assert connections.counts.discarded == 0


@pytest.mark.parametrize("when", ["before_sending", "before_the_answer"])
def test_after_a_cut_the_same_batch_is_sent_again_and_counts_as_ours(
    connections: Connections, route: UnreliableRoute, when: When
) -> None:
    ids = [a_match(connections) for _ in range(3)]
    rows = [an_act(match_id, 1, deadline=7) for match_id in ids]
    through = Connections(route.url, size=2)
    write(through, an_act(a_match(connections), 1))  # prepares the statement
    route.cut_next("execute write_batch", when)
    with pytest.raises(Lost):
        write(through, *rows)
    landed = [bool(stored(connections, match_id)) for match_id in ids]
    assert landed == [when == "before_the_answer"] * 3
    assert write(through, *rows) == {(match_id, 1) for match_id in ids}
    for match_id, row in zip(ids, rows, strict=True):
        assert [found.event_id for found in stored(connections, match_id)] == [row.event_id]
        assert match_of(connections, match_id).deadline == 7
    assert route.cuts == 1
    through.close()


def test_after_a_cut_what_another_took_meanwhile_is_not_ours(
    connections: Connections, route: UnreliableRoute
) -> None:
    mine, taken = a_match(connections), a_match(connections)
    rows = [an_act(mine, 1), an_act(taken, 1)]
    through = Connections(route.url, size=2)
    route.cut_next("execute write_batch", "before_sending")
    with pytest.raises(Lost):
        write(through, *rows)
    write(connections, an_act(taken, 1))
    assert write(through, *rows) == {(mine, 1)}
    through.close()


def test_a_killed_writer_leaves_all_or_nothing(connections: Connections) -> None:
    ids = [a_match(connections) for _ in range(40)]
    for version in range(1, 9):
        rows = [an_act(match_id, version) for match_id in ids]
        writer = gevent.spawn(write, connections, *rows)
        gevent.sleep(random.uniform(0, 0.01))
        writer.kill()
        again = write(connections, *rows)
        assert again == {(match_id, version) for match_id in ids}
    assert all(len(stored(connections, match_id)) == 8 for match_id in ids)
    assert connections.counts.in_use == 0


def test_the_hint_goes_with_the_commit_and_names_only_what_was_written(
    connections: Connections, database_url: str
) -> None:
    first, second = a_match(connections), a_match(connections)
    write(connections, an_act(second, 1))
    listener = Listener(database_url, ["acts"])
    write(connections, an_act(first, 1), an_act(second, 1), topic="acts")
    assert [hint.payload for hint in listener.wait(2)] == [f"{first}:1"]
    write(connections, an_act(first, 2))
    write(connections, an_act(second, 1), topic="acts")
    assert listener.wait(0.1) == []
    listener.close()


def test_a_large_batch_fits_into_its_hints(connections: Connections, database_url: str) -> None:
    count = PAIRS_PER_NOTIFY * 2 + 1
    base = 9_000_000_000_000_000_000
    listener = Listener(database_url, ["acts"])
    rows = [an_act(base + number, 2_000_000_000) for number in range(count)]
    assert len(write(connections, *rows, topic="acts")) == count
    hints: list[str] = []
    while len(hints) < 3:
        hints += [hint.payload for hint in listener.wait(2)]
    assert all(len(hint) < 7900 for hint in hints)
    assert len({pair for hint in hints for pair in hint.split()}) == count
    listener.close()


def test_missing_acts_are_read_for_one_match_or_many(connections: Connections) -> None:
    first, second = sorted((a_match(connections), a_match(connections)))
    rows = [an_act(match_id, version) for match_id in (first, second) for version in (1, 2, 3)]
    write(connections, *rows)
    with connections.connection() as connection:
        assert [found.version for found in events.since(connection, first, 1)] == [2, 3]
        assert events.since(connection, first, 3) == []
        found = events.since_each(connection, {second: 2, first: 1, 12345: 0})
        assert [(each.match_id, each.version) for each in found] == [
            (first, 2),
            (first, 3),
            (second, 3),
        ]
        assert events.since_each(connection, {}) == []


def test_which_rows_are_stored_can_be_asked_by_event_id(connections: Connections) -> None:
    match_id = a_match(connections)
    row = an_act(match_id, 1)
    write(connections, row)
    other = structs.replace(row, event_id=str(uuid.uuid4()))
    with connections.connection() as connection:
        assert events.already_ours(connection, [row, an_act(match_id, 2)]) == {(match_id, 1)}
        assert events.already_ours(connection, [other]) == set()

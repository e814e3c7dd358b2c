"""Seating: one person a seat, one seat a person, whoever comes at once."""

from collections.abc import Callable

import gevent
import pytest

from store import events, matches, seats
from store.connections import Connections
from store.errors import SEAT_CODES, SeatRefused
from tests.store.rows import a_match, a_player, an_act


def change(connections: Connections, function: Callable[..., int], *arguments: object) -> int:
    with connections.transaction() as connection:
        return function(connection, *arguments)


def refused(connections: Connections, function: Callable[..., int], *arguments: object) -> str:
    with pytest.raises(SeatRefused) as caught:
        change(connections, function, *arguments)
    assert caught.value.code in SEAT_CODES
    return caught.value.code


def sitting(connections: Connections, match_id: int) -> list[tuple[int, str, bool]]:
    with connections.connection() as connection:
        found = seats.of_match(connection, match_id)
    return [(each.seat, each.name, each.bot) for each in found]


def seating_of(connections: Connections, match_id: int) -> int:
    with connections.connection() as connection:
        match = matches.read(connection, match_id)
    assert match is not None
    return match.seating


def start(connections: Connections, match_id: int, status: str = "running") -> None:
    with connections.connection() as connection:
        events.write_batch(connection, [an_act(match_id, 1, seat=None, status=status)])


def test_sitting_down_and_getting_up(connections: Connections) -> None:
    alice, bob = a_player(connections, "alice"), a_player(connections, "bob")
    match_id = a_match(connections, host=alice)
    assert change(connections, seats.take_seat, match_id, 0, alice) == 1
    assert change(connections, seats.take_seat, match_id, 2, bob) == 2
    assert sitting(connections, match_id) == [(0, "alice", False), (2, "bob", False)]
    assert change(connections, seats.leave, match_id, alice) == 3
    assert sitting(connections, match_id) == [(2, "bob", False)]
    assert seating_of(connections, match_id) == 3


def test_when_the_host_leaves_the_next_player_is_host(connections: Connections) -> None:
    alice, bob = a_player(connections, "alice"), a_player(connections, "bob")
    match_id = a_match(connections, host=alice)
    change(connections, seats.fill_with_bot, match_id, 0, "Pip")
    change(connections, seats.take_seat, match_id, 1, alice)
    change(connections, seats.take_seat, match_id, 2, bob)
    for leaving, host in ((alice, bob), (bob, None)):
        change(connections, seats.leave, match_id, leaving)
        with connections.connection() as connection:
            found = matches.read(connection, match_id)
        assert found is not None and found.host == host


def test_bots_are_put_in_and_taken_out(connections: Connections) -> None:
    match_id = a_match(connections)
    assert change(connections, seats.fill_with_bot, match_id, 1, "Pip") == 1
    assert sitting(connections, match_id) == [(1, "Pip", True)]
    assert change(connections, seats.remove_bot, match_id, 1) == 2
    assert sitting(connections, match_id) == []


def test_refusals_have_codes_and_change_nothing(connections: Connections) -> None:
    alice, bob = a_player(connections, "alice"), a_player(connections, "bob")
    match_id = a_match(connections)
    change(connections, seats.take_seat, match_id, 0, alice)
    take, fill = seats.take_seat, seats.fill_with_bot
    assert refused(connections, take, match_id, 0, bob) == "seat_taken"
    assert refused(connections, fill, match_id, 0, "Pip") == "seat_taken"
    assert refused(connections, take, match_id, 1, alice) == "already_seated"
    assert refused(connections, take, match_id, 0, alice) in ("already_seated", "seat_taken")
    assert refused(connections, take, match_id, 3, bob) == "no_such_seat"
    assert refused(connections, take, match_id, -1, bob) == "no_such_seat"
    assert refused(connections, take, match_id + 1, 1, bob) == "no_such_table"
    assert refused(connections, seats.leave, match_id, bob) == "not_seated"
    assert refused(connections, seats.remove_bot, match_id, 0) == "not_a_bot"
    assert refused(connections, seats.remove_bot, match_id, 1) == "not_a_bot"
    assert refused(connections, seats.take_over, match_id, 0, bob) == "not_a_bot"
    assert sitting(connections, match_id) == [(0, "alice", False)]
    assert seating_of(connections, match_id) == 1


def test_a_started_match_keeps_its_seats(connections: Connections) -> None:
    alice, bob = a_player(connections, "alice"), a_player(connections, "bob")
    match_id = a_match(connections)
    change(connections, seats.take_seat, match_id, 0, alice)
    change(connections, seats.fill_with_bot, match_id, 1, "Pip")
    start(connections, match_id)
    assert refused(connections, seats.take_seat, match_id, 2, bob) == "not_open"
    assert refused(connections, seats.fill_with_bot, match_id, 2, "Pup") == "not_open"
    assert refused(connections, seats.remove_bot, match_id, 1) == "not_open"
    assert refused(connections, seats.leave, match_id, alice) == "not_open"


def test_a_late_friend_gets_a_bots_seat(connections: Connections) -> None:
    alice, bob = a_player(connections, "alice"), a_player(connections, "bob")
    match_id = a_match(connections)
    change(connections, seats.take_seat, match_id, 0, alice)
    change(connections, seats.fill_with_bot, match_id, 1, "Pip")
    change(connections, seats.fill_with_bot, match_id, 2, "Pup")
    start(connections, match_id)
    assert refused(connections, seats.take_over, match_id, 1, alice) == "already_seated"
    assert change(connections, seats.take_over, match_id, 1, bob) == 4
    assert refused(connections, seats.take_over, match_id, 2, bob) == "already_seated"
    assert sitting(connections, match_id)[1] == (1, "bob", False)


def test_nobody_joins_a_finished_match(connections: Connections) -> None:
    bob = a_player(connections)
    match_id = a_match(connections)
    change(connections, seats.fill_with_bot, match_id, 1, "Pip")
    start(connections, match_id, status="finished")
    assert refused(connections, seats.take_over, match_id, 1, bob) == "not_open"


def outcome(connections: Connections, function: Callable[..., int], *arguments: object) -> str:
    try:
        change(connections, function, *arguments)
    except SeatRefused as refusal:
        return refusal.code
    return "done"


def test_two_on_one_seat_at_once(connections: Connections) -> None:
    players = [a_player(connections, f"player {number}") for number in range(4)]
    match_id = a_match(connections)
    tries = [
        gevent.spawn(outcome, connections, seats.take_seat, match_id, 1, player)
        for player in players
    ]
    assert sorted(each.get(timeout=5) for each in tries) == ["done"] + ["seat_taken"] * 3
    assert seating_of(connections, match_id) == 1


def test_one_on_two_seats_at_once(connections: Connections) -> None:
    alice = a_player(connections)
    match_id = a_match(connections)
    tries = [
        gevent.spawn(outcome, connections, seats.take_seat, match_id, seat, alice)
        for seat in (0, 1, 2)
    ]
    assert sorted(each.get(timeout=5) for each in tries) == ["already_seated"] * 2 + ["done"]


def test_two_friends_on_one_bots_seat(connections: Connections) -> None:
    players = [a_player(connections, f"player {number}") for number in range(3)]
    match_id = a_match(connections)
    change(connections, seats.fill_with_bot, match_id, 1, "Pip")
    tries = [
        gevent.spawn(outcome, connections, seats.take_over, match_id, 1, player)
        for player in players
    ]
    assert sorted(each.get(timeout=5) for each in tries) == ["done"] + ["not_a_bot"] * 2


def test_a_match_starts_only_with_the_seats_it_was_made_from(connections: Connections) -> None:
    alice = a_player(connections)
    match_id = a_match(connections)
    change(connections, seats.take_seat, match_id, 0, alice)
    full = change(connections, seats.fill_with_bot, match_id, 1, "Pip")
    change(connections, seats.leave, match_id, alice)
    stale, good = (an_act(match_id, 1, seat=None, seating=each) for each in (full, full + 1))
    with connections.connection() as connection:
        assert events.write_batch(connection, [stale]) == set()
        assert events.write_batch(connection, [good]) == {(match_id, 1)}


@pytest.mark.parametrize("leaves", [True, False])
def test_a_start_waits_for_the_one_who_is_just_leaving(
    connections: Connections, leaves: bool
) -> None:
    alice = a_player(connections)
    match_id = a_match(connections)
    full = change(connections, seats.take_seat, match_id, 0, alice)
    row = an_act(match_id, 1, seat=None, seating=full)

    def begin() -> bool:
        with connections.connection() as connection:
            return bool(events.write_batch(connection, [row]))

    with connections.transaction() as connection:
        seats.leave(connection, match_id, alice)
        beginning = gevent.spawn(begin)
        gevent.sleep(0.1)
        assert not beginning.ready()
        if not leaves:
            connection.rollback()
    assert beginning.get(timeout=5) is not leaves
    assert bool(sitting(connections, match_id)) is not leaves


def test_seats_change_only_in_a_transaction(connections: Connections) -> None:
    match_id = a_match(connections)
    with connections.connection() as connection, pytest.raises(AssertionError):
        seats.fill_with_bot(connection, match_id, 0, "Pip")


def ready(connections: Connections, match_id: int) -> list[bool]:
    with connections.connection() as connection:
        return [seat.ready for seat in seats.of_match(connection, match_id)]


def test_other_rules_ask_everybody_but_the_host_and_bots_again(connections: Connections) -> None:
    alice, bob = a_player(connections, "alice"), a_player(connections, "bob")
    match_id = a_match(connections, host=alice)
    change(connections, seats.take_seat, match_id, 0, alice)
    change(connections, seats.take_seat, match_id, 1, bob)
    change(connections, seats.fill_with_bot, match_id, 2, "Pip")
    assert ready(connections, match_id) == [True, True, True]
    assert change(connections, seats.change_rules, match_id, {"convention": "rostov"}) == 4
    assert ready(connections, match_id) == [True, False, True]
    assert change(connections, seats.be_ready, match_id, bob) == 5
    assert ready(connections, match_id) == [True, True, True]
    with connections.connection() as connection:
        match = matches.read(connection, match_id)
    assert match is not None and match.rules == {"convention": "rostov"}


def test_no_match_starts_from_the_seating_before_the_rules_changed(
    connections: Connections,
) -> None:
    match_id = a_match(connections)
    seating = change(connections, seats.fill_with_bot, match_id, 0, "Pip")
    change(connections, seats.change_rules, match_id, {})
    late = an_act(match_id, 1, seat=None, seating=seating)
    with connections.connection() as connection:
        assert events.write_batch(connection, [late]) == set()


def test_the_rules_of_a_match_that_runs_stay(connections: Connections) -> None:
    alice = a_player(connections, "alice")
    match_id = a_match(connections, host=alice)
    change(connections, seats.take_seat, match_id, 0, alice)
    assert refused(connections, seats.be_ready, match_id, alice + 1) == "not_seated"
    start(connections, match_id)
    assert refused(connections, seats.change_rules, match_id, {}) == "not_open"
    assert refused(connections, seats.be_ready, match_id, alice) == "not_open"

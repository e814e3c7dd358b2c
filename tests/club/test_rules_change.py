"""Changing the rules of a table that waits: everybody sees it, and is asked again."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from club.agreed import Agreed
from club.club import Club
from club.errors import ClubRefusal
from club.seating import mark_of
from games.preferans import preset, rules_to_json
from games.preferans.rules import LENINGRAD, SOCHI
from store.errors import SeatRefused
from tests.club.clubs import Onlooker, a_guest, agreed, attending, running, until

ALICE, BOB, CAROL, DAVE = (a_guest(name) for name in ("alice", "bob", "carol", "dave"))
STALINGRAD = replace(SOCHI, stalingrad=True)
OLD, NEW = mark_of(rules_to_json(SOCHI)), mark_of(rules_to_json(STALINGRAD))


def two_waiting(club: Club) -> int:
    match_id = club.seating.open(ALICE, Agreed(rules=SOCHI))
    club.seating.join(BOB, match_id)
    return match_id


def test_a_table_is_opened_with_the_rules_of_the_house(club: Club) -> None:
    match_id = club.seating.open(ALICE, Agreed(rules=STALINGRAD))
    assert club.seating.look(match_id).match.rules == rules_to_json(STALINGRAD)


def test_four_have_four_seats(club: Club) -> None:
    match_id = club.seating.open(ALICE, Agreed(rules=preset("leningrad", 4)))
    assert len(club.seating.look(match_id).seats) == 4


def is_new(someone: Onlooker) -> bool:
    states = [message for message in someone.messages if message["t"] == "state"]
    return bool(states[-1]["rules"]["stalingrad"])


def test_a_change_is_seen_by_everybody_and_asks_them_again(club: Club) -> None:
    match_id = two_waiting(club)
    with attending(club, match_id, ALICE, BOB, None) as people:
        club.seating.change_rules(ALICE, match_id, STALINGRAD)
        until(lambda: all(map(is_new, people)))
        for someone in people:
            seats = someone.messages[-1]["seats"]
            assert [seat and seat["ready"] for seat in seats] == [True, False, None]


def test_nothing_begins_before_everybody_is_ready_again(club: Club) -> None:
    match_id = two_waiting(club)
    club.seating.change_rules(ALICE, match_id, STALINGRAD)
    with pytest.raises(ClubRefusal, match="not_all_ready"):
        club.seating.start(ALICE, match_id)
    club.seating.join(CAROL, match_id)
    assert club.seating.look(match_id).match.status == "open"
    with attending(club, match_id, BOB) as (bob,):
        club.seating.be_ready(BOB, match_id, NEW)
        until(lambda: bob.view["phase"] == "auction")
    assert club.tables.registry.found(match_id).head.rules == STALINGRAD  # type: ignore[union-attr]


def test_who_agreed_to_the_old_rules_has_not_agreed(club: Club) -> None:
    match_id = two_waiting(club)
    club.seating.change_rules(ALICE, match_id, STALINGRAD)
    with pytest.raises(ClubRefusal, match="rules_changed"):
        club.seating.be_ready(BOB, match_id, OLD)
    with pytest.raises(ClubRefusal, match="rules_changed"):
        club.seating.join(CAROL, match_id, None, OLD)
    look = club.seating.look(match_id)
    assert [seat and seat.ready for seat in look.seats] == [True, False, None]


def test_a_late_friend_sits_down_in_place_of_a_bot_and_is_ready(club: Club) -> None:
    match_id = club.seating.open(ALICE, Agreed(rules=SOCHI))
    club.seating.fill(ALICE, match_id, 1)
    club.seating.change_rules(ALICE, match_id, STALINGRAD)
    club.seating.join(BOB, match_id, 1, NEW)
    look = club.seating.look(match_id)
    assert [seat and seat.ready for seat in look.seats] == [True, True, None]


@pytest.mark.parametrize(
    "refused",
    [
        lambda club, match_id: club.seating.change_rules(BOB, match_id, STALINGRAD),
        lambda club, match_id: club.seating.change_rules(ALICE, match_id, preset("sochi", 4)),
        lambda club, match_id: club.seating.change_rules(
            ALICE, match_id, replace(SOCHI, pool_target=200)
        ),
        lambda club, match_id: club.seating.be_ready(DAVE, match_id, OLD),
    ],
    ids=["not the host", "other seats", "too long", "not seated"],
)
def test_it_is_refused(club: Club, refused: Callable[[Club, int], None]) -> None:
    match_id = two_waiting(club)
    with pytest.raises((ClubRefusal, SeatRefused)):
        refused(club, match_id)
    assert club.seating.look(match_id).match.rules == rules_to_json(SOCHI)


def test_the_rules_of_a_match_that_runs_stay(club: Club) -> None:
    match_id = club.seating.play_now(ALICE, agreed())
    with pytest.raises(SeatRefused, match="not_open"):
        club.seating.change_rules(ALICE, match_id, LENINGRAD)


def test_another_worker_plays_by_the_new_rules(database_url: str) -> None:
    with running(database_url) as one, running(database_url) as two:
        match_id = two_waiting(one.club)
        with attending(two.club, match_id, BOB) as (bob,):
            assert not bob.messages[0]["rules"]["stalingrad"]
            one.club.seating.change_rules(ALICE, match_id, STALINGRAD)
            two.club.seating.be_ready(BOB, match_id, NEW)
            two.club.seating.join(CAROL, match_id)
            until(lambda: bob.view["phase"] == "auction")
            for worker in (one, two):
                table = worker.club.tables.registry.found(match_id)
                assert table is None or table.head.version == 0 or table.head.rules == STALINGRAD
            assert two.club.tables.registry.found(match_id).head.rules == STALINGRAD  # type: ignore[union-attr]

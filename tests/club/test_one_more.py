"""One more pulka: seats and rules stay, the first deal moves on, nobody waits for long."""

import pytest

from club.agreed import Agreed
from club.club import Club
from club.errors import ClubRefusal
from club.one_more import KEPT_MS
from club.seating import Guest
from club.steps import step_of
from games.preferans.actions import Start
from jobs import offer_seats
from store import events
from store.errors import SeatRefused
from tests.club.clubs import a_guest, attending, end, until
from tests.databases import execute

STEPPED = ("offer seats",)
ALICE, BOB, CAROL, DAVE = (a_guest(name) for name in ("alice", "bob", "carol", "dave"))


def over(club: Club, *guests: Guest, agreed: Agreed | None = None, bots: int = 0) -> int:
    """A match these people and bots have played to its end."""
    match_id = club.seating.open(guests[0], agreed or Agreed(target=7, speed="calm"))
    for guest in guests[1:]:
        club.seating.join(guest, match_id)
    if bots:
        club.seating.start(guests[0], match_id, "strong")
    assert club.seating.look(match_id).match.status == "running"
    end(club, match_id)
    return match_id


def first_dealer(club: Club, match_id: int) -> int:
    with club.connections.connection() as connection:
        start = step_of(events.next_after(connection, match_id, 0, 1)[0]).action
    assert isinstance(start, Start)
    return start.dealer


def wait(club: Club) -> None:
    """As if the seats were kept long enough."""
    execute(club.connections.dsn, f"update matches set kept_until = kept_until - {KEPT_MS}")
    assert offer_seats.step(club) == 1
    assert offer_seats.step(club) == 0


def at(club: Club, match_id: int) -> list[str | None]:
    return [seat and seat.name for seat in club.seating.look(match_id).seats]


def test_seats_and_rules_stay_and_the_first_deal_moves_on(club: Club) -> None:
    old = over(club, ALICE, BOB, CAROL)
    new = club.one_more.again(BOB, old)
    look = club.seating.look(new)
    assert at(club, new) == at(club, old) == ["alice", "bob", "carol"]
    assert [seat and seat.ready for seat in look.seats] == [False, True, False]
    assert look.match.rules == club.seating.look(old).match.rules
    assert look.match.clock == club.seating.look(old).match.clock
    assert club.one_more.again(ALICE, old) == club.one_more.again(CAROL, old) == new
    assert club.seating.look(new).match.status == "running"
    assert first_dealer(club, new) == (first_dealer(club, old) + 1) % 3


def test_bots_play_on_at_once_as_well_as_before(club: Club) -> None:
    old = over(club, ALICE, bots=2)
    new = club.one_more.again(ALICE, old)
    look = club.seating.look(new)
    assert look.match.status == "running" and at(club, new) == at(club, old)
    assert [seat and seat.level for seat in look.seats] == [None, "strong", "strong"]


def test_everybody_at_the_old_table_hears_of_it(club: Club) -> None:
    old = over(club, ALICE, BOB, CAROL)
    with attending(club, old, ALICE, None) as (alice, onlooker):
        assert alice.messages[0]["rematch"] is None
        club.one_more.again(BOB, old)
        for person in (alice, onlooker):
            until(lambda: any(each.get("rematch") for each in person.messages))  # noqa: B023


def test_a_seat_refused_at_a_private_table_is_a_bots_after_a_minute(club: Club) -> None:
    old = over(club, ALICE, BOB, CAROL)
    new = club.one_more.again(ALICE, old)
    club.one_more.decline(BOB, old)
    assert at(club, new) == ["alice", None, "carol"]
    club.one_more.again(CAROL, old)
    assert offer_seats.step(club) == 0
    wait(club)
    look = club.seating.look(new)
    assert look.match.status == "running"
    assert [seat and seat.bot for seat in look.seats] == [False, True, False]


def test_the_hall_may_have_the_seat_of_one_who_does_not_answer(club: Club) -> None:
    old = over(club, ALICE, BOB, CAROL, agreed=Agreed(public=True))
    new = club.one_more.again(ALICE, old)
    club.one_more.again(BOB, old)
    with pytest.raises(ClubRefusal, match="table_full"):
        club.seating.sit(DAVE, new, None)
    wait(club)
    assert at(club, new) == ["alice", "bob", None]
    club.seating.sit(DAVE, new, None)
    assert club.seating.look(new).match.status == "running"


def test_whoever_gave_up_his_seat_may_come_back_while_it_is_free(club: Club) -> None:
    old = over(club, ALICE, BOB, CAROL)
    new = club.one_more.again(ALICE, old)
    club.one_more.decline(BOB, old)
    assert club.one_more.again(BOB, old) == new
    assert at(club, new) == ["alice", "bob", "carol"]


def test_the_next_player_is_host_when_the_first_one_changes_his_mind(club: Club) -> None:
    old = over(club, ALICE, BOB, CAROL)
    new = club.one_more.again(ALICE, old)
    club.one_more.again(CAROL, old)
    club.one_more.decline(ALICE, old)
    wait(club)
    assert club.seating.look(new).match.host == CAROL.player_id


def test_nothing_is_at_stake_with_a_bot_and_no_bot_comes_where_something_is(club: Club) -> None:
    old = over(club, ALICE, BOB, CAROL)
    execute(club.connections.dsn, "update matches set rated = true")
    new = club.one_more.again(ALICE, old)
    assert club.seating.look(new).match.rated
    club.one_more.decline(BOB, old)
    wait(club)
    assert at(club, new) == ["alice", None, None]
    with_bots = over(club, ALICE, bots=2)
    execute(club.connections.dsn, "update matches set rated = true")
    assert not club.seating.look(club.one_more.again(ALICE, with_bots)).match.rated


def test_whoever_was_blocked_meanwhile_does_not_play_on(club: Club) -> None:
    old = over(club, ALICE, BOB, CAROL)
    club.one_more.again(ALICE, old)
    club.blocks.put(ALICE, BOB.player_id, "block")
    with pytest.raises(ClubRefusal, match="kept_apart"):
        club.one_more.again(BOB, old)


def test_nobody_plays_with_bots_alone(club: Club) -> None:
    old = over(club, ALICE, BOB, CAROL)
    new = club.one_more.again(ALICE, old)
    club.one_more.decline(ALICE, old)
    wait(club)
    assert at(club, new) == [None, None, None]


def test_the_link_leads_to_the_last_pulka_of_the_evening(club: Club) -> None:
    first = over(club, ALICE, bots=2)
    second = club.one_more.again(ALICE, first)
    end(club, second)
    third = club.one_more.again(ALICE, second)
    assert club.one_more.latest(first) == club.one_more.latest(third) == third
    assert club.one_more.latest(7) == 7


def test_only_those_who_played_play_on_and_only_when_it_is_over(club: Club) -> None:
    running = club.seating.play_now(ALICE, Agreed())
    with pytest.raises(ClubRefusal, match="no_such_match"):
        club.one_more.again(ALICE, running)
    old = over(club, ALICE, BOB, CAROL)
    with pytest.raises(ClubRefusal, match="not_seated"):
        club.one_more.again(DAVE, old)
    with pytest.raises(ClubRefusal, match="no_such_match"):
        club.one_more.decline(BOB, old)
    club.one_more.again(ALICE, old)
    club.one_more.decline(BOB, old)
    with pytest.raises(SeatRefused, match="not_seated"):
        club.one_more.decline(BOB, old)

"""Who sits where: hosts, friends, bots, and late friends."""

from contextlib import ExitStack

import pytest

from club.agreed import Agreed
from club.club import Club
from club.errors import ClubRefusal
from store import players, seats
from store.errors import SeatRefused
from tests.club.clubs import a_guest, a_table, agreed, asked, attending, play_deal, until

ALICE, BOB, CAROL, DAVE = (a_guest(name) for name in ("alice", "bob", "carol", "dave"))


def names_at(club: Club, match_id: int) -> list[str | None]:
    return [seat and seat.name for seat in club.seating.look(match_id).seats]


def test_play_now_is_a_table_with_two_bots_that_has_begun(club: Club) -> None:
    match_id = club.seating.play_now(ALICE, agreed())
    look = club.seating.look(match_id)
    assert look.match.status == "running"
    assert look.seat_of(ALICE.player_id) == look.host_seat == 0
    assert [seat and seat.bot for seat in look.seats] == [False, True, True]
    with attending(club, match_id, ALICE) as (alice,):
        until(lambda: alice.is_asked)


def test_a_table_waits_for_its_players_and_begins_with_the_last(club: Club) -> None:
    match_id = club.seating.open(ALICE, agreed(target=5, speed="calm"))
    with attending(club, match_id, ALICE, None) as (alice, onlooker):
        assert alice.view["phase"] == "waiting"
        assert alice.messages[0]["host"] == 0
        assert alice.messages[0]["rules"]["pool_target"] == 5
        club.seating.join(BOB, match_id)
        until(lambda: alice.messages[-1]["t"] == "seats")
        assert [s and s["name"] for s in alice.messages[-1]["seats"]] == ["alice", "bob", None]
        assert [s and s["you"] for s in alice.messages[-1]["seats"]] == [True, False, None]
        assert [s and s["you"] for s in onlooker.messages[-1]["seats"]] == [False, False, None]
        club.seating.join(CAROL, match_id)
        until(lambda: onlooker.view["phase"] == "auction")
        assert onlooker.view["bots"] == [False, False, False]


def test_the_host_fills_a_seat_with_a_bot_and_takes_it_out_again(club: Club) -> None:
    match_id = club.seating.open(ALICE, agreed())
    with attending(club, match_id, ALICE) as (alice,):
        club.seating.fill(ALICE, match_id, 2)
        until(lambda: alice.messages[-1]["t"] == "seats")
        assert alice.messages[-1]["seats"][2]["bot"]
        club.seating.free(ALICE, match_id, 2)
        until(lambda: alice.messages[-1]["seats"][2] is None)
        assert club.seating.look(match_id).match.version == 0


def test_filling_the_last_seat_begins_the_match(club: Club) -> None:
    match_id = club.seating.open(ALICE, agreed())
    club.seating.join(BOB, match_id, 1)
    club.seating.fill(ALICE, match_id, 2)
    assert club.seating.look(match_id).match.status == "running"


def test_the_host_starts_with_bots_on_the_empty_seats(club: Club) -> None:
    match_id = club.seating.open(ALICE, agreed())
    club.seating.start(ALICE, match_id)
    look = club.seating.look(match_id)
    assert look.match.status == "running"
    assert len({seat.name for seat in look.seats if seat}) == 3


def test_only_the_host_places_bots_and_starts(club: Club) -> None:
    match_id = club.seating.open(ALICE, agreed())
    club.seating.join(BOB, match_id)
    with pytest.raises(ClubRefusal, match="not_host"):
        club.seating.fill(BOB, match_id, 2)
    with pytest.raises(ClubRefusal, match="not_host"):
        club.seating.free(BOB, match_id, 2)
    with pytest.raises(ClubRefusal, match="not_host"):
        club.seating.start(DAVE, match_id)
    assert names_at(club, match_id) == ["alice", "bob", None]


def test_one_person_holds_one_seat(club: Club) -> None:
    match_id = club.seating.open(ALICE, agreed())
    with pytest.raises(ClubRefusal, match="already_seated"):
        club.seating.join(ALICE, match_id, 1)


def test_a_taken_seat_is_refused(club: Club) -> None:
    match_id = club.seating.open(ALICE, agreed())
    with pytest.raises(SeatRefused, match="not_a_bot"):
        club.seating.join(BOB, match_id, 0)
    for seat in (3, 77, -1):
        with pytest.raises(SeatRefused, match="no_such_seat"):
            club.seating.join(BOB, match_id, seat)


def test_a_full_table_is_refused(club: Club) -> None:
    match_id = a_table(club, ALICE, BOB, CAROL)
    club.tables.begin(match_id)
    with pytest.raises(ClubRefusal, match="table_full"):
        club.seating.join(DAVE, match_id)


def test_who_stands_up_leaves_his_seat_and_the_next_one_is_host(club: Club) -> None:
    match_id = club.seating.open(ALICE, agreed())
    club.seating.join(BOB, match_id)
    club.seating.leave(ALICE, match_id)
    look = club.seating.look(match_id)
    assert names_at(club, match_id) == [None, "bob", None]
    assert look.host_seat == 1


def test_a_late_friend_takes_a_bots_seat_at_the_next_deal(club: Club, other_club: Club) -> None:
    match_id = a_table(club, ALICE, BOB, "Foma")
    club.tables.begin(match_id)
    with ExitStack() as stack:
        here = stack.enter_context(attending(club, match_id, ALICE, BOB))
        [carol] = stack.enter_context(attending(other_club, match_id, CAROL))
        until(lambda: carol.version >= 2)
        assert carol.messages[0]["you"] is None
        other_club.seating.join(CAROL, match_id)
        until(lambda: carol.view["joining"][2] and here[0].view["joining"][2])
        until(lambda: carol.messages[-1].get("you") == 2 or _you(carol.messages) == 2)
        assert here[0].view["bots"] == [False, False, True]  # the bot plays the deal to its end
        play_deal(here)
        for player in (*here, carol):
            until(lambda: player.is_asked or player is carol)  # noqa: B023
            if player.is_asked:
                player.act("next")
        until(lambda: here[0].view["number"] == 2 and here[0].view["phase"] == "auction")
        assert here[0].view["bots"] == [False, False, False]
        until(lambda: carol.view["hands"][2] is not None)
        while asked([*here, carol]) is not carol:
            asked([*here, carol]).act()
        carol.act("pass")


def _you(messages: list[dict[str, object]]) -> object:
    return next((m["you"] for m in reversed(messages) if m["t"] == "state"), None)


def test_somebody_coming_while_the_host_starts_is_not_played_for_by_a_bot(
    club: Club, other_club: Club
) -> None:
    """The start was made from who sat there; whoever came meanwhile is in the next try."""
    match_id = a_table(club, ALICE, BOB, "Foma")
    with club.tables.registry.use(match_id) as table:
        assert [seat and seat.bot for seat in table.seats] == [False, False, True]
        with other_club.connections.transaction() as connection:
            players.ensure(connection, CAROL.player_id, CAROL.name)
            seats.take_over(connection, match_id, 2, CAROL.player_id)
        club.tables.begin(match_id)
        assert table.head.bots == (False, False, False)


def test_two_workers_begin_one_match(club: Club, other_club: Club) -> None:
    match_id = a_table(club, ALICE, BOB, CAROL)
    with ExitStack() as stack:
        [alice] = stack.enter_context(attending(club, match_id, ALICE))
        [bob] = stack.enter_context(attending(other_club, match_id, BOB))
        assert club.tables.begin(match_id)
        assert other_club.tables.begin(match_id)
        until(lambda: alice.version == bob.version == 2)
        assert alice.view["dealer"] == bob.view["dealer"]


def test_another_name_is_seen_at_the_table(club: Club) -> None:
    match_id = club.seating.open(ALICE, agreed())
    with attending(club, match_id, None) as (onlooker,):
        assert club.seating.rename(ALICE, "  Alice   Two ") == "Alice Two"
        until(lambda: onlooker.messages[-1]["t"] == "seats")
        assert onlooker.messages[-1]["seats"][0]["name"] == "Alice Two"
    club.seating.rename(ALICE, "alice")


@pytest.mark.parametrize(
    "agreement",
    [Agreed("poker"), Agreed(target=0), Agreed(target=51), Agreed(speed="blitz")],
)
def test_agreements_the_club_does_not_offer(club: Club, agreement: Agreed) -> None:
    with pytest.raises(ClubRefusal, match="bad_table"):
        club.seating.open(ALICE, agreement)


@pytest.mark.parametrize("convention", ["sochi", "leningrad", "rostov"])
def test_each_convention_can_be_played(club: Club, convention: str) -> None:
    match_id = club.seating.play_now(ALICE, Agreed(convention, 1, "fast"))
    with attending(club, match_id, ALICE) as (alice,):
        until(lambda: alice.is_asked)
        assert alice.messages[0]["rules"]["convention"] == convention


def test_my_tables_are_those_not_over(club: Club) -> None:
    dave = a_guest("dave")
    match_id = club.seating.open(dave, agreed())
    assert [match.match_id for match in club.seating.tables_of(dave.player_id)] == [match_id]
    club.seating.leave(dave, match_id)
    assert club.seating.tables_of(dave.player_id) == []

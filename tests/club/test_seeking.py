"""Looking for company: who looks for the same is asked to a table, by exactly one worker."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from club.club import Club
from club.errors import ClubRefusal
from club.seating import Guest
from club.seeking import ALIVE_MS, FULFILLED_MS, READY_MS
from jobs import pair_seekers, sweep_seeks
from store import seeks
from store.seeks import Kind, Seek
from tests.club.clubs import a_guest, a_member
from tests.databases import execute

STEPPED = ("pair seekers", "sweep seeks")
KIND = Kind("sochi", 10, "usual", False)
NAMES = ("alice", "bob", "carol", "dave")


def guests(count: int = 3) -> list[Guest]:
    return [a_guest(name) for name in NAMES[:count]]


def wish_of(club: Club, guest: Guest) -> Seek | None:
    with club.connections.connection() as connection:
        return seeks.of_player(connection, guest.player_id)


def asked(club: Club, three: list[Guest], kind: Kind = KIND) -> int:
    """The table found for these three."""
    for guest in three:
        club.seeking.seek(guest, kind)
    wish = wish_of(club, three[0])
    assert wish is not None and wish.match_id is not None
    return wish.match_id


def pass_time(club: Club, ms: int) -> None:
    """As if all wishes were so much older."""
    execute(
        club.connections.dsn,
        f"update seeks set since = since - {ms}, alive_until = alive_until - {ms},"
        f" ready_by = ready_by - {ms}",
    )


def test_three_who_look_for_the_same_are_asked_to_one_table(club: Club) -> None:
    three = guests()
    match_id = asked(club, three)
    look = club.seating.look(match_id)
    assert {seat.player_id for seat in look.seats if seat} == {g.player_id for g in three}
    assert not any(seat.ready for seat in look.seats if seat)
    assert look.match.status == "open" and look.match.is_public and not look.match.rated
    assert look.match.rules["pool_target"] == 10
    wish = wish_of(club, three[1])
    assert wish is not None and wish.match_id == match_id
    assert sorted(place[1] for place in wish.places) == ["alice", "bob", "carol"]


@pytest.mark.parametrize("players", [3, 4])
def test_the_match_begins_when_all_are_ready(club: Club, players: int) -> None:
    people = guests(players)
    match_id = asked(club, people, KIND._replace(players=players))
    for guest in people:
        assert club.seating.look(match_id).match.status == "open"
        club.seeking.answer(guest, match_id, is_ready=True)
    assert club.seating.look(match_id).match.status == "running"


def test_other_wishes_do_not_meet(club: Club) -> None:
    alice, bob, carol, dave = guests(4)
    club.seeking.seek(alice, KIND)
    club.seeking.seek(a_guest("erin"), KIND._replace(players=4))
    club.seeking.seek(bob, KIND._replace(target=20))
    club.seeking.seek(carol, KIND._replace(speed="fast"))
    club.seeking.seek(dave, KIND._replace(convention="rostov"))
    assert all(wish and wish.match_id is None for wish in (wish_of(club, g) for g in (alice, bob)))


def test_four_are_waited_for_where_four_want_to_play(club: Club) -> None:
    *three, dave = guests(4)
    four = KIND._replace(players=4)
    for guest in three:
        club.seeking.seek(guest, four)
    assert pair_seekers.step(club) == 0
    assert all(wish and wish.match_id is None for wish in (wish_of(club, g) for g in three))
    look = club.seating.look(asked(club, [dave], four))
    assert (look.match.seat_count, look.match.rules["players"]) == (4, 4)
    assert {seat and seat.player_id for seat in look.seats} == {
        guest.player_id for guest in (*three, dave)
    }


def test_a_new_wish_takes_the_place_of_the_old_one(club: Club) -> None:
    alice, bob, carol = guests()
    club.seeking.seek(alice, KIND._replace(target=20))
    asked(club, [alice, bob, carol])


def test_who_is_asked_looks_for_nothing_else_meanwhile(club: Club) -> None:
    three = guests()
    match_id = asked(club, three)
    with pytest.raises(ClubRefusal, match="busy"):
        club.seeking.seek(three[0], KIND)
    club.seeking.withdraw(three[0])
    wish = wish_of(club, three[0])
    assert wish is not None and wish.match_id == match_id


def test_whoever_withdrew_is_not_asked(club: Club) -> None:
    alice, bob, carol, dave = guests(4)
    club.seeking.seek(alice, KIND)
    club.seeking.withdraw(alice)
    assert wish_of(club, alice) is None
    asked(club, [bob, carol, dave])


def test_one_who_is_not_ready_leaves_and_the_others_wait_on(club: Club) -> None:
    three = guests()
    match_id = asked(club, three)
    waited_since = [wish.since for wish in (wish_of(club, g) for g in three) if wish]
    club.seeking.answer(three[0], match_id, is_ready=True)
    club.seeking.answer(three[1], match_id, is_ready=False)
    assert club.seating.look(match_id).match.status == "finished"
    assert wish_of(club, three[1]) is None
    wishes = [wish_of(club, three[0]), wish_of(club, three[2])]
    assert [(w.match_id, w.since) for w in wishes if w] == [
        (None, waited_since[0]),
        (None, waited_since[2]),
    ]
    with pytest.raises(ClubRefusal, match="stale"):
        club.seeking.answer(three[0], match_id, is_ready=True)


def test_whoever_does_not_answer_in_time_leaves(club: Club, other_club: Club) -> None:
    three = guests()
    match_id = asked(club, three)
    club.seeking.answer(three[0], match_id, is_ready=True)
    assert sweep_seeks.step(club) == 0
    pass_time(club, READY_MS)
    with ThreadPoolExecutor(2) as workers:
        list(workers.map(sweep_seeks.step, (club, other_club)))
    wish = wish_of(club, three[0])
    assert wish is not None and wish.match_id is None
    assert [wish_of(club, guest) for guest in three[1:]] == [None, None]
    assert club.seating.look(match_id).match.status == "finished"


def test_a_match_whose_players_are_all_ready_begins_though_their_worker_died(club: Club) -> None:
    three = guests()
    match_id = asked(club, three)
    execute(club.connections.dsn, f"update seats set ready = true where match_id = {match_id}")
    pass_time(club, READY_MS)
    sweep_seeks.step(club)
    assert club.seating.look(match_id).match.status == "running"


def test_wishes_end_with_their_players_presence(club: Club) -> None:
    alice, bob, carol = guests()
    club.seeking.seek(alice, KIND)
    club.seeking.seek(bob, KIND)
    pass_time(club, ALIVE_MS)
    club.seeking.keep([bob.player_id])
    club.seeking.seek(carol, KIND)  # alice counts no more
    assert sweep_seeks.step(club) == 1
    assert wish_of(club, alice) is None
    assert wish_of(club, bob) is not None


def test_a_wish_fulfilled_is_put_away_after_a_while(club: Club) -> None:
    three = guests()
    match_id = asked(club, three)
    for guest in three:
        club.seeking.answer(guest, match_id, is_ready=True)
    assert sweep_seeks.step(club) == 0
    pass_time(club, READY_MS + FULFILLED_MS)
    assert sweep_seeks.step(club) == 3


def members(club: Club) -> list[Guest]:
    three = guests()
    for guest in three:
        club.accounts.register(guest, name=guest.name, password="a long password", email="")
    return three


def test_a_range_that_widened_is_found_by_the_job(club: Club) -> None:
    three = members(club)
    for guest in three[:2]:
        club.seeking.seek(guest, KIND._replace(rated=True))
    execute(club.connections.dsn, "update seeks set rating = rating + 1000")
    club.seeking.seek(three[2], KIND._replace(rated=True))
    assert pair_seekers.step(club) == 0
    execute(club.connections.dsn, "update seeks set since = since - 120000")
    assert pair_seekers.step(club) == 1
    wish = wish_of(club, three[0])
    assert wish is not None and wish.match_id is not None
    assert club.seating.look(wish.match_id).match.rated


def test_one_who_blocked_another_is_not_paired_with_him(club: Club) -> None:
    alice, bob, carol, dave = guests(4)
    club.seeking.seek(alice, KIND)
    club.seeking.seek(bob, KIND)
    club.blocks.put(alice, bob.player_id, "block")
    club.seeking.seek(carol, KIND)
    assert pair_seekers.step(club) == 0
    club.seeking.seek(dave, KIND)
    wishes = [wish_of(club, guest) for guest in (alice, bob, carol, dave)]
    assert [wish.match_id is None for wish in wishes if wish] == [False, True, False, False]


def test_a_wish_carries_the_rating_of_what_is_looked_for(club: Club) -> None:
    anna = a_member(club, "Анна")
    execute(
        club.connections.dsn,
        "insert into ratings (player_id, family, speed, mu, sigma, week)"
        f" values ({anna.player_id}, 'rostov', 'fast', 30, 2, 0)",
    )
    for kind, rating in ((Kind("rostov", 10, "fast", True), 1_700), (KIND, 1_500)):
        club.seeking.seek(anna, kind)
        wish = wish_of(club, anna)
        assert wish is not None and wish.rating == rating


def test_guests_have_no_rating_to_play_for(club: Club) -> None:
    with pytest.raises(ClubRefusal, match="members_only"):
        club.seeking.seek(a_guest(), KIND._replace(rated=True))


@pytest.mark.parametrize(
    "kind",
    [
        KIND._replace(convention="poker"),
        KIND._replace(target=0),
        KIND._replace(target=51),
        KIND._replace(speed="now"),
        KIND._replace(players=5),
    ],
)
def test_the_club_offers_no_such_table(club: Club, kind: Kind) -> None:
    with pytest.raises(ClubRefusal, match="bad_table"):
        club.seeking.seek(a_guest(), kind)


def test_two_workers_pair_nobody_twice(club: Club, other_club: Club) -> None:
    people = [a_guest(f"guest {number}") for number in range(12)]
    with ThreadPoolExecutor(6) as workers:
        jobs = [
            workers.submit((club, other_club)[number % 2].seeking.seek, guest, KIND)
            for number, guest in enumerate(people)
        ]
        for job in jobs:
            job.result()
    pair_seekers.step(other_club)
    wishes = [wish_of(club, guest) for guest in people]
    found = [wish.match_id for wish in wishes if wish]
    assert len(found) == 12 and None not in found
    assert sorted(found.count(match_id) for match_id in set(found)) == [3, 3, 3, 3]

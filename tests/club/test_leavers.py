"""Leavers: grades that grow and fade, and nothing for those who could not help it."""

from datetime import UTC, datetime, timedelta

import pytest

from club.club import Club
from club.errors import ClubRefusal
from club.leavers import Standing, standing_after
from club.table import Gone, Why
from store import leavings, players, results
from store.ids import new_id
from store.leavings import Leaving
from tests.club.clubs import Player, a_guest, a_table, agreed, attending, until
from tests.databases import execute

ALICE, BOB, CAROL = (a_guest(name) for name in ("alice", "bob", "carol"))
STEPPED = ("forget leavings",)
NOW = datetime(2026, 11, 24, 20, tzinfo=UTC)


def left(*why: str, minutes_ago: int = 0) -> list[Leaving]:
    return [Leaving(each, NOW - timedelta(minutes=minutes_ago)) for each in why]


@pytest.mark.parametrize(
    ("lately", "standing"),
    [
        ([], Standing(0, 0)),
        (left("lost"), Standing(0, 0)),
        (left("lost", "lost"), Standing(1, 0)),
        (left("left"), Standing(1, 0)),
        (left("left", "left"), Standing(2, 10)),
        (left("left", "left", minutes_ago=8), Standing(2, 2)),
        (left("left", "left", minutes_ago=10), Standing(2, 0)),
        (left("left", "left", "lost"), Standing(2, 10)),
        (left("left", "left", "left"), Standing(3, 120)),
        (left(*["left"] * 5), Standing(4, 1440)),
    ],
)
def test_what_leavings_come_to(lately: list[Leaving], standing: Standing) -> None:
    assert standing_after(lately, NOW) == standing


def gone_for_long(club: Club, alice: Player, why: Why, many: int = 0) -> None:
    """The seat after hers was held long enough."""
    table = alice.table
    table.attendance_asked_at = float("-inf")
    table.held_from = 0
    since = club.time.now() - 100_000
    club.tables.attendance._vanished.append((since + 5_000, many))
    table.gone = (None, Gone(since, why), None)
    users = table.users
    club.tables.leaving.step()
    until(lambda: alice.view["bots"][1] and table.users <= users)  # he is blamed by then


@pytest.mark.parametrize(
    ("why", "many", "grade"), [("left", 0, 1), ("ours", 0, 0), ("left", 500, 0), ("lost", 0, 0)]
)
def test_whoever_leaves_the_others_gets_a_word(club: Club, why: Why, many: int, grade: int) -> None:
    bob = a_guest("bob")
    match_id = a_table(club, ALICE, bob, CAROL)
    assert club.tables.begin(match_id)
    with attending(club, match_id, ALICE, CAROL) as (alice, _):
        until(lambda: alice.view["phase"] == "auction")
        gone_for_long(club, alice, why, many)
        assert club.leavers.standing(bob.player_id).grade == grade
    assert club.leavers.standing(ALICE.player_id) == Standing(0, 0)


def test_what_a_bot_plays_for_a_leaver_counts_for_him(club: Club) -> None:
    bob = a_guest("bob")
    match_id = a_table(club, ALICE, bob, CAROL)
    assert club.tables.begin(match_id)
    with attending(club, match_id, ALICE, CAROL) as (alice, _):
        until(lambda: alice.view["phase"] == "auction")
        gone_for_long(club, alice, "left")
    with club.connections.connection() as connection:
        assert results.players_of(connection, match_id)[1] == bob.player_id


def test_whoever_is_seen_elsewhere_has_no_broken_line(club: Club) -> None:
    bob = a_guest("bob")
    match_id = a_table(club, ALICE, bob, CAROL)
    assert club.tables.begin(match_id)
    in_the_hall = Player(club, match_id, bob)
    in_the_hall.epoch = 0  # type: ignore[attr-defined]
    with (
        club.people.visit(in_the_hall),  # type: ignore[arg-type]
        attending(club, match_id, ALICE, CAROL) as (alice, _),
    ):
        until(lambda: alice.view["phase"] == "auction")
        gone_for_long(club, alice, "lost")
        assert club.leavers.standing(bob.player_id).grade == 1


def test_a_grade_keeps_from_people_not_from_bots_and_fades(club: Club, database_url: str) -> None:
    dave = a_guest("dave")
    with club.connections.transaction() as connection:
        players.ensure(connection, dave.player_id, dave.name)
        for _ in range(2):
            leavings.add(connection, dave.player_id, new_id(), "left")
    match_id = club.seating.open(ALICE, agreed())
    with pytest.raises(ClubRefusal, match="left_too_often"):
        club.seating.join(dave, match_id)
    with pytest.raises(ClubRefusal, match="left_too_often"):
        club.seating.open(dave, agreed())
    assert club.seating.play_now(dave, agreed())
    execute(database_url, "update leavings set at = at - interval '8 days'")
    club.seating.join(dave, match_id)
    assert club.leavers.forget() == 2
    assert club.leavers.forget() == 0


def test_a_match_counts_once(club: Club) -> None:
    erin, match_id = a_guest("erin"), new_id()
    with club.connections.transaction() as connection:
        players.ensure(connection, erin.player_id, erin.name)
        for _ in range(3):
            leavings.add(connection, erin.player_id, match_id, "left")
    assert club.leavers.standing(erin.player_id).grade == 1

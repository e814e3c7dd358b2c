"""Pauses and adjournments: agreed, kept in the store, ended by the people or by the clock."""

import pytest

from club.club import Club
from club.errors import ClubRefusal
from club.table import Table
from games.errors import Refusal
from games.preferans.actions import Word
from games.preferans.halting import ADJOURNED_MS, PAUSE_MS
from store import events, matches
from store.club_time import ClubTime
from tests.club.clubs import SLOW, Player, a_guest, a_ref, a_table, asked, attending, until
from tests.databases import execute

ALICE, BOB, CAROL = (a_guest(name) for name in ("alice", "bob", "carol"))


def begun(club: Club) -> int:
    match_id = a_table(club, ALICE, BOB, CAROL)
    assert club.tables.begin(match_id)
    return match_id


def kinds(club: Club, match_id: int) -> list[str]:
    with club.connections.connection() as connection:
        return [event.kind for event in events.since(connection, match_id, 0)]


def status(club: Club, match_id: int) -> str:
    with club.connections.connection() as connection:
        stored = matches.read(connection, match_id)
    assert stored is not None
    return stored.status


def agree(players: list[Player], proposal: str) -> None:
    """The first proposes, the others agree; all have seen it."""
    asked(players)
    answers = (proposal, *("agree_halt" for _ in players[1:]))
    for player, said in zip(players, answers, strict=True):
        version = player.version
        player.act(said)
        until(lambda: all(each.version > version for each in players))  # noqa: B023


def known(table: Table) -> None:
    """As if the other workers had had their second to answer."""
    table.attendance_asked_at = float("-inf")


class LaterTime(ClubTime):
    """The time of a club that is further on: beats and measurements do not set it back."""

    ahead_ms = 0

    def now(self) -> int:
        return super().now() + self.ahead_ms


def later(club: Club, ms: int) -> None:
    """As if so much of club time had passed."""
    club.time.__class__ = LaterTime
    assert isinstance(club.time, LaterTime)
    club.time.ahead_ms += ms


def test_all_agree_and_all_go_on_with_the_same_cards(club: Club) -> None:
    match_id = begun(club)
    with attending(club, match_id, ALICE, BOB, CAROL) as players:
        asker = asked(players)
        hands, turn = players[0].view["hands"], asker.view["turn"]
        agree(players, "pause")
        assert players[1].view["halt"]["kind"] == "pause" and players[1].view["turn"] == []
        assert status(club, match_id) == "running"
        with pytest.raises(Refusal, match="halted"):
            asker.act("pass")
        for player in players:
            player.act("resume")
        until(lambda: players[0].view["turn"] == turn)
        assert players[0].view["hands"] == hands and players[0].view["halt"] is None
    assert kinds(club, match_id)[2:] == ["halt"] * 6


def test_what_is_refused(club: Club) -> None:
    match_id = begun(club)
    with attending(club, match_id, ALICE, BOB, CAROL, None) as players:
        alice, bob, carol, onlooker = players
        asked(players[:3])
        with pytest.raises(ClubRefusal, match="not_seated"):
            onlooker.act("pause")
        with pytest.raises(Refusal, match="no_halt_proposed"):
            alice.act("agree_halt")
        with pytest.raises(Refusal, match="bad_hour"):
            alice.act("adjourn 1")
        ref = a_ref()
        alice.act("pause", ref=ref)
        assert alice.act("pause", ref=ref) is not None  # sent twice: done once
        until(lambda: bob.view["halting"])
        bob.act("refuse_halt")
        seen = carol.version
        until(lambda: bob.view["halting"] is None and carol.version > seen - 1)
        carol.act("adjourn")
        until(lambda: alice.view["halting"] and alice.view["halting"]["by"] == 2)
        with pytest.raises(ClubRefusal, match="stale"):  # he means the pause
            alice.act("agree_halt", seen=alice.view["halting"]["version"] - 1)
        with pytest.raises(Refusal, match="already_asked"):
            alice.act("pause")


def test_an_adjourned_match_is_found_by_another_worker_as_it_was_left(
    club: Club, other_club: Club
) -> None:
    match_id = begun(club)
    with attending(club, match_id, ALICE, BOB, CAROL) as players:
        asked(players).act("pass")
        agree(players, "adjourn")
        hands = players[1].view["hands"]
    assert status(club, match_id) == "adjourned"
    assert match_id in [match.match_id for match in other_club.seating.tables_of(BOB.player_id)]
    with attending(other_club, match_id, ALICE, BOB, CAROL) as players:
        assert players[1].view["halt"]["kind"] == "adjourn"
        assert players[1].view["hands"] == hands
        for player in players:
            player.act("resume")
        until(lambda: players[0].view["halt"] is None)
    assert status(club, match_id) == "running"


def test_a_pause_ends_by_itself_while_somebody_is_there(club: Club) -> None:
    match_id = begun(club)
    with attending(club, match_id, ALICE, BOB, CAROL) as players:
        agree(players, "pause")
        later(club, PAUSE_MS)
        until(lambda: players[0].view["halt"] is None)
    assert kinds(club, match_id)[-1] == "resume"


def test_a_table_everybody_has_left_stands_and_is_adjourned_after_ten_minutes(club: Club) -> None:
    match_id = begun(club)
    with attending(club, match_id, None) as (onlooker,):
        until(lambda: onlooker.view["phase"] == "auction")
        known(onlooker.table)
        later(club, SLOW.act_ms + SLOW.bank_ms + 1_000)
        until(lambda: onlooker.view["halt"])
        assert (onlooker.view["halt"]["kind"], onlooker.view["halt"]["by"]) == ("pause", None)
        later(club, PAUSE_MS)
        until(lambda: onlooker.view["halt"]["kind"] == "adjourn")
    assert status(club, match_id) == "adjourned"
    assert kinds(club, match_id) == ["start", "deal", "pause", "adjourn"]


def test_it_goes_on_when_the_last_one_has_come(club: Club) -> None:
    match_id = begun(club)
    with attending(club, match_id, ALICE, BOB) as (alice, _):
        until(lambda: alice.view["phase"] == "auction")
        assert club.tables._acts.by_club(alice.table, 2, Word("pause"), at=club.time.now())
        until(lambda: alice.view["halt"])
        assert alice.view["turn"] == []
        with attending(club, match_id, CAROL):
            until(lambda: alice.view["halt"] is None)
    assert kinds(club, match_id)[-1] == "resume"


def test_who_agreed_to_go_on_another_day_may_look_in_again_at_once(club: Club) -> None:
    match_id = begun(club)
    with attending(club, match_id, ALICE, BOB) as (alice, bob):
        with attending(club, match_id, CAROL) as (carol,):
            agree([alice, bob, carol], "adjourn")
        until(lambda: alice.table.is_missed)
        with attending(club, match_id, CAROL):
            until(lambda: not alice.table.is_missed)
            assert alice.view["halt"]
        until(lambda: alice.table.is_missed)
        later(club, 200_000)
        with attending(club, match_id, CAROL):
            until(lambda: alice.view["halt"] is None)


def test_an_hour_wakes_those_who_are_there_and_else_it_sleeps_on(club: Club) -> None:
    match_id = begun(club)
    with attending(club, match_id, ALICE, BOB, CAROL) as players:
        agree(players, f"adjourn {club.time.now() + 3_600_000}")
    with attending(club, match_id, None) as (onlooker,):
        known(onlooker.table)
        later(club, 3_600_001)
        until(lambda: onlooker.view["halt"]["until"] is None)
        assert onlooker.view["deadline"] == onlooker.view["halt"]["expires_at"]


def test_after_two_weeks_it_is_settled_as_it_stands(club: Club, database_url: str) -> None:
    match_id = begun(club)
    with attending(club, match_id, ALICE, BOB, CAROL) as players:
        agree(players, "adjourn")
    later(club, ADJOURNED_MS)
    execute(database_url, f"update matches set swept_at = 0 where id = {match_id}")
    until(lambda: status(club, match_id) == "finished")
    assert kinds(club, match_id)[-1] == "expire"

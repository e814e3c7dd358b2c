"""Who is connected: the others see it, whichever worker he sits at; the log knows nothing of it."""

import time
from contextlib import ExitStack
from typing import Any

from club.attendance import SILENT_SECONDS, TOPIC
from club.club import Club
from club.table import Gone, Table
from store import events
from tests.club.clubs import Player, a_guest, a_table, attending, until

ALICE, BOB, CAROL = (a_guest(name) for name in ("alice", "bob", "carol"))


def begun(club: Club) -> int:
    match_id = a_table(club, ALICE, BOB, CAROL)
    assert club.tables.begin(match_id)
    return match_id


def settled(table: Table) -> None:
    """As if the other workers had had their second to answer, and this one had run for long."""
    table.attendance_asked_at = float("-inf")


def away(player: Player) -> list[Any]:
    return [each and each["why"] for each in player.here.get("away", ())]


def test_the_others_see_who_is_not_connected_and_who_is_back(club: Club, other_club: Club) -> None:
    club.tables.attendance._began_at = other_club.tables.attendance._began_at = float("-inf")
    match_id = begun(club)
    with ExitStack() as stack:
        alice, carol = stack.enter_context(attending(club, match_id, ALICE, CAROL))
        bob = Player(other_club, match_id, BOB).come()
        settled(alice.table)
        until(lambda: away(alice) == [None, None, None] and alice.here["devices"] == 1)
        bob.go()
        until(lambda: away(alice) == away(carol) == [None, "lost", None])
        told = alice.here["away"][1]
        assert told["bot_at"] == told["since"] + 60_000
        bob.come(bob.version)
        until(lambda: away(alice) == [None, None, None])
        bob.has_left = True
        bob.go()
        until(lambda: away(alice) == [None, "left", None])
        told = alice.here["away"][1]
        assert told["bot_at"] == told["since"] + 30_000
    with club.connections.connection() as connection:
        assert {each.kind for each in events.since(connection, match_id, 0)} <= {"start", "deal"}


def test_one_knows_of_ones_other_devices_and_of_those_who_watch(
    club: Club, other_club: Club
) -> None:
    match_id = begun(club)
    with attending(club, match_id, ALICE, None) as (alice, onlooker):
        until(lambda: alice.here.get("watchers") == 1)
        with attending(other_club, match_id, ALICE, None):
            until(lambda: (alice.here["devices"], alice.here["watchers"]) == (2, 2))
            assert onlooker.here["devices"] == 0
        until(lambda: (alice.here["devices"], alice.here["watchers"]) == (1, 1))


def test_nobody_is_missed_before_the_other_workers_had_their_say(club: Club) -> None:
    match_id = begun(club)
    with attending(club, match_id, ALICE) as (alice,):
        until(lambda: alice.here)
        assert away(alice) == [None, None, None]
        settled(alice.table)
        club.tables.attendance.step()
        until(lambda: away(alice)[1:] == ["ours", "ours"])  # the worker has only just begun


def test_a_worker_that_falls_silent_takes_its_people_with_it(club: Club, other_club: Club) -> None:
    match_id = begun(club)
    with (
        attending(club, match_id, ALICE) as (alice,),
        attending(other_club, match_id, BOB, CAROL),
    ):
        until(lambda: alice.table.attending == (1, 1, 1, 0))
        settled(alice.table)
        ours, theirs = club.tables.attendance, other_club.tables.attendance
        ours.heard = lambda payload: None  # type: ignore[method-assign]
        club.bus._listeners[TOPIC].clear()
        ours._heard_at[theirs.worker] = time.monotonic() - SILENT_SECONDS - 1
        assert ours.step() == 1
        until(lambda: away(alice) == [None, "ours", "ours"])


def test_many_who_vanish_together_are_no_leavers(club: Club) -> None:
    attendance, now = club.tables.attendance, club.time.now()
    assert not attendance.many_vanished(now)
    attendance.heard("ffffffff 4 200")
    assert not attendance.many_vanished(now)
    attendance.heard("ffffffff 60 140")
    assert attendance.many_vanished(now)
    assert not attendance.many_vanished(now - 60_000)


def test_nonsense_on_the_bus_is_passed_over(club: Club) -> None:
    match_id = begun(club)
    with attending(club, match_id, ALICE) as (alice,):
        for told in (f"{match_id}:9.9:lll", f"{match_id}:1.1.1.1:zzz", "?", "x:1:l", ""):
            club.tables.attendance.heard(f"ffffffff 0 0 {told}")
        for told in ("ffffffff x y", "ffffffff", "", "zz 1 2 3"):
            club.tables.attendance.heard(told)
        assert alice.table.attending == (1, 0, 0, 0)


def test_a_bot_takes_the_seat_of_who_does_not_come_back(club: Club, other_club: Club) -> None:
    match_id = begun(club)
    with (
        attending(club, match_id, ALICE) as (alice,),
        attending(other_club, match_id, ALICE) as (elsewhere,),
    ):
        for player in (alice, elsewhere):
            settled(player.table)
            player.club.tables.attendance.step()
        until(lambda: all(player.table.gone[1] for player in (alice, elsewhere)))
        assert club.tables.leaving.step() == 0  # it is held for a while
        for player in (alice, elsewhere):
            long_ago = Gone(club.time.now() - 3_600_000, "lost")
            player.table.gone = (None, long_ago, player.table.gone[2])
            player.table.held_from = 0
        club.tables.leaving.step()
        other_club.tables.leaving.step()
        until(lambda: alice.view["bots"][1] and elsewhere.view["bots"][1])
        assert alice.view["bots"] == [False, True, False]
        with club.connections.connection() as connection:
            kinds = [event.kind for event in events.since(connection, match_id, 0)]
        assert kinds.count("bot") == 1
        with attending(club, match_id, BOB) as (bob,):
            bob.act("back")
            until(lambda: not alice.view["bots"][1])


def test_no_seat_is_given_away_while_nobody_is_there(club: Club) -> None:
    match_id = begun(club)
    with attending(club, match_id, None) as (onlooker,):
        table = onlooker.table
        settled(table)
        club.tables.attendance.step()
        until(lambda: all(table.gone))
        assert club.tables.attendance.is_deserted(table)
        table.gone = (Gone(0, "left"),) * 3
        club.tables.leaving.step()
        time.sleep(0.2)
        assert not any(table.head.bots)

"""Deadlines: no table ever stands still, and an outage costs nobody time."""

import time
from contextlib import ExitStack

from club.club import Club
from games.preferans import Clock
from games.preferans.actions import GiveToBot
from store import events, matches
from tests.club.clubs import (
    SLOW,
    a_guest,
    a_table,
    asked,
    attending,
    running,
    running_without,
    until,
)
from tests.databases import execute

ALICE, BOB, CAROL = (a_guest(name) for name in ("alice", "bob", "carol"))
QUICK = Clock(act_ms=100, bank_ms=0, refill_ms=0, result_ms=200, grace_ms=50, pace_ms=0)


def log_of(club: Club, match_id: int) -> list[events.Event]:
    with club.connections.connection() as connection:
        return events.since(connection, match_id, 0)


def begun(club: Club, clock: Clock) -> int:
    match_id = a_table(club, ALICE, BOB, CAROL, clock=clock)
    assert club.tables.begin(match_id)
    until(lambda: len(log_of(club, match_id)) >= 2)
    return match_id


def test_the_clock_acts_for_who_does_not(club: Club) -> None:
    match_id = begun(club, QUICK)
    with attending(club, match_id, ALICE, None) as (alice, _):
        until(lambda: alice.version >= 4)
        told = alice.events()[-1]
        assert told["by"] == "clock"
        assert told["act"][1] == "pass"
        assert told["act"][0] in (0, 1, 2)


def test_two_workers_whose_alarms_ring_together_make_one_act(club: Club, other_club: Club) -> None:
    match_id = begun(club, QUICK._replace(act_ms=300))
    with ExitStack() as stack:
        here = stack.enter_context(attending(club, match_id, ALICE))
        there = stack.enter_context(attending(other_club, match_id, BOB))
        until(lambda: here[0].version >= 6 and there[0].version >= 6, 8.0)
        versions = [event.version for event in log_of(club, match_id)]
        assert versions == list(range(1, len(versions) + 1))


def test_a_sleepers_table_plays_on_by_itself(club: Club) -> None:
    """Two time-outs in a row hand the seat to the bot at once; nobody stands still meanwhile."""
    match_id = begun(club, QUICK._replace(act_ms=50, grace_ms=10, budget_ms=0))
    with attending(club, match_id, None, ALICE, BOB, CAROL) as (onlooker, *_):
        until(lambda: onlooker.view["number"] >= 2, 20.0)
        assert onlooker.view["bots"] == [True, True, True]


def test_a_bots_seat_is_taken_back(club: Club) -> None:
    match_id = begun(club, SLOW)
    with attending(club, match_id, ALICE, BOB, CAROL) as everybody:
        asked(everybody)
        table = everybody[0].table
        asked(everybody).act("pass")
        until(lambda: table.head.version == 3)
        seat = next(each for each in range(3) if each not in table.head.turn)
        assert club.tables._acts.by_club(table, 3, GiveToBot(seat), at=club.time.now())
        until(lambda: everybody[0].view["bots"][seat])
        assert everybody[seat].act("back") is None
        until(lambda: not everybody[0].view["bots"][seat])


def test_the_sweep_takes_tables_nobody_watches(club: Club) -> None:
    match_id = begun(club, QUICK)
    until(lambda: len(log_of(club, match_id)) >= 3)
    assert log_of(club, match_id)[2].kind == "pause"  # its people are not there


def test_the_sweep_deals_where_the_dealing_worker_died(club: Club, database_url: str) -> None:
    match_id = begun(club, SLOW)
    execute(database_url, f"delete from events where match_id = {match_id} and version = 2")
    execute(database_url, f"delete from deals where match_id = {match_id}")
    execute(
        database_url,
        f"update matches set version = 1, deadline = {club.time.now() - 5_000}"
        f" where id = {match_id}",
    )
    club.tables.registry.forget(club.tables.registry._live[match_id])
    until(lambda: [event.kind for event in log_of(club, match_id)] == ["start", "deal"])


def test_an_open_table_that_never_began_is_closed(club: Club, database_url: str) -> None:
    match_id = a_table(club, ALICE)
    with attending(club, match_id, ALICE) as (alice,):
        execute(database_url, f"update matches set deadline = 1 where id = {match_id}")
        until(lambda: alice.gone == "table_closed", 6.0)
    with club.connections.connection() as connection:
        stored = matches.read(connection, match_id)
    assert stored is not None
    assert stored.status == "finished"


def test_no_alarm_rings_while_an_outage_may_be_uncounted(database_url: str) -> None:
    with running_without(database_url, "beat") as club:
        club.time._beaten_at = float("-inf")
        match_id = begun(club, QUICK)
        with attending(club, match_id, ALICE) as (alice,):
            until(lambda: alice.version == alice.table.head.version)
            version = alice.version
            time.sleep(0.6)
            assert alice.table.head.version == version
            club.time.beat()
            until(lambda: alice.version > version)


def test_an_outage_costs_nobody_time(database_url: str) -> None:
    with running(database_url) as worker:
        match_id = begun(worker.club, SLOW)
        before = worker.club.time.now()
    execute(database_url, "update heartbeat set at = at - 60000")  # nobody was there for a minute
    with running(database_url) as worker:
        assert worker.club.time.now() - before < 55_000
        with attending(worker.club, match_id, ALICE) as (alice,):
            assert alice.view["deadline"] > worker.club.time.now() + 60_000


def test_a_worker_that_leaves_credits_who_is_on_turn_there(database_url: str) -> None:
    with running(database_url) as worker, running(database_url) as staying:
        match_id = begun(worker.club, SLOW)
        with ExitStack() as stack:
            here = stack.enter_context(attending(worker.club, match_id, ALICE, BOB, CAROL))
            onlooker = stack.enter_context(attending(staying.club, match_id, None))[0]
            asked(here)
            deadline = onlooker.view["deadline"]
            worker.drain.begin(within_seconds=1.0)
            until(lambda: onlooker.version == 3)
            assert onlooker.view["deadline"] == deadline + 10_000


def test_every_version_of_a_running_match_has_a_deadline(club: Club) -> None:
    match_id = begun(club, SLOW)
    with attending(club, match_id, ALICE, BOB, CAROL) as everybody:
        for _ in range(20):
            player = asked(everybody)
            version = player.version
            player.act()
            until(lambda: player.version > version)  # noqa: B023
            assert player.view["deadline"] is not None

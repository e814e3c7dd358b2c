"""The log of a deal: of one's own acts while it goes on, of all when it is over, with our times."""

from dataclasses import replace
from datetime import timedelta

import pytest

from club.deal_logs import EPOCH, DealLog, DealLogs
from club.errors import ClubRefusal
from games.preferans.actions import deck_of
from games.preferans.deal import commitment_of
from games.preferans.rules import SOCHI, Rules
from store.connections import Connections
from tests.club.written import Written, write_match
from tests.databases import execute

ALICE, BOB, DAVE = 11, 12, 13
DEAL = 2


@pytest.fixture
def logs(connections: Connections) -> DealLogs:
    return DealLogs(connections)


def over(connections: Connections, rules: Rules = SOCHI, seed: int = 4) -> Written:
    return write_match(connections, replace(rules, pool_target=2), seed, sitters=(ALICE, BOB))


def stopped(connections: Connections, url: str, rules: Rules = SOCHI, *, is_over: bool) -> Written:
    """The same match as it was right after its second deal, or an act before that."""
    written = over(connections, rules)
    dealt = [row.version for row in written.rows if row.snapshot is not None][DEAL - 1]
    ended = next(row.version for row in written.rows if row.result and row.version > dealt)
    version = ended if is_over else ended - 1
    for relation in ("events", "deals"):
        execute(url, f"delete from {relation} where version > {version}")
    execute(url, f"update matches set status = 'running', version = {version}")
    if not is_over:
        execute(url, f"update deals set result = null where version = {dealt}")
    return written


def seats_in(log: DealLog) -> set[int | None]:
    return {line.seat for line in log.lines}


def test_a_deal_under_way_tells_a_player_his_own_acts_only(
    connections: Connections, logs: DealLogs, database_url: str
) -> None:
    written = stopped(connections, database_url, is_over=False)
    for player, seat in ((ALICE, 0), (BOB, 1)):
        log = logs.of(written.match_id, DEAL, player)
        assert seats_in(log) == {None, seat}
        assert (log.deck, log.salt) == (None, None)
        assert [line.act for line in log.lines if line.seat is None] == ["deal"]


def test_nobody_else_gets_the_log_of_a_match_that_goes_on(
    connections: Connections, logs: DealLogs, database_url: str
) -> None:
    written = stopped(connections, database_url, is_over=False)
    for player in (DAVE, None):
        for number in (1, DEAL, None):
            with pytest.raises(ClubRefusal, match="not_seated"):
                logs.of(written.match_id, number, player)


def test_a_deal_that_is_over_is_told_whole(
    connections: Connections, logs: DealLogs, database_url: str
) -> None:
    written = stopped(connections, database_url, is_over=True)
    log = logs.of(written.match_id, None, BOB)
    assert log.number == DEAL
    assert seats_in(log) == {None, 0, 1, 2}
    assert log.deck is not None and log.salt is not None
    deck = deck_of(log.deck)
    assert deck is not None and commitment_of(deck, log.salt) == log.commitment


def test_hands_that_are_not_shown_stay_hidden_until_the_match_is_over(
    connections: Connections, logs: DealLogs, database_url: str
) -> None:
    closed = replace(SOCHI, reveal="end")
    written = stopped(connections, database_url, closed, is_over=True)
    log = logs.of(written.match_id, DEAL, BOB)
    assert seats_in(log) == {None, 0, 1, 2}
    assert log.deck is None and log.salt is None
    discards = [line for line in log.lines if line.seat != 1 and len(line.act.split(" ")) == 3]
    assert discards == []


def test_a_match_that_is_over_is_told_to_everybody(
    connections: Connections, logs: DealLogs
) -> None:
    written = over(connections)
    log = logs.of(written.match_id, 1, None)
    acts = {row.version: row for row in written.rows}
    assert log.deck is not None
    for line in log.lines:
        assert line.at == EPOCH + timedelta(milliseconds=acts[line.version].at)
        assert line.ref is None
    versions = [line.version for line in log.lines]
    assert versions == list(range(versions[0], versions[0] + len(versions)))


def test_only_ones_own_refs_are_told(connections: Connections, logs: DealLogs) -> None:
    written = over(connections)
    for number in (1, DEAL):
        refs = {line.seat for line in logs.of(written.match_id, number, BOB).lines if line.ref}
        assert refs <= {1}
    told = [line.ref for line in logs.of(written.match_id, 1, BOB).lines if line.ref]
    assert set(told) <= {row.ref for row in written.rows if row.seat == 1}
    assert told


def test_times_go_on_while_the_club_is_out(
    connections: Connections, logs: DealLogs, database_url: str
) -> None:
    written = over(connections)
    plain = logs.of(written.match_id, 1, None).lines
    middle = int((plain[3].at - EPOCH).total_seconds() * 1000)
    execute(
        database_url,
        "insert into outages values (1, 5_001),"  # long before
        f" ({middle + 5_000}, {middle + 65_000}), (10000000000000, 10000000000001)",
    )
    later = logs.of(written.match_id, 1, None).lines
    lost = [(a.at - b.at).total_seconds() for a, b in zip(later, plain, strict=True)]
    assert lost[:4] == [5.0] * 4
    assert set(lost[5:]) == {65.0}


@pytest.mark.parametrize("number", [0, -1, 99])
def test_there_is_no_such_deal(connections: Connections, logs: DealLogs, number: int) -> None:
    written = over(connections)
    with pytest.raises(ClubRefusal, match="no_such_deal"):
        logs.of(written.match_id, number, ALICE)


def test_there_is_no_log_without_a_match(logs: DealLogs) -> None:
    with pytest.raises(ClubRefusal, match="no_such_match"):
        logs.of(7, None, ALICE)

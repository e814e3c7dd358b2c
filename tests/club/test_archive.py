"""Matches of long ago: out of the relation that is written to, and otherwise as before."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from club.archive import OVER_MS
from club.club import Club
from club.errors import ClubRefusal
from club.registry import opening
from club.steps import follow, step_of
from games.preferans import Match, print_action
from games.preferans.rules import SOCHI
from games.preferans.settlement import settle
from jobs import JOBS, fill_archive
from store import events, matches
from tests.club.clubs import a_guest, attending, running_without, until
from tests.club.written import Written, write_match
from tests.databases import execute
from tests.store.rows import as_stored

# Whoever else is at the rows written here: they were over, or due, long ago.
OTHERS = ("fill archive", "reckon matches", "sweep overdue")
ALICE = a_guest("alice")
A_YEAR_MS = 365 * 24 * 3_600_000
SHORT = replace(SOCHI, pool_target=2)


@contextmanager
def a_club(database_url: str) -> Iterator[Club]:
    """Its archive is filled when the test says so, from rows that nobody else holds."""
    with running_without(database_url, *OTHERS) as found:
        yield found


@pytest.fixture
def club(database_url: str) -> Iterator[Club]:
    with a_club(database_url) as found:
        yield found


@pytest.fixture
def other_club(database_url: str) -> Iterator[Club]:
    with a_club(database_url) as found:
        yield found


@pytest.fixture
def of_last_year(club: Club, database_url: str) -> Iterator[Written]:
    """Played a year ago by Alice and two bots, and archived since."""
    written = write_match(club.connections, SHORT, seed=5, sitters=(ALICE.player_id,))
    execute(database_url, f"update events set at = at + {club.time.now() - A_YEAR_MS}")
    assert fill_archive.step(club) == len(written.rows)
    yield written


def replayed_from_the_first_act(club: Club, match_id: int) -> Match:
    with club.connections.connection() as connection:
        stored = matches.read(connection, match_id)
        log = events.since(connection, match_id, 0)
    assert stored is not None
    match = opening(stored)
    for event in log:
        match = follow(match, step_of(event))
    return match


def test_a_match_of_last_year_replays_to_the_same_settlement(
    club: Club, of_last_year: Written
) -> None:
    match, end = replayed_from_the_first_act(club, of_last_year.match_id), of_last_year.end
    assert match.phase == "finished"
    assert match.book == end.book
    assert settle(match.rules, match.book.sheet) == settle(end.rules, end.book.sheet)


def test_its_table_is_opened_by_players_and_onlookers(
    other_club: Club, of_last_year: Written
) -> None:
    with attending(other_club, of_last_year.match_id, ALICE, None) as (alice, onlooker):
        assert alice.version == onlooker.version == of_last_year.end.version
        assert alice.view["phase"] == onlooker.view["phase"] == "finished"
        shown = settle(of_last_year.end.rules, of_last_year.end.book.sheet).shown
        assert alice.view["settlement"]["shown"] == list(shown)


def test_an_act_sent_again_a_year_later_gets_its_receipt(club: Club, of_last_year: Written) -> None:
    row = next(row for row in of_last_year.rows if row.seat == 0 and row.ref)
    text = step_of(as_stored(row)).action
    with attending(club, of_last_year.match_id, ALICE) as (alice,):
        assert alice.act(print_action(text), ref=row.ref) == row.version
        with pytest.raises(ClubRefusal, match="ref_reused"):
            alice.act("end_now", ref=row.ref)


def test_who_slept_through_the_move_catches_up_from_the_archive(
    club: Club, other_club: Club, database_url: str
) -> None:
    """Even after more than an hour: its acts are not taken, it learns what was."""
    written = write_match(club.connections, SHORT, seed=5, sitters=(ALICE.player_id,))
    deal = next(row for row in written.rows if row.snapshot is not None)
    execute(
        database_url,
        "create table aside as select * from events;"
        f" delete from events where version > {deal.version};"
        f" delete from deals where version > {deal.version};"
        f" update matches set version = {deal.version}, status = 'running'",
    )
    other_club.bus._listeners.clear()
    other_club.tables.stop()  # its deadline was over long ago
    with attending(other_club, written.match_id, ALICE, None) as (alice, onlooker):
        assert alice.version == deal.version
        execute(
            database_url,
            "begin; truncate only events; insert into events select * from aside;"
            f" update matches set version = {written.end.version}, status = 'finished'; commit",
        )
        assert fill_archive.step(club) == len(written.rows)
        until(lambda: alice.version == onlooker.version == written.end.version, 6.0)
        assert alice.view["phase"] == "finished"


def test_what_ended_lately_stays(club: Club, database_url: str) -> None:
    write_match(club.connections, SHORT, seed=5)
    execute(database_url, f"update events set at = at + {club.time.now() - OVER_MS + 60_000}")
    assert fill_archive.step(club) == 0
    execute(database_url, "update events set at = at - 10000000")
    assert fill_archive.step(club) > 0


def test_a_step_is_bounded(club: Club, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("club.archive.MATCHES_AT_ONCE", 2)
    lengths = {len(write_match(club.connections, SHORT, seed=5).rows) for _ in range(3)}
    (length,) = lengths
    assert [fill_archive.step(club) for _ in range(3)] == [2 * length, length, 0]


def test_it_is_one_of_the_jobs() -> None:
    assert fill_archive.step in [job.step for job in JOBS]

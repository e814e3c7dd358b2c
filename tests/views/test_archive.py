"""The log of all matches somebody has played to their end."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from club.club import Club
from club.errors import ClubRefusal
from games.preferans.notation import parse_match
from games.preferans.replay import replay_match
from games.preferans.rules import PRESETS, SOCHI, Rules
from store import archive
from store.ids import new_id
from tests.club.clubs import a_guest, a_table
from tests.club.written import Written, write_match
from tests.views.conftest import Visitor
from tests.waiting import until

PATH = "/archive/matches.txt"


@pytest.fixture
def club(app: Flask) -> Club:
    found: Club = app.extensions["club"]
    return found


def played(club: Club, alice: Visitor, seed: int, rules: Rules = SOCHI) -> Written:
    """A short match that Alice has played and which is over."""
    alice.get("/")
    with alice.client.session_transaction() as session:
        player = session["player"]
    written = write_match(club.connections, replace(rules, pool_target=2), seed, (player,))
    club.facts.note_match(written.match_id)
    return written


def texts(page: str) -> list[str]:
    """One for each match."""
    return [f"preferans {each}".rstrip("\n") + "\n" for each in page.split("preferans ")[1:]]


def _all_moved(club: Club) -> bool:
    with club.connections.connection() as connection, connection.cursor() as cursor:
        archive.move_finished(connection, 10**15)
        cursor.execute("select exists (select from only events)")
        return cursor.fetchone() == (False,)


@pytest.mark.parametrize("archived", [False, True])
def test_it_replays_to_the_sheets_as_they_were_written(
    club: Club, alice: Visitor, archived: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("views.postponed.BUDGET_SECONDS", 60.0)
    written = [played(club, alice, seed, rules) for seed, rules in enumerate(PRESETS.values())]
    if archived:
        until(lambda: _all_moved(club))  # the club's own job may be at it
    answer = alice.get(PATH)
    assert answer.mimetype == "text/plain"
    assert 'filename="preferans.txt"' in answer.headers["Content-Disposition"]
    found = [replay_match(parse_match(text)) for text in texts(answer.text)]
    assert sorted(each.book.sheet for each in found) == sorted(
        each.end.book.sheet for each in written
    )


@pytest.mark.parametrize("seed", range(20, 30))
def test_matches_that_ended_in_any_way_replay(club: Club, seed: int) -> None:
    """By their pool, by agreement in a deal or between two."""
    written = write_match(club.connections, replace(SOCHI, pool_target=2), seed)
    again = replay_match(parse_match(club.archive.notation(written.match_id)))
    assert again.book.sheet == written.end.book.sheet


def test_who_has_played_nothing_gets_nothing(club: Club, alice: Visitor) -> None:
    write_match(club.connections, replace(SOCHI, pool_target=2), 1, sitters=(new_id(),))
    assert alice.get(PATH).status_code == 404
    assert PATH not in alice.get("/").text


def test_the_first_page_leads_to_it(club: Club, alice: Visitor) -> None:
    played(club, alice, 1)
    assert f'href="{PATH}"' in alice.get("/").text


def test_a_match_under_way_tells_no_cards(club: Club) -> None:
    match_id = a_table(club, a_guest("alice"), "Foma", "Luka")
    club.tables.begin(match_id)
    with pytest.raises(ClubRefusal, match="no_such_table"):
        club.archive.notation(match_id)


def test_a_long_log_is_read_in_steps(
    open_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("club.walking.ACTS_AT_ONCE", 7)
    club: Club = open_app().extensions["club"]
    written = write_match(club.connections, replace(SOCHI, pool_target=2), 5)
    again = replay_match(parse_match(club.archive.notation(written.match_id)))
    assert again.book.sheet == written.end.book.sheet

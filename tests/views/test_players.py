"""A member's page: his record, ratings and last matches, for everybody."""

from dataclasses import replace
from urllib.parse import quote

import pytest
from flask import Flask

from club.addresses import address_of
from club.club import Club
from club.leagues import League
from club.ratings import WEEK_MS
from club.seating import Guest
from games.preferans.rules import SOCHI
from store import ratings
from store.ratings import Rating
from tests.club.clubs import a_guest, until
from tests.club.clubs import a_member as a_member_of
from tests.club.written import Written, write_match
from tests.views.conftest import Visitor
from tests.views.members import PASSWORD, a_member

SIX = replace(SOCHI, end="deals", max_deals=6)
NAMES = ("Анна", "Борис", "Вера")


@pytest.fixture
def club(app: Flask) -> Club:
    found: Club = app.extensions["club"]
    return found


@pytest.fixture
def three(club: Club) -> list[Guest]:
    return [a_member_of(club, name) for name in NAMES]


def page_of(visitor: Visitor, name: str) -> str:
    answer = visitor.get(f"/players/{quote(name)}")
    assert answer.status_code == 200
    return answer.text


def rated_match(club: Club, people: list[Guest]) -> Written:
    ids = [each.player_id for each in people]
    match = write_match(club.connections, SIX, 5, ids, rated=True)
    until(lambda: _is_reckoned(club, match.match_id), 10.0)
    return match


def _is_reckoned(club: Club, match_id: int) -> bool:
    changes = club.ratings.changes(match_id)
    return changes is not None and changes.reckoned is not None


def test_a_page_tells_ratings_record_and_last_matches(
    club: Club, three: list[Guest], alice: Visitor
) -> None:
    match = rated_match(club, three)
    changes = club.ratings.changes(match.match_id)
    assert changes is not None
    page = page_of(alice, "Анна")
    assert str(changes.seats[0].after) in page
    assert "<abbr" in page
    assert f"/matches/{address_of(match.match_id)}" in page
    assert "Борис" in page and "Вера" in page
    shown = match.end.book.settlement
    assert shown is not None and str(abs(shown["shown"][0])) in page


def test_a_name_in_other_letters_leads_to_the_page(three: list[Guest], alice: Visitor) -> None:
    answer = alice.get(f"/players/{quote('анна')}")
    assert answer.status_code == 301
    assert answer.location.endswith(quote("Анна"))


def test_a_member_takes_his_ratings_with_him(app: Flask, club: Club, three: list[Guest]) -> None:
    dina = a_member(app, "Дина")
    account = club.accounts.sign_in("Дина", PASSWORD, a_guest())
    match = rated_match(club, [*three[:2], Guest(account.player_id, account.name, "en")])
    data = dina.get("/account/export").json
    assert data is not None
    assert [rating["rated"] for rating in data["ratings"]] == [1]
    (result,) = data["results"]
    assert result["match_id"] == address_of(match.match_id)
    assert result["mu_after"] == data["ratings"][0]["mu"]


def test_guests_and_strangers_have_no_page(alice: Visitor) -> None:
    alice.post("/name", name="Никто другой")
    for name in ("Никто другой", "nobody"):
        assert alice.get(f"/players/{quote(name)}").status_code == 404


def test_a_member_who_played_nothing_has_a_page(three: list[Guest], alice: Visitor) -> None:
    assert "<table" not in page_of(alice, "Вера")


def test_the_page_of_a_match_tells_what_it_did_to_ratings(
    club: Club, three: list[Guest], alice: Visitor
) -> None:
    match = rated_match(club, three)
    page = alice.get(f"/matches/{address_of(match.match_id)}").text
    changes = club.ratings.changes(match.match_id)
    assert changes is not None and "1500 →" in page
    assert all(str(change.after) in page for change in changes.seats.values())


def test_who_deletes_his_account_leaves_the_records_of_the_others_whole(
    app: Flask, club: Club, three: list[Guest], alice: Visitor
) -> None:
    leaver = a_member(app, "Уходящий")
    account = club.accounts.sign_in("Уходящий", PASSWORD, a_guest())
    rated_match(club, [three[0], three[1], Guest(account.player_id, account.name, "en")])
    before = page_of(alice, "Анна")
    assert "Уходящий" in before
    assert leaver.post("/account/delete", old_password=PASSWORD).status_code == 303
    assert alice.get(f"/players/{quote('Уходящий')}").status_code == 404
    after = page_of(alice, "Анна")
    assert "Уходящий" not in after
    assert after.count("<tr>") == before.count("<tr>")
    assert club.ratings.of_player(account.player_id)[0].rated == 1


def test_the_best_are_listed_with_their_pages(club: Club, alice: Visitor) -> None:
    anna = a_member_of(club, "Анна")
    week = club.time.now() // WEEK_MS
    rating = Rating(anna.player_id, "rostov", "fast", 30.0, 2.0, week, rated=20)
    with club.connections.transaction() as connection:
        ratings.held(connection, [rating])
        ratings.keep_all(connection, [rating])
    club.leaderboards.refresh_one(League("rostov", "fast"))
    page = alice.get("/leaderboards?family=rostov&speed=fast").text
    assert "1700" in page and f"/players/{quote('Анна')}" in page
    assert "<tbody" not in alice.get("/leaderboards").text
    assert alice.get("/leaderboards?family=nowhere").status_code == 404

"""What programs are told, and what they are not."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from club.addresses import address_of
from club.club import Club
from games.preferans.rules import SOCHI
from tests.club.written import Written, write_match
from tests.views.conftest import Visitor
from tests.views.test_account import register
from views.api.pages import bp


def told(visitor: Visitor, path: str) -> dict[str, Any]:
    answer = visitor.client.get(f"/api/v1{path}")
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "application/json"
    return dict(answer.json or {})


def refused(visitor: Visitor, path: str, method: str = "GET") -> tuple[int, str]:
    answer = visitor.client.open(f"/api/v1{path}", method=method)
    assert answer.mimetype == "application/problem+json"
    assert answer.json is not None and answer.json["status"] == answer.status_code
    return answer.status_code, answer.json["code"]


def member(visitor: Visitor, name: str = "Аня") -> int:
    """His id, once he is registered."""
    register(visitor, name)
    with visitor.client.session_transaction() as session:
        player: int = session["player"]
    return player


@pytest.fixture
def played(app: Flask) -> Written:
    """A short match three bots have played."""
    club: Club = app.extensions["club"]
    return write_match(club.connections, replace(SOCHI, pool_target=2), seed=1)


def test_a_table_is_told_with_its_rules_and_who_sits_there(alice: Visitor, bob: Visitor) -> None:
    table_id, player = alice.open_table(), member(alice)
    table = told(bob, f"/tables/{table_id}")
    assert (table["id"], table["status"], table["version"], table["host"]) == (
        table_id,
        "open",
        0,
        0,
    )
    assert table["rules"]["convention"] == "sochi"
    assert table["seats"][0]["player"] == address_of(player)
    assert table["seats"][1:] == [None, None]


def test_guests_and_bots_lead_nowhere(alice: Visitor) -> None:
    table_id = alice.post("/play").location.rsplit("/", 1)[1]
    seats = told(alice, f"/tables/{table_id}")["seats"]
    assert [seat["player"] for seat in seats] == [None] * 3
    assert [seat["bot"] for seat in seats] == [False, True, True]


def test_tables_come_in_pages_that_lose_none(alice: Visitor) -> None:
    opened = {alice.open_table() for _ in range(5)}
    found: list[str] = []
    page = told(alice, "/tables?limit=2")
    while True:
        found += [table["id"] for table in page["tables"]]
        if page["next"] is None:
            break
        page = told(alice, f"/tables?limit=2&after={page['next']}")
    assert len(found) == len(opened)
    assert set(found) == opened


def test_a_member_is_found_by_whatever_looks_like_his_name(alice: Visitor, bob: Visitor) -> None:
    player = member(alice)
    assert told(bob, "/players?name=АНЯ") == told(bob, f"/players/{address_of(player)}")
    assert told(bob, "/players?name=аня")["name"] == "Аня"


def test_a_guest_is_shown_to_nobody(alice: Visitor) -> None:
    alice.open_table()
    with alice.client.session_transaction() as session:
        guest = address_of(session["player"])
    assert refused(alice, f"/players/{guest}") == (404, "no_such_player")
    assert refused(alice, f"/players/{guest}/matches") == (404, "no_such_player")
    assert refused(alice, "/players?name=nobody") == (404, "no_such_player")


def test_what_a_member_played_comes_newest_first(app: Flask, alice: Visitor) -> None:
    club: Club = app.extensions["club"]
    player, played = member(alice), []
    for seed in range(3):
        played.append(address_of(write_match(club.connections, SOCHI, seed, (player,)).match_id))
    path = f"/players/{address_of(player)}/matches?limit=2"
    first = told(alice, path)
    second = told(alice, f"{path}&before={first['next']}")
    found = [match["id"] for match in (*first["matches"], *second["matches"])]
    assert found == played[::-1]
    assert second["next"] is None


def test_a_match_is_told_with_its_deals_and_its_settlement(alice: Visitor, played: Written) -> None:
    address = address_of(played.match_id)
    match = told(alice, f"/matches/{address}")
    assert [seat["name"] for seat in match["seats"]] == ["bot 0", "bot 1", "bot 2"]
    assert [deal["number"] for deal in match["deals"]] == list(range(1, len(match["deals"]) + 1))
    deal = told(alice, f"/matches/{address}/deals/{len(match['deals'])}")
    assert deal["messages"]
    settlement = played.end.book.settlement
    assert settlement is not None
    assert match["settlement"]["exact"] == list(settlement["exact"])
    assert match["settlement"]["shown"] == list(settlement["shown"])


def test_the_archive_is_searched(app: Flask, alice: Visitor, played: Written) -> None:
    club: Club = app.extensions["club"]
    player = member(alice)
    rules = replace(SOCHI, pool_target=2)
    for seed in range(2, 24):
        club.facts.note_match(write_match(club.connections, rules, seed, (player,)).match_id)
    club.facts.note_match(played.match_id)
    first = told(alice, f"/matches?player={address_of(player)}")
    second = told(alice, f"/matches?player={address_of(player)}&below={first['next']}")
    found = [match["id"] for match in (*first["matches"], *second["matches"])]
    assert len(set(found)) == len(found) == 22 and second["next"] is None
    assert told(alice, "/matches?convention=rostov") == {"matches": [], "next": None}
    deals = told(alice, f"/deals?player={address_of(player)}&role=declarer&result=made")["deals"]
    assert deals
    assert {(deal["declarer"], deal["result"]) for deal in deals} == {(0, "made")}
    assert told(alice, "/deals?contract=11")["deals"] == []


def test_a_deal_is_told_as_a_seat_saw_it(alice: Visitor, played: Written) -> None:
    path = f"/matches/{address_of(played.match_id)}/deals/1?seat=1"
    state = told(alice, path)["messages"][0]
    assert [hand is not None for hand in state["view"]["hands"]] == [False, True, False]


def test_a_running_match_is_told_to_nobody(alice: Visitor) -> None:
    table_id = alice.post("/play", target=5).location.rsplit("/", 1)[1]
    assert refused(alice, f"/matches/{table_id}") == (404, "no_such_match")
    assert refused(alice, f"/matches/{table_id}/deals/1?seat=0") == (404, "no_such_match")


@pytest.mark.parametrize("query", ["?limit=0", "?limit=101", "?limit=x", "?after=x", "?colour=1"])
def test_a_question_out_of_bounds_is_named(alice: Visitor, query: str) -> None:
    assert refused(alice, f"/tables{query}") == (400, "bad_question")


def test_faults_are_problems_too(alice: Visitor) -> None:
    assert refused(alice, "/nowhere") == (404, "http_404")
    assert refused(alice, "/tables", "DELETE") == (405, "http_405")
    assert refused(alice, "/matches/7zzzzzzzzzzzz/deals/99999999999999999999")[0] == 400


def test_whoever_has_it_already_is_told_so(alice: Visitor) -> None:
    table_id = alice.open_table()
    first = alice.get(f"/api/v1/tables/{table_id}")
    again = alice.get(f"/api/v1/tables/{table_id}", **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_no_program_is_given_a_cookie(app: Flask) -> None:
    for path in ("/tables", "/openapi.json", "/nowhere"):
        assert "Set-Cookie" not in app.test_client().get(f"/api/v1{path}").headers


def test_who_asks_too_much_is_told_when_to_come_back(open_app: Callable[..., Flask]) -> None:
    visitor = Visitor(open_app(questions_per_address=2))
    for _ in range(2):
        told(visitor, "/tables")
    assert refused(visitor, "/tables") == (429, "too_fast")
    assert visitor.get("/api/v1/tables").headers["Retry-After"] == "60"
    assert visitor.get("/").status_code == 200


def test_the_description_holds_every_address(app: Flask, alice: Visitor) -> None:
    described = told(alice, "/openapi.json")["paths"]
    rules = {
        rule.rule.replace("<", "{").replace(">", "}")
        for rule in app.url_map.iter_rules()
        if rule.endpoint.partition(".")[0] == bp.name
    }
    assert rules - set(described) == {"/api/v1/openapi.json"}
    assert set(described) <= rules

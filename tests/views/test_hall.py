"""The hall as a page: who may sit down at what, and the ways its script is given."""

import json
import re

import pytest
from flask import Flask

from club.addresses import id_at
from club.club import Club
from club.seating import Look
from tests.views.conftest import Visitor


def look(app: Flask, table_id: str) -> Look:
    club: Club = app.extensions["club"]
    match_id = id_at(table_id)
    assert match_id is not None
    return club.seating.look(match_id)


def test_the_hall_gives_its_script_all_ways(alice: Visitor) -> None:
    page = alice.get("/hall").text
    found = re.search(r'<script type="application/json" id="hall-data">(.*?)</script>', page, re.S)
    assert found
    data = json.loads(found[1])
    assert data["urls"] == {
        "socket": "/ws/lobby",
        "events": "/lobby/events",
        "acts": "/lobby/acts",
        "table": "/tables/{id}",
        "sit": "/tables/{id}/sit",
        "stakes": "/stakes",
        "stakes_at": "/tables/{id}/stakes",
        "join": "/join/{link}",
    }
    assert data["hours"] == [0] * 24


def test_anybody_sits_down_at_a_public_table(app: Flask, alice: Visitor, bob: Visitor) -> None:
    table_id = alice.open_table(public="1")
    assert 'data-do="sit"' in bob.get(f"/tables/{table_id}").text
    mark = look(app, table_id).rules_mark
    answer = bob.post(f"/tables/{table_id}/sit", rules_mark=mark)
    assert answer.location == f"/tables/{table_id}"
    assert [seat is None for seat in look(app, table_id).seats] == [False, False, True]
    assert 'data-do="sit"' not in bob.get(f"/tables/{table_id}").text


def test_only_a_link_leads_to_a_private_table(app: Flask, alice: Visitor, bob: Visitor) -> None:
    table_id = alice.open_table()
    assert 'data-do="sit"' not in bob.get(f"/tables/{table_id}").text
    answer = bob.post_by_script(f"/tables/{table_id}/sit")
    assert (answer.status_code, answer.json) == (409, {"code": "no_such_table"})
    assert look(app, table_id).seats[1] is None


@pytest.mark.parametrize("table_id", ["nowhere", "0000000000007"])
def test_there_is_no_such_table(bob: Visitor, table_id: str) -> None:
    assert bob.post_by_script(f"/tables/{table_id}/sit").status_code in (404, 409)


def test_nobody_sits_down_twice_or_by_other_rules(app: Flask, alice: Visitor, bob: Visitor) -> None:
    table_id = alice.open_table(public="1")
    refused = bob.post_by_script(f"/tables/{table_id}/sit", rules_mark="others")
    assert refused.json == {"code": "rules_changed"}
    assert look(app, table_id).seats[1] is None
    bob.post(f"/tables/{table_id}/sit")
    refused = bob.post_by_script(f"/tables/{table_id}/sit")
    assert refused.json == {"code": "already_seated"}


def test_a_full_table_takes_nobody(app: Flask, alice: Visitor, bob: Visitor) -> None:
    table_id = alice.open_table(public="1")
    for seat in (1, 2):
        alice.post(f"/tables/{table_id}/seats/{seat}/bot")
    refused = bob.post_by_script(f"/tables/{table_id}/sit")
    assert refused.json == {"code": "table_full"}


def test_guests_do_not_play_for_rating(app: Flask, alice: Visitor, bob: Visitor) -> None:
    assert alice.post_by_script("/tables", public="1", rated="1").json == {"code": "members_only"}
    alice.post("/account/register", name="Алиса", password="a long password", email="")
    table_id = alice.open_table(public="1", rated="1")
    assert look(app, table_id).match.rated
    refused = bob.post_by_script(f"/tables/{table_id}/sit")
    assert refused.json == {"code": "members_only"}

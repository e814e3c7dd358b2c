"""Inviting by name as pages: from the waiting room and a profile, to the home page of another."""

import re

from flask import Flask

from tests.views.conftest import Visitor
from tests.views.members import a_member


def test_a_player_is_invited_by_name_and_sits_down(app: Flask, alice: Visitor) -> None:
    boris = a_member(app, "Борис")
    table_id = alice.open_table()
    answer = alice.post(f"/tables/{table_id}/invitations", name="борис")
    assert answer.location == f"/tables/{table_id}"
    page = alice.get(answer.location).text
    assert '<p class="note">' in page and ">Борис</span>" in page
    home = boris.get("/").text
    found = re.search(r'action="(/join/[^"]+)".*?name="rules_mark" value="(\w+)"', home)
    assert found
    assert boris.post(found[1], rules_mark=found[2]).location == f"/tables/{table_id}"
    assert "/join/" not in boris.get("/").text


def test_whoever_declines_is_shown_it_no_more(app: Flask, alice: Visitor) -> None:
    boris = a_member(app, "Борис")
    table_id = alice.open_table()
    alice.post(f"/tables/{table_id}/invitations", name="Борис")
    assert boris.post(f"/tables/{table_id}/invitations/decline").location == "/"
    assert "/join/" not in boris.get("/").text
    assert "Борис" in alice.get(f"/tables/{table_id}").text


def test_a_refusal_stands_in_the_waiting_room(app: Flask, alice: Visitor, bob: Visitor) -> None:
    table_id = alice.open_table()
    alice.post(f"/tables/{table_id}/invitations", name="Никто")
    assert '<p class="note refused">' in alice.get(f"/tables/{table_id}").text
    refused = bob.post_by_script(f"/tables/{table_id}/invitations", name="Никто")
    assert (refused.status_code, refused.json) == (409, {"code": "not_seated"})
    assert 'data-do="invite"' not in bob.get(f"/tables/{table_id}").text


def test_a_profile_invites_to_the_table_one_sits_at(app: Flask, alice: Visitor) -> None:
    boris, address = a_member(app, "Борис"), "/players/Борис"
    assert 'data-do="invite"' not in alice.get(address).text
    table_id = alice.open_table()
    boris.open_table()
    action = f'action="/tables/{table_id}/invitations"'
    assert action in alice.get(address).text
    assert 'data-do="invite"' not in boris.get(address).text
    boris.post(alice.invitation(table_id))
    assert action not in alice.get(address).text

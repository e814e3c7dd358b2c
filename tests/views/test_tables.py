"""Tables as pages: opening, the waiting room, invitations; who may not is told so."""

import json
import re
from typing import Any

import pytest
from flask import Flask

from club.addresses import id_at
from club.club import Club
from club.seating import Look
from tests.club.clubs import end, until
from tests.databases import execute
from tests.views.conftest import Visitor


def look(app: Flask, table_id: str) -> Look:
    club: Club = app.extensions["club"]
    match_id = id_at(table_id)
    assert match_id is not None
    return club.seating.look(match_id)


def table_data(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="table-data">(.*?)</script>', page, re.S)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_play_now_takes_one_press(app: Flask, alice: Visitor) -> None:
    answer = alice.post("/play")
    assert answer.status_code == 303
    page = alice.get(answer.location)
    assert page.status_code == 200
    table_id = answer.location.rsplit("/", 1)[1]
    data = table_data(page.text)
    assert data["id"] == table_id
    assert data["urls"]["socket"] == f"/ws/table/{table_id}"
    assert look(app, table_id).match.status == "running"


def test_bots_play_as_well_as_they_were_asked_to(app: Flask, alice: Visitor) -> None:
    table_id = alice.post("/play", bots="strong").location.rsplit("/", 1)[1]
    seats = look(app, table_id).seats
    assert [seat and seat.level for seat in seats] == [None, "strong", "strong"]
    waiting = alice.open_table()
    alice.post(f"/tables/{waiting}/seats/1/bot", bots="steady")
    alice.post(f"/tables/{waiting}/start", bots="strong")
    seats = look(app, waiting).seats
    assert [seat and seat.level for seat in seats] == [None, "steady", "strong"]


def test_there_is_no_level_of_that_name(app: Flask, alice: Visitor) -> None:
    table_id = alice.open_table()
    assert alice.post_by_script(f"/tables/{table_id}/seats/1/bot", bots="genius").status_code == 409
    assert look(app, table_id).seats[1] is None


def test_a_table_is_opened_and_waits(app: Flask, alice: Visitor, bob: Visitor) -> None:
    table_id = alice.open_table(preset="rostov", target="20", speed="calm")
    match = look(app, table_id).match
    assert match.status == "open"
    assert match.rules["convention"] == "rostov"
    assert match.rules["pool_target"] == 20
    assert match.clock["act_ms"] == 60_000
    data = table_data(alice.get(f"/tables/{table_id}").text)
    assert (data["you"], data["host"]) == (0, True)
    onlooker = bob.get(f"/tables/{table_id}").text
    assert (table_data(onlooker)["you"], table_data(onlooker)["host"]) == (None, False)
    assert "/join/" not in onlooker


@pytest.mark.parametrize(
    "fields",
    [
        {"preset": "poker"},
        {"target": "x"},
        {"target": "-1"},
        {"target": "10000"},
        {"speed": "no"},
        {"players": "5"},
    ],
)
def test_agreements_that_are_not_offered(alice: Visitor, fields: dict[str, str]) -> None:
    answer = alice.post("/tables", **fields)
    assert (answer.status_code, answer.location) == (303, "/")
    assert 'class="note refused"' in alice.get("/").text
    assert alice.post_by_script("/tables", **fields).json == {"code": "bad_table"}


def test_a_table_for_four_by_a_convention(app: Flask, alice: Visitor) -> None:
    table_id = alice.open_table(preset="leningrad", players="4")
    found = look(app, table_id)
    assert (len(found.seats), found.match.rules["talon_bonus"]) == (4, "dealer")


def test_a_friend_follows_the_link_and_sits_down(app: Flask, alice: Visitor, bob: Visitor) -> None:
    table_id = alice.open_table()
    link = alice.invitation(table_id)
    page = bob.get(link)
    assert page.status_code == 200
    assert "action=" in page.text
    answer = bob.post(link)
    assert (answer.status_code, answer.location) == (303, f"/tables/{table_id}")
    assert table_data(bob.get(answer.location).text)["you"] == 1
    assert bob.get(link).location == f"/tables/{table_id}"  # he sits there already
    assert bob.post(link).location == f"/tables/{table_id}"
    carol = Visitor(app)
    carol.post(link, seat="2")
    assert look(app, table_id).match.status == "running"
    dave = Visitor(app)
    assert dave.get(link).status_code == 200
    refused = dave.post(link)
    assert refused.status_code == 409


def test_a_taken_seat_is_refused_with_a_word(alice: Visitor, bob: Visitor) -> None:
    link = alice.invitation(alice.open_table())
    answer = bob.post(link, seat="0")
    assert answer.status_code == 409
    assert 'class="note refused"' in answer.text


def test_a_late_friend_takes_a_bots_seat(app: Flask, alice: Visitor, bob: Visitor) -> None:
    table_id = alice.open_table()
    link = alice.invitation(table_id)
    alice.post(f"/tables/{table_id}/start")
    assert look(app, table_id).match.status == "running"
    assert bob.post(link).status_code == 303
    assert look(app, table_id).seats[1].bot is False  # type: ignore[union-attr]
    club: Club = app.extensions["club"]
    table = club.tables.registry.found(id_at(table_id) or 0)
    assert table is not None
    until(lambda: table.head.joining[1])


def test_a_link_says_when_it_is_dead(
    app: Flask, alice: Visitor, bob: Visitor, database_url: str
) -> None:
    table_id = alice.open_table()
    execute(
        database_url,
        "update matches set created_at = now() - interval '23 hours 59 minutes 58 seconds'",
    )
    link = alice.invitation(table_id)
    assert bob.get(link).status_code == 200
    until(lambda: bob.get(link).status_code == 410, 8.0)
    assert bob.post(link).status_code == 410
    assert "/join/" not in alice.get(f"/tables/{table_id}").text
    assert bob.get("/join/madeup").status_code == 404
    assert bob.get(link + "x").status_code == 404


def test_the_host_fills_frees_and_starts(app: Flask, alice: Visitor) -> None:
    table_id = alice.open_table()
    path = f"/tables/{table_id}"
    assert alice.post(f"{path}/seats/1/bot").location == path
    assert look(app, table_id).seats[1] is not None
    assert alice.post_by_script(f"{path}/seats/1/bot").json == {"code": "seat_taken"}
    assert alice.post_by_script(f"{path}/seats/1/free").status_code == 204
    assert look(app, table_id).seats[1] is None
    assert alice.post(f"{path}/start").location == path
    assert look(app, table_id).match.status == "running"
    assert alice.post_by_script(f"{path}/start").status_code == 409


def test_others_may_not(app: Flask, alice: Visitor, bob: Visitor) -> None:
    table_id = alice.open_table()
    for path in ("seats/1/bot", "seats/1/free", "start"):
        answer = bob.post_by_script(f"/tables/{table_id}/{path}")
        assert (answer.status_code, answer.json) == (409, {"code": "not_host"})
    assert bob.post_by_script(f"/tables/{table_id}/leave").json == {"code": "not_seated"}
    assert look(app, table_id).seats[1:] == (None, None)


def test_who_stands_up_goes_home(app: Flask, alice: Visitor) -> None:
    table_id = alice.open_table()
    assert alice.post(f"/tables/{table_id}/leave").location == "/"
    assert look(app, table_id).seats == (None, None, None)


@pytest.mark.parametrize("table_id", ["0000000000001", "nonsense", "0" * 13, "x" * 500])
def test_a_table_that_is_not_there(alice: Visitor, table_id: str) -> None:
    assert alice.get(f"/tables/{table_id}").status_code == 404
    assert alice.post(f"/tables/{table_id}/start").status_code in (303, 404)


@pytest.mark.parametrize("path", ["/play", "/tables", "/name", "/language", "/tables/x/start"])
def test_forms_of_other_sites_are_refused(alice: Visitor, path: str) -> None:
    alice.get("/")
    assert alice.client.post(path, data={"name": "Eve"}).status_code == 400
    assert alice.client.post(path, data={"csrf_token": "made up"}).status_code == 400


def test_scripts_send_the_token_in_a_header(app: Flask, alice: Visitor) -> None:
    table_id = alice.open_table()
    answer = alice.client.post(
        f"/tables/{table_id}/seats/1/bot",
        headers={"X-CSRFToken": alice.token(), "Accept": "application/json"},
    )
    assert answer.status_code == 204


def test_the_link_of_a_table_leads_to_where_its_people_play_on(
    app: Flask, alice: Visitor, bob: Visitor
) -> None:
    table_id = alice.open_table()
    link = alice.invitation(table_id)
    alice.post(f"/tables/{table_id}/start")
    end(app.extensions["club"], look(app, table_id).match.match_id)
    refused = bob.post(f"/tables/{table_id}/again")
    assert refused.location == "/hall"
    on = alice.post(f"/tables/{table_id}/again").location
    assert on.startswith("/tables/") and on != f"/tables/{table_id}"
    assert alice.get(link).location == on
    assert bob.post(link).location == on


def test_whoever_declines_one_more_goes_to_the_hall(
    app: Flask, alice: Visitor, bob: Visitor
) -> None:
    table_id = alice.open_table()
    bob.post(alice.invitation(table_id))
    alice.post(f"/tables/{table_id}/start")
    end(app.extensions["club"], look(app, table_id).match.match_id)
    on = alice.post(f"/tables/{table_id}/again").location.rsplit("/", 1)[1]
    assert "Ещё одна пулька по тем же правилам" in bob.get(f"/tables/{on}").text
    assert bob.post(f"/tables/{table_id}/no_more").location == "/hall"
    assert look(app, on).seats[1] is None
    assert bob.post_by_script(f"/tables/{table_id}/no_more").json == {"code": "not_seated"}

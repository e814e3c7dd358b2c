"""The composer of house rules as a page, as JSON, and for a table that waits."""

import html
import re

import pytest
from flask import Flask

from club.addresses import id_at
from club.club import Club
from club.seating import Look
from games.preferans.rules import _conflicts, preset, rules_from_json
from tests.views.conftest import Visitor
from views.agreements import REASONS, SETTINGS, address_fields, asked, written

STALINGRAD = "Stalingrad: six of spades must be whisted by both."
ENGLISH = {"Accept-Language": "en"}


def look(app: Flask, table_id: str) -> Look:
    club: Club = app.extensions["club"]
    match_id = id_at(table_id)
    assert match_id is not None
    return club.seating.look(match_id)


def in_words(visitor: Visitor, query: str) -> dict[str, object]:
    answer = visitor.client.get(f"/rules?{query}", headers=ENGLISH | {"Accept": "application/json"})
    found: dict[str, object] = answer.get_json()
    return found


def mark_on(page: str) -> str:
    found = re.search(r'name="rules_mark" value="([0-9a-f]+)"', page)
    assert found
    return found[1]


def test_all_reasons_are_known_in_words() -> None:
    reasons = {reason.partition(": ")[2] for _, reason in _conflicts(preset("sochi"))}
    assert reasons == set(REASONS)


def test_rules_survive_their_address() -> None:
    rules = rules_from_json({"base": "rostov", "players": 4, "pool_target": 20, "stalingrad": True})
    fields = address_fields(rules)
    assert fields == {
        "base": "rostov",
        "players": "4",
        "pool_target": "20",
        "stalingrad": "true",
    }
    assert asked(fields).rules == rules


@pytest.mark.parametrize("name", SETTINGS)
def test_nonsense_in_an_address_leaves_the_conventions_value(app: Flask, name: str) -> None:
    with app.test_request_context():
        assert asked({"base": "leningrad", name: "<nonsense>"}).rules == preset("leningrad")


def test_values_are_written_as_fields_of_forms() -> None:
    assert [written(value) for value in (True, False, 3, "V")] == ["true", "false", "3", "V"]


def test_the_page_says_the_difference(alice: Visitor) -> None:
    page = alice.client.get("/rules?base=leningrad&stalingrad=true", headers=ENGLISH)
    assert page.status_code == 200
    assert STALINGRAD in page.text
    assert "/rules?base=leningrad&amp;players=3&amp;stalingrad=true" in page.text


def test_a_script_is_told_the_same(alice: Visitor) -> None:
    answer = in_words(alice, "preset=leningrad&target=20&stalingrad=true")
    assert answer["convention"] == "Leningrad"
    assert answer["difference"] == [STALINGRAD]
    assert str(answer["calculator"]).startswith("/calculator#base=leningrad")
    assert "pool_target=20" in str(answer["link"])


def test_russians_read_russian(alice: Visitor) -> None:
    answer = alice.client.get(
        "/rules?stalingrad=true", headers={"Accept-Language": "ru", "Accept": "application/json"}
    ).get_json()
    assert answer["difference"] == ["Сталинград: на шести пиках оба обязаны вистовать."]


def test_what_does_not_go_together_is_refused_with_its_field(alice: Visitor) -> None:
    assert in_words(alice, "talon_bonus=dealer") == {
        "errors": {"talon_bonus": "with three players nobody sits out"}
    }
    assert in_words(alice, "pool_target=51") == {"errors": {"pool_target": "from 1 to 50"}}
    answer = alice.post("/rules", base="sochi", talon_bonus="dealer")
    assert answer.status_code == 409
    assert "error-talon_bonus" in answer.text


def test_a_table_is_opened_with_exactly_these_rules(app: Flask, alice: Visitor) -> None:
    answer = alice.post("/rules", base="rostov", players="4", stalingrad="true", speed="calm")
    assert answer.status_code == 303
    match = look(app, answer.location.rsplit("/", 1)[1]).match
    wanted = rules_from_json({"base": "rostov", "players": 4, "stalingrad": True})
    assert rules_from_json(match.rules) == wanted
    assert match.seat_count == 4
    assert match.clock["act_ms"] == 60_000


def test_a_pace_the_club_does_not_have_is_refused(alice: Visitor) -> None:
    assert alice.post("/rules", base="sochi", speed="never").status_code == 409


def test_the_invitation_and_the_table_say_the_rules(alice: Visitor, bob: Visitor) -> None:
    opened = alice.post("/rules", base="sochi", stalingrad="true").location
    table_id = opened.rsplit("/", 1)[1]
    for page in (
        bob.client.get(alice.invitation(table_id), headers=ENGLISH),
        bob.client.get(opened, headers=ENGLISH),
    ):
        assert STALINGRAD in html.unescape(page.text)


def test_the_host_changes_the_rules_and_a_friend_agrees(
    app: Flask, alice: Visitor, bob: Visitor
) -> None:
    table_id = alice.open_table(preset="sochi")
    bob.post(alice.invitation(table_id))
    old = mark_on(bob.get(f"/tables/{table_id}").text)
    assert alice.get(f"/tables/{table_id}/rules").status_code == 200
    answer = alice.post(f"/tables/{table_id}/rules", base="sochi", stalingrad="true")
    assert answer.location.endswith(f"/tables/{table_id}")
    assert look(app, table_id).match.rules["stalingrad"]
    ready = f"/tables/{table_id}/ready"
    assert bob.post_by_script(ready, rules_mark=old).get_json() == {"code": "rules_changed"}
    new = mark_on(bob.get(f"/tables/{table_id}").text)
    assert bob.post_by_script(ready, rules_mark=new).status_code == 204
    assert all(seat is None or seat.ready for seat in look(app, table_id).seats)


def test_what_is_chosen_for_a_table_stands_in_the_address(alice: Visitor) -> None:
    page = f"/tables/{alice.open_table(preset='sochi')}/rules"
    told = alice.client.get(f"{page}?base=sochi&players=4&stalingrad=true", headers=ENGLISH).text
    assert STALINGRAD in html.unescape(told)
    assert "players=3&amp;stalingrad=true" in told
    anew = alice.client.get(f"{page}?base=rostov&stalingrad=true&anew=yes", headers=ENGLISH).text
    assert "<li>" + STALINGRAD not in html.unescape(anew)


def test_only_the_host_changes_the_rules(app: Flask, alice: Visitor, bob: Visitor) -> None:
    table_id = alice.open_table()
    answer = bob.post_by_script(f"/tables/{table_id}/rules", stalingrad="true")
    assert answer.get_json() == {"code": "not_host"}
    assert not look(app, table_id).match.rules["stalingrad"]
    assert bob.get("/tables/0000000000000/rules").status_code == 404


def test_the_invitation_shown_before_a_change_is_shown_again(alice: Visitor, bob: Visitor) -> None:
    table_id = alice.open_table()
    link = alice.invitation(table_id)
    old = mark_on(bob.get(link).text)
    alice.post(f"/tables/{table_id}/rules", stalingrad="true")
    answer = bob.post(link, rules_mark=old)
    assert answer.status_code == 409
    assert mark_on(answer.text) != old


def test_no_token_stays_in_an_address(alice: Visitor) -> None:
    answer = alice.get("/rules?csrf_token=secret&base=rostov")
    assert answer.location == "/rules?base=rostov"
    assert alice.get("/rules?anew=yes&base=rostov&stalingrad=true").location == "/rules?base=rostov"

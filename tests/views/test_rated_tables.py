"""Rated tables: who may sit there, and what he sees before."""

import pytest
from flask import Flask

from club.addresses import id_at
from club.club import Club
from tests.club.clubs import a_member as a_member_of
from tests.club.clubs import a_table
from tests.views.conftest import Visitor
from tests.views.members import a_member


@pytest.fixture
def anna(app: Flask) -> Visitor:
    return a_member(app, "Анна")


def is_rated(app: Flask, table_id: str) -> bool:
    club: Club = app.extensions["club"]
    match_id = id_at(table_id)
    assert match_id is not None
    return club.seating.look(match_id).match.rated


def test_a_member_opens_a_rated_table(app: Flask, anna: Visitor) -> None:
    assert 'name="rated"' in anna.get("/").text
    assert is_rated(app, anna.open_table(rated="yes"))
    assert not is_rated(app, anna.open_table())


def test_a_rated_table_by_house_rules(app: Flask, anna: Visitor) -> None:
    answer = anna.post("/rules", base="leningrad", rated="yes")
    assert is_rated(app, answer.location.rsplit("/", 1)[1])


def test_no_hints_are_agreed_on_at_one(app: Flask, anna: Visitor) -> None:
    """Whoever opens it or changes its rules may have asked for them."""
    table_id = anna.post("/rules", hints="true", rated="yes").location.rsplit("/", 1)[1]
    agreed_on = "Каждый может попросить у клуба подсказку."
    assert agreed_on not in anna.get(f"/tables/{table_id}").text
    anna.post(f"/tables/{table_id}/rules", base="sochi", stalingrad="true", hints="true")
    page = anna.get(f"/tables/{table_id}").text
    assert "Сталинград" in page and agreed_on not in page
    unrated = anna.post("/rules", hints="true").location.rsplit("/", 1)[1]
    assert agreed_on in anna.get(f"/tables/{unrated}").text


def test_a_guest_opens_none(alice: Visitor) -> None:
    assert 'name="rated"' not in alice.get("/").text
    assert alice.post_by_script("/tables", rated="yes").json == {"code": "members_only"}


def test_a_guest_sits_at_none(app: Flask, anna: Visitor, alice: Visitor) -> None:
    invitation = anna.invitation(anna.open_table(rated="yes"))
    page = alice.get(invitation).text
    assert "/account" in page and "100" not in page
    assert alice.post(invitation).status_code == 409
    boris = a_member(app, "Борис")
    assert boris.post(invitation).status_code == 303


def test_no_bot_sits_at_one(app: Flask, anna: Visitor) -> None:
    table_id = anna.open_table(rated="yes")
    for path in ("seats/1/bot", "start"):
        answer = anna.post_by_script(f"/tables/{table_id}/{path}")
        assert answer.json == {"code": "people_only"}
        assert f"/{path}" not in anna.get(f"/tables/{table_id}").text.split("</main>")[0]


def test_playing_now_with_bots_is_never_rated(app: Flask, anna: Visitor) -> None:
    table_id = anna.post("/play", rated="yes").location.rsplit("/", 1)[1]
    assert not is_rated(app, table_id)


def test_who_may_sit_down_sees_what_is_at_stake(app: Flask, anna: Visitor) -> None:
    table_id = anna.open_table(rated="yes")
    page = a_member(app, "Борис").get(anna.invitation(table_id)).text
    assert "1500" in page and "100" in page and "−" in page
    assert "1500" in anna.get(f"/tables/{table_id}").text
    assert "1500" not in anna.get(f"/tables/{anna.open_table()}").text


def test_ratings_of_a_match_are_told_when_it_is_over(app: Flask, finished: str) -> None:
    visitor = Visitor(app)
    told = visitor.get(f"/matches/{finished}/ratings").json
    assert told is not None and (told["rated"], told["seats"]) == (False, {})
    club: Club = app.extensions["club"]
    open_table = a_table(club, a_member_of(club, "Вера"), rated=True)
    assert visitor.get(f"/matches/{open_table}/ratings").status_code == 404


def test_scripts_are_told_what_is_at_stake(anna: Visitor, alice: Visitor) -> None:
    table_id = anna.open_table(rated="yes")
    boris = a_member(anna.client.application, "Борис")
    told = boris.get(f"/tables/{table_id}/stakes").json
    assert told is not None and told["points"] == 1500
    assert told["won"] > 0 > told["lost"]
    short, long = (
        boris.get(f"/stakes?convention=sochi&target={target}&speed=usual").json
        for target in (10, 50)
    )
    assert short is not None and long is not None and short["won"] > long["won"] > 0
    for path in (f"/tables/{table_id}/stakes", "/stakes?convention=sochi&target=10&speed=usual"):
        assert alice.get(path).json is None
    assert boris.get(f"/tables/{anna.open_table()}/stakes").json is None
    for wrong in (
        "",
        "?convention=sochi&target=0&speed=usual",
        "?convention=x&target=5&speed=fast",
    ):
        assert boris.get(f"/stakes{wrong}").status_code == 404

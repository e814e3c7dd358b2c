"""Etudes as pages, and the answers their script asks for."""

from typing import Any

from flask import Flask

from club.club import Club
from games.preferans.etudes import Etude
from tests.views.conftest import Visitor


def the_first(app: Flask) -> Etude:
    club: Club = app.extensions["club"]
    return club.etudes.all[0]


def asked(visitor: Visitor, path: str) -> Any:
    answer = visitor.get(path, Accept="application/json")
    assert answer.status_code == 200, answer.text
    return answer.json


def test_etudes_are_listed_with_their_goals(app: Flask, alice: Visitor) -> None:
    page = alice.get("/etudes").text
    assert page.count('href="/etudes/') == len(app.extensions["club"].etudes.all)
    assert "Поймайте мизер" in page and "Сыграйте 7" in page


def test_an_etude_is_shown_on_the_screen_of_the_table(app: Flask, alice: Visitor) -> None:
    etude = the_first(app)
    page = alice.get(f"/etudes/{etude.name}").text
    assert 'id="hand"' in page and "Поймайте мизер" in page
    assert alice.get("/").text.count('href="/etudes"') == 1


def test_the_script_gets_the_replies_as_events_of_a_table(app: Flask, alice: Visitor) -> None:
    etude = the_first(app)
    whole = asked(alice, f"/etudes/{etude.name}/solution")["messages"]
    first = whole[0]
    answer = asked(alice, f"/etudes/{etude.name}/answer?cards={first['act'][1]}")
    assert answer["within_reach"] is True
    assert answer["messages"] == whole[: len(answer["messages"])]
    versions = [event["v"] for event in whole]
    assert versions == list(range(versions[0], versions[0] + len(whole)))


def test_what_is_no_line_is_refused(app: Flask, alice: Visitor) -> None:
    etude = the_first(app)
    for cards in ("", "XX", ",".join(["SA"] * 50)):
        answer = alice.get(f"/etudes/{etude.name}/answer?cards={cards}", Accept="application/json")
        assert (answer.status_code, answer.json) == (409, {"code": "bad_line"})
    assert alice.get("/etudes/nothing").status_code == 404

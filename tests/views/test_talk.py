"""The pages of talk: mute, block, calm mode; and that no phrase can name a card in any language."""

import re
from typing import Final

import pytest
from flask import Flask

from club.addresses import address_of
from club.club import Club
from club.languages import LANGUAGES
from tests.club.clubs import a_table
from tests.club.talkers import known
from tests.views.conftest import Visitor
from views.phrase_words import phrase_words

PASSWORD: Final = "a long enough sentence"
# Beginnings of the words cards, suits, bids and seats go by.
OF_CARDS: Final = re.compile(
    r"\d|[♠♣♦♥]|\b(туз|корол|дам|валет|десят|девят|восьм|сем|шест|пик|треф|крест|буб|черв|масть|козыр"
    r"|мизер|взят|ход|пас|вист|карт|ace|king|queen|jack|ten|nine|eight|seven|six|spade|club|diamond"
    r"|heart|suit|trump|misere|trick|lead|pass|whist|card|пік|чирв|дзвін|козир|мізер|хід|взятк|двой)",
    re.IGNORECASE,
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_can_name_a_card(app: Flask, language: str) -> None:
    with app.test_request_context(headers={"Accept-Language": language}):
        words = phrase_words()
    assert [text for text in words.values() if OF_CARDS.search(text)] == []
    assert len(set(words.values())) == len(words)


def test_phrases_are_said_in_the_readers_language(alice: Visitor) -> None:
    table_id = alice.open_table()
    page = alice.get(f"/tables/{table_id}", **{"Accept-Language": "ru"}).text
    assert 'data-phrase="hello">Здравствуйте!<' in page
    page = alice.get(f"/tables/{table_id}", **{"Accept-Language": "uk"}).text
    assert 'data-phrase="hello">Вітаю!<' in page


def test_somebody_is_muted_by_his_seat_and_forgiven(app: Flask, alice: Visitor) -> None:
    club: Club = app.extensions["club"]
    table = address_of(a_table(club, known(club, "Болтун")))
    assert "Болтун" not in alice.get("/talk").text
    assert alice.post_by_script("/talk/mute", table=table, seat=0).status_code == 204
    page = alice.get("/talk").text
    assert "Болтун" in page
    who = re.search(r'name="who" value="(\w{13})"', page)
    assert who
    assert alice.post("/talk/forgive", who=who[1]).status_code == 303
    assert "Болтун" not in alice.get("/talk").text


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"who": "nobody"}, "no_such_player"),
        ({"who": "0000000000001"}, "no_such_player"),
        ({}, "no_such_player"),
        ({"table": "0000000000001", "seat": 0}, "no_such_table"),
    ],
)
def test_nobody_is_no_one_to_block(alice: Visitor, fields: dict[str, object], code: str) -> None:
    answer = alice.post_by_script("/talk/block", **fields)
    assert (answer.status_code, answer.json) == (409, {"code": code})


def test_a_free_seat_is_nobody(app: Flask, alice: Visitor) -> None:
    club: Club = app.extensions["club"]
    table = address_of(a_table(club, known(club), "Фома"))
    for seat in (1, 2, 3, -1):
        answer = alice.post_by_script("/talk/block", table=table, seat=seat)
        assert answer.json == {"code": "no_such_player"}


def test_whoever_says_he_is_under_16_has_calm_mode(alice: Visitor, bob: Visitor) -> None:
    checked = re.compile(r'name="calm" value="on" checked')
    alice.post("/account/register", name="Аня", password=PASSWORD, under_16="yes")
    bob.post("/account/register", name="Боря", password=PASSWORD)
    assert checked.search(alice.get("/talk").text)
    assert not checked.search(bob.get("/talk").text)
    alice.post("/talk/calm")
    bob.post("/talk/calm", calm="on")
    assert not checked.search(alice.get("/talk").text)
    assert checked.search(bob.get("/talk").text)

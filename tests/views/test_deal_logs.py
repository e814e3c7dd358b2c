"""The log of a deal as a file."""

from flask import Flask

from club.addresses import address_of
from club.club import Club
from tests.views.conftest import Visitor
from tests.views.test_search import played


def test_a_deal_is_kept_an_act_a_line(app: Flask, alice: Visitor) -> None:
    club: Club = app.extensions["club"]
    address = address_of(played(club, alice, 1).match_id)
    answer = alice.get(f"/tables/{address}/deals/1/log.txt")
    assert answer.mimetype == "text/plain"
    assert f'filename="{address}-1.txt"' in answer.headers["Content-Disposition"]
    place, promise, deck, head, first, *lines = answer.text.splitlines()
    assert place == f"# table {address} deal 1"
    assert promise.startswith("# commitment ") and deck.startswith("# deck ")
    names = head.split("\t")
    dealt = dict(zip(names, first.split("\t"), strict=True))
    assert dealt["act"] == "deal" and dealt["utc"].endswith("Z")
    for line in lines:
        act = dict(zip(names, line.split("\t"), strict=True))
        assert act["name"] in ("player 0", "bot 1", "bot 2")
        assert bool(act["ref"]) <= (act["seat"] == "0")


def test_a_player_keeps_the_deal_under_way_and_nobody_else(alice: Visitor, bob: Visitor) -> None:
    table = alice.post("/play").location
    page = alice.get(table).text
    assert f'href="{table}/log.txt"' in page
    kept = alice.get(f"{table}/log.txt")
    assert kept.status_code in (200, 404)  # 404 until the cards are dealt
    assert "# deck" not in kept.text
    assert bob.get(f"{table}/log.txt").status_code == 403
    assert f'href="{table}/log.txt"' not in bob.get(table).text

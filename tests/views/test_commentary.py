"""The commentary seat: all hands, but never those of the deal that is played."""

import json
import re

from flask import Flask

from club.addresses import address_of
from club.club import Club
from tests.club.clubs import a_guest, a_table, until
from tests.databases import execute
from tests.views.conftest import Visitor


def recording_in(page: str) -> list[dict[str, object]]:
    found = re.search(r'id="table-data">(.+?)</script>', page)
    assert found
    messages: list[dict[str, object]] = json.loads(found[1])["recording"]
    return messages


def test_it_shows_the_last_deal_that_is_over_with_all_hands(
    app: Flask, alice: Visitor, database_url: str
) -> None:
    club: Club = app.extensions["club"]
    match_id = a_table(club, "Фома", "Лука", "Клара", target=50)
    club.tables.begin(match_id)
    address = address_of(match_id)
    with club.tables.registry.use(match_id) as table:
        until(lambda: table.shown.number >= 3)
    latest = alice.get(f"/tables/{address}/commentary/latest").json["number"]  # type: ignore[index]
    assert latest >= 2
    first, *rest = recording_in(alice.get(f"/tables/{address}/commentary").text)
    view = first["view"]
    assert isinstance(view, dict)
    assert [len(hand) for hand in view["hands"]] == [10, 10, 10]
    assert latest <= view["number"] < club.replays.last_open_deal(match_id) + 1
    over = [event for event in rest if isinstance(event["set"], dict) and "result" in event["set"]]
    assert over  # to its end
    execute(
        database_url,
        'update matches set rules = (rules::jsonb || \'{"reveal": "end"}\')::json'
        f" where id = {match_id}",
    )
    answer = alice.get(f"/tables/{address}/commentary")
    assert answer.status_code == 403 and 'id="table-data"' not in answer.text


def test_nothing_is_shown_of_the_deal_that_is_played(app: Flask, alice: Visitor) -> None:
    club: Club = app.extensions["club"]
    people = [a_guest(name) for name in ("anna", "berta", "clara")]
    match_id = a_table(club, *people)
    assert alice.get(f"/tables/{address_of(match_id)}/commentary").status_code == 404
    assert club.tables.begin(match_id)
    with club.tables.registry.use(match_id) as table:
        until(lambda: table.shown.phase == "auction")
    page = alice.get(f"/tables/{address_of(match_id)}/commentary")
    assert page.status_code == 200 and "table-data" not in page.text
    latest = alice.get(f"/tables/{address_of(match_id)}/commentary/latest").json
    assert latest == {"number": 0}

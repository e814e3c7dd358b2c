"""Finished matches are looked at by anybody; running ones by nobody."""

from typing import Any

import pytest
from flask import Flask

from club.addresses import address_of
from tests.views.conftest import Visitor


def told(visitor: Visitor, address: str, number: int, **query: str) -> list[dict[str, Any]]:
    words = "&".join(f"{name}={value}" for name, value in query.items())
    answer = visitor.get(f"/matches/{address}/deals/{number}.json?{words}")
    assert answer.status_code == 200, answer.text
    messages: list[dict[str, Any]] = answer.json  # type: ignore[assignment]
    return messages


def test_the_deals_of_a_match_are_listed(alice: Visitor, finished: str) -> None:
    page = alice.get(f"/matches/{finished}").text
    for name in ("Фома", "Лука", "Клара"):
        assert name in page
    assert f'href="/matches/{finished}/deals/1"' in page


def test_a_deal_is_told_whole_with_open_cards(alice: Visitor, finished: str) -> None:
    state, *events = told(alice, finished, 1)
    hands = state["view"]["hands"]
    assert sorted(len(hand) for hand in hands) == [10, 10, 10]
    assert [event["v"] for event in events] == list(
        range(state["v"] + 1, state["v"] + 1 + len(events))
    )
    view = state["view"]
    for event in events:
        view = view | event["set"]
    assert view["phase"] in ("result", "finished", "to_deal")
    assert view["entries"][0]["number"] == 1


def test_a_seat_sees_in_a_replay_what_it_saw(alice: Visitor, finished: str) -> None:
    for seat in range(3):
        state, *_ = told(alice, finished, 1, seat=str(seat))
        hands = state["view"]["hands"]
        assert [hand is not None for hand in hands] == [at == seat for at in range(3)]


def test_no_clock_runs_in_a_replay(alice: Visitor, finished: str) -> None:
    state, *events = told(alice, finished, 1)
    assert state["view"]["deadline"] is None
    assert not any("deadline" in event["set"] for event in events)


def test_the_last_deal_ends_with_the_settlement(app: Flask, alice: Visitor, finished: str) -> None:
    page = alice.get(f"/matches/{finished}").text
    last = page.count(f'href="/matches/{finished}/deals/')
    state, *events = told(alice, finished, last)
    settlement = [event["set"]["settlement"] for event in events if "settlement" in event["set"]]
    assert sum(settlement[-1]["shown"]) == 0
    assert alice.get(f"/matches/{finished}/deals/{last + 1}").status_code == 404
    assert alice.get(f"/matches/{finished}/deals/0").status_code == 404


@pytest.mark.parametrize("seat", ["3", "-1"])
def test_there_are_no_eyes_without_a_seat(alice: Visitor, finished: str, seat: str) -> None:
    assert alice.get(f"/matches/{finished}/deals/1?seat={seat}").status_code == 404


def test_a_match_that_goes_on_is_shown_to_nobody(alice: Visitor, bob: Visitor) -> None:
    address = alice.post("/play", target=5).location.rsplit("/", 1)[1]
    for visitor in (alice, bob):
        assert visitor.get(f"/matches/{address}").status_code == 404
        assert visitor.get(f"/matches/{address}/deals/1").status_code == 404
        assert visitor.get(f"/matches/{address}/deals/1.json?seat=0").status_code == 404


def test_a_match_that_never_was_is_not_there(alice: Visitor) -> None:
    assert alice.get(f"/matches/{address_of(7)}").status_code == 404
    assert alice.get("/matches/nonsense").status_code == 404


def test_a_review_says_what_each_decision_cost(alice: Visitor, finished: str) -> None:
    page = alice.get(f"/matches/{finished}/deals/1/review", Accept="text/html")
    assert page.status_code == 200
    told = alice.get(f"/matches/{finished}/deals/1/review", Accept="application/json").json
    assert told is not None and told["names"] == ["Фома", "Лука", "Клара"] and told["costs"]
    for cost in told["costs"]:
        assert cost["open_whists"] >= 0 and cost["known_whists"] >= 0


def test_a_deal_that_was_not_played_has_no_review(alice: Visitor, finished: str) -> None:
    assert alice.get(f"/matches/{finished}/deals/99/review").status_code == 404


def test_a_running_match_has_no_review(app: Flask, alice: Visitor) -> None:
    table_id = alice.post("/play").location.rsplit("/", 1)[1]
    assert alice.get(f"/matches/{table_id}/deals/1/review").status_code == 404

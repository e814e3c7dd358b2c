"""Bots at a table: they act by themselves, once, from the view of their seat."""

import time

import pytest

from club.club import Club
from club.thinking import Budget
from games.preferans import View
from games.preferans.bots import plain
from tests.club.clubs import a_guest, a_table, agreed, attending, running, until

ALICE = a_guest("alice")


def test_a_whole_match_is_played_with_two_bots(club: Club) -> None:
    match_id = a_table(club, ALICE, "Foma", "Luka", target=1)
    club.tables.begin(match_id)
    with attending(club, match_id, ALICE, None) as (alice, onlooker):
        while alice.view["phase"] != "finished":
            until(lambda: alice.is_asked or alice.view["phase"] == "finished")
            if alice.is_asked:
                version = alice.version
                alice.act("next" if alice.view["phase"] == "result" else None)
                until(lambda: alice.version > version)  # noqa: B023
        until(lambda: onlooker.view["phase"] == "finished")
        assert sum(onlooker.view["settlement"]["shown"]) == 0
        assert alice.view["settlement"] == onlooker.view["settlement"]


def test_a_match_of_bots_alone_comes_to_its_end(database_url: str) -> None:
    with running(database_url) as worker:
        match_id = a_table(worker.club, "Foma", "Luka", "Agatha", target=1)
        worker.club.tables.begin(match_id)
        with attending(worker.club, match_id, None) as (onlooker,):
            until(lambda: onlooker.view["phase"] in ("result", "finished"), 10.0)


def test_bots_take_their_time(database_url: str) -> None:
    with running(database_url, bot_pace_ms=(150, 200)) as worker:
        match_id = a_table(worker.club, "Foma", "Luka", "Agatha")
        worker.club.tables.begin(match_id)
        with attending(worker.club, match_id, None) as (onlooker,):
            until(lambda: onlooker.version >= 5)
            times = [event["now"] for event in onlooker.events()]
            gaps = [later - earlier for earlier, later in zip(times, times[1:], strict=False)]
            assert gaps
            assert all(gap >= 150 for gap in gaps)


def test_a_bot_thinks_once_about_a_version(club: Club, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, int]] = []
    choose = plain.choose

    def counted(view: View, seat: int) -> str:
        seen.append((view.number, sum(view.counts) * 100 + len(view.calls) * 10 + seat))
        return choose(view, seat)

    monkeypatch.setattr("club.bots.choose", counted)
    match_id = a_table(club, ALICE, "Foma", "Luka")
    club.tables.begin(match_id)
    with attending(club, match_id, ALICE, ALICE) as (alice, _):
        until(lambda: alice.is_asked)
        alice.act("pass")
        until(lambda: alice.version > 3)
        time.sleep(0.3)
        assert len(seen) == len(set(seen))


def test_a_bot_that_errs_does_not_stop_the_table(
    club: Club, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("club.bots.choose", lambda view, seat: "10N!")
    clock = club.seating.agreements(agreed())[1]._replace(budget_ms=0, grace_ms=50)
    match_id = a_table(club, "Foma", "Luka", "Agatha", clock=clock)
    club.tables.begin(match_id)
    with attending(club, match_id, None) as (onlooker,):
        until(lambda: any(event.get("by") == "clock" for event in onlooker.events()), 10.0)
    assert "10N!" in caplog.text


def test_a_bot_gets_the_view_of_its_seat_only(club: Club, monkeypatch: pytest.MonkeyPatch) -> None:
    views: list[tuple[View, int]] = []
    choose = plain.choose

    def noted(view: View, seat: int) -> str:
        views.append((view, seat))
        return choose(view, seat)

    monkeypatch.setattr("club.bots.choose", noted)
    match_id = a_table(club, "Foma", "Luka", "Agatha")
    club.tables.begin(match_id)
    with attending(club, match_id, None):
        until(lambda: len(views) > 3)
    for view, seat in views[:3]:
        assert [hand is None for hand in view.hands] == [each != seat for each in range(3)]


def test_thinking_has_a_budget() -> None:
    budget = Budget(0.5, 0.1)
    assert not budget.is_spent()
    budget.spend(0.15)
    assert budget.is_spent()
    time.sleep(0.15)
    assert not budget.is_spent()

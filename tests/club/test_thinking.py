"""Bots that think: off the hub, within their time and budget, from the view of their seat."""

import threading
import time
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from club.bots import LEAVER, level_of, may_ask
from club.club import Club
from club.errors import ClubRefusal
from club.thinking import Budget, Mind
from games.preferans import apply, preset
from games.preferans.bots import plain
from games.preferans.bots.levels import LEVELS, Level
from games.preferans.bots.thinking import Situation
from games.preferans.solver import Problem, Solution, solve_many
from green.errors import OffloadFull
from tests.club.clubs import Player, a_guest, a_table, agreed, attending, until
from tests.games.preferans.driving import shuffled, started

ALICE = a_guest("alice")
DEEP = Level(cards=100_000, acts=100_000)
PLENTY = 1000.0


def hopeful() -> Situation:
    """A hand that has something to think about."""
    for seed in range(100):
        rules = preset("sochi")
        match = apply(started(rules, bots="111"), None, shuffled(Random(seed)), 2_000)
        view = plain.view_of(match, match.turn[0])
        if plain.choose(view, match.turn[0]) != "pass":
            return Situation(view, match.turn[0], rules)
    raise AssertionError("nobody bids")


def test_a_thought_ends_in_its_time() -> None:
    began = time.monotonic()
    assert Mind(Budget(PLENTY, PLENTY)).think(DEEP, hopeful(), 0.2, lambda: True)
    assert 0.15 < time.monotonic() - began < 10.0


def test_a_thought_ends_when_nobody_wants_it_any_more() -> None:
    began = time.monotonic()
    assert Mind(Budget(PLENTY, PLENTY)).think(DEEP, hopeful(), 60.0, lambda: False)
    assert time.monotonic() - began < 5.0


def test_a_thought_ends_with_the_budget() -> None:
    budget, began = Budget(0.0, 0.05), time.monotonic()
    assert Mind(budget).think(DEEP, hopeful(), 60.0, lambda: True)
    assert time.monotonic() - began < 10.0
    assert budget.is_spent() and budget.spent_seconds >= 0.05


def test_others_have_their_turn_while_a_bot_thinks() -> None:
    turns = 0
    over = threading.Event()

    def tick() -> None:
        nonlocal turns
        while not over.is_set():
            turns += 1
            time.sleep(0.001)

    ticker = threading.Thread(target=tick)
    ticker.start()
    Mind(Budget(PLENTY, PLENTY)).think(DEEP, hopeful(), 0.3, lambda: True)
    over.set()
    ticker.join()
    assert turns > 10


def test_a_mind_that_gets_no_thread_still_acts(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object, **limits: object) -> None:
        raise OffloadFull("bots")

    monkeypatch.setattr("club.thinking.offload", full)
    situation = hopeful()
    text = Mind(Budget(PLENTY, PLENTY)).think(LEVELS["strong"], situation, 0.2, lambda: True)
    assert text in (situation.view.legal or ())


def test_a_match_of_thinking_bots_comes_to_its_end(
    club: Club, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def counted(problems: list[Problem], **limits: Any) -> list[Solution | None]:
        asked.append(len(problems))
        return solve_many(problems, **limits)

    monkeypatch.setattr("club.thinking.solve_many", counted)
    monkeypatch.setitem(LEVELS, "strong", Level(cards=3, acts=1))
    match_id = a_table(club, "Foma", "Luka", "Agatha", level="strong")
    club.tables.begin(match_id)
    with attending(club, match_id, None) as (onlooker,):
        until(lambda: onlooker.view["phase"] in ("result", "finished"), 20.0)
        assert asked
        acts = [event for event in onlooker.events() if event.get("by") == "bot"]
        assert len(acts) >= 3


def test_bots_act_at_once_when_there_is_nothing_left_to_think_with(
    club: Club, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*args: object) -> str:
        raise AssertionError("it thought")

    monkeypatch.setattr("club.thinking.Mind.think", forbidden)
    club.tables._bots._thinking.spend(1_000.0)
    match_id = a_table(club, "Foma", "Luka", "Agatha", level="strong")
    club.tables.begin(match_id)
    with attending(club, match_id, None) as (onlooker,):
        until(lambda: onlooker.view["phase"] in ("result", "finished"), 10.0)


def test_a_seat_has_the_level_it_was_given(club: Club) -> None:
    match_id = a_table(club, ALICE, "Foma", "Luka", level="strong")
    with attending(club, match_id, ALICE) as (alice,):
        assert [level_of(alice.table, seat) for seat in range(3)] == [LEAVER, "strong", "strong"]


def test_a_bot_seated_before_there_were_levels_plays_plainly(club: Club) -> None:
    match_id = a_table(club, ALICE, "Foma", "Luka")
    with attending(club, match_id, ALICE) as (alice,):
        assert level_of(alice.table, 1) == "plain"


def test_a_hint_is_something_the_seat_may_do_and_nobody_hears_of_it(club: Club) -> None:
    match_id = a_table(club, ALICE, "Foma", "Luka")
    club.tables.begin(match_id)
    with attending(club, match_id, ALICE, None) as (alice, onlooker):
        until(lambda: alice.is_asked)
        heard = len(alice.messages), len(onlooker.messages)
        text = club.tables.hint(alice.table, alice, seen=alice.version)
        assert text in alice.view["legal"]
        assert (len(alice.messages), len(onlooker.messages)) == heard
        assert refusal(club, alice, seen=0) == "stale"
        assert refusal(club, onlooker, seen=alice.version) == "not_seated"


def test_there_are_no_hints_against_people(club: Club) -> None:
    match_id = a_table(club, ALICE, a_guest("bob"), "Luka")
    club.tables.begin(match_id)
    with attending(club, match_id, ALICE) as (alice,):
        assert refusal(club, alice, seen=alice.version) == "hints_off"


def test_people_may_agree_on_hints(club: Club) -> None:
    rules = replace(preset("sochi"), hints=True)
    match_id = a_table(club, ALICE, a_guest("bob"), "Luka", rules=rules)
    club.tables.begin(match_id)
    with attending(club, match_id, ALICE) as (alice,):
        until(lambda: alice.version > 0)
        assert may_ask(alice.table, 0) and may_ask(alice.table, 1)
        alice.table.rated = True
        assert not may_ask(alice.table, 0)


def test_there_are_no_hints_at_a_rated_table_even_when_only_bots_are_left(club: Club) -> None:
    match_id = a_table(club, ALICE, "Foma", "Luka", rated=True)
    club.tables.begin(match_id)
    with attending(club, match_id, ALICE) as (alice,):
        until(lambda: alice.is_asked)
        assert refusal(club, alice, seen=alice.version) == "hints_off"


def refusal(club: Club, player: Player, *, seen: int) -> str:
    with pytest.raises(ClubRefusal) as refused:
        club.tables.hint(player.table, player, seen=seen)
    return refused.value.code


def test_at_its_deadline_a_bot_acts_without_thinking(
    club: Club, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*args: object) -> str:
        raise AssertionError("it thought")

    monkeypatch.setattr("club.bots.Bots.think", lambda *args: None)
    monkeypatch.setattr("club.thinking.Mind.think", forbidden)
    clock = club.seating.agreements(agreed())[1]._replace(budget_ms=0, pace_ms=0)
    match_id = a_table(club, "Foma", "Luka", "Agatha", clock=clock, level="strong")
    club.tables.begin(match_id)
    with attending(club, match_id, None) as (onlooker,):
        until(lambda: any(event.get("by") == "bot" for event in onlooker.events()), 10.0)

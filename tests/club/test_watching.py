"""Watchers: each of their frames is searched for cards; they are late, few and never first."""

import json
import re
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from random import Random

import pytest

from club import gallery
from club.club import Club
from club.delivery import Courier
from club.errors import ClubRefusal
from club.gallery import Gallery
from club.steps import Step
from club.table import TRICKS, Table
from games.cards import CARDS_BY_NAME
from games.preferans import Match, new_match, parse_action, rules_to_json, view_for
from games.preferans.rules import SOCHI
from sockets.wire import Wire
from store.matches import LoadPoint
from store.matches import Match as StoredMatch
from tests.club.clubs import (
    Onlooker,
    a_guest,
    a_table,
    asked,
    attending,
    payload_of,
    running,
    until,
)
from tests.databases import execute
from tests.games.preferans.checking import cards_seen
from tests.games.preferans.driving import CLOCK, play_on, started
from tests.games.preferans.lively import lively_row

ALICE, BOB, CAROL = (a_guest(name) for name in ("alice", "bob", "carol"))
CARD = re.compile(r"\b([SCDH][789TJQKA])\b")
WIRE = Wire(pace=False, show_worker=False)


class Watched:
    """A table in memory with a player and a watcher; matches are played on it at random."""

    def __init__(self, seed: int, *, is_rated: bool) -> None:
        chance = Random(seed)
        rules = replace(SOCHI, max_deals=3, trick_history=chance.choice(("all", "last")))
        stored = StoredMatch(
            *(1, "preferans", rules_to_json(rules), CLOCK._asdict(), 3, "open", 0, None, 0),
            *(None, None, datetime.now(UTC)),
        )
        point = LoadPoint(stored, (), None, 0, [])
        self.table = Table(point, new_match(rules, CLOCK))
        self.table.rated = is_rated
        self.match = started(rules)
        self.table.head = self.table.shown = self.table.base = self.table.watched = self.match
        self.watcher, self.player = Onlooker(None), Onlooker(7)
        self.table.audiences[-1].add(self.watcher)
        self.table.audiences[0].add(self.player)
        self.courier = Courier(WIRE, lambda: 0)
        self.courier.watched = Gallery(WIRE, lambda: 0).follow
        self.courier.greet(self.table, self.watcher, None)
        self.player.version = self.match.version
        self.steps = play_on(self.match, chance, choose=lively_row)

    def go_on(self) -> Match | None:
        """One act, shown to everybody who may see it by now."""
        _, row, after = next(self.steps, (None, None, None))
        if row is None or after is None:
            return None
        by = "clock" if row.text == "timeout" else row.by
        step = Step(after.version, row.seat, parse_action(row.text), by, row.now, None)
        self.courier.hand(self.table, step, after, ours=False)
        for _ in range(1_000):
            if self.player.version == after.version and not self.may_see_more():
                return after
            time.sleep(0)
        raise AssertionError("it was not told")

    def may_see_more(self) -> bool:
        behind = self.table.behind
        return bool(behind) and not (self.table.rated and self.table._is_too_new(behind[0][1]))


def cards_in(frame: bytes) -> int:
    """All cards a frame names, wherever they stand."""
    names = set(CARD.findall(payload_of(frame).decode()))
    return sum(1 << CARDS_BY_NAME[name] for name in names)


@pytest.mark.parametrize("is_rated", [False, True])
@pytest.mark.parametrize("seed", range(8))
def test_no_frame_of_a_watcher_names_a_hidden_card(seed: int, is_rated: bool) -> None:
    watched = Watched(seed, is_rated=is_rated)
    views = {watched.match.version: view_for(watched.match, None)}
    public = looked_at = 0
    while (after := watched.go_on()) is not None:
        views[after.version] = view_for(after, None)
        frames, looked_at = watched.watcher.frames[looked_at:], len(watched.watcher.frames)
        for frame in frames:
            message = json.loads(payload_of(frame))
            is_new_deal = message.get("act") == [None, "deal"]
            public = cards_seen(views[message["v"]]) | (0 if is_new_deal else public)
            assert not cards_in(frame) & ~public, frame
            assert message.get("set", {}).get("legal") is None and "ref" not in message
        _check_lateness(watched.table.watched, after, is_rated)
    assert looked_at > 50
    assert watched.table.watched == watched.table.shown


def _check_lateness(seen: Match, after: Match, is_rated: bool) -> None:
    if not is_rated:
        assert seen is after
    elif after.phase in TRICKS and seen.phase in TRICKS and after.number == seen.number:
        assert after.deal is not None and seen.deal is not None
        finished = len(after.deal.history)
        assert len(seen.deal.history) <= max(0, finished - 1)
        assert finished == 0 or len(seen.deal.history) == finished - 1 or not seen.deal.trick


def _noting(
    order: list[Onlooker], who: Onlooker, send: Callable[[bytes], None], frame: bytes
) -> None:
    order.append(who)
    send(frame)


def test_players_are_told_before_those_who_watch(monkeypatch: pytest.MonkeyPatch) -> None:
    watched = Watched(1, is_rated=False)
    order: list[Onlooker] = []
    for attendee in (watched.player, watched.watcher):
        monkeypatch.setattr(attendee, "send", partial(_noting, order, attendee, attendee.send))
    for _ in range(10):
        watched.go_on()
    assert order == [watched.player, watched.watcher] * 10


def test_watchers_who_cannot_keep_up_get_one_snapshot(monkeypatch: pytest.MonkeyPatch) -> None:
    watched = Watched(2, is_rated=False)
    monkeypatch.setattr(gallery, "MOST_STEPS", 3)
    shown = []
    for _ in range(6):
        before, row, after = next(watched.steps)
        step = Step(after.version, row.seat, parse_action(row.text), row.by, row.now, None)
        watched.table.advance(step, after)
        watched.table.show(step, after)
        shown.append(after)
    told = len(watched.watcher.messages)
    show = Gallery(WIRE, lambda: 0)
    show.follow(watched.table)
    until(lambda: len(watched.watcher.messages) > told)
    assert [message["t"] for message in watched.watcher.messages[told:]] == ["state"]
    assert watched.watcher.version == shown[-1].version


def test_a_table_has_room_for_so_many_watchers(database_url: str) -> None:
    with running(database_url, watchers_per_table=2) as worker:
        club = worker.club
        match_id = a_table(club, ALICE, BOB, CAROL)
        with attending(club, match_id, None, None), pytest.raises(ClubRefusal, match="watchers"):
            attending(club, match_id, None).__enter__()
        with attending(club, match_id, None, ALICE, BOB, CAROL):  # players always find room
            pass


def test_a_watcher_of_a_rated_table_comes_in_as_late_as_he_stays(
    club: Club, database_url: str
) -> None:
    match_id = a_table(club, ALICE, BOB, CAROL)
    execute(database_url, f"update matches set rated = true where id = {match_id}")
    assert club.tables.begin(match_id)
    with attending(club, match_id, ALICE, BOB, CAROL) as players:
        until(lambda: players[0].view["phase"] == "auction")
        while players[0].view["trick_number"] < 2:
            player = asked(players)
            version = player.version
            player.act()
            until(lambda: player.version > version)  # noqa: B023
        with attending(club, match_id, None) as (late,):
            assert late.version < players[0].version
            assert late.view["last_trick"] is None and late.view["trick"] == []
            pong = json.loads(payload_of(club.tables.pong(late.table, late)))
            assert pong["v"] == late.version

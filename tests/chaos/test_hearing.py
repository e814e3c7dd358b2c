"""The checker finds what is planted: a checker that never complains proves nothing."""

import json
from itertools import count
from random import Random
from typing import Any

import msgspec
import pytest

from games.cards import CARD_NAMES
from games.preferans import (
    Match,
    apply,
    asked,
    legal_actions,
    new_match,
    parse_action,
    rules_from_json,
    rules_to_json,
    told,
    view_for,
)
from games.preferans.rules import SOCHI
from store.events import Event
from tests.chaos.checker import check_chains, check_refs
from tests.chaos.hearing import Hearing, Seen
from tests.chaos.policy import choose
from tests.chaos.sight import sight_of
from tests.chaos.tables import CLOCK
from tests.chaos.truth import History
from tests.chaos.verdict import Verdict

SEATS = (0, 1, 2)
Frame = dict[str, Any]


class Played:
    """A few deals as the store keeps them and as each audience was told of them."""

    def __init__(self, seed: int, deals: int = 1) -> None:
        self.chance = Random(seed)
        rules = rules_from_json(rules_to_json(SOCHI) | {"pool_target": 20})
        self.match = new_match(rules, CLOCK)
        self.history = History(sights=[sight_of(self.match)])
        self.frames: dict[int | None, list[Frame]] = {seat: [] for seat in (*SEATS, None)}
        self._refs = (f"{number:024x}" for number in count())
        self._take(None, "start 0 000")
        while self.match.number <= deals and self.match.phase != "finished":
            self._go_on()

    def _go_on(self) -> None:
        if self.match.phase == "to_deal":
            deck = self.chance.sample(range(32), 32)
            self._take(None, "deal " + "".join(CARD_NAMES[c] for c in deck) + " " + "ab" * 16)
            return
        seat = asked(self.match)[0]
        view = json.loads(msgspec.json.encode(view_for(self.match, seat)._asdict()))
        view["legal"] = list(legal_actions(self.match, seat))
        text = choose(view, seat, self.chance)
        assert text is not None
        self._take(seat, text)

    def _take(self, seat: int | None, text: str) -> None:
        before, action = self.match, parse_action(text)
        at = before.version * 10
        self.match = after = apply(before, seat, action, at)
        by = "player" if seat is not None else "system"
        ref = next(self._refs) if seat is not None else None
        body = json.dumps({"a": text, "by": by, "s": 1})
        self.history.rows.append(Event(1, after.version, seat, "act", body, ref, "", at))
        self.history.sights.append(sight_of(after))
        for audience, frames in self.frames.items():
            frames.append(_frame(before, after, seat, text, audience, at))
            if ref is not None and audience == seat:
                frames[-1]["ref"] = ref

    def listen(self) -> Verdict:
        """What the checker says to all of it."""
        verdict, seen = Verdict(), Seen(self.history)
        for audience, frames in self.frames.items():
            hearing = Hearing(seen, audience, verdict, f"seat {audience}")
            for at, frame in enumerate(frames):
                hearing.hear(float(at), json.dumps(frame))
        for row in self.history.rows:
            if row.seat is not None and row.ref is not None:
                said = {json.loads(row.body)["a"]}
                seen.sent.setdefault((row.seat, row.ref), set()).update(said)
        check_refs(1, seen, verdict)
        check_chains(1, seen, verdict)
        return verdict

    def find(self, audience: int | None, field: str, phase: str) -> Frame:
        """A frame of that audience in that phase, with a fresh `set` holding the field."""
        for frame in self.frames[audience]:
            sight = self.history.sights[frame["v"]]
            if frame["phase"] == phase and not sight.is_over:
                frame.setdefault("set", {}).setdefault(field, None)
                return frame
        raise AssertionError(phase)


def _frame(
    before: Match, after: Match, seat: int | None, text: str, audience: int | None, at: int
) -> Frame:
    old, new = view_for(before, audience)._asdict(), view_for(after, audience)._asdict()
    changed = {name: value for name, value in new.items() if old[name] != value}
    frame: Frame = {"t": "ev", "v": after.version, "now": at, "set": changed}
    heard = told(before, seat, parse_action(text), audience)
    if heard is not None:
        frame["act"] = [seat, heard]
    frame["phase"] = after.phase  # for the tests; the checker does not look at it
    return json.loads(msgspec.json.encode(frame))  # type: ignore[no-any-return]


@pytest.fixture(scope="module", params=range(2))
def seed(request: pytest.FixtureRequest) -> int:
    return int(request.param)


def counts(verdict: Verdict) -> dict[str, int]:
    return {kind: len(found) for kind, found in verdict.found.items() if found}


def test_an_honest_run_is_clean(seed: int) -> None:
    verdict = Played(seed, deals=8).listen()
    assert not counts(verdict), verdict.found
    assert verdict.acts_saved > 80


def test_a_card_of_another_hand_is_a_leak(seed: int) -> None:
    played = Played(seed)
    frame = played.find(0, "hands", "auction")
    hidden = played.history.sights[frame["v"]].own[1]
    frame["note"] = CARD_NAMES[hidden.bit_length() - 1]
    assert counts(played.listen())["leaked"] == 1


def test_an_onlooker_sees_no_hand_in_the_auction(seed: int) -> None:
    played = Played(seed)
    frame, own = played.find(None, "hands", "auction"), played.find(0, "hands", "auction")
    frame["set"]["hands"] = own["set"]["hands"]
    assert "leaked" in counts(played.listen())


def test_the_talon_is_hidden_during_the_auction(seed: int) -> None:
    played = Played(seed)
    for frames in played.frames.values():
        for frame in frames:
            sight = played.history.sights[frame["v"]]
            if frame["phase"] == "auction" and not sight.is_over:
                hidden = 0xFFFFFFFF & ~(sight.own[0] | sight.own[1] | sight.own[2])
                frame.setdefault("set", {})["talon"] = [CARD_NAMES[hidden.bit_length() - 1]]
                break
    assert counts(played.listen())["leaked"] == 4


def test_the_discard_is_the_declarers_alone() -> None:
    played = next(
        candidate
        for candidate in map(Played, range(100, 200))
        if any(frame["phase"] == "declare" for frame in candidate.frames[0])
    )
    frame = played.find(None, "discard", "declare")
    frame["set"]["discard"] = []  # even where the cards themselves are no secret
    assert "leaked" in counts(played.listen())


def test_anothers_choices_are_hidden(seed: int) -> None:
    played = Played(seed)
    frame = played.find(None, "legal", "auction")
    frame["set"]["legal"] = ["pass"]
    assert counts(played.listen())["leaked"] == 1


def test_the_salt_comes_after_the_deal(seed: int) -> None:
    played = Played(seed)
    played.find(1, "salt", "auction")["set"]["salt"] = "ab" * 16
    assert "leaked" in counts(played.listen())


def test_a_receipt_for_nothing_is_a_lost_act(seed: int) -> None:
    played = Played(seed)
    played.frames[0].append({"t": "receipt", "ref": "f" * 24, "v": 5})
    assert counts(played.listen()) == {"lost": 1}


def test_a_version_beyond_the_store_was_lost(seed: int) -> None:
    played = Played(seed)
    last = played.frames[2][-1]
    played.frames[2].append({"t": "ev", "v": last["v"] + 1, "now": 0})
    assert counts(played.listen()) == {"lost": 1}


def test_a_refusal_after_the_receipt_is_a_lost_act(seed: int) -> None:
    played = Played(seed)
    ref = next(row.ref for row in played.history.rows if row.seat == 0)
    played.frames[0].append({"t": "refused", "code": "stale", "ref": ref})
    assert counts(played.listen()) == {"lost": 1}


def test_a_ref_saved_twice_is_a_doubled_act(seed: int) -> None:
    played = Played(seed)
    first = next(row for row in played.history.rows if row.seat == 0)
    later = next(i for i, row in enumerate(played.history.rows) if i > 20 and row.seat == 0)
    frame = next(frame for frame in played.frames[0] if frame["v"] == later + 1)
    played.history.rows[later] = played.history.rows[later]._replace(ref=first.ref)
    frame["ref"] = first.ref
    assert counts(played.listen())["doubled"] >= 2


def test_a_gap_is_a_divergence(seed: int) -> None:
    played = Played(seed)
    del played.frames[1][10]
    assert "diverged" in counts(played.listen())


def test_two_seats_told_differently_diverge(seed: int) -> None:
    played = Played(seed)
    played.find(1, "tricks", "auction")["set"]["tricks"] = [1, 2, 3]
    assert "diverged" in counts(played.listen())


def test_an_act_told_wrong_diverges(seed: int) -> None:
    played = Played(seed)
    row = next(row for row in played.history.rows if row.seat == 2)
    for frames in played.frames.values():
        frames[row.version - 1]["act"] = [2, "10N"]
    assert counts(played.listen()) == {"diverged": 4}


def test_a_snapshot_that_the_events_do_not_lead_to_diverges(seed: int) -> None:
    played = Played(seed)
    view = json.loads(msgspec.json.encode(view_for(played.match, 0)._asdict()))
    state = {"t": "state", "v": played.match.version, "you": 0, "now": 0, "view": view}
    first = {"t": "state", "v": 0, "you": 0, "now": 0}
    start = view_for(new_match(played.match.rules, CLOCK), 0)._asdict()
    first["view"] = json.loads(msgspec.json.encode(start))
    played.frames[0] = [first, *played.frames[0], state]
    assert not counts(played.listen())
    view["tricks"] = [9, 9, 9]
    assert "diverged" in counts(played.listen())

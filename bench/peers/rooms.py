"""What all peers share: tables in memory, judged by the same rules, told in the same messages.

How a peer waits, saves and sends is its own; nothing here does any of it.
"""

import random
import secrets
import time
import uuid
from typing import Any, Final, NamedTuple

import msgspec

from games.cards import Card
from games.preferans import (
    Action,
    Clock,
    Match,
    View,
    apply,
    asked_at,
    match_to_json,
    new_match,
    parse_action,
    preset,
    print_action,
    rules_to_json,
    views_for,
)
from games.preferans.actions import NewDeal, Start
from sockets.messages import Act, parse

SEATS: Final = 3
RULES: Final = preset("sochi")
CLOCK: Final = Clock(act_ms=60_000, bank_ms=300_000, refill_ms=60_000)
PAGE: Final = '<form><input name="csrf_token" value="none"></form>'
# What one act changes, each statement with the parameters it takes; they share a transaction.
EVENT: Final = """
insert into events (match_id, version, seat, kind, body, ref, event_id, at)
values ($1, $2, $3, $4, $5, $6, $7, $8)
"""
MATCH: Final = "update matches set version = $1, deadline = $2, status = $3 where id = $4"
DEAL: Final = "insert into deals (match_id, version, state) values ($1, $2, $3)"
OPEN: Final = (
    "insert into matches (id, rules, clock, seat_count, status) values ($1, $2, $3, $4, 'open')"
)

Statement = tuple[str, tuple[Any, ...]]

encode: Final = msgspec.json.Encoder().encode


class Refused(Exception):
    """The act is not taken; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Step(NamedTuple):
    """An act that was judged and is not saved yet."""

    seat: int | None
    action: Action
    at: int
    ref: str | None
    after: Match

    def statements(self, match_id: int) -> list[Statement]:
        """What is written, in one transaction."""
        after = self.after
        is_deal = isinstance(self.action, NewDeal)
        kind = "act" if self.seat is not None else "deal" if is_deal else "start"
        body = f'{{"a":"{print_action(self.action)}","by":"player","s":1}}'
        event = (match_id, after.version, self.seat, kind, body, self.ref, uuid.uuid4(), self.at)
        status = "finished" if after.phase == "finished" else "running"
        changed = (after.version, after.deadline, status, match_id)
        written: list[Statement] = [(EVENT, event), (MATCH, changed)]
        if is_deal:
            written.append((DEAL, (match_id, after.version, encode(match_to_json(after)).decode())))
        return written


class Room:
    """A table. Who acts holds a lock of his own kind from `judge` or `next_of_club` to `told`."""

    def __init__(self) -> None:
        self.match_id = secrets.randbits(62) + 1
        self.people: list[str] = []
        self.sockets: tuple[set[Any], ...] = tuple(set() for _ in range(SEATS + 1))
        match = new_match(RULES, CLOCK)
        self.standing = match, views_for(match)  # one value: a thread may look while another acts

    @property
    def match(self) -> Match:
        """Where the table stands."""
        return self.standing[0]

    def opening(self) -> list[Statement]:
        """What is written when the table is opened."""
        rules, clock = encode(rules_to_json(RULES)).decode(), encode(CLOCK._asdict()).decode()
        return [(OPEN, (self.match_id, rules, clock, SEATS))]

    def audience_of(self, person: str | None) -> int:
        """The number of his seat, or of the spectators."""
        return self.people.index(person) if person in self.people else SEATS

    def judge(self, audience: int, message: Act) -> Step:
        """Raises Refused and the rules' Refusal."""
        if audience == SEATS:
            raise Refused("not_seated")
        if message.v < asked_at(self.match, audience):
            raise Refused("stale")
        action, now = parse_action(message.act), _now()
        after = apply(self.match, audience, action, now)
        return Step(audience, action, now, message.ref, after)

    def next_of_club(self) -> Step | None:
        """What nobody at the table does: start when all sit, deal when it is time."""
        action: Action
        if self.match.phase == "waiting" and len(self.people) == SEATS:
            action = Start(random.randrange(SEATS), (False,) * SEATS)
        elif self.match.phase == "to_deal":
            deck = [Card(card) for card in range(32)]
            random.shuffle(deck)
            action = NewDeal(tuple(deck), secrets.token_hex(16))
        else:
            return None
        now = _now()
        return Step(None, action, now, None, apply(self.match, None, action, now))

    def told(self, step: Step) -> list[str]:
        """The step is saved: go on from it; the message for each seat, then for spectators."""
        (_, before), after = self.standing, views_for(step.after)
        self.standing = step.after, after
        act = (step.seat, _heard(step.action))
        event = {"t": "ev", "v": step.after.version, "now": step.at, "act": act, "by": "player"}
        messages = []
        for audience, (old, new) in enumerate(zip(before, after, strict=True)):
            ref = {"ref": step.ref} if audience == step.seat else {}
            messages.append(encode({**event, "set": _changed(old, new), **ref}).decode())
        return messages

    def state(self, audience: int) -> tuple[int, str]:
        """The whole table for somebody who comes, and its version."""
        match, views = self.standing
        you = None if audience == SEATS else audience
        view = views[audience]._asdict()
        state = {"t": "state", "v": match.version, "you": you, "now": _now(), "view": view}
        return match.version, encode(state).decode()

    def pong(self) -> str:
        """Where the table stands."""
        return encode({"t": "pong", "v": self.match.version, "now": _now()}).decode()


def refusal(code: str, message: Act) -> str:
    """Nothing was done."""
    return encode({"t": "refused", "code": code, "ref": message.ref}).decode()


def _changed(before: View, after: View) -> dict[str, object]:
    return {
        name: new
        for name, old, new in zip(View._fields, before, after, strict=True)
        if new is not old and new != old
    }


def _heard(action: Action) -> str:
    """What everybody may hear of an act: no cards of a deal, nor of a discard."""
    if isinstance(action, NewDeal):
        return "deal"
    return print_action(action).rsplit(" ", 1)[-1]


def _now() -> int:
    return int(time.time() * 1000)


__all__ = ["OPEN", "PAGE", "Act", "Refused", "Room", "Statement", "Step", "parse", "refusal"]

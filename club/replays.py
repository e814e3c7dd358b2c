"""Finished matches looked at again, deal by deal, act by act."""

import json
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from club.catch_up import replayed
from club.errors import ClubRefusal
from games.preferans import (
    Match,
    View,
    decode_match,
    doer,
    print_action,
    rules_from_json,
    told,
    views_for,
)
from games.preferans.settlement import Settlement, settle
from games.preferans.sheet import Sheet
from store import deals, events, matches, seats
from store.connections import Connections
from store.matches import Match as StoredMatch
from store.matches import Seat
from store.opening import Connection

MOST_DEALS: Final = 10_000  # no match has so many


class Played(NamedTuple):
    """A finished match: what was agreed, who sat where at the end, and each deal as written."""

    match: StoredMatch
    seats: tuple[Seat | None, ...]
    deals: tuple[dict[str, Any], ...]

    @property
    def names(self) -> list[str]:
        """What whoever sat there at the end is called."""
        return [sitter.name if sitter else "" for sitter in self.seats]

    @property
    def sheet(self) -> Sheet:
        """As it was after the last deal."""
        if not self.deals:
            return Sheet.empty(self.match.seat_count)
        last = self.deals[-1]
        whists = tuple(tuple(row) for row in last["whists_after"])
        return Sheet(tuple(last["pool_after"]), tuple(last["mountain_after"]), whists)

    @property
    def settlement(self) -> Settlement:
        """What it came to."""
        return settle(rules_from_json(self.match.rules), self.sheet)


class Scene(NamedTuple):
    """The table after one act; `at` in ms of club time, `act` as its doer said it."""

    version: int
    at: int
    doer: int | None
    act: str | None
    by: str
    view: View


class Recording(NamedTuple):
    """One deal: the first scene is the one with the cards just dealt."""

    played: Played
    number: int
    scenes: tuple[Scene, ...]


class Decision(NamedTuple):
    """What a seat did in this state; `at` counts the acts of the deal before it."""

    at: int
    match: Match
    seat: int
    act: str


class Replays:
    """What everybody may look at: matches that are over."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def match(self, match_id: int) -> Played:
        """Raises ClubRefusal("no_such_match") while it is not over; Busy."""
        with self._connections.connection() as connection:
            return _played(connection, match_id)

    def deal(self, match_id: int, number: int, seat: int | None) -> Recording:
        """The deal of that number (from 1): as this seat saw it, or with open cards when None.

        Raises ClubRefusal: no_such_match, no_such_deal, no_such_seat; Busy.
        """
        with self._connections.connection() as connection:
            played = _played(connection, match_id)
            if seat is not None and not 0 <= seat < played.match.seat_count:
                raise ClubRefusal("no_such_seat")
            dealt, acts = _deal(connection, match_id, number)
        return Recording(played, number, tuple(_scenes(dealt, acts, seat)))

    def last_open_deal(self, match_id: int) -> int:
        """The number of the last deal that is over, of a match that may still go on; 0 for none.

        Raises ClubRefusal: no_such_match, commentary_off where hands are not shown after each
        deal; Busy.
        """
        with self._connections.connection() as connection:
            _open_match(connection, match_id)
            written = deals.of_match(connection, match_id)
        return max((deal.number for deal in written if deal.result is not None), default=0)

    def open_deal(self, match_id: int, number: int) -> Recording:
        """That deal with open cards, once it is over. Raises as `last_open_deal`; no_such_deal."""
        if not 0 < number <= self.last_open_deal(match_id):
            raise ClubRefusal("no_such_deal")
        with self._connections.connection() as connection:
            match = _open_match(connection, match_id)
            dealt, acts = _deal(connection, match_id, number)
            played = _as_played(connection, match)
        return Recording(played, number, tuple(_scenes(dealt, acts, None)))

    def decisions(self, match_id: int, number: int) -> list[Decision]:
        """What was decided in the deal of that number, by whom.

        Raises ClubRefusal: no_such_match, no_such_deal; Busy.
        """
        with self._connections.connection() as connection:
            _played(connection, match_id)
            dealt, acts = _deal(connection, match_id, number)
        return list(_decisions(dealt, acts))


def _played(connection: Connection, match_id: int) -> Played:
    match = matches.read(connection, match_id)
    if match is None or match.status != "finished" or match.version == 0:
        raise ClubRefusal("no_such_match")
    return _as_played(connection, match)


def _open_match(connection: Connection, match_id: int) -> StoredMatch:
    match = matches.read(connection, match_id)
    if match is None or match.status == "frozen" or match.version == 0:
        raise ClubRefusal("no_such_match")
    if match.rules.get("reveal", "all") != "all":
        raise ClubRefusal("commentary_off")
    return match


def _as_played(connection: Connection, match: StoredMatch) -> Played:
    match_id = match.match_id
    taken = {seat.seat: seat for seat in seats.of_match(connection, match_id)}
    written = [deal.result for deal in deals.of_match(connection, match_id)]
    return Played(
        match,
        tuple(taken.get(seat) for seat in range(match.seat_count)),
        tuple(json.loads(result) for result in written if result is not None),
    )


def _deal(connection: Connection, match_id: int, number: int) -> tuple[Match, list[events.Event]]:
    """The state with the cards just dealt, and the acts after it."""
    known = 0 < number <= MOST_DEALS
    state = deals.state_at(connection, match_id, number) if known else None
    if state is None:
        raise ClubRefusal("no_such_deal")
    dealt = decode_match(state)
    end = deals.end_of(connection, match_id, dealt.version)
    return dealt, events.between(connection, match_id, dealt.version, end)


def _decisions(dealt: Match, acts: list[events.Event]) -> Iterator[Decision]:
    before = dealt
    for at, event in enumerate(acts):
        step, after = replayed(before, event)
        if step.seat is not None and step.seat in before.turn:
            yield Decision(at, before, step.seat, print_action(step.action))
        before = after


def _scenes(dealt: Match, acts: list[events.Event], seat: int | None) -> Iterator[Scene]:
    yield Scene(dealt.version, dealt.clock_from or 0, None, "deal", "club", _seen(dealt, seat))
    before = dealt
    for event in acts:
        step, after = replayed(before, event)
        who = doer(before, step.seat, step.action)
        said = told(before, step.seat, step.action, who if seat is None else seat)
        yield Scene(step.version, step.at, who, said, step.by, _seen(after, seat))
        before = after


def _seen(match: Match, seat: int | None) -> View:
    """What this seat saw; with open cards everything that any seat saw. No clock runs again."""
    views = views_for(match)
    view = views[-1] if seat is None else views[seat]
    if seat is None:
        own = views[:-1]
        hands = tuple(each.hands[at] for at, each in enumerate(own))
        discards = (each.discard for each in own if each.discard)
        view = view._replace(hands=hands, discard=next(discards, None))
    return view._replace(deadline=None, clock_from=None, legal=None)

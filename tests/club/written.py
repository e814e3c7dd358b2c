"""Whole matches played at random and written as a worker writes them; no clock is waited for."""

import secrets
from collections.abc import Iterator, Sequence
from random import Random
from typing import NamedTuple

from club.steps import Step, row_of
from games.preferans import Match, apply, new_match, parse_action, rules_to_json
from games.preferans.actions import Start
from games.preferans.rules import Rules
from store import events, matches, players, seats
from store.connections import Connections
from store.events import EventRow
from store.ids import new_id
from tests.games.preferans.driving import CLOCK, Row, play_on
from tests.games.preferans.lively import lively_row


class Written(NamedTuple):
    """What stands in the store, and how it ended."""

    match_id: int
    rows: tuple[EventRow, ...]
    end: Match


def write_match(
    connections: Connections,
    rules: Rules,
    seed: int,
    sitters: Sequence[int] = (),
    *,
    rated: bool = False,
) -> Written:
    """A match that is over; the players `sitters` have the first seats, bots the others."""
    match_id = new_id()
    with connections.transaction() as connection:
        matches.create(
            connection,
            match_id,
            rules=rules_to_json(rules),
            clock=CLOCK._asdict(),
            seat_count=rules.players,
            host=None,
            rated=rated,
        )
        for seat in range(rules.players):
            if seat < len(sitters):
                players.ensure(connection, sitters[seat], f"player {seat}")
                seats.take_seat(connection, match_id, seat, sitters[seat])
            else:
                seats.fill_with_bot(connection, match_id, seat, f"bot {seat}")
    *_, (_, _, end) = steps = list(play(rules, seed))
    rows = tuple(row_of(match_id, *step) for step in steps)
    with connections.connection() as connection:
        for batch in _batches(rows):
            events.write_batch(connection, batch)
    return Written(match_id, rows, end)


def play(rules: Rules, seed: int) -> Iterator[tuple[Match, Step, Match]]:
    """Before, act and after, from the start to the end of a lively match."""
    chance = Random(seed)
    waiting = new_match(rules, CLOCK)
    start = Start(chance.randrange(rules.players), (False,) * rules.players)
    match = apply(waiting, None, start, 1_000)
    yield waiting, Step(1, None, start, "player", 1_000, None), match
    for before, row, after in play_on(match, chance, choose=lively_row):
        yield before, _step(before, row), after


def _step(before: Match, row: Row) -> Step:
    by = "clock" if row.text == "timeout" else row.by
    ref = None if row.seat is None or by != "player" else secrets.token_urlsafe(16)
    return Step(before.version + 1, row.seat, parse_action(row.text), by, row.now, ref)


def _batches(rows: Sequence[EventRow]) -> Iterator[list[EventRow]]:
    """A new one after each deal: what ends it belongs to a later commit than what began it."""
    batch: list[EventRow] = []
    for row in rows:
        batch.append(row)
        if row.snapshot is not None:
            yield batch
            batch = []
    yield batch

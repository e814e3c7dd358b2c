"""A stored match gone through from its first act, in bounded pieces."""

from collections.abc import Iterator
from typing import Final

from club.catch_up import replayed
from club.errors import ReplayFailed
from club.registry import opening
from club.steps import Step
from games.preferans import BadRules, Match
from store import events
from store.connections import Connections
from store.matches import Match as StoredMatch

ACTS_AT_ONCE: Final = 200  # read and replayed, some 5 ms; then the others go on


def walk(connections: Connections, stored: StoredMatch) -> Iterator[tuple[Match, Step, Match]]:
    """Before, act and after, to the end of the log. Raises ReplayFailed, UnknownKind and Busy."""
    try:
        match = opening(stored)
    except (BadRules, TypeError) as fault:
        raise ReplayFailed(stored.match_id, 0) from fault
    while True:
        with connections.connection() as connection:
            acts = events.next_after(connection, stored.match_id, match.version, ACTS_AT_ONCE)
        if not acts:
            return
        for event in acts:
            before = match
            step, match = replayed(before, event)
            yield before, step, match

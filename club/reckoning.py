"""Reckoning: what matches that are over came to is written down, and ratings move, once."""

import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Final

from club.outcomes import Outcome, Unreadable, doubtful_time, outcome_of, why_unrated
from club.ratings import Ratings
from club.skill import Skill, after_match
from club.table import Table
from green.spawn import spawn
from store import deals, outages, ratings, results
from store.connections import Connections
from store.errors import Busy
from store.matches import Match
from store.opening import Connection
from store.ratings import Rating
from store.results import Result

log = logging.getLogger(__name__)

RECKONED_AT_ONCE: Final = 50
AGED_AT_ONCE: Final = 1_000


class Reckoning:
    """Of one worker; all of them may reckon at once. Everything raises Busy."""

    def __init__(self, connections: Connections, known: Ratings) -> None:
        self._connections = connections
        self._known = known

    def follow(self, table: Table, ours: bool) -> None:
        """A version was shown: reckon the match at once if we ended it."""
        if ours and table.shown.phase == "finished":
            spawn(self._reckon_soon, table.match_id)

    def reckon(self) -> int:
        """Reckon a few matches that are over; how many. Any workers may at once."""
        for done in range(RECKONED_AT_ONCE):
            if not self.reckon_one():
                return done
        return RECKONED_AT_ONCE

    def reckon_one(self, match_id: int | None = None) -> bool:
        """This match, or the next one; False when there is none or others are at it."""
        with self._connections.transaction() as connection:
            match = (
                results.claim_next(connection)
                if match_id is None
                else results.claim(connection, match_id)
            )
            players = self._reckoned(connection, match) if match else ()
        for player_id in players:
            self._known.cache.drop(str(player_id))
        return match is not None

    def grow_old(self) -> int:
        """Let some ratings catch up with the weeks gone by; how many. Any workers may at once."""
        with self._connections.transaction() as connection:
            behind = ratings.claim_behind(connection, self._known.week(), AGED_AT_ONCE)
            ratings.keep_all(connection, [self._known.today(rating) for rating in behind])
        if behind:
            self._known.cache.drop()
        return len(behind)

    def _reckon_soon(self, match_id: int) -> None:
        with suppress(Busy):  # the job finds it
            self.reckon_one(match_id)

    def _reckoned(self, connection: Connection, match: Match) -> Sequence[int]:
        """Write down what the match came to; whose ratings or records have changed."""
        entries = [d.result for d in deals.of_match(connection, match.match_id) if d.result]
        players = results.players_of(connection, match.match_id)
        why = why_unrated(match, len(entries), players)
        if why is None and self._is_our_fault(connection, match.match_id):
            why = "our_fault"
        try:
            if entries and players:
                outcome = outcome_of(match, entries)
                self._write(connection, match.match_id, outcome, players, is_rated=why is None)
        except Unreadable:
            log.exception("match %s cannot be reckoned", match.match_id)
            why, players = "unreadable", {}
        results.settle(connection, match.match_id, why or "rated")
        return tuple(players.values())

    def _is_our_fault(self, connection: Connection, match_id: int) -> bool:
        ending = results.ending_of(connection, match_id)
        doubtful = ending and doubtful_time(ending)
        return bool(doubtful and outages.count_between(connection, *doubtful))

    def _write(
        self,
        connection: Connection,
        match_id: int,
        outcome: Outcome,
        players: Mapping[int, int],
        *,
        is_rated: bool,
    ) -> None:
        week = self._known.week()
        fresh = [Rating(each, *outcome.league, *Skill(), week) for each in players.values()]
        held = ratings.held(connection, fresh)
        before = {seat: self._known.today(held[player]) for seat, player in players.items()}
        after = _moved(before, outcome) if is_rated else before
        results.add(
            connection,
            [_line(match_id, seat, outcome, before[seat], after[seat], is_rated) for seat in after],
        )
        kept = [_recorded(after[seat], outcome, seat, is_rated) for seat in after]
        ratings.keep_all(connection, kept)


def _moved(before: Mapping[int, Rating], outcome: Outcome) -> dict[int, Rating]:
    seats = sorted(before)
    skills = [Skill(before[seat].mu, before[seat].sigma) for seat in seats]
    taught = after_match(skills, [outcome.exact[seat] for seat in seats], outcome.usual)
    return {
        seat: before[seat]._replace(mu=skill.mu, sigma=skill.sigma)
        for seat, skill in zip(seats, taught, strict=True)
    }


def _line(
    match_id: int, seat: int, outcome: Outcome, before: Rating, after: Rating, is_rated: bool
) -> Result:
    numbers = (before.mu, before.sigma, after.mu, after.sigma) if is_rated else ()
    return Result(
        match_id,
        seat,
        before.player_id,
        *outcome.league,
        outcome.deals,
        outcome.shown[seat],
        *numbers,
    )


def _recorded(rating: Rating, outcome: Outcome, seat: int, is_rated: bool) -> Rating:
    """The same with this match in its record; whoever has the most whists has won."""
    return rating._replace(
        rated=rating.rated + is_rated,
        played=rating.played + 1,
        won=rating.won + (outcome.exact[seat] == max(outcome.exact)),
        whists=rating.whists + outcome.shown[seat],
    )

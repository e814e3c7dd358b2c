"""Ratings: moved once by each match that counts, and what a match would move."""

import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from typing import Final, NamedTuple

from club.caches import Cache
from club.leagues import League, league_of, usual_whists
from club.reckoning import Outcome, Unreadable, doubtful_time, outcome_of, why_unrated
from club.seating import Look
from club.skill import Skill, after_match, aged
from club.table import Table
from games.preferans import rules_from_json
from green.bus import Bus
from green.spawn import spawn
from store import deals, outages, ratings, results
from store.club_time import ClubTime
from store.connections import Connections
from store.errors import Busy
from store.matches import Match
from store.opening import Connection
from store.ratings import Rating
from store.results import Result

log = logging.getLogger(__name__)

RECKONED_AT_ONCE: Final = 50
WEEK_MS: Final = 7 * 24 * 3_600_000
AGED_AT_ONCE: Final = 1_000
KNOWN: Final = 20_000
KNOWN_SECONDS: Final = 60.0
AT_STAKE: Final = 100  # whists
STRANGER_SIGMA: Final = 2.5  # of whoever may sit down yet: somebody like me who has played a while


class Stakes(NamedTuple):
    """Where a player stands, and how many points he would win or lose with 100 whists."""

    points: int
    is_provisional: bool
    won: int
    lost: int


class Change(NamedTuple):
    """What a match did to a rating, in points."""

    before: int
    after: int
    is_provisional: bool

    @property
    def points(self) -> int:
        """Won or lost."""
        return self.after - self.before


class Changes(NamedTuple):
    """What a finished match did to ratings, by seat; `reckoned` is None until it is known."""

    rated: bool
    reckoned: str | None
    seats: dict[int, Change]


class Ratings:
    """Of one worker; all of them may reckon at once. Everything raises Busy."""

    def __init__(self, connections: Connections, club_time: ClubTime, bus: Bus) -> None:
        self._connections = connections
        self._time = club_time
        self.cache: Cache[tuple[Rating, ...]] = Cache(
            "players", bus, most=KNOWN, seconds=KNOWN_SECONDS
        )

    def of_player(self, player_id: int) -> tuple[Rating, ...]:
        """All ratings of a player, each with its record."""
        return self.cache.get(str(player_id), lambda: self._read(player_id))

    def skill_of(self, player_id: int, league: League) -> Skill:
        """What is believed of this player there; of a newcomer nothing yet."""
        found = (each for each in self.of_player(player_id) if each[1:3] == league)
        return next((Skill(each.mu, each.sigma) for each in found), Skill())

    def rating_of(self, player_id: int, family: str, speed: str) -> int:
        """The same in points, for pairing."""
        return self.skill_of(player_id, League(family, speed)).points

    def stakes(
        self, player_id: int, league: League, usual: int, others: Sequence[int | None]
    ) -> Stakes:
        """What 100 whists would change for this player against these; None is a free seat.

        The others share what he wins or loses.
        """
        mine = self.skill_of(player_id, league)
        stranger = Skill(mine.mu, STRANGER_SIGMA)
        skills = [mine]
        skills += [stranger if o is None else self.skill_of(o, league) for o in others]
        won, lost = (_first_after(skills, whists, usual) for whists in (AT_STAKE, -AT_STAKE))
        return Stakes(
            mine.points, mine.is_provisional, won.points - mine.points, lost.points - mine.points
        )

    def stakes_at(self, look: Look, player_id: int) -> Stakes | None:
        """The same at this table, where he sits or may sit down; None when it is not rated."""
        if not look.match.rated:
            return None
        rules = rules_from_json(look.match.rules)
        sitting = [sitter.player_id for sitter in look.seats if sitter]
        others: list[int | None] = [each for each in sitting if each not in (None, player_id)]
        others = others[: look.match.seat_count - 1]
        others += [None] * (look.match.seat_count - 1 - len(others))
        return self.stakes(player_id, league_of(rules, look.match), usual_whists(rules), others)

    def changes(self, match_id: int) -> Changes | None:
        """What this match did to ratings; None while it is not over."""
        with self._connections.connection() as connection:
            found = results.reckoned(connection, match_id)
            lines = results.of_match(connection, match_id) if found and found[1] == "rated" else []
        return found and Changes(*found, {line.seat: change_of(line) for line in lines})

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
            self.cache.drop(str(player_id))
        return match is not None

    def grow_old(self) -> int:
        """Let some ratings catch up with the weeks gone by; how many. Any workers may at once."""
        with self._connections.transaction() as connection:
            behind = ratings.claim_behind(connection, self._week(), AGED_AT_ONCE)
            ratings.keep_all(connection, [self._today(rating) for rating in behind])
        if behind:
            self.cache.drop()
        return len(behind)

    def _read(self, player_id: int) -> tuple[Rating, ...]:
        with self._connections.connection() as connection:
            return tuple(map(self._today, ratings.of_player(connection, player_id)))

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
        week = self._week()
        fresh = [Rating(each, *outcome.league, *Skill(), week) for each in players.values()]
        held = ratings.held(connection, fresh)
        before = {seat: self._today(held[player]) for seat, player in players.items()}
        after = _moved(before, outcome) if is_rated else before
        results.add(
            connection,
            [_line(match_id, seat, outcome, before[seat], after[seat], is_rated) for seat in after],
        )
        kept = [_recorded(after[seat], outcome, seat, is_rated) for seat in after]
        ratings.keep_all(connection, kept)

    def _today(self, rating: Rating) -> Rating:
        """With the doubt that came by itself since it was written."""
        skill = aged(Skill(rating.mu, rating.sigma), self._week() - rating.week)
        return rating._replace(sigma=skill.sigma, week=max(rating.week, self._week()))

    def _week(self) -> int:
        return self._time.now() // WEEK_MS


def change_of(line: Result) -> Change:
    """What a line of the history says in points; the match was rated."""
    assert line.mu_before is not None and line.sigma_before is not None
    assert line.mu_after is not None and line.sigma_after is not None
    after = Skill(line.mu_after, line.sigma_after)
    return Change(
        Skill(line.mu_before, line.sigma_before).points, after.points, after.is_provisional
    )


def _first_after(skills: Sequence[Skill], whists: int, usual: int) -> Skill:
    share = Fraction(-whists, len(skills) - 1)
    return after_match(skills, [whists, *[share] * (len(skills) - 1)], usual)[0]


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

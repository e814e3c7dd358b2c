"""What a match that is over comes to: its settlement, and whether it may move ratings."""

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from club.leagues import League, league_of, usual_whists
from games.preferans import BadRules, rules_from_json
from games.preferans.settlement import settle
from games.preferans.sheet import Sheet
from store.matches import Match
from store.results import Ending

LEAST_DEALS: Final = 6
# An outage of ours so shortly after the last act of a seat may be why nobody acted any more.
AFTERMATH_MS: Final = 60_000
EARLY: Final = ('"end_now"', '"agree_end"')
LAST_KINDS: Final = ("act", "timeout")  # of matches that were played to their end


class Unreadable(Exception):
    """The record of this match makes no sense to us: it moves nothing."""


class Outcome(NamedTuple):
    """How a match came out."""

    league: League
    deals: int
    usual: int  # whists between two players
    exact: tuple[Fraction, ...]
    shown: tuple[int, ...]


def outcome_of(match: Match, entries: Sequence[str]) -> Outcome:
    """The settlement by the entries of its deals, of which there is at least one.

    Raises Unreadable.
    """
    try:
        rules, last = rules_from_json(match.rules), json.loads(entries[-1])
        sheet = Sheet(
            tuple(last["pool_after"]),
            tuple(last["mountain_after"]),
            tuple(map(tuple, last["whists_after"])),
        )
        settlement, league = settle(rules, sheet), league_of(rules, match)
    except (BadRules, ValueError, KeyError, TypeError) as fault:
        raise Unreadable(match.match_id) from fault
    usual = usual_whists(rules)
    return Outcome(league, len(entries), usual, settlement.exact, settlement.shown)


def why_unrated(match: Match, deals: int, players: Mapping[int, int]) -> str | None:
    """Why this match moves no rating, by what was agreed and who sat there."""
    if not match.rated:
        return "unrated"
    if len(players) < match.seat_count:
        return "bots"
    return "few_deals" if deals < LEAST_DEALS else None


def doubtful_time(ending: Ending) -> tuple[int, int] | None:
    """When an outage of ours may have been why the match ended before its pool was full.

    None when it was played to its end.
    """
    agreed = any(word in ending.body for word in EARLY)
    if ending.kind in LAST_KINDS and not agreed:
        return None
    return ending.dealt_at, ending.acted_at + AFTERMATH_MS

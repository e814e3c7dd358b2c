"""Tables set for a test: known cards, then acts; eldest is seat 0, the dealer the last seat."""

import pytest

from games.errors import Refusal
from games.preferans import Match, Rules, apply, parse_action
from games.preferans.notation import parse_deal
from games.preferans.replay import replay_one
from games.preferans.rules import SOCHI
from games.preferans.sheet import Sheet
from tests.games.preferans.proving import act_of

# Eldest has ten tricks in his hand, second and third have the rest; hearts eight and seven lie.
STRONG = "AKQJT.AK.AK.A/987.QJT.QJT.K/.987.987.QJT9/H8H7"
# Everybody has something of each suit.
EVEN = "AK7.QT8.J98.A/QJ8.AK9.T7.KQ/T9.J7.AKQ.JT9/H8H7"


def table(
    acts: str = "",
    *,
    rules: Rules = SOCHI,
    cards: str = STRONG,
    series: int = 0,
    sheet: Sheet | None = None,
) -> Match:
    """The state after these acts, each of the seat asked (a seat and a colon before others)."""
    record = parse_deal(f"{rules.players - 1}|{cards}|{acts}|")
    return replay_one(rules, record, series=series, sheet=sheet)


def do(match: Match, *texts: str, now: int = 0) -> Match:
    """These acts, each by the seat asked."""
    for text in texts:
        match = apply(match, match.turn[0], parse_action(text), now)
    return match


def system(match: Match, text: str, now: int = 0) -> Match:
    """An act nobody at the table does."""
    return apply(match, None, parse_action(text), now)


def refused(match: Match, seat: int | None, text: str, now: int = 0) -> str:
    """The code this act is refused with, an offer after its proof."""
    with pytest.raises(Refusal) as caught:
        apply(match, seat, act_of(match, seat, text), now)
    return caught.value.code

"""Noninterference: what is hidden from an audience changes no byte of what it is told."""

from dataclasses import replace
from random import Random

import pytest

from club.delivery import happened, standing
from club.steps import Step, follow
from games.cards import Hand, cards_in
from games.errors import Refusal
from games.preferans import Match, parse_action, views_for
from games.preferans.rules import SOCHI
from games.preferans.sight import _seats_seen, is_revealed
from games.preferans.state import Cards
from sockets.wire import Wire
from tests.games.preferans.driving import play_on, started

WIRE = Wire(pace=False, show_worker=False)


def payloads(before: Match, step: Step, after: Match, audience: int) -> bytes:
    told = happened(before, step, views_for(before), views_for(after))
    return WIRE.events(told, [audience])[0]


@pytest.mark.parametrize("seed", range(6))
def test_every_version_tells_every_audience_something(seed: int) -> None:
    chance = Random(seed)
    match = started(replace(SOCHI, pool_target=2))
    for before, row, after in play_on(match, chance):
        step = Step(after.version, row.seat, parse_action(row.text), row.by, row.now, "r" * 16)
        for audience in range(4):
            frame = payloads(before, step, after, audience)
            assert f'"v":{after.version},'.encode() in frame
            if row.text.startswith("deal"):
                assert b'"act":[null,"deal"]' in frame
                assert row.text.split()[2].encode() not in frame  # the salt


@pytest.mark.parametrize("seed", range(12))
def test_hidden_cards_change_no_byte(seed: int) -> None:
    """Two hidden hands change places; the acts of everybody else are told byte for byte alike."""
    chance = Random(seed)
    match = started(replace(SOCHI, pool_target=3))
    compared = 0
    for before, row, after in play_on(match, chance):
        step = Step(after.version, row.seat, parse_action(row.text), row.by, row.now, None)
        for audience in range(4):
            twin = exchanged(before, after, audience, chance)
            if twin is None:
                continue
            try:
                twin_after = follow(twin, step)
            except Refusal:
                continue  # with those cards the act is not legal
            assert payloads(twin, step, twin_after, audience) == payloads(
                before, step, after, audience
            )
            compared += 1
    assert compared > 20


def exchanged(match: Match, after: Match, audience: int, chance: Random) -> Match | None:
    """The same match, what this audience sees neither before nor after dealt otherwise."""
    deal, later = match.deal, after.deal
    if deal is None or later is None or is_revealed(after):
        return None
    seat = None if audience == 3 else audience
    seen = {*_seats_seen(deal, seat), *_seats_seen(later, seat)}
    hidden = [each for each in deal.active if each not in seen]
    if len(hidden) < 2:
        return None
    hands = list(deal.cards.hands)
    pooled = [card for each in hidden for card in cards_in(hands[each])]
    chance.shuffle(pooled)
    for each in hidden:
        count = hands[each].bit_count()
        mine, pooled = pooled[:count], pooled[count:]
        hands[each] = Hand(sum(1 << card for card in mine))
    cards: Cards = deal.cards._replace(hands=tuple(hands))
    return match._replace(deal=deal._replace(cards=cards))


def test_a_spectators_snapshot_holds_no_hidden_card() -> None:
    chance = Random(3)
    match = started(SOCHI)
    for _, _, after in play_on(match, chance):
        if after.phase == "auction":
            table = _Standing(after)
            frame = WIRE.state(standing(table, 3, 0))  # type: ignore[arg-type]
            assert b'"hands":[null,null,null]' in frame
            assert b'"legal":null' in frame
            return


class _Standing:
    """As much of a table as a snapshot needs."""

    players, seats, host_seat, rematch = 3, (None, None, None), None, None

    def __init__(self, match: Match) -> None:
        self.shown = match
        self.views = views_for(match, spectators=False)

    def seen_by(self, audience: int) -> Match:
        return self.shown

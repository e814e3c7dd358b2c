"""What must hold of any state, and of any two states one audience cannot tell apart."""

import json
from fractions import Fraction
from random import Random
from typing import Any

from games.cards import CARDS_BY_NAME, FULL_DECK, Card, cards_in, hand_of
from games.errors import Refusal
from games.preferans import (
    Match,
    apply,
    decode_match,
    encode_match,
    legal_actions,
    parse_action,
    told,
    view_for,
    views_for,
)
from games.preferans.actions import Discard, NewDeal, print_action
from games.preferans.bids import LADDER
from games.preferans.state import Cards
from games.preferans.view import View
from tests.games.preferans.driving import Row
from tests.games.preferans.proving import act_of


def check_state(match: Match) -> None:
    """32 cards, a deadline, somebody asked who can answer, sums of zero."""
    assert (match.deadline is None) == (match.phase in ("waiting", "finished"))
    for seat in match.turn:
        assert legal_actions(match, seat)
    if match.deal is not None:
        _check_cards(match)
    if match.phase == "finished":
        settlement = match.book.settlement
        assert settlement is not None
        assert sum(map(Fraction, settlement["exact"])) == 0
        assert sum(settlement["shown"]) == 0
    assert sum(match.book.if_ended) == 0


def _check_cards(match: Match) -> None:
    assert match.deal is not None
    deal, cards = match.deal, match.deal.cards
    places = [*cards.hands, cards.discard, played_in(match)]
    if deal.declarer is None or LADDER[deal.rung].no_talon:
        places.append(hand_of(cards.talon) & ~played_in(match))
    assert sum(places) == FULL_DECK == _union(places)


def _union(masks: list[int]) -> int:
    union = 0
    for mask in masks:
        union |= mask
    return union


def played_in(match: Match) -> int:
    """The cards on the table and in finished tricks."""
    if match.deal is None:
        return 0
    tricks = [trick.cards for trick in match.deal.history]
    return hand_of(card for trick in (*tricks, match.deal.trick) for _, card in trick)


def check_codec(match: Match) -> None:
    """Written and read back it is the same state, with the same views."""
    again = decode_match(encode_match(match))
    assert again == match
    assert views_for(again) == views_for(match)


def payload(before: Match, row: Row, after: Match, audience: int | None) -> str:
    """What this audience is sent about an act: the public act and the fields that changed."""
    old, new = view_for(before, audience), view_for(after, audience)
    text = told(before, row.seat, parse_action(row.text), audience)
    changed = {
        name: now for name, was, now in zip(View._fields, old, new, strict=True) if was != now
    }
    return json.dumps([after.version, text, changed])


def cards_seen(view: View) -> int:
    """Every card whose face this view shows."""
    names: list[str] = []
    for some in (*view.hands, view.talon, view.discard, view.deck):
        names.extend(some or ())
    tricks = [trick["cards"] for trick in (view.last_trick, *(view.history or ())) if trick]
    names.extend(name for trick in (view.trick, *tricks) for _, name in trick)
    return hand_of(CARDS_BY_NAME[name] for name in names)


def permutation(hidden: int, chance: Random) -> dict[Card, Card]:
    """A shuffle of these cards; all others stay."""
    cards = list(cards_in(hidden))
    mixed = chance.sample(cards, len(cards))
    return {Card(card): Card(card) for card in range(32)} | dict(zip(cards, mixed, strict=True))


def permuted(match: Match, swap: dict[Card, Card]) -> Match:
    """The same table with other hidden cards; the commitment shown stays."""
    assert match.deal is not None
    cards = match.deal.cards
    other = Cards(
        deck=tuple(swap[card] for card in cards.deck),
        salt=cards.salt,
        dealt=tuple(_swapped(hand, swap) for hand in cards.dealt),
        hands=tuple(_swapped(hand, swap) for hand in cards.hands),
        talon=(swap[cards.talon[0]], swap[cards.talon[1]]),
        discard=_swapped(cards.discard, swap),
    )
    return match._replace(deal=match.deal._replace(cards=other))


def _swapped(hand: int, swap: dict[Card, Card]) -> int:
    return hand_of(swap[card] for card in cards_in(hand))


def permuted_row(row: Row, swap: dict[Card, Card]) -> Row:
    """The same act where it names hidden cards: a discard."""
    action: Any = parse_action(row.text)
    if isinstance(action, Discard):
        first, second = action.cards
        action = Discard((swap[first], swap[second]), action.rung)
    assert not isinstance(action, NewDeal)
    return Row(row.seat, print_action(action), row.now, row.by)


def check_noninterference(
    states: list[Match], rows: list[Row], audience: int | None, chance: Random
) -> int:
    """States s0..sn and the acts between them: permute what the audience never sees in them.

    Returns how many acts were compared; fewer when the other cards make an act illegal.
    """
    seen = played_in(states[0])
    for state in states:
        seen |= cards_seen(view_for(state, audience))
    swap = permutation(FULL_DECK & ~seen, chance)
    other = permuted(states[0], swap)
    assert view_for(other, audience) == view_for(states[0], audience)
    for compared, row in enumerate(rows):
        swapped = permuted_row(row, swap)
        try:
            act = act_of(other, row.seat, swapped.text)
            following = apply(other, row.seat, act, row.now, row.by)
        except Refusal as refusal:
            assert row.seat != audience, refusal.code
            return compared
        expected = payload(states[compared], row, states[compared + 1], audience)
        assert payload(other, swapped, following, audience) == expected
        other = following
    return len(rows)


def permuted_deck(new: NewDeal, swap: dict[Card, Card]) -> NewDeal:
    """The same shuffle with other cards in the hidden places."""
    return NewDeal(tuple(swap[card] for card in new.deck), new.salt)

"""The play of the cards: ten tricks, one card an act (§5, §6, §7)."""

from games.errors import Refusal
from games.preferans import all_pass
from games.preferans.actions import Action, Play
from games.preferans.lead import ask_choice, ask_for_card
from games.preferans.rules import Rules
from games.preferans.state import Deal, Trick, put
from games.preferans.tricks import led_suit, legal_cards, taker_of, trump_of


def play_card(rules: Rules, deal: Deal, action: Action) -> Deal:
    """One card of the hand to play. Raises Refusal: card_not_in_hand, illegal_card."""
    if not isinstance(action, Play):
        raise Refusal("wrong_phase")
    hands, bit = deal.cards.hands, 1 << action.card
    if not bit & legal_cards(deal):
        in_hand = bit & hands[deal.hand]
        raise Refusal("illegal_card" if in_hand else "card_not_in_hand")
    trick = (*deal.trick, (deal.hand, action.card))
    cards = deal.cards._replace(hands=put(hands, deal.hand, hands[deal.hand] ^ bit))
    place = deal.active.index(deal.hand)
    after = deal.active[(place + 1) % 3]
    if len(trick) == 3 + (trick[0][0] not in deal.active):
        return _collect(rules, deal._replace(cards=cards, trick=trick))
    played = deal._replace(cards=cards, trick=trick, hand=after, turn=deal.players_of[after])
    return _after_blind_lead(played) if len(trick) == 1 and not deal.history else played


def _after_blind_lead(deal: Deal) -> Deal:
    """The declarer's first card lies on the table: hands turn up, the choice is put (§5.6)."""
    shown = deal._replace(exposed=deal.unveiled, unveiled=()) if deal.unveiled else deal
    return ask_choice(shown) if shown.step else shown


def _collect(rules: Rules, deal: Deal) -> Deal:
    led = led_suit(deal)
    assert led is not None
    winner = taker_of(deal.trick, led, trump_of(deal))
    taken = deal._replace(
        trick=(),
        lead=None,
        tricks=put(deal.tricks, winner, deal.tricks[winner] + 1),
        history=(*deal.history, Trick(deal.trick, winner, deal.lead)),
        hand=winner,
    )
    if len(taken.history) == 10:
        return taken._replace(phase="over")
    return all_pass.lead_next(rules, taken) if deal.kind == "all_pass" else ask_for_card(taken)

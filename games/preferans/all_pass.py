"""All pass: everyone for himself, the talon leads the first two tricks (§7.1-7.3)."""

from games.preferans.lead import ask_for_card
from games.preferans.rules import Rules
from games.preferans.state import Deal

TALON_TRICKS = 2


def begin(rules: Rules, deal: Deal) -> Deal:
    """Everybody passed (§2.3): the first talon card turns up where the talon is used."""
    return lead_next(rules, deal._replace(kind="all_pass", hand=deal.active[0]))


def lead_next(rules: Rules, deal: Deal) -> Deal:
    """Who leads the next trick; `deal.hand` took the last one (§7.2, §7.3)."""
    done = len(deal.history)
    if rules.raspasy_talon == "closed" or done > TALON_TRICKS:
        return ask_for_card(deal)
    if done < TALON_TRICKS:
        return ask_for_card(_turn_talon_card(deal, done))
    stays = rules.raspasy_trick3_leader == "winner" and deal.hand in deal.active
    return ask_for_card(deal if stays else deal._replace(hand=deal.active[0]))


def _turn_talon_card(deal: Deal, number: int) -> Deal:
    """Three players: it only names the suit. Four: the dealer leads it and may take (§7.3)."""
    card = deal.cards.talon[number]
    if deal.dealer in deal.active:
        return deal._replace(hand=deal.active[0], lead=card)
    return deal._replace(hand=deal.active[0], trick=((deal.dealer, card),))

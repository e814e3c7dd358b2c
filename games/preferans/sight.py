"""Who may see which cards (§12.6): the only reader of the cards for an audience."""

from functools import lru_cache

from games.cards import CARD_NAMES, names_of
from games.preferans.bids import LADDER
from games.preferans.state import Deal, Match
from games.preferans.view import Names

TURNED_FACES = 2

# A hand changes once a trick and is shown to several audiences: the same object for all of them.
shown_hand = lru_cache(maxsize=4096)(names_of)


def is_revealed(match: Match) -> bool:
    """Whether the whole deal lies open: after it, as the table agreed (`reveal`)."""
    if match.phase not in ("result", "finished") or match.deal is None:
        return False
    if match.rules.reveal == "end":
        return match.phase == "finished"
    return match.rules.reveal == "all" or bool(match.deal.history or sum(match.deal.tricks))


def hands_seen(match: Match, audience: int | None) -> tuple[Names | None, ...]:
    """Each hand as this audience sees it; None face down. After the deal, as it was dealt."""
    deal = match.deal
    if deal is None:
        return (None,) * match.rules.players
    if is_revealed(match):
        return tuple(shown_hand(hand) if hand else None for hand in deal.cards.dealt)
    seen = _seats_seen(deal, audience)
    hands = deal.cards.hands
    return tuple([shown_hand(hand) if seat in seen else None for seat, hand in enumerate(hands)])


def _seats_seen(deal: Deal, audience: int | None) -> tuple[int, ...]:
    """Hands face up, one's own, and the one the whisting dealer looked at (§4.5)."""
    if audience in deal.active:
        return (*deal.exposed, audience)
    if audience == deal.dealer and deal.looked is not None:
        return (*deal.exposed, deal.looked)
    return deal.exposed


def discard_seen(match: Match, audience: int | None) -> Names | None:
    """The discard: only the declarer's, until the deal lies open (§3.2)."""
    deal = match.deal
    if deal is None or not deal.cards.discard:
        return None
    if audience == deal.declarer or is_revealed(match):
        return shown_hand(deal.cards.discard)
    return None


def talon_seen(match: Match) -> Names | None:
    """What of the talon has turned up: after the auction (§3.1), card by card on all pass."""
    deal = match.deal
    if deal is None:
        return None
    first, second = deal.cards.talon
    both = (CARD_NAMES[first], CARD_NAMES[second])
    if is_revealed(match):
        return both
    if deal.kind == "all_pass":
        if match.rules.raspasy_talon == "closed":
            return None
        return both[: min(TURNED_FACES, len(deal.history) + 1)]
    taken = deal.declarer is not None and not LADDER[deal.rung].no_talon
    return both if taken else None


def deck_seen(match: Match) -> tuple[Names | None, str | None]:
    """The deck and the salt behind the commitment, once the deal lies open."""
    if match.deal is None or not is_revealed(match):
        return None, None
    cards = match.deal.cards
    return tuple(CARD_NAMES[card] for card in cards.deck), cards.salt

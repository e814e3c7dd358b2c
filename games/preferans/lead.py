"""Who defends, whose hands turn up and when, and who is asked for a card (§4.2, §5.6)."""

from games.preferans.rules import Rules
from games.preferans.state import Deal


def defenders(deal: Deal) -> tuple[int, int]:
    """D1, the next active seat clockwise after the declarer, and D2 (§4.2)."""
    assert deal.declarer is not None
    place = deal.active.index(deal.declarer)
    return deal.active[(place + 1) % 3], deal.active[(place + 2) % 3]


def is_blind(rules: Rules, deal: Deal) -> bool:
    """The declarer is eldest and leads before any defending hand is seen (§5.6)."""
    return rules.declarer_leads_blind and deal.declarer == deal.active[0]


def turn_up(rules: Rules, deal: Deal) -> Deal:
    """Both defending hands face up, after the declarer's first card when he leads blind."""
    if is_blind(rules, deal):
        return deal._replace(unveiled=defenders(deal))
    return deal._replace(exposed=defenders(deal))


def ask_for_card(deal: Deal) -> Deal:
    """Ask whoever plays the hand to play."""
    return deal._replace(phase="play", turn=deal.players_of[deal.hand])


def ask_choice(deal: Deal) -> Deal:
    """Put the waiting choice: light to the lone whister, the catch to the first defender."""
    seat = deal.whisters[0] if deal.step == "light" else defenders(deal)[0]
    return deal._replace(phase="choose", turn=seat)


def begin_play(rules: Rules, deal: Deal) -> Deal:
    """To the first lead, or first to the choice that comes before it."""
    if deal.step not in ("light", "catcher"):
        return ask_for_card(deal._replace(step=""))
    return ask_for_card(deal) if is_blind(rules, deal) else ask_choice(deal)

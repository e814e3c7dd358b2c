"""One deal from the cards to its outcome: this file owns the phases of a deal."""

from hashlib import sha256
from typing import Final

from games.cards import Card, Hand, hand_of, names_of
from games.preferans import auction, declarations, discard, play
from games.preferans.actions import Action, NewDeal, deck_text
from games.preferans.bids import LADDER, NAMES
from games.preferans.outcome import Outcome
from games.preferans.rules import Rules
from games.preferans.state import Cards, Deal
from games.preferans.tricks import legal_cards

_TABLES: Final = {
    3: ((1, 2, 0), (2, 0, 1), (0, 1, 2)),
    4: ((1, 2, 3), (2, 3, 0), (3, 0, 1), (0, 1, 2)),
}
# Where each pair of the deck goes (§1.4): three hands, then the talon, then four more rounds.
_ROUNDS: Final = (0, 8, 14, 20, 26)


def active_seats(players: int, dealer: int) -> tuple[int, ...]:
    """The three who play, eldest first; with four the dealer sits out (§1.2, §1.3)."""
    return _TABLES[players][dealer]


def commitment_of(deck: tuple[Card, ...], salt: str) -> str:
    """SHA-256 of deck and salt, as hex: shown at the deal, checked after it."""
    return sha256(f"{deck_text(deck)} {salt}".encode()).hexdigest()


def deal_cards(
    rules: Rules, dealer: int, new: NewDeal, *, min_level: int, all_pass_number: int
) -> Deal:
    """The cards are dealt and the eldest hand speaks (§1.4, §2.2)."""
    active, zeros = active_seats(rules.players, dealer), (0,) * rules.players
    sits = rules.players == 4
    return Deal(
        phase="auction",
        dealer=dealer,
        active=active,
        cards=_cards(rules.players, active, new),
        commitment=commitment_of(new.deck, new.salt),
        turn=active[0],
        min_level=min_level,
        all_pass_number=all_pass_number,
        calls=(),
        still_in=active,
        owner=None,
        rung=0,
        kind=None,
        declarer=None,
        step="",
        declarations=(),
        whisters=(),
        half_whister=None,
        returned=False,
        roles=tuple("dealer" if sits and seat == dealer else None for seat in range(rules.players)),
        light=None,
        players_of=tuple(range(rules.players)),
        exposed=(),
        unveiled=(),
        looked=None,
        hand=active[0],
        trick=(),
        lead=None,
        tricks=zeros,
        history=(),
    )


def _cards(players: int, active: tuple[int, ...], new: NewDeal) -> Cards:
    hands: list[Hand] = [0] * players
    for place, seat in enumerate(active):
        starts = (start + 2 * place for start in _ROUNDS)
        hands[seat] = hand_of(card for at in starts for card in new.deck[at : at + 2])
    dealt = tuple(hands)
    return Cards(new.deck, new.salt, dealt, dealt, (new.deck[6], new.deck[7]), 0)


_STEPS: Final = {
    "auction": auction.speak,
    "discard": discard.settle_contract,
    "declare": declarations.declare,
    "choose": declarations.declare,
    "play": play.play_card,
}


def step(rules: Rules, deal: Deal, action: Action) -> Deal:
    """The deal after one act of the seat on turn. Raises Refusal."""
    return _STEPS[deal.phase](rules, deal, action)


def legal_texts(rules: Rules, deal: Deal) -> tuple[str, ...]:
    """What the seat on turn may do; in the discard phase the contracts only."""
    if deal.phase == "play":
        return names_of(legal_cards(deal))
    if deal.phase == "auction":
        return auction.legal_calls(rules, deal)
    if deal.phase == "discard":
        return discard.legal_contracts(rules, deal)
    return declarations.legal_declarations(rules, deal)


def contract_name(deal: Deal) -> str | None:
    """`8S`, `misere`, with `!` without talon; None before it is named and on all pass."""
    named = deal.declarer is not None and deal.phase not in ("auction", "discard")
    return NAMES[deal.rung] if named else None


def outcome_of(deal: Deal) -> Outcome:
    """How a deal that is over ended, for the scoring."""
    assert deal.phase == "over" and deal.kind is not None
    bid = LADDER[deal.rung]
    return Outcome(
        kind=deal.kind,
        dealer=deal.dealer,
        tricks=deal.tricks,
        played=sum(deal.tricks) > 0,
        declarer=deal.declarer,
        level=bid.level,
        whisters=deal.whisters,
        half_whister=deal.half_whister,
        returned=deal.returned,
        all_pass_number=deal.all_pass_number if deal.kind == "all_pass" else 0,
        no_talon=bid.no_talon,
        talon=deal.cards.talon,
    )

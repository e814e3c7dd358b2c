"""The winner of the auction: talon, discard and final contract in one act, or concession (§3)."""

from games.cards import hand_of
from games.errors import Refusal
from games.preferans import declarations
from games.preferans.actions import Action, Call, Discard, Word
from games.preferans.bids import LADDER, LAST_TEN, NAMES, PLAIN_GAMES, is_misere
from games.preferans.rules import Rules
from games.preferans.state import Deal, put


def begin(rules: Rules, deal: Deal) -> Deal:
    """The auction is won: the talon turns up for all and goes to the declarer (§3.1)."""
    assert deal.owner is not None
    declarer = deal.owner
    won = deal._replace(
        phase="discard",
        declarer=declarer,
        turn=declarer,
        kind="misere" if is_misere(deal.rung) else "game",
        roles=put(deal.roles, declarer, "declarer"),
    )
    if not LADDER[deal.rung].no_talon:
        return _take_talon(won)
    return declarations.begin(rules, won) if won.kind == "misere" else won


def _take_talon(deal: Deal) -> Deal:
    hand = deal.cards.hands[deal.turn] | hand_of(deal.cards.talon)
    return deal._replace(cards=deal.cards._replace(hands=put(deal.cards.hands, deal.turn, hand)))


def settle_contract(rules: Rules, deal: Deal, action: Action) -> Deal:
    """Discard and name the contract, name it without talon, or concede. Raises Refusal."""
    no_talon = LADDER[deal.rung].no_talon
    match action:
        case Word("concede"):
            if not may_concede(rules, deal):
                raise Refusal("concede_not_allowed")
            return deal._replace(phase="over", kind="concede")
        case Discard(cards, rung):
            if no_talon:
                raise Refusal("no_talon_taken")
            discarded = _put_away(deal, hand_of(cards))
            return declarations.begin(rules, discarded._replace(rung=_contract(deal, rung)))
        case Call(rung) if no_talon:
            return declarations.begin(rules, deal._replace(rung=_contract(deal, rung)))
    raise Refusal("wrong_phase")


def may_concede(rules: Rules, deal: Deal) -> bool:
    """Giving up without play, a game with the talon only (§3.4)."""
    allowed = rules.concede_without_three > 0 and deal.kind == "game"
    return allowed and not LADDER[deal.rung].no_talon


def legal_contracts(rules: Rules, deal: Deal) -> tuple[str, ...]:
    """The final contracts, weakest first, and `concede` where it is agreed."""
    names = tuple(NAMES[rung] for rung in _contracts(deal))
    return (*names, "concede") if may_concede(rules, deal) else names


def _contracts(deal: Deal) -> tuple[int, ...]:
    """`rank(final) ≥ rank(winning bid)`; misère stays misère (§3.3)."""
    if deal.kind == "misere":
        return (deal.rung,)
    if not LADDER[deal.rung].no_talon:
        return PLAIN_GAMES[PLAIN_GAMES.index(deal.rung) :]
    nines = range(deal.rung, LAST_TEN - 4)
    return (*nines, *range(LAST_TEN + 1, LAST_TEN + 6))


def _contract(deal: Deal, rung: int) -> int:
    if rung in _contracts(deal):
        return rung
    if LADDER[rung].no_talon != LADDER[deal.rung].no_talon:
        raise Refusal("bid_not_allowed")
    raise Refusal(
        "misere_stays" if is_misere(rung) or deal.kind == "misere" else "contract_too_low"
    )


def _put_away(deal: Deal, cards: int) -> Deal:
    hand = deal.cards.hands[deal.turn]
    if cards.bit_count() != 2:
        raise Refusal("same_card_twice")
    if cards & ~hand:
        raise Refusal("card_not_in_hand")
    hands = put(deal.cards.hands, deal.turn, hand & ~cards)
    return deal._replace(cards=deal.cards._replace(hands=hands, discard=cards))

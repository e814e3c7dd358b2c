"""Where an etude stands: the rules' own match, seen with open cards."""

from typing import Final, Literal

from games.cards import CARD_NAMES, Card, cards_in, names_of
from games.preferans.actions import NewDeal, Play, Start, parse_action
from games.preferans.asking import legal_actions
from games.preferans.bids import LADDER
from games.preferans.etudes.etude import Etude
from games.preferans.match import apply, new_match
from games.preferans.notation import DealRecord, deck_of_record, parse_deal
from games.preferans.rules import preset
from games.preferans.showing import view_for
from games.preferans.solver import Problem
from games.preferans.state import Clock, Deal, Match
from games.preferans.tricks import legal_cards, trump_of
from games.preferans.view import View

Verdict = Literal["open", "solved", "failed"]

RULES: Final = preset("sochi")
_CLOCK: Final = Clock(act_ms=1, bank_ms=0, refill_ms=0)
_SALT: Final = "00" * 8
_WORDS: Final = ("whist", "pass", "open", "catch")  # what is said before the play, the first legal


def beginning(etude: Etude) -> Match:
    """The position the etude puts. Raises BadRecord and Refusal when its deal is none."""
    record = parse_deal(etude.deal)
    match = dealt(record)
    for act in record.acts:
        match = apply(match, match.turn[0], parse_action(act.text), 0)
    return match


def dealt(record: DealRecord) -> Match:
    """The cards of this record in front of everybody, nothing said yet."""
    nobody = (False,) * RULES.players
    match = apply(new_match(RULES, _CLOCK), None, Start(record.dealer, nobody), 0)
    return apply(match, None, NewDeal(deck_of_record(record), _SALT), 0)


def after(match: Match, card: Card) -> Match:
    """The position after one card, whoever it belongs to. Raises Refusal."""
    return spoken(apply(match, match.turn[0], Play(card), 0))


def spoken(match: Match) -> Match:
    """Past the words between the contract and the cards, which change nothing of open play."""
    while match.phase in ("declare", "choose"):
        seat = match.turn[0]
        legal = legal_actions(match, seat)
        said = {text for _, text in deal_of(match).declarations}
        wish = _WORDS[1:] if "whist" in said else _WORDS
        word = next((word for word in wish if word in legal), legal[0])
        match = apply(match, seat, parse_action(word), 0)
    return match


def deal_of(match: Match) -> Deal:
    """The deal on the table, which every position of an etude has."""
    assert match.deal is not None
    return match.deal


def is_ours(etude: Etude, match: Match) -> bool:
    """Whether the side that has the etude to solve plays the next card."""
    deal = deal_of(match)
    return match.phase == "play" and (deal.hand == deal.declarer) == (etude.side == "declarer")


def seat_of(etude: Etude, match: Match) -> int:
    """Where the solver of the etude sits: the declarer, or the defender after him."""
    deal = deal_of(match)
    assert deal.declarer is not None
    place = deal.active.index(deal.declarer) + (etude.side == "defence")
    return deal.active[place % len(deal.active)]


def choices(match: Match) -> list[Card]:
    """The cards that may be played now."""
    return list(cards_in(legal_cards(deal_of(match))))


def is_reached(etude: Etude, match: Match, further: int) -> bool:
    """Whether the goal is reached when the declarer takes so many of the tricks to come."""
    deal = deal_of(match)
    assert deal.declarer is not None
    tricks, level = deal.tricks[deal.declarer] + further, LADDER[deal.rung].level
    is_made = tricks >= level if level else tricks == 0
    return is_made == (etude.side == "declarer")


def verdict_so_far(etude: Etude, match: Match) -> Verdict:
    """Solved or failed as soon as no play can change it."""
    left = 10 - len(deal_of(match).history)
    worst, best = is_reached(etude, match, 0), is_reached(etude, match, left)
    return "open" if worst != best else "solved" if worst else "failed"


def problem_of(match: Match) -> Problem:
    """The position as the solver takes it."""
    deal = deal_of(match)
    assert deal.declarer is not None and deal.kind in ("game", "misere")
    first, second, third = (deal.cards.hands[seat] for seat in deal.active)
    leader = deal.trick[0][0] if deal.trick else deal.hand
    return Problem(
        hands=(first, second, third),
        trump=trump_of(deal),
        declarer=deal.active.index(deal.declarer),
        mode="game" if deal.kind == "game" else "misere",
        leader=deal.active.index(leader),
        trick=tuple(card for _, card in deal.trick),
    )


def open_view(etude: Etude, match: Match) -> View:
    """What the table's screen shows the solver: every card, and both hands of a defence his."""
    deal, you, seats = deal_of(match), seat_of(etude, match), range(RULES.players)
    ours = is_ours(etude, match)
    defends = etude.side == "defence"
    played_by = tuple(you if defends and seat != deal.declarer else seat for seat in seats)
    return view_for(match, None)._replace(
        hands=tuple(names_of(deal.cards.hands[seat]) for seat in seats),
        discard=names_of(deal.cards.discard),
        legal=tuple(CARD_NAMES[card] for card in choices(match)) if ours else None,
        turn=(you,) if ours else (),
        players_of=played_by,
        offered=(True,) * RULES.players,
        deadline=None,
        clock_from=None,
    )

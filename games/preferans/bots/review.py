"""What each decision of a deal cost: by the cards as they lay, by what the player could know."""

from collections.abc import Generator, Iterator
from typing import NamedTuple

from games.preferans.actions import Discard, NewDeal, parse_action, print_action
from games.preferans.bots.acts import weigh_acts
from games.preferans.bots.beliefs import Weighed, Worlds
from games.preferans.bots.cards import weigh_cards
from games.preferans.bots.choices import choices
from games.preferans.bots.plain import view_of
from games.preferans.bots.thinking import Ask, Chance, MayGoOn, Situation, Weighing
from games.preferans.match import apply
from games.preferans.notation import DealRecord, deck_of_record
from games.preferans.solver import Solution
from games.preferans.state import Match

_SALT = "00" * 8


class Cost(NamedTuple):
    """One decision. Costs are whists short of the best act known, never below 0."""

    version: int  # of the match before it, counted from the deal
    seat: int
    act: str
    best_open: str
    open_whists: float  # with all cards open
    best_known: str
    known_whists: float  # on the average over what the player knew


Costs = Generator[Ask, list[Solution | None], Cost | None]


def decisions(match: Match, record: DealRecord) -> Iterator[tuple[Match, int, str]]:
    """The states of a deal before each act, who acts and how. `match` waits for its deal."""
    match = apply(match, None, NewDeal(deck_of_record(record), _SALT), 0)
    for act in record.acts:
        seat = match.turn[0] if act.seat is None else act.seat
        yield match, seat, act.text
        match = apply(match, seat, parse_action(act.text), 0)


def cost_of(
    match: Match, seat: int, text: str, samples: int, chance: Chance, may_go_on: MayGoOn
) -> Costs:
    """What this act cost the seat; None where there was nothing to decide.

    A thought like those of the bots: it asks for what it wants solved.
    """
    situation = Situation(view_of(match, seat), seat, match.rules)
    legal = situation.view.legal or ()
    is_known = match.phase in ("auction", "discard", "declare", "play")
    if seat not in match.turn or not is_known or (len(legal) < 2 and match.phase != "discard"):
        return None
    assert match.deal is not None
    worlds, act = Worlds(situation.view, seat), _canonical(text)
    known = yield from _weigh(situation, act, worlds.looked_at(chance, samples), may_go_on)
    seen = yield from _weigh(situation, act, worlds.true(match.deal.cards.hands), may_go_on)
    if act not in known or act not in seen:
        return None
    best_open, best_known = max(seen, key=seen.__getitem__), max(known, key=known.__getitem__)
    return Cost(
        match.version,
        seat,
        act,
        best_open,
        seen[best_open] - seen[act],
        best_known,
        known[best_known] - known[act],
    )


def _weigh(
    situation: Situation, act: str, layouts: Iterator[Weighed], may_go_on: MayGoOn
) -> Weighing:
    if situation.view.phase == "play":
        return (yield from weigh_cards(situation, layouts, may_go_on))
    acts = dict.fromkeys((*choices(situation.view, situation.seat), act))
    return (yield from weigh_acts(situation, list(acts), layouts, may_go_on))


def _canonical(text: str) -> str:
    """The two cards of a discard in the order in which bots name them."""
    action = parse_action(text)
    if not isinstance(action, Discard):
        return text
    low, high = sorted(action.cards)
    return print_action(Discard((low, high), action.rung))

"""Etudes found among random deals: one card to find, not the one that comes to mind."""

from collections import Counter
from collections.abc import Iterator
from math import ceil, log2
from typing import Final, NamedTuple

from games.cards import CARDS_BY_NAME, Card, Hand, hand_of, names_of
from games.preferans.actions import parse_action
from games.preferans.bids import STRAINS
from games.preferans.bots.plain import choose, view_of
from games.preferans.bots.strength import best_plans, misere_danger, safest_discard
from games.preferans.bots.thinking import Chance, think_through
from games.preferans.etudes.etude import Etude, Side
from games.preferans.etudes.perfect import judged, of_equals, replies, room_of
from games.preferans.etudes.position import (
    after,
    choices,
    deal_of,
    dealt,
    is_ours,
    problem_of,
    spoken,
    verdict_so_far,
)
from games.preferans.match import apply
from games.preferans.notation import DealRecord, print_deal, record_of
from games.preferans.solver import Memory, solve_many
from games.preferans.state import Match

LEAST_BITS: Final = 2.5
_DARING: Final = 2.5  # danger of a misère that somebody would call
_MOST_PLAYED: Final = 5  # tricks already played at most


class Kind(NamedTuple):
    """What is to be done with what: `misere` or a game."""

    side: Side
    is_misere: bool


KINDS: Final = (
    Kind("defence", True),  # catch the misère
    Kind("declarer", False),  # make eight
    Kind("defence", False),  # leave him without one
    Kind("declarer", True),  # slip through
)


def compose(kind: Kind, chance: Chance) -> Iterator[Etude]:
    """Etudes of this kind, no end of them; the same numbers give the same ones."""
    memory = Memory()
    while True:
        etude = _attempt(kind, chance, memory)
        if etude is not None:
            yield etude


def chosen(kind: Kind, count: int, chance: Chance) -> list[Etude]:
    """So many etudes of this kind, the easiest first, at most a third of them equally hard."""
    stars: Counter[int] = Counter()
    found: list[Etude] = []
    for etude in compose(kind, chance):
        if stars[etude.stars] < ceil(count / 3):
            stars[etude.stars] += 1
            found.append(etude)
        if len(found) == count:
            break
    return sorted(found, key=lambda etude: etude.bits)


def _attempt(kind: Kind, chance: Chance, memory: Memory) -> Etude | None:
    match = _misere(chance) if kind.is_misere else _game(kind, chance, memory)
    if match is None:
        return None
    match = _played_on(match, chance, memory)
    etude = Etude(kind.side, print_deal(record_of(match)), 0.0)
    if not _is_interesting(etude, match, memory):
        return None
    bits = difficulty(etude, match, memory)
    return etude._replace(bits=round(bits, 1)) if bits >= LEAST_BITS else None


def _misere(chance: Chance) -> Match | None:
    """A misère somebody would call, the right cards put away."""
    hands, talon = _cards(chance)
    place = chance.randrange(3)
    cards = hands[place] | hand_of(talon)
    aside = safest_discard(cards)
    if not 0 < misere_danger(cards & ~aside) <= _DARING:
        return None
    return _contracted(hands, talon, place, aside, "misere")


def _game(kind: Kind, chance: Chance, memory: Memory) -> Match | None:
    """The game the declarer can just make, or the lowest he cannot."""
    hands, talon = _cards(chance)
    place = chance.randrange(3)
    plans = best_plans(hands[place] | hand_of(talon), leads=place == 0)
    strain = max(range(len(plans)), key=lambda strain: plans[strain].tricks)
    if plans[strain].tricks < 5.5:
        return None
    discard = plans[strain].discard
    six = _contracted(hands, talon, place, discard, f"6{STRAINS[strain]}")
    solved = solve_many([problem_of(six)], every_card=False, memory=memory)[0]
    assert solved is not None
    level = solved.tricks + (kind.side == "defence")
    if not 6 <= level <= 10:
        return None
    return _contracted(hands, talon, place, discard, f"{level}{STRAINS[strain]}")


def _cards(chance: Chance) -> tuple[tuple[Hand, Hand, Hand], tuple[Card, Card]]:
    deck = [Card(card) for card in range(32)]
    for at in range(31, 0, -1):
        other = chance.randrange(at + 1)
        deck[at], deck[other] = deck[other], deck[at]
    first, second, third = (hand_of(deck[at : at + 10]) for at in (0, 10, 20))
    return (first, second, third), (deck[30], deck[31])


def _contracted(
    hands: tuple[Hand, Hand, Hand],
    talon: tuple[Card, Card],
    place: int,
    aside: Hand,
    contract: str,
) -> Match:
    """Everybody passes but the declarer, in the `place` from the eldest; then the play begins."""
    match = dealt(DealRecord(0, hands, talon))
    declarer = deal_of(match).active[place]
    bid = contract if contract == "misere" else f"6{STRAINS[0]}"
    while match.phase == "auction":
        seat = match.turn[0]
        match = apply(match, seat, parse_action(bid if seat == declarer else "pass"), 0)
    first, second = names_of(aside)
    return spoken(apply(match, declarer, parse_action(f"{first} {second} {contract}"), 0))


def _played_on(match: Match, chance: Chance, memory: Memory) -> Match:
    """Some tricks of best play, and one or two cards more."""
    for _ in range(chance.randrange(3 * _MOST_PLAYED)):
        solved = solve_many([problem_of(match)], memory=memory)[0]
        assert solved is not None
        best = [card for card, tricks in solved.cards.items() if tricks == solved.tricks]
        match = after(match, best[chance.randrange(len(best))])
    return match


def _is_interesting(etude: Etude, match: Match, memory: Memory) -> bool:
    """Ours to play, one card alone (or its equals) keeps the goal, and it is not the usual one."""
    if not is_ours(etude, match) or verdict_so_far(etude, match) != "open":
        return False
    if len(of_equals(match, choices(match))) < 3:
        return False
    worth = think_through(judged(etude, match), memory)
    good = [card for card in of_equals(match, sorted(worth)) if worth[card]]
    usual = CARDS_BY_NAME[choose(view_of(match, match.turn[0]), match.turn[0])]
    return len(good) == 1 and not worth[usual]


def difficulty(etude: Etude, match: Match, memory: Memory) -> float:
    """Bits of choice: against the hardest replies, log2 of one in how many cards is right."""
    bits = 0.0
    while verdict_so_far(etude, match) == "open":
        if is_ours(etude, match):
            worth = think_through(judged(etude, match), memory)
            bits -= log2(room_of(match, worth))
            cards = [next(card for card in sorted(worth) if worth[card])]
        else:
            cards = think_through(replies(etude, match), memory)
        for card in cards:
            match = after(match, card)
    return bits

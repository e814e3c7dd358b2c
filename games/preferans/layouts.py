"""Every layout of the hidden cards that one seat's view allows (§12.2)."""

from collections.abc import Iterator
from itertools import combinations
from math import comb
from typing import NamedTuple

from games.cards import CARDS_BY_NAME, FULL_DECK, SUIT_MASKS, SUITS, Hand, cards_in, hand_of
from games.preferans.bids import LADDER, RUNGS
from games.preferans.view import Names, View

ASIDE = -1  # the place of cards nobody plays: the discard, the talon of an all-pass deal


class Place(NamedTuple):
    """Somewhere hidden cards may lie: a seat or ASIDE, how many, and which are possible."""

    seat: int
    size: int
    possible: Hand


class Known(NamedTuple):
    """What a view tells about the cards still held."""

    hands: dict[int, Hand]  # seen by this seat
    unseen: Hand
    places: tuple[Place, ...]


def known_to(view: View) -> Known:
    """The cards a view with its whole history leaves open, and where they may be."""
    hands = {seat: _mask(view.hands[seat]) for seat in view.active if view.hands[seat] is not None}
    gone = _played(view) | _mask(view.discard)
    if view.declarer is None:
        gone |= _mask(view.talon)
    unseen = FULL_DECK & ~gone
    for hand in hands.values():
        unseen &= ~hand
    hidden = [seat for seat in view.active if seat not in hands]
    places = [Place(seat, view.counts[seat], unseen & ~_impossible(view, seat)) for seat in hidden]
    aside = unseen.bit_count() - sum(place.size for place in places)
    if aside:
        places.append(Place(ASIDE, aside, unseen))
    return Known(hands, unseen, tuple(places))


def how_many(known: Known) -> int:
    """At most so many layouts, before voids are taken into account."""
    left, count = known.unseen.bit_count(), 1
    for place in known.places:
        count *= comb(left, place.size)
        left -= place.size
    return count


def layouts(known: Known) -> Iterator[dict[int, Hand]]:
    """The hands of all seats, for each way the unseen cards may lie."""
    yield from _fill(known.places, known.unseen, known.hands)


def _fill(
    places: tuple[Place, ...], unseen: Hand, hands: dict[int, Hand]
) -> Iterator[dict[int, Hand]]:
    if not places:
        yield hands
        return
    place, *rest = places
    for cards in combinations(list(cards_in(unseen & place.possible)), place.size):
        mask = hand_of(cards)
        filled = hands if place.seat == ASIDE else {**hands, place.seat: mask}
        yield from _fill(tuple(rest), unseen & ~mask, filled)


def _mask(names: Names | None) -> Hand:
    return hand_of(CARDS_BY_NAME[name] for name in names or ())


def _played(view: View) -> Hand:
    tricks = [trick["cards"] for trick in view.history or ()]
    return _mask(tuple(name for trick in (*tricks, view.trick) for _, name in trick))


def _impossible(view: View, seat: int) -> Hand:
    """Suits a seat has shown to be out of, and the talon in a hand that never took it."""
    cards = _mask(view.talon) if view.declarer is not None and seat != view.declarer else 0
    for trick in view.history or ():
        led = trick["talon"] or trick["cards"][0][1]
        cards |= _missing(view, seat, trick["cards"], led[0])
    if view.trick and view.led is not None:
        cards |= _missing(view, seat, view.trick, view.led)
    return cards


def _missing(view: View, seat: int, cards: tuple[tuple[int, str], ...], led: str) -> Hand:
    """Not followed: none of that suit; not trumped either: no trumps (§5.2)."""
    played = next((name[0] for who, name in cards if who == seat), led)
    if played == led:
        return 0
    trump = _trump(view)
    out = SUIT_MASKS[SUITS.index(led)]
    if trump < len(SUITS) and played != SUITS[trump]:
        out |= SUIT_MASKS[trump]
    return out


def _trump(view: View) -> int:
    return LADDER[RUNGS[view.contract]].strain if view.contract is not None else len(SUITS)

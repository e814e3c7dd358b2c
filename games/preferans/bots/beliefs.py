"""From a view to what its seat knows and believes of the hidden cards."""

from collections.abc import Iterator, Sequence
from typing import Final

from games.cards import Hand
from games.preferans.bids import LADDER, MISERE, RUNGS, first_rung_of, is_misere
from games.preferans.bots.seen import mask, trump_of
from games.preferans.bots.thinking import Chance
from games.preferans.bots.whist import enough_to
from games.preferans.bots.worths import HUNDREDTHS, LOTTERY, SAFE, tricks_to_bid
from games.preferans.layouts import ASIDE as PUT_ASIDE
from games.preferans.layouts import Known, how_many, known_to, layouts
from games.preferans.solver.layouts import ASIDE, MISERE_STRAIN, Belief, Knowledge, Layout
from games.preferans.view import View

DOUBT: Final = 400  # a layout that contradicts a call is this much rarer
MOST_LISTED: Final = 130  # so few layouts are all looked at: 66 ways to put two of twelve away
_TRIES: Final = 400  # for each layout wanted
_SEEDS: Final = 1 << 62
_DRAWN_AT_ONCE: Final = 24
_SLACK: Final = 20  # hundredths a hand may fall short of its call: others count otherwise
# Hundredths the cards kept are worth above their contract, at least and at most.
_LEAST: Final = {6: 0, 7: 30, 8: 35, 9: 30, 10: 0}
_ABOVE: Final = {6: 175, 7: 165, 8: 125, 9: 95, 10: 95}
_NEVER: Final = 30_000


Weighed = tuple[Layout, float]


class Worlds:
    """The layouts one view allows: all of them when they are few, else as many as are drawn."""

    def __init__(self, view: View, seat: int) -> None:
        known = known_to(view)
        self._knowledge = _knowledge(view, seat, known)
        self._is_listed = how_many(known) <= MOST_LISTED
        self._known = known
        self._places = view.active

    def looked_at(self, chance: Chance, most: int) -> Iterator[Weighed]:
        """The layouts to look at, with their weights."""
        return iter(self._all()) if self._is_listed else self._drawn(chance, most)

    def true(self, hands: Sequence[Hand]) -> Iterator[Weighed]:
        """The one layout in which the cards really lie: `hands` by seat of the table."""
        yield Layout(self._by_place(dict(enumerate(hands))), 0), 1.0

    def _all(self) -> list[Weighed]:
        """Every layout, the likeliest first."""
        found = [self._by_place(hands) for hands in layouts(self._known)]
        judged = LOTTERY.judge(self._knowledge, found)
        least = min(layout.against for layout in judged)
        weighed = [(layout, DOUBT ** float(least - layout.against)) for layout in judged]
        return sorted(weighed, key=lambda pair: -pair[1])

    def _drawn(self, chance: Chance, most: int) -> Iterator[Weighed]:
        """Up to so many, each of the same weight, drawn as they are wanted."""
        for start in range(0, most, _DRAWN_AT_ONCE):
            wanted = min(_DRAWN_AT_ONCE, most - start)
            seed = chance.randrange(_SEEDS)
            tries = wanted * _TRIES
            for layout in LOTTERY.draw(
                self._knowledge, seed, wanted, doubt=DOUBT, most_tries=tries
            ):
                yield layout, 1.0

    def _by_place(self, hands: dict[int, Hand]) -> tuple[Hand, Hand, Hand, Hand]:
        first, second, third = (hands[seat] & self._known.unseen for seat in self._places)
        return first, second, third, self._known.unseen & ~(first | second | third)


def _knowledge(view: View, seat: int, known: Known) -> Knowledge:
    possible, size = [0, 0, 0, 0], [0, 0, 0, 0]
    for place in known.places:
        at = ASIDE if place.seat == PUT_ASIDE else view.active.index(place.seat)
        possible[at], size[at] = place.possible, place.size
    first, second, third = view.active
    played = {at: _played_by(view, at) for at in view.active}
    declarer = view.declarer
    return Knowledge(
        held=(known.hands.get(first, 0), known.hands.get(second, 0), known.hands.get(third, 0)),
        played=(played[first], played[second], played[third]),
        talon=mask(view.talon or ()) if declarer is not None else 0,
        discard=mask(view.discard or ()),
        hidden=known.unseen,
        possible=(possible[0], possible[1], possible[2], possible[3]),
        size=(size[0], size[1], size[2], size[3]),
        declarer=None if declarer is None or view.talon is None else view.active.index(declarer),
        beliefs=tuple(_beliefs(view, seat)),
    )


def _played_by(view: View, seat: int) -> Hand:
    tricks = (*(trick["cards"] for trick in view.history or ()), view.trick)
    return mask(name for cards in tricks for at, name in cards if at == seat)


def _beliefs(view: View, seat: int) -> Iterator[Belief]:
    """What the others' calls say, latest bids before what follows from them."""
    for other in view.active:
        if other != seat:
            yield from _from_auction(view, other)
    if view.contract is not None and view.declarer != seat and view.talon is not None:
        yield from _from_contract(view)
    if view.contract is not None and LADDER[RUNGS[view.contract]].level:
        yield from _from_declarations(view, seat)


def _from_auction(view: View, seat: int) -> Iterator[Belief]:
    place, eldest, standing, bid = view.active.index(seat), seat == view.eldest, 0, 0
    is_silent = True
    for speaker, text in view.calls:
        rung = standing if text == "hold" else RUNGS.get(text, 0)
        if speaker == seat and text == "pass":
            needed = max(standing + 1, first_rung_of(view.min_level))
            yield Belief(place, "nowhere", _limits(needed, view.min_level, _SLACK), leads=eldest)
            if is_silent and standing < MISERE:
                yield Belief(place, "unsafe", (SAFE, 0, 0, 0, 0))
        elif speaker == seat:
            bid, is_silent = rung, False
        standing = rung or standing
    if bid and is_misere(bid):
        yield Belief(place, "safe", (SAFE, 0, 0, 0, 0))
    elif bid:
        yield Belief(place, "reaches", _limits(bid, view.min_level, -_SLACK), leads=eldest)


def _limits(rung: int, min_level: int, slack: int) -> tuple[int, int, int, int, int]:
    """By strain, the hundredths of a trick a hand needs to bid as high as this rung."""
    bid = LADDER[rung]
    level = bid.level or 9  # to go over a misère
    here = tricks_to_bid(level, min_level) + slack
    above = tricks_to_bid(min(level + 1, 10), min_level) + slack
    first, second, third, fourth, fifth = (
        here if strain >= bid.strain or not bid.level else above for strain in range(5)
    )
    return first, second, third, fourth, fifth


def _from_contract(view: View) -> Iterator[Belief]:
    """The declarer put away what served him least and named what his cards are worth."""
    assert view.contract is not None and view.declarer is not None
    place, eldest = view.active.index(view.declarer), view.declarer == view.eldest
    bid = LADDER[RUNGS[view.contract]]
    strain = bid.strain if bid.level else MISERE_STRAIN
    yield Belief(place, "best_discard", strain=strain, leads=eldest, kept=True)
    if bid.level:
        least, most = _enough_for(bid.level, bid.strain)
        yield Belief(place, "reaches", least, leads=eldest, kept=True)
        yield Belief(place, "nowhere", most, leads=eldest, kept=True)
        yield Belief(place, "best_strain", strain=strain, leads=eldest, kept=True)


Limits = tuple[int, int, int, int, int]


def _enough_for(level: int, strain: int) -> tuple[Limits, Limits]:
    """What the kept cards are worth in the strain of the contract, and nowhere."""
    least, most = [_NEVER] * 5, [_NEVER] * 5
    least[strain] = level * HUNDREDTHS + _LEAST[level]
    most[strain] = level * HUNDREDTHS + _ABOVE[level]
    return (least[0], least[1], least[2], least[3], least[4]), (
        most[0],
        most[1],
        most[2],
        most[3],
        most[4],
    )


def _from_declarations(view: View, seat: int) -> Iterator[Belief]:
    """Who whists has tricks, who passes or takes half has not (§4.2)."""
    assert view.contract is not None
    said: list[str] = []
    for other, word in view.declarations:
        enough = enough_to(view.contract, said)
        if enough is not None and word in ("whist", "pass", "half") and other != seat:
            limit = round(enough * HUNDREDTHS) + (-_SLACK if word == "whist" else _SLACK)
            yield Belief(
                view.active.index(other),
                "defends" if word == "whist" else "yields",
                (limit, 0, 0, 0, 0),
                strain=trump_of(view.contract),
            )
        said.append(word)

"""What a seat has seen of the cards, as bit masks, from its view alone."""

from collections.abc import Iterable
from typing import NamedTuple

from games.cards import CARDS_BY_NAME, FULL_DECK, NO_TRUMP, SUIT_MASKS, SUITS, Card, Hand, hand_of
from games.preferans.bids import LADDER, RUNGS
from games.preferans.view import TrickView, View


class Seen(NamedTuple):
    """The table before a card is played. Hands of other seats are what they may hold."""

    seat: int  # whose card is asked
    hand: Hand
    legal: Hand
    trump: int  # NO_TRUMP for none
    led: int | None  # the suit to follow
    trick: tuple[tuple[int, Card], ...]
    active: tuple[int, ...]
    declarer: int | None
    may_hold: dict[int, Hand]  # for every other active seat
    known: frozenset[int]  # other seats whose cards are certain
    tricks: tuple[int, ...]
    level: int

    @property
    def theirs(self) -> Hand:
        """Every card another hand may hold."""
        cards = 0
        for hand in self.may_hold.values():
            cards |= hand
        return cards

    @property
    def against(self) -> Hand:
        """What the other side may hold: the defenders', or the declarer's cards."""
        if self.seat == self.declarer or self.declarer is None:
            return self.theirs
        return self.may_hold[self.declarer]

    @property
    def partner(self) -> int:
        """The other defender. Only for a defender."""
        return next(seat for seat in self.may_hold if seat != self.declarer)

    def to_come(self) -> list[int]:
        """The seats that still play to this trick after this one, in order."""
        place = self.active.index(self.seat)
        played = {seat for seat, _ in self.trick}
        order = [self.active[(place + step) % 3] for step in (1, 2)]
        return [seat for seat in order if seat not in played]


def mask(names: Iterable[str]) -> Hand:
    """The mask of these card names."""
    return hand_of(CARDS_BY_NAME[name] for name in names)


def trump_of(contract: str | None) -> int:
    """The trump suit of a contract; NO_TRUMP on misère and all pass."""
    return NO_TRUMP if contract is None else LADDER[RUNGS[contract]].strain


def seen_by(view: View, seat: int) -> Seen:
    """What `seat`, who is asked for a card, has seen."""
    playing = view.hand_to_play
    assert playing is not None and view.legal is not None
    hands = {at: mask(names) for at in view.active if (names := view.hands[at]) is not None}
    gone, voids = _played(view)
    own_discard = mask(view.discard or ())
    unseen = FULL_DECK & ~gone & ~own_discard
    for hand in hands.values():
        unseen &= ~hand
    others = [at for at in view.active if at != playing]
    return Seen(
        seat=playing,
        hand=hands[playing],
        legal=mask(view.legal),
        trump=trump_of(view.contract),
        led=None if view.led is None else SUITS.index(view.led),
        trick=tuple((at, CARDS_BY_NAME[name]) for at, name in view.trick),
        active=view.active,
        declarer=view.declarer,
        may_hold={at: hands.get(at, _possible(view, at, unseen, voids)) for at in others},
        known=frozenset(hands),
        tricks=view.tricks,
        level=0 if view.contract is None else LADDER[RUNGS[view.contract]].level,
    )


def _possible(view: View, at: int, unseen: Hand, voids: dict[int, Hand]) -> Hand:
    """The talon is with the declarer or put away, never with a defender (§3.1)."""
    cards = unseen & ~voids.get(at, 0)
    if view.declarer is not None and at != view.declarer and view.talon is not None:
        cards &= ~mask(view.talon)
    return cards


def _played(view: View) -> tuple[Hand, dict[int, Hand]]:
    """The cards that are gone, and the suits each seat has shown not to hold."""
    gone, voids = mask(name for _, name in view.trick), dict[int, Hand]()
    tricks: Iterable[TrickView] = view.history or ((view.last_trick,) if view.last_trick else ())
    trump = trump_of(view.contract)
    for trick in tricks:
        names = [name for _, name in trick["cards"]]
        gone |= mask(names)
        if trick["talon"] is not None:
            gone |= mask((trick["talon"],))
        _note_voids(voids, trick["cards"], (trick["talon"] or names[0])[0], trump)
    if view.trick:
        _note_voids(voids, view.trick, view.led or view.trick[0][1][0], trump)
    if view.declarer is None and view.talon is not None:
        gone |= mask(view.talon)
    return gone, voids


def _note_voids(
    voids: dict[int, Hand], cards: Iterable[tuple[int, str]], letter: str, trump: int
) -> None:
    led = SUITS.index(letter)
    for at, name in cards:
        suit = SUITS.index(name[0])
        if suit != led:
            voids[at] = voids.get(at, 0) | SUIT_MASKS[led]
            if trump not in (NO_TRUMP, suit):
                voids[at] |= SUIT_MASKS[trump]

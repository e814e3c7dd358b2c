"""A claim is proved by one way of playing for all layouts, as trying everything finds it."""

from dataclasses import dataclass
from functools import cache
from itertools import combinations
from random import Random

import pytest

from games.cards import (
    CARDS_BY_NAME,
    FULL_DECK,
    NO_TRUMP,
    SUIT_MASKS,
    Card,
    Hand,
    cards_in,
    hand_of,
)
from games.preferans.solver import Claim, prove
from games.preferans.tricks import taker_of

Hands = tuple[Hand, ...]
Trick = tuple[tuple[int, Card], ...]


@dataclass(frozen=True)
class Tried:
    """The claim by trying every way of playing, one for all layouts."""

    claim: Claim

    def is_proved(self) -> bool:
        claim = self.claim
        seats = [(claim.leader + place) % 3 for place in range(len(claim.trick))]
        trick = tuple(zip(seats, claim.trick, strict=True))
        to_play = (claim.leader + len(trick)) % 3
        sets = frozenset(layouts_of(claim))
        if not self._serves(sets, trick, to_play, 0):
            return False
        return not (claim.exactly and any(self._more(hands, trick, to_play) for hands in sets))

    def _more(self, hands: Hands, trick: Trick, to_play: int) -> bool:
        more = self.claim.tricks + (1 if self.claim.at_least else -1)
        claim = self.claim._replace(tricks=more, exactly=False)
        return Tried(claim)._serves(frozenset({hands}), trick, to_play, 0)

    def _plans(self, seat: int) -> bool:
        return (seat == self.claim.counted) == self.claim.alone

    def _serves(self, sets: frozenset[Hands], trick: Trick, to_play: int, taken: int) -> bool:
        if len(trick) == 3:
            winner = taker_of(trick, trick[0][1] >> 3, self.claim.trump)
            return self._serves(sets, (), winner, taken + (winner == self.claim.counted))
        if not trick and not any(next(iter(sets))):
            claimed = self.claim.tricks
            return taken >= claimed if self.claim.at_least else taken <= claimed
        legal = {hands: legal_cards(hands[to_play], trick, self.claim.trump) for hands in sets}
        answers = (
            self._serves(
                frozenset(played(hands, to_play, card) for hands in sets if card in legal[hands]),
                (*trick, (to_play, card)),
                (to_play + 1) % 3,
                taken,
            )
            for card in set().union(*legal.values())
        )
        return any(answers) if self._plans(to_play) else all(answers)


def played(hands: Hands, seat: int, card: Card) -> Hands:
    return tuple(hand & ~(1 << card) if at == seat else hand for at, hand in enumerate(hands))


@cache
def legal_cards(hand: Hand, trick: Trick, trump: int) -> frozenset[Card]:
    if not trick:
        return frozenset(cards_in(hand))
    follow = hand & SUIT_MASKS[trick[0][1] >> 3]
    trumps = hand & SUIT_MASKS[trump] if trump != NO_TRUMP else 0
    return frozenset(cards_in(follow or trumps or hand))


def layouts_of(claim: Claim) -> list[Hands]:
    found: list[tuple[Hands, Hand]] = [(claim.hands, claim.hidden)]
    for place, (possible, size) in enumerate(claim.places):
        found = [
            (hands[:place] + (hands[place] | mask,) + hands[place + 1 :], unseen & ~mask)
            if place < 3
            else (hands, unseen & ~mask)
            for hands, unseen in found
            for chosen in combinations(list(cards_in(unseen & possible)), size)
            for mask in [hand_of(chosen)]
        ]
    return [hands for hands, _ in found]


def random_claim(chance: Random) -> Claim:
    """Three cards a hand, now and then two, with nothing or one or two cards on the table."""
    tricks = chance.choice((2, 3))
    ranks = chance.sample(range(32), 16)
    cards = [Card(card) for card in sorted(ranks)]
    chance.shuffle(cards)
    hands = [hand_of(cards[at * tricks : (at + 1) * tricks]) for at in range(3)]
    aside = hand_of(cards[3 * tricks : 3 * tricks + chance.randrange(3)])
    counted, alone = chance.randrange(3), chance.random() < 0.6
    planners = {counted} if alone else {0, 1, 2} - {counted}
    hidden_seats = [seat for seat in range(3) if seat not in planners]
    if len(hidden_seats) == 2 and chance.random() < 0.3:
        hidden_seats.pop()
    at_least = chance.random() < 0.6
    trumps = (0, 1, 2, 3, NO_TRUMP) if alone == at_least else (NO_TRUMP,)
    leader, trump = chance.randrange(3), chance.choice(trumps)
    trick: list[Card] = []
    for place in range(chance.choice((0, 0, 1, 2))):
        seat = (leader + place) % 3
        so_far = tuple(((leader + at) % 3, card) for at, card in enumerate(trick))
        card = chance.choice(sorted(legal_cards(hands[seat], so_far, trump)))
        hands[seat] &= ~(1 << card)
        trick.append(card)
    hidden = aside
    for seat in hidden_seats:
        hidden |= hands[seat]
    places = [
        (hidden, hands[seat].bit_count()) if seat in hidden_seats else (0, 0) for seat in range(3)
    ]
    seen = [0 if seat in hidden_seats else hands[seat] for seat in range(3)]
    return Claim(
        hands=(seen[0], seen[1], seen[2]),
        hidden=hidden,
        places=(*places, (hidden, aside.bit_count())),
        trump=trump,
        leader=leader,
        trick=tuple(trick),
        counted=counted,
        alone=alone,
        at_least=at_least,
        tricks=chance.randrange(tricks + 1),
        exactly=chance.random() < 0.2,
    )


@pytest.mark.parametrize("seed", range(4))
def test_the_proof_is_what_trying_everything_finds(seed: int) -> None:
    answers = {True: 0, False: 0}
    for number in range(150):
        claim = random_claim(Random(f"{seed} {number}"))
        expected = Tried(claim).is_proved()
        answers[expected] += 1
        assert prove(claim) == expected, claim
    assert min(answers.values()) > 20


def hand(*names: str) -> Hand:
    return hand_of(CARDS_BY_NAME[name] for name in names)


# East has led the ace of clubs and holds one seven more; West has the other one and a diamond.
GUESS = Claim(
    hands=(hand("SK", "HK"), 0, 0),
    hidden=hand("S7", "H7", "D7"),
    places=((0, 0), (hand("S7", "H7"), 1), (hand("S7", "H7", "D7"), 2), (0, 0)),
    trump=NO_TRUMP,
    leader=1,
    trick=(CARDS_BY_NAME["CA"],),
    counted=0,
    alone=True,
    at_least=True,
    tricks=1,
)


def test_to_win_each_layout_by_another_card_proves_nothing() -> None:
    for seven in ("S7", "H7"):
        places = ((0, 0), (hand(seven), 1), GUESS.places[2], (0, 0))
        assert prove(GUESS._replace(places=places))
    assert not prove(GUESS)


def test_a_partner_who_has_to_take_the_trick_spoils_the_masters() -> None:
    # North and East defend: East's bare ace takes North's king, and his clubs are the declarer's.
    claim = Claim(
        hands=(hand("SK", "SQ", "SJ"), hand("SA", "C8", "C7"), hand("CA", "CK", "D7")),
        hidden=0,
        places=((0, 0),) * 4,
        trump=NO_TRUMP,
        leader=0,
        trick=(),
        counted=2,
        alone=False,
        at_least=False,
        tricks=0,
    )
    assert not prove(claim)
    assert prove(claim._replace(tricks=2))


def test_masters_need_no_layouts() -> None:
    clubs = hand("CA", "CK", "CQ", "CJ", "CT", "C9", "C8", "C7")
    own = clubs | hand("SA", "HA")
    hidden = FULL_DECK & ~own
    claim = GUESS._replace(
        hands=(own, 0, 0),
        hidden=hidden,
        places=((0, 0), (hidden, 10), (hidden, 10), (hidden, 2)),
        leader=0,
        trick=(),
        tricks=10,
    )
    assert prove(claim, most_nodes=1)
    assert not prove(claim._replace(hands=(own & ~hand("SA") | hand("SQ"), 0, 0)), most_ms=50)


def test_a_proof_ends_with_its_budget() -> None:
    sure = SEARCHED._replace(tricks=2)
    assert prove(sure)
    assert not prove(sure, most_nodes=3) and not prove(sure, most_ms=0.0001)


# Six tricks left: two aces, and queens under kings that may lie anywhere.
OUTSIDE = hand("SK", "SJ", "CK", "CJ", "CT", "DK", "DQ", "HA", "HK", "HQ", "HJ", "H7")
SEARCHED = GUESS._replace(
    hands=(hand("SA", "SQ", "ST", "CA", "CQ", "D7"), 0, 0),
    hidden=OUTSIDE,
    places=((0, 0), (OUTSIDE, 6), (OUTSIDE, 6), (0, 0)),
    trump=0,
    trick=(),
)

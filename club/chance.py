"""What is left to chance: the deck, its salt, and the lot for the first dealer."""

import secrets
from collections.abc import Sequence
from random import Random
from typing import Final

from games.cards import FULL_DECK, cards_in
from games.preferans.actions import NewDeal, Start

_random: Final = secrets.SystemRandom()


def new_deal() -> NewDeal:
    """A shuffled deck with the salt of its commitment."""
    deck = list(cards_in(FULL_DECK))
    _random.shuffle(deck)
    return NewDeal(tuple(deck), secrets.token_hex(16))


def new_start(bots: tuple[bool, ...], first_dealer: int | None = None) -> Start:
    """The match begins; the lot names the first dealer, unless he is known."""
    return Start(secrets.randbelow(len(bots)) if first_dealer is None else first_dealer, bots)


def order_of(players: Sequence[int]) -> list[int]:
    """The same players, seated by lot."""
    return _random.sample(players, len(players))


def of_a_bot() -> Random:
    """Numbers for one thought of a bot."""
    return Random(secrets.randbits(64))


def pause_ms(pace: tuple[int, int]) -> int:
    """How long a bot takes to show its act."""
    return _random.randint(*pace)

"""How a deal ended: the value the flow hands to the scoring."""

from dataclasses import dataclass
from typing import Literal

from games.cards import Card

Seat = int


@dataclass(frozen=True, slots=True)
class Outcome:
    """One finished deal. Tuples run over all seats of the table (3 or 4), clockwise.

    `tricks[seat]` are the tricks credited to that seat's own hand, whoever played it; in a deal
    settled without play they are all zero and `played` is False.
    """

    kind: Literal["game", "misere", "all_pass", "concede"]
    dealer: Seat
    tricks: tuple[int, ...]
    played: bool = True
    declarer: Seat | None = None
    level: int = 0  # 6..10; for "concede" the level the auction was won at
    whisters: tuple[
        Seat, ...
    ] = ()  # in the order they whisted; empty when nobody did or on a checked ten
    half_whister: Seat | None = None  # whose half-whist stands, or was answered by a returned whist
    returned: bool = False  # the first defender took his whist back after that half-whist (§4.2)
    all_pass_number: int = 0  # k of §7.4, 1-based
    no_talon: bool = False
    talon: tuple[Card, Card] | None = None

"""The values of a match under way: immutable, hands as bit masks."""

from typing import Any, Literal, NamedTuple, TypeVar

from games.cards import Card, Hand
from games.preferans.book import Book
from games.preferans.rules import Rules
from games.preferans.view import Phase, Role, Said

DealPhase = Literal["auction", "discard", "declare", "choose", "play", "over"]
# Who is asked what between the contract and the first trick (§4.2); "" when nobody is.
Step = Literal["", "first", "second", "answer", "stay", "dealer", "light", "catcher"]
Kind = Literal["game", "misere", "all_pass", "concede"]
By = Literal["player", "bot", "clock"]
HaltKind = Literal["pause", "adjourn"]


class Clock(NamedTuple):
    """The times of a table, in milliseconds. The bank is what a player may use beyond `act_ms`."""

    act_ms: int
    bank_ms: int
    refill_ms: int  # given back to each bank at every deal, up to `bank_ms`
    result_ms: int = 12_000
    deal_ms: int = 2_000
    grace_ms: int = 500
    pace_ms: int = 1_200
    budget_ms: int = 1_000
    offer_ms: int = 20_000
    wait_ms: int = 60_000


class Cards(NamedTuple):
    """The cards of a deal. Only `sight.py` may take them to an audience (§12.6)."""

    deck: tuple[Card, ...]
    salt: str
    dealt: tuple[Hand, ...]
    hands: tuple[Hand, ...]
    talon: tuple[Card, Card]
    discard: Hand


class Trick(NamedTuple):
    """A finished trick; `talon` is the card that led its suit in an all-pass deal (§7.2)."""

    cards: tuple[tuple[int, Card], ...]
    winner: int
    talon: Card | None


class Deal(NamedTuple):
    """One deal. Everything but `cards` is known to the whole table."""

    phase: DealPhase
    dealer: int
    active: tuple[int, ...]  # clockwise from the eldest hand
    cards: Cards
    commitment: str
    turn: int  # the seat asked
    min_level: int
    all_pass_number: int  # what number of its series this deal has if everybody passes
    calls: tuple[Said, ...]
    still_in: tuple[int, ...]  # who has not passed in the auction
    owner: int | None  # of the standing bid
    rung: int  # the standing bid, then the contract; 0 for none
    kind: Kind | None
    declarer: int | None
    step: Step
    declarations: tuple[Said, ...]
    whisters: tuple[int, ...]
    half_whister: int | None
    returned: bool
    roles: tuple[Role | None, ...]
    light: Literal["open", "closed"] | None
    players_of: tuple[int, ...]  # who plays the hand of each seat
    exposed: tuple[int, ...]  # seats whose hands lie face up
    unveiled: tuple[int, ...]  # seats whose hands turn up after the declarer's blind card (§5.6)
    looked: int | None  # the hand the whisting dealer looked at (§4.5)
    hand: int  # whose card is asked
    trick: tuple[tuple[int, Card], ...]
    lead: Card | None  # the talon card that leads the suit (§7.2)
    tricks: tuple[int, ...]
    history: tuple[Trick, ...]


class Offered(NamedTuple):
    """An offer put to the others, with the clock that stands meanwhile (§12.2)."""

    by: int
    tricks: tuple[int, ...]
    agreed: tuple[bool, ...]
    used_ms: int
    left_ms: int


class Ending(NamedTuple):
    """A proposal to end the match now (§12.5)."""

    by: int
    agreed: tuple[bool, ...]


class Halting(NamedTuple):
    """A pause or an adjournment put to the others; `until` in ms of club time, if an hour is."""

    kind: HaltKind
    by: int
    until: int | None
    agreed: tuple[bool, ...]
    version: int  # that put it


class Halt(NamedTuple):
    """The match stands; times in ms of club time."""

    kind: HaltKind
    by: int | None  # None: everybody had gone
    since: int
    until: int | None  # it goes on then; None when no hour is agreed
    expires_at: int | None  # of an adjourned match: when it is settled as it stands
    ready: tuple[bool, ...]  # who wants to go on
    turn: tuple[int, ...]  # the seats that were asked


class Match(NamedTuple):
    """A whole match at one version."""

    rules: Rules
    clock: Clock
    version: int
    phase: Phase
    number: int  # of the deal under way
    dealer: int
    started_at: int
    book: Book
    series: int  # all-pass deals in a row so far (§7.8)
    bots: tuple[bool, ...]
    joining: tuple[bool, ...]
    bank: tuple[int, ...]
    missed: tuple[int, ...]  # time-outs in a row of each seat; its own act sets it back
    deadline: int | None
    clock_from: int | None
    asked_from: int  # the version that put the present decision
    turn: tuple[int, ...]  # the seats asked now
    deal: Deal | None
    acts: tuple[tuple[int, str, By], ...]  # the record of this deal: seat, act, by whom
    ready: tuple[bool, ...]
    waited: tuple[bool, ...]
    offer: Offered | None
    offered: tuple[bool, ...]  # who has made his one offer of this deal
    ending: Ending | None
    proposed: tuple[bool, ...]  # who has proposed to end the match in this deal
    # Not in what was encoded before there were any of these.
    halting: Halting | None = None
    halt: Halt | None = None
    stopped: tuple[bool, ...] = ()  # who has proposed a halt in this deal; empty for nobody


def _replace_by_place(kind: Any) -> None:
    """Let `_replace` of a large value set what changed by its place.

    It is called six times an act. Measured: 0.7 us instead of 1.3 for a deal, 3 us an act.
    """
    places = {name: place for place, name in enumerate(kind._fields)}

    def replaced(value: Any, **changed: object) -> Any:
        values = list(value)
        for name, new in changed.items():
            values[places[name]] = new
        return tuple.__new__(kind, values)

    kind._replace = replaced


for _kind in (Cards, Deal, Match):
    _replace_by_place(_kind)

T = TypeVar("T")


def put(values: tuple[T, ...], seat: int, value: T) -> tuple[T, ...]:
    """The same values with another one at this seat."""
    return (*values[:seat], value, *values[seat + 1 :])

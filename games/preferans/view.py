"""The view: all that one audience may know of a match, in values ready for JSON."""

from typing import Literal, NamedTuple, TypedDict

Phase = Literal[
    "waiting",
    "to_deal",
    "auction",
    "discard",
    "declare",
    "choose",
    "play",
    "offer",
    "result",
    "finished",
]
Names = tuple[str, ...]
Said = tuple[int, str]  # a seat and what it said, bid or played
Role = Literal["declarer", "whist", "pass", "half", "dealer"]


class SheetView(TypedDict):
    """The score sheet: `whists[i][j]` are written by seat i on seat j."""

    pool: tuple[int, ...]
    mountain: tuple[int, ...]
    whists: tuple[tuple[int, ...], ...]


class TrickView(TypedDict):
    """A finished trick; `talon` is the card that led the suit of an all-pass trick (§7.2)."""

    cards: tuple[Said, ...]
    winner: int
    talon: str | None


class EntryView(TypedDict):
    """A finished deal: its changes, and the sheet's totals after it."""

    number: int
    dealer: int
    kind: Literal["game", "misere", "all_pass", "concede"]
    declarer: int | None
    contract: str | None
    tricks: tuple[int, ...]
    played: bool
    pool: tuple[int, ...]
    mountain: tuple[int, ...]
    whists: tuple[tuple[int, ...], ...]
    pool_after: tuple[int, ...]
    mountain_after: tuple[int, ...]
    whists_after: tuple[tuple[int, ...], ...]


class SettlementView(TypedDict):
    """Who won what in whists; `payments` are [from, to, whists] with exact fractions as text."""

    exact: tuple[str, ...]
    shown: tuple[int, ...]
    payments: tuple[tuple[int, int, str], ...]


class OfferView(TypedDict):
    """An offer on the table (§12.2): further tricks of each seat, and who agreed so far."""

    by: int
    tricks: tuple[int, ...]
    agreed: tuple[bool, ...]


class EndingView(TypedDict):
    """A proposal to end the match as the sheet stands (§12.5), and who agreed so far."""

    by: int
    agreed: tuple[bool, ...]


class HaltingView(TypedDict):
    """A pause or an adjournment put to the others, and who agreed so far."""

    kind: Literal["pause", "adjourn"]
    by: int
    until: int | None
    agreed: tuple[bool, ...]
    version: int


class HaltView(TypedDict):
    """The match stands: who wants to go on, and the seats that are asked then."""

    kind: Literal["pause", "adjourn"]
    by: int | None
    since: int
    until: int | None
    expires_at: int | None
    ready: tuple[bool, ...]
    turn: tuple[int, ...]


class View(NamedTuple):
    """What one audience sees. Whatever does not exist now is None."""

    phase: Phase
    players: int
    number: int  # of the deal, 1-based; 0 before the first
    dealer: int | None
    eldest: int | None
    active: tuple[int, ...]  # clockwise from the eldest hand
    turn: tuple[int, ...]  # the seats asked now
    hand_to_play: int | None  # whose card is asked, when a card is asked
    deadline: int | None  # club time, ms
    clock_from: int | None  # when the present decision was put
    bank: tuple[int, ...]  # ms each seat had left when it was put
    bots: tuple[bool, ...]
    joining: tuple[bool, ...]
    calls: tuple[Said, ...]
    standing: Said | None
    min_level: int
    declarer: int | None
    contract: str | None  # "8S", "misere"; with "!" when played without talon
    talon: Names | None
    counts: tuple[int, ...]
    declarations: tuple[Said, ...]
    roles: tuple[Role | None, ...]
    light: Literal["open", "closed"] | None
    players_of: tuple[int, ...]  # who plays the hand of each seat
    duty: int | None  # tricks the defenders owe together (§8.4)
    trick: tuple[Said, ...]
    trick_number: int  # of the trick under way, 1..10; 0 when no card may be played yet
    led: str | None  # the letter of the suit to follow
    last_trick: TrickView | None
    tricks: tuple[int, ...]
    history: tuple[TrickView, ...] | None
    raspasy: int  # the number in the series of the all-pass deal under way, 0 for none
    price: int | None  # of one trick of it
    sheet: SheetView
    result: EntryView | None
    entries: tuple[EntryView, ...]
    if_ended: tuple[int, ...]  # whole whists each would get if the match ended now
    settlement: SettlementView | None
    ready: tuple[bool, ...]
    waited: tuple[bool, ...]
    offer: OfferView | None
    offered: tuple[bool, ...]  # who has made his one offer of this deal
    ending: EndingView | None
    halting: HaltingView | None
    halt: HaltView | None
    commitment: str | None
    salt: str | None
    deck: Names | None
    # From here on the audiences differ.
    hands: tuple[Names | None, ...]
    discard: Names | None
    legal: Names | None

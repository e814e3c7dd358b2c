"""The acts of a preferans match and their text: one on the wire, in the log, in notation."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from games.cards import CARD_NAMES, CARDS_BY_NAME, Card
from games.errors import Refusal
from games.preferans.bids import NAMES, RUNGS


@dataclass(frozen=True, slots=True)
class Word:
    """An act of one word, such as `pass`, `whist` or `open`."""

    word: str


@dataclass(frozen=True, slots=True)
class Call:
    """A bid, or the contract of a winner without talon; `rung` is an index of the ladder."""

    rung: int


@dataclass(frozen=True, slots=True)
class Discard:
    """Two cards put away and the final contract, in one act (§3.2, §3.3)."""

    cards: tuple[Card, Card]
    rung: int


@dataclass(frozen=True, slots=True)
class Play:
    """A card to the trick."""

    card: Card


@dataclass(frozen=True, slots=True)
class DealerWhist:
    """The sitting dealer whists after looking at this seat's hand (§4.5)."""

    hand: int


@dataclass(frozen=True, slots=True)
class Offer:
    """How many of the tricks left each seat shall have (§12.2); `ask` puts it to the others.

    Without `ask` it is an act only when `proved`. That is no part of its text, so nobody can say
    it of himself: it is set by whoever proved it, and by whoever reads it in a record.
    """

    tricks: tuple[int, ...]
    ask: bool
    proved: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Start:
    """The seats are filled: the first dealer by lot (§1.5), and which seats bots hold."""

    dealer: int
    bots: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class NewDeal:
    """A shuffled deck in the order of §1.4 and the salt of its commitment, as hex."""

    deck: tuple[Card, ...]
    salt: str


@dataclass(frozen=True, slots=True)
class GiveToBot:
    """A bot takes this seat at once."""

    seat: int


@dataclass(frozen=True, slots=True)
class Join:
    """A person takes over this bot's seat at the next deal."""

    seat: int


@dataclass(frozen=True, slots=True)
class Credit:
    """Time given back to the seat asked now, in milliseconds."""

    seat: int
    ms: int


@dataclass(frozen=True, slots=True)
class Adjourn:
    """To go on another day, from that hour on if one is named (ms of club time)."""

    until: int | None


Action = (
    Word
    | Call
    | Discard
    | Play
    | DealerWhist
    | Offer
    | Adjourn
    | Start
    | NewDeal
    | GiveToBot
    | Join
    | Credit
)

HALT_WORDS: Final = ("pause", "agree_halt", "refuse_halt", "resume")
WORDS: Final = (
    *("pass", "hold", "concede", "whist", "half", "return", "confirm", "open", "closed"),
    *("catch", "trust", "agree", "play_on", "next", "wait", "back"),
    *("end_now", "agree_end", "refuse_end", "timeout"),
    *HALT_WORDS,
    "expire",
)
_READY: Final[dict[str, Action]] = {
    **{word: Word(word) for word in WORDS},
    "adjourn": Adjourn(None),
    **{name: Call(rung) for name, rung in RUNGS.items()},
    **{name: Play(card) for name, card in CARDS_BY_NAME.items()},
}
_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,6}", re.ASCII)
_HOUR: Final = re.compile(r"[1-9][0-9]{0,14}", re.ASCII)
_SALT: Final = re.compile(r"(?:[0-9a-f]{2}){8,32}", re.ASCII)


def parse_action(text: str) -> Action:
    """The act this text names. Raises Refusal("bad_act")."""
    ready = _READY.get(text)
    if ready is not None:
        return ready
    words = text.split(" ")
    reader = _READERS.get(words[0], _read_discard)
    action = reader(words)
    if action is None:
        raise Refusal("bad_act")
    return action


def recorded_action(text: str) -> Action:
    """The act of a record: an offer is only recorded when it was proved. Raises Refusal."""
    action = parse_action(text)
    return replace(action, proved=True) if isinstance(action, Offer) else action


def print_action(action: Action) -> str:
    """The text of an act; `parse_action` reads it back to the same act."""
    if isinstance(action, Play):
        return CARD_NAMES[action.card]
    match action:
        case Word(word):
            return word
        case Call(rung):
            return NAMES[rung]
        case Discard((first, second), rung):
            return f"{CARD_NAMES[first]} {CARD_NAMES[second]} {NAMES[rung]}"
        case Offer(tricks, ask):
            return " ".join(("ask" if ask else "offer", *map(str, tricks)))
        case DealerWhist(hand):
            return f"dealer_whist {hand}"
        case Adjourn(until):
            return "adjourn" if until is None else f"adjourn {until}"
        case _:
            return _print_system(action)


def _print_system(action: Start | NewDeal | GiveToBot | Join | Credit) -> str:
    match action:
        case Start(dealer, bots):
            return f"start {dealer} {''.join('01'[bot] for bot in bots)}"
        case NewDeal(deck, salt):
            return f"deal {deck_text(deck)} {salt}"
        case GiveToBot(seat):
            return f"bot {seat}"
        case Join(seat):
            return f"join {seat}"
        case Credit(seat, ms):
            return f"credit {seat} {ms}"


def is_of_halt(action: Action) -> bool:
    """Whether it is about a pause or an adjournment."""
    if isinstance(action, Word):
        return action.word in HALT_WORDS
    return isinstance(action, Adjourn)


def deck_text(deck: tuple[Card, ...]) -> str:
    """The deck as letters, two a card, in the order dealt."""
    return "".join(CARD_NAMES[card] for card in deck)


def deck_of(text: str) -> tuple[Card, ...] | None:
    """The 32 cards of such a text; None when one is missing, double or unknown."""
    names = [text[at : at + 2] for at in range(0, len(text), 2)]
    if len(names) != 32 or set(names) != set(CARD_NAMES):
        return None
    return tuple(CARDS_BY_NAME[name] for name in names)


def _read_discard(words: list[str]) -> Action | None:
    if len(words) != 3:
        return None
    first, second = CARDS_BY_NAME.get(words[0]), CARDS_BY_NAME.get(words[1])
    rung = RUNGS.get(words[2])
    if first is None or second is None or rung is None:
        return None
    return Discard((first, second), rung)


def _number(word: str) -> int | None:
    return int(word) if _NUMBER.fullmatch(word) else None


def _seat(words: list[str]) -> int | None:
    if len(words) != 2 or words[1] not in ("0", "1", "2", "3"):
        return None
    return int(words[1])


def _read_dealer_whist(words: list[str]) -> Action | None:
    seat = _seat(words)
    return None if seat is None else DealerWhist(seat)


def _read_bot(words: list[str]) -> Action | None:
    seat = _seat(words)
    return None if seat is None else GiveToBot(seat)


def _read_join(words: list[str]) -> Action | None:
    seat = _seat(words)
    return None if seat is None else Join(seat)


def _read_offer(words: list[str]) -> Action | None:
    tricks = [_number(word) for word in words[1:]]
    if len(tricks) not in (3, 4):
        return None
    counts = tuple(count for count in tricks if count is not None and count <= 10)
    return Offer(counts, words[0] == "ask") if len(counts) == len(tricks) else None


def _read_start(words: list[str]) -> Action | None:
    seat = _seat(words[:2])
    if seat is None or len(words) != 3 or len(words[2]) not in (3, 4) or set(words[2]) - {*"01"}:
        return None
    return Start(seat, tuple(letter == "1" for letter in words[2]))


def _read_deal(words: list[str]) -> Action | None:
    deck = deck_of(words[1]) if len(words) == 3 else None
    if deck is None or not _SALT.fullmatch(words[2]):
        return None
    return NewDeal(deck, words[2])


def _read_adjourn(words: list[str]) -> Action | None:
    if len(words) != 2 or not _HOUR.fullmatch(words[1]):
        return None
    return Adjourn(int(words[1]))


def _read_credit(words: list[str]) -> Action | None:
    seat = _seat(words[:2])
    ms = _number(words[2]) if len(words) == 3 else None
    return None if seat is None or ms is None else Credit(seat, ms)


_READERS: Final[dict[str, Callable[[list[str]], Action | None]]] = {
    "dealer_whist": _read_dealer_whist,
    "bot": _read_bot,
    "join": _read_join,
    "offer": _read_offer,
    "ask": _read_offer,
    "start": _read_start,
    "deal": _read_deal,
    "credit": _read_credit,
    "adjourn": _read_adjourn,
}

"""The compact text of a deal and of a whole match (docs/notation.md)."""

import json
from typing import Final, NamedTuple

from games.cards import (
    CARD_NAMES,
    CARDS_BY_NAME,
    FULL_DECK,
    RANKS,
    SUIT_MASKS,
    Card,
    Hand,
    cards_in,
    hand_of,
)
from games.errors import BadRecord, Refusal
from games.preferans.actions import parse_action, print_action
from games.preferans.rules import Rules, rules_from_json, rules_to_json
from games.preferans.state import By, Match

HEADER: Final = "preferans 1"
ENDED: Final = "ended by agreement"
_MARKS: Final[dict[By, str]] = {"player": "", "bot": "~", "clock": "@"}
_OUT_OF_TURN: Final = ("ask", "offer", "agree", "play_on")


class Act(NamedTuple):
    """An act of the record; `seat` is None when it is simply the turn of the one asked."""

    seat: int | None
    text: str
    by: By = "player"


class DealRecord(NamedTuple):
    """A deal as written down: cards as dealt, acts in order, the tricks at the end."""

    dealer: int
    hands: tuple[Hand, ...]  # eldest first
    talon: tuple[Card, Card]
    acts: tuple[Act, ...] = ()
    tricks: tuple[int, ...] = ()  # of every seat of the table; empty while the deal goes on


class MatchRecord(NamedTuple):
    """A match as written down; the sheet follows from it."""

    rules: Rules
    deals: tuple[DealRecord, ...]
    ended: bool = False  # by agreement, before its time (§12.5)


def record_of(match: Match) -> DealRecord:
    """The deal on the table. Raises BadRecord when there is none."""
    deal = match.deal
    if deal is None:
        raise BadRecord("no deal on the table")
    acts = (Act(seat if _is_out_of_turn(text) else None, text, by) for seat, text, by in match.acts)
    hands = tuple(deal.cards.dealt[seat] for seat in deal.active)
    tricks = deal.tricks if deal.phase == "over" else ()
    return DealRecord(deal.dealer, hands, deal.cards.talon, tuple(acts), tricks)


def print_deal(record: DealRecord) -> str:
    """One line: dealer|hands and talon|acts|tricks."""
    hands = "/".join(map(_print_hand, record.hands))
    talon = "".join(CARD_NAMES[card] for card in record.talon)
    acts = " ".join(map(_print_act, record.acts))
    return f"{record.dealer}|{hands}/{talon}|{acts}|{' '.join(map(str, record.tricks))}"


def parse_deal(text: str) -> DealRecord:
    """The record of such a line. Raises BadRecord."""
    fields = text.split("|")
    if len(fields) != 4:
        raise BadRecord("a deal has four fields: dealer|cards|acts|tricks")
    dealer, cards, acts, tricks = fields
    hands, talon = _parse_cards(cards)
    return DealRecord(
        _parse_number(dealer, 3),
        hands,
        talon,
        tuple(map(_parse_act, acts.split(" "))) if acts else (),
        _parse_tricks(tricks),
    )


def print_match(record: MatchRecord) -> str:
    """A header with the agreements as JSON, then one deal a line."""
    rules = json.dumps(rules_to_json(record.rules), separators=(",", ":"))
    ending = (ENDED,) if record.ended else ()
    return "\n".join((f"{HEADER} {rules}", *map(print_deal, record.deals), *ending)) + "\n"


def parse_match(text: str) -> MatchRecord:
    """The record of such a text. Raises BadRecord, or BadRules for its agreements."""
    if not text.startswith(f"{HEADER} ") or not text.endswith("\n"):
        raise BadRecord(f"a match begins with {HEADER!r} and ends with a line end")
    header, *lines = text[:-1].split("\n")
    try:
        given = json.loads(header[len(HEADER) :])
    except json.JSONDecodeError as error:
        raise BadRecord(f"agreements: {error}") from error
    ended = bool(lines) and lines[-1] == ENDED
    deals = tuple(map(parse_deal, lines[:-1] if ended else lines))
    return MatchRecord(rules_from_json(given), deals, ended)


def deck_of_record(record: DealRecord) -> tuple[Card, ...]:
    """A deck that deals these cards (§1.4)."""
    hands = [list(cards_in(hand)) for hand in record.hands]
    first, *rounds = (
        [card for hand in hands for card in hand[at : at + 2]] for at in range(0, 10, 2)
    )
    return (*first, *record.talon, *(card for four in rounds for card in four))


def _print_hand(hand: Hand) -> str:
    """Ranks from the ace down, spades.clubs.diamonds.hearts."""
    return ".".join(
        "".join(RANKS[card & 7] for card in reversed(list(cards_in(hand & mask))))
        for mask in SUIT_MASKS
    )


def _parse_cards(text: str) -> tuple[tuple[Hand, ...], tuple[Card, Card]]:
    *hands, talon = text.split("/")
    masks = tuple(map(_parse_hand, hands))
    first, second = CARDS_BY_NAME.get(talon[:2]), CARDS_BY_NAME.get(talon[2:])
    if first is None or second is None:
        raise BadRecord(f"talon: {talon!r} is not two cards")
    if [mask.bit_count() for mask in masks] != [10, 10, 10]:
        raise BadRecord("cards: three hands of ten and the talon")
    if masks[0] | masks[1] | masks[2] | hand_of((first, second)) != FULL_DECK:
        raise BadRecord("cards: one is missing or double")
    return masks, (first, second)


def _parse_hand(text: str) -> Hand:
    suits = text.split(".")
    if len(suits) != 4 or any(letter not in RANKS for suit in suits for letter in suit):
        raise BadRecord(f"hand: {text!r} is not spades.clubs.diamonds.hearts")
    hand = hand_of(
        Card(suit * 8 + RANKS.index(letter)) for suit, ranks in enumerate(suits) for letter in ranks
    )
    if _print_hand(hand) != text:
        raise BadRecord(f"hand: {text!r} is not in order, or a card is double")
    return hand


def _is_out_of_turn(text: str) -> bool:
    return text.split(" ")[0] in _OUT_OF_TURN


def _print_act(act: Act) -> str:
    seat = "" if act.seat is None else f"{act.seat}:"
    return f"{seat}{act.text.replace(' ', '+')}{_MARKS[act.by]}"


def _parse_act(text: str) -> Act:
    by: By = "bot" if text.endswith("~") else "clock" if text.endswith("@") else "player"
    body = text[: len(text) - len(_MARKS[by])]
    seat, _, words = body.rpartition(":")
    spoken = words.replace("+", " ")
    try:
        said = print_action(parse_action(spoken))
    except Refusal as refusal:
        raise BadRecord(f"act: {text!r} is none") from refusal
    return Act(_parse_number(seat, 3) if seat else None, said, by)


def _parse_number(text: str, most: int) -> int:
    if not text.isascii() or not text.isdigit() or str(int(text)) != text or int(text) > most:
        raise BadRecord(f"{text!r} is not a number up to {most}")
    return int(text)


def _parse_tricks(text: str) -> tuple[int, ...]:
    return tuple(_parse_number(word, 10) for word in text.split(" ")) if text else ()

"""`python -m games.preferans.solve`: open hands on standard input, tricks under best play out."""

from typing import Any, Final

from games.cards import CARD_NAMES, CARDS_BY_NAME, NO_TRUMP, RANKS, SUITS, Card, Hand
from games.preferans import json_lines
from games.preferans.json_lines import BadLine, kind_of
from games.preferans.line_fields import refuse_unknown, required, whole
from games.preferans.solver import Impossible, Mode, Solution, solve
from games.preferans.solver.problem import MODES

_FIELDS: Final = frozenset({"hands", "trump", "declarer", "mode", "leader", "trick", "talon"})


def answer(given: dict[str, Any]) -> dict[str, Any]:
    """`{"tricks": 6, "cards": {"SA": 6, ...}}`: the declarer's tricks, at once and after each card.

    In all-pass every number is a list of the three seats' tricks. Raises BadLine.
    """
    refuse_unknown(given, _FIELDS)
    mode = _mode(required(given, "mode"))
    declarer = 0 if mode == "all_pass" else _seat(given, "declarer")
    leader = _seat(given, "leader")
    hands, trump = _hands(required(given, "hands")), _trump(given, mode)
    trick, talon = _cards(given, "trick"), _cards(given, "talon")
    try:
        solution = solve(hands, trump, declarer, mode, leader, trick, talon=talon)
    except Impossible as error:
        raise BadLine(str(error)) from None
    return _written(solution, mode)


def _written(solution: Solution, mode: Mode) -> dict[str, Any]:
    if mode == "all_pass":
        splits = {CARD_NAMES[card]: list(split) for card, split in solution.splits.items()}
        return {"tricks": list(solution.split), "cards": splits}
    cards = {CARD_NAMES[card]: tricks for card, tricks in solution.cards.items()}
    return {"tricks": solution.tricks, "cards": cards}


def _mode(value: object) -> Mode:
    for mode in MODES:
        if value == mode:
            return mode
    raise BadLine(f"mode: {kind_of(value)} is not game, misere or all_pass")


def _seat(given: dict[str, Any], name: str) -> int:
    return whole(name, required(given, name), 0, 2)


def _trump(given: dict[str, Any], mode: Mode) -> int:
    if mode == "game" and "trump" not in given:
        raise BadLine("trump: missing")
    value = given.get("trump")
    if value is None:
        return NO_TRUMP
    if not isinstance(value, str) or len(value) != 1 or value not in SUITS:
        raise BadLine(f"trump: {kind_of(value)} is not S, C, D, H or null")
    return SUITS.index(value)


def _hands(value: object) -> tuple[Hand, Hand, Hand]:
    if not isinstance(value, list) or len(value) != 3:
        raise BadLine("hands: not a list of 3 hands")
    first, second, third = (_hand(text) for text in value)
    if not first | second | third:
        raise BadLine("hands: no cards")
    return first, second, third


def _hand(text: object) -> Hand:
    """A hand such as `AQ.JT9.-.KQ7`: spades, clubs, diamonds, hearts."""
    suits = text.split(".") if isinstance(text, str) else []
    if len(suits) != len(SUITS):
        raise BadLine(f"hands: {kind_of(text)} is not four suits with dots between them")
    hand = 0
    for suit, ranks in enumerate(suits):
        for rank in "" if ranks == "-" else ranks or "?":
            hand = _with_card(hand, suit, rank, kind_of(text))
    return hand


def _with_card(hand: Hand, suit: int, rank: str, text: str) -> Hand:
    if rank not in RANKS:
        raise BadLine(f"hands: {text}: a suit is cards of AKQJT987, or - when there are none")
    card = 1 << suit * len(RANKS) + RANKS.index(rank)
    if hand & card:
        raise BadLine(f"hands: {text}: a card is there twice")
    return hand | card


def _cards(given: dict[str, Any], name: str) -> tuple[Card, ...]:
    value = given.get(name)
    if value is None:
        return ()
    if not isinstance(value, list) or len(value) > 2:
        raise BadLine(f"{name}: not a list of at most 2 cards")
    for card in value:
        if not isinstance(card, str) or card not in CARDS_BY_NAME:
            raise BadLine(f"{name}: {kind_of(card)} is not a card")
    return tuple(CARDS_BY_NAME[card] for card in value)


if __name__ == "__main__":
    raise SystemExit(json_lines.run(answer))

"""Plays matches at random through `apply`, for tests and the soak."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from games.cards import CARD_NAMES, Card, names_of
from games.preferans import (
    Clock,
    Match,
    apply,
    bot_to_act,
    legal_actions,
    new_match,
    recorded_action,
)
from games.preferans.actions import NewDeal, Start
from games.preferans.rules import Rules
from games.preferans.state import By

CLOCK = Clock(act_ms=30_000, bank_ms=180_000, refill_ms=20_000)


@dataclass(frozen=True)
class Row:
    """One act as a log keeps it."""

    seat: int | None
    text: str
    now: int
    by: By = "player"


def replay(match: Match, rows: list[Row]) -> Match:
    """The state these rows lead to."""
    for row in rows:
        match = apply(match, row.seat, recorded_action(row.text), row.now, row.by)
    return match


def shuffled(chance: Random) -> NewDeal:
    deck = [Card(card) for card in range(32)]
    chance.shuffle(deck)
    return NewDeal(tuple(deck), chance.randbytes(8).hex())


def started(rules: Rules, dealer: int = 0, bots: str | None = None, now: int = 1_000) -> Match:
    flags = bots or "0" * rules.players
    act = Start(dealer, tuple(flag == "1" for flag in flags))
    return apply(new_match(rules, CLOCK), None, act, now)


def pick(match: Match, seat: int, chance: Random) -> str:
    """A random legal act: passes in the auction 60 %, bids at most two levels up."""
    legal = legal_actions(match, seat)
    if match.phase == "auction":
        return _pick_call(legal, chance)
    if match.phase == "discard":
        return _pick_contract(match, seat, legal, chance)
    return chance.choice(legal)


def _pick_call(legal: tuple[str, ...], chance: Random) -> str:
    if chance.random() < 0.6 or len(legal) == 1:
        return "pass"
    games = [text for text in legal if text[0] in "678910"]
    others = [text for text in legal[1:] if text not in games]
    if others and (not games or chance.random() < 0.15):
        return chance.choice(others)
    levels = sorted({int(text.rstrip("!")[:-1]) for text in games})[:2]
    return chance.choice([text for text in games if int(text.rstrip("!")[:-1]) in levels])


def _pick_contract(match: Match, seat: int, legal: tuple[str, ...], chance: Random) -> str:
    contract = chance.choice(legal[: 6 if chance.random() < 0.9 else len(legal)])
    if chance.random() < 0.05:
        contract = legal[-1]
    assert match.deal is not None
    if contract == "concede" or contract.endswith("!"):
        return contract
    cards = chance.sample(names_of(match.deal.cards.hands[seat]), 2)
    return f"{cards[0]} {cards[1]} {contract}"


def next_row(match: Match, now: int, chance: Random) -> Row:
    """One random act that moves the match on."""
    if match.halt is not None:
        return Row(None, "resume", now)
    if match.phase == "to_deal":
        new = shuffled(chance)
        return Row(None, f"deal {''.join(CARD_NAMES[card] for card in new.deck)} {new.salt}", now)
    if not match.turn:  # a result that only bots look at
        assert match.deadline is not None
        return Row(None, "timeout", match.deadline + match.clock.grace_ms)
    seat = chance.choice(match.turn)
    bot = bot_to_act(match)
    if bot is not None:
        return Row(bot, pick(match, bot, chance), now, "bot")
    return Row(seat, pick(match, seat, chance), now)


def play_on(
    match: Match,
    chance: Random,
    now: int = 2_000,
    choose: Callable[[Match, int, Random], Row] = next_row,
) -> Iterator[tuple[Match, Row, Match]]:
    """Before, act and after, until the match is over."""
    while match.phase != "finished":
        now += chance.randrange(100, 3_000)
        row = choose(match, now, chance)
        after = apply(match, row.seat, recorded_action(row.text), row.now, row.by)
        yield match, row, after
        match, now = after, row.now

"""A finished deal as told in a command's line, checked and turned into an Outcome."""

import re
from dataclasses import replace
from typing import Any, Final

from games.cards import CARDS_BY_NAME, Card
from games.preferans.json_lines import BadLine, kind_of
from games.preferans.line_fields import Given, column, flag, required, whole
from games.preferans.outcome import Outcome, Seat
from games.preferans.rules import Rules
from games.preferans.spoken import read_calls, spoken_on_game

DEAL_FIELDS: Final = frozenset(
    {
        "contract",
        "declarer",
        "dealer",
        "calls",
        "tricks",
        "all_pass_number",
        "talon",
        "level",
        "no_talon",
    }
)
_GAME: Final = re.compile("(6|7|8|9|10)([SCDHN])")
_LONGEST_SERIES: Final = 50
_TRICKS: Final = 10


def outcome_of(rules: Rules, given: Given) -> Outcome:
    """The deal this line tells, if the rules allow it. Raises BadLine."""
    contract = required(given, "contract")
    if not isinstance(contract, str):
        raise BadLine(f"contract: {kind_of(contract)} is not a contract")
    number = whole("all_pass_number", _or(given, "all_pass_number", 1), 1, _LONGEST_SERIES)
    if contract == "all_pass":
        return _all_pass(rules, given, number)
    if contract == "misere":
        return _misere(rules, given)
    if contract == "concede":
        return _concession(rules, given)
    return _game(rules, given, contract)


def _all_pass(rules: Rules, given: Given, number: int) -> Outcome:
    _refuse_beside(given, "all_pass", "declarer", "level", "no_talon", "calls")
    _talon(given)
    dealer = _dealer(rules, given)
    tricks = _played_tricks(rules, given)
    if rules.players == 4:
        most = 2 if rules.raspasy_talon == "leads_suit" else 0
        _refuse_tricks_above(most, tricks[dealer])
    return Outcome(kind="all_pass", dealer=dealer, tricks=tricks, all_pass_number=number)


def _misere(rules: Rules, given: Given) -> Outcome:
    _refuse_beside(given, "misere", "level", "calls")
    outcome = replace(_contract(rules, given, "misere"), no_talon=flag(given, "no_talon"))
    return _with_tricks(rules, given, outcome)


def _concession(rules: Rules, given: Given) -> Outcome:
    _refuse_beside(given, "concede", "calls", "no_talon")
    if not rules.concede_without_three:
        raise BadLine("contract: under these rules nobody may concede")
    level = whole("level", required(given, "level"), 6, 10)
    outcome = replace(_contract(rules, given, "concede"), level=level, played=False)
    return _with_tricks(rules, given, outcome)


def _game(rules: Rules, given: Given, contract: str) -> Outcome:
    named = _GAME.fullmatch(contract)
    if not named:
        raise BadLine(f"contract: {kind_of(contract)} is not a contract")
    _refuse_beside(given, contract, "level")
    level, strain = int(named[1]), named[2]
    no_talon = flag(given, "no_talon")
    if no_talon and level < 9:
        raise BadLine("no_talon: goes with a misère, a nine or a ten")
    outcome = replace(_contract(rules, given, "game"), level=level, no_talon=no_talon)
    calls = read_calls(given.get("calls"), rules.players)
    assert outcome.declarer is not None
    spoken = spoken_on_game(rules, calls, level, strain, outcome.declarer, outcome.dealer)
    outcome = replace(
        outcome,
        whisters=spoken.whisters,
        half_whister=spoken.half_whister,
        returned=spoken.returned,
        played=spoken.is_played or (level == 10 and rules.ten == "checked"),
    )
    return _with_tricks(rules, given, outcome)


def _contract(rules: Rules, given: Given, kind: Any) -> Outcome:
    """Who plays it, who deals, and what lay in the talon."""
    declarer = whole("declarer", required(given, "declarer"), 0, rules.players - 1)
    dealer = _dealer(rules, given)
    if rules.players == 4 and declarer == dealer:
        raise BadLine("declarer: the dealer sits out")
    return Outcome(kind=kind, dealer=dealer, tricks=(), declarer=declarer, talon=_talon(given))


def _with_tricks(rules: Rules, given: Given, outcome: Outcome) -> Outcome:
    if not outcome.played:
        return replace(outcome, tricks=_unplayed_tricks(rules, given, outcome))
    tricks = _played_tricks(rules, given)
    if rules.players == 4:
        _refuse_tricks_above(0, tricks[outcome.dealer])
    return replace(outcome, tricks=tricks)


def _unplayed_tricks(rules: Rules, given: Given, outcome: Outcome) -> tuple[int, ...]:
    """Nobody played: no tricks, or a scorekeeper's count by which the game was made."""
    nothing = (0,) * rules.players
    if given.get("tricks") is None:
        return nothing
    tricks = column("tricks", given["tricks"], rules.players, 0, _TRICKS)
    booked = outcome.kind == "game" and sum(tricks) == _TRICKS
    if tricks != nothing and not (booked and tricks[outcome.declarer or 0] >= outcome.level):
        raise BadLine("tricks: after these calls nobody played")
    return nothing


def _played_tricks(rules: Rules, given: Given) -> tuple[int, ...]:
    tricks = column("tricks", required(given, "tricks"), rules.players, 0, _TRICKS)
    if sum(tricks) != _TRICKS:
        raise BadLine(f"tricks: {sum(tricks)} in all, not {_TRICKS}")
    return tricks


def _refuse_tricks_above(most: int, dealers: int) -> None:
    if dealers > most:
        raise BadLine(f"tricks: the sitting dealer takes at most {most} in this deal")


def _dealer(rules: Rules, given: Given) -> Seat:
    """With three the dealer matters only for the order of bonuses; seat 0 is then eldest."""
    dealer = required(given, "dealer") if rules.players == 4 else _or(given, "dealer", 2)
    return whole("dealer", dealer, 0, rules.players - 1)


def _talon(given: Given) -> tuple[Card, Card] | None:
    names = given.get("talon")
    if names is None:
        return None
    if not isinstance(names, list) or len(names) != 2:
        raise BadLine("talon: not a list of two cards")
    first, second = (_card(name) for name in names)
    if first == second:
        raise BadLine(f"talon: {names[0]} twice")
    return first, second


def _card(name: object) -> Card:
    if not isinstance(name, str) or name not in CARDS_BY_NAME:
        raise BadLine(f"talon: {kind_of(name)} is not a card such as SA or DT")
    return CARDS_BY_NAME[name]


def _or(given: Given, name: str, default: int) -> object:
    value = given.get(name)
    return default if value is None else value


def _refuse_beside(given: Given, contract: str, *names: str) -> None:
    """Fields that say something this contract cannot have. Raises BadLine."""
    for name in names:
        value = given.get(name)
        if value is not None and value is not False and value != []:
            raise BadLine(f"{name}: does not go with {contract}")

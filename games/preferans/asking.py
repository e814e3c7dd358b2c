"""Who is asked what: the seats on turn, their legal acts, what the deadline calls for."""

from typing import Final, Literal

from games.preferans.actions import Action, Word
from games.preferans.deal import legal_texts
from games.preferans.state import Match

DEAL_PHASES: Final = frozenset({"auction", "discard", "declare", "choose", "play"})

HALT_ANSWERS: Final = (Word("agree_halt"), Word("refuse_halt"))


def asked(match: Match) -> tuple[int, ...]:
    """The seats asked now."""
    return match.turn


def asked_at(match: Match, seat: int) -> int:
    """The version that put the present decision to this seat; 0 when it is not asked."""
    return match.asked_from if seat in match.turn else 0


def legal_actions(match: Match, seat: int | None) -> tuple[str, ...]:
    """The texts of what this seat may do about the decision put to it; empty when not asked.

    In the discard phase the contracts (and `concede`): two cards of the hand go before one.
    """
    if seat is None or seat not in match.turn:
        return ()
    if match.phase == "result":
        return ("next",) if match.waited[seat] else ("next", "wait")
    if match.phase == "offer":
        return ("agree", "play_on")
    assert match.deal is not None
    return legal_texts(match.rules, match.deal)


def bot_to_act(match: Match) -> int | None:
    """The seat whose decision a bot takes now."""
    return next((seat for seat in match.turn if match.bots[seat]), None)


def put_at(match: Match, seat: int, action: Action) -> int:
    """The version that put the question this act answers; 0 for what answers none."""
    if match.halting is not None and action in HALT_ANSWERS:
        return match.halting.version
    return asked_at(match, seat)


def due(match: Match) -> Literal["deal", "bot", "timeout", "halt"] | None:
    """What the running deadline calls for; None only when waiting or finished."""
    if match.deadline is None:
        return None
    if match.halt is not None:
        return "halt"
    if match.phase == "to_deal":
        return "deal"
    return "timeout" if bot_to_act(match) is None else "bot"

"""Pause and adjournment: by agreement of all, or by the club when everybody has gone."""

from typing import Final

from games.errors import Refusal
from games.preferans.actions import Action, Adjourn, Word
from games.preferans.asking import DEAL_PHASES
from games.preferans.between import await_deal, finish, go_on
from games.preferans.clock import asked_again, charged_bank
from games.preferans.state import Halt, Halting, HaltKind, Match, put

PAUSE_MS: Final = 600_000
ADJOURNED_MS: Final = 14 * 24 * 3_600_000  # then it is settled as it stands


def speak_of_halt(match: Match, seat: int, action: Action, now: int) -> Match:
    """What a seat says about a halt, and all it may say while the match stands. Raises Refusal."""
    if action == Word("agree_halt"):
        return agree_to_halt(match, seat, now)
    if action == Word("refuse_halt"):
        return _refuse(match)
    if isinstance(action, Adjourn) or action == Word("pause"):
        return _propose(match, seat, action, now)
    if match.halt is None:
        raise Refusal("not_halted")
    if action == Word("resume"):
        return _ready(match, seat, now)
    raise Refusal("halted")


def agree_to_halt(match: Match, seat: int, now: int) -> Match:
    """The match stands when the last one agrees."""
    asked = match.halting
    if asked is None:
        raise Refusal("no_halt_proposed")
    agreed = put(asked.agreed, seat, True)
    if all(map(bool.__or__, agreed, match.bots)):
        return halt(match, asked.kind, asked.by, asked.until, now)
    return match._replace(halting=asked._replace(agreed=agreed))


def halt(match: Match, kind: HaltKind, by: int | None, until: int | None, now: int) -> Match:
    """Nothing is asked any more. What was used of the time of an act is charged now."""
    if match.phase in ("waiting", "finished"):
        raise Refusal("not_running")
    turn = match.turn if match.halt is None else match.halt.turn
    expires_at = None if kind == "pause" else now + ADJOURNED_MS
    if match.halt is not None and match.halt.expires_at is not None:
        expires_at = match.halt.expires_at  # the hour has come and nobody with it
    until = now + PAUSE_MS if kind == "pause" else _hour(until, now)
    ready = (False,) * match.rules.players
    return match._replace(
        halt=Halt(kind, by, now, until, expires_at, ready, turn),
        halting=None,
        turn=(),
        bank=charged_bank(match, now) if match.turn and match.phase in DEAL_PHASES else match.bank,
        clock_from=None,
        deadline=expires_at if until is None else until,
    )


def resume(match: Match, now: int) -> Match:
    """The decision that was put is put again, with a whole act's time beside the bank."""
    halted = match.halt
    if halted is None:
        raise Refusal("not_halted")
    nobody_missed = (0,) * match.rules.players
    again = match._replace(halt=None, halting=None, turn=halted.turn, missed=nobody_missed)
    if again.phase in DEAL_PHASES:
        return asked_again(again, now)
    if again.phase == "to_deal":
        return await_deal(again, now)
    return _ask_several(again, now)


def expire(match: Match, now: int) -> Match:
    """Nobody went on for two weeks: settled as the sheet stands."""
    if match.halt is None or match.halt.expires_at is None:
        raise Refusal("not_halted")
    if now < match.halt.expires_at:
        raise Refusal("too_early")
    return finish(match)


def _propose(match: Match, seat: int, action: Action, now: int) -> Match:
    """A pause of ten minutes, or to go on another day, perhaps at an hour (ms of club time).

    One proposal a player a deal; bots agree to whatever the people want. In a pause the match may
    be adjourned.
    """
    kind, until = _wanted(action, now)
    if match.halt is not None and (match.halt.kind, kind) != ("pause", "adjourn"):
        raise Refusal("halted")
    if match.halting is not None or (match.stopped and match.stopped[seat]):
        raise Refusal("already_asked")
    nobody = (False,) * match.rules.players
    asked = match._replace(
        stopped=put(match.stopped or nobody, seat, True),
        halting=Halting(kind, seat, until, nobody, match.version),
    )
    return agree_to_halt(asked, seat, now)


def _refuse(match: Match) -> Match:
    """One refusal is enough; the proposer takes it back the same way."""
    if match.halting is None:
        raise Refusal("no_halt_proposed")
    return match._replace(halting=None)


def _ask_several(match: Match, now: int) -> Match:
    """The result, or an offer, of which several are asked at once."""
    if match.phase == "offer":
        return _put_again(match, match.turn, now + match.clock.offer_ms, now)
    left = tuple(
        seat
        for seat, (bot, ready) in enumerate(zip(match.bots, match.ready, strict=True))
        if not bot and not ready
    )
    if not left:
        return go_on(match, now)
    return _put_again(match, left, now + match.clock.result_ms, now)


def _put_again(match: Match, turn: tuple[int, ...], deadline: int, now: int) -> Match:
    return match._replace(turn=turn, asked_from=match.version, clock_from=now, deadline=deadline)


def _ready(match: Match, seat: int, now: int) -> Match:
    """One word is enough where nobody wanted the pause, else everybody's."""
    halted = match.halt
    assert halted is not None
    ready = put(halted.ready, seat, True)
    if (halted.kind, halted.by) == ("pause", None) or all(map(bool.__or__, ready, match.bots)):
        return resume(match, now)
    return match._replace(halt=halted._replace(ready=ready))


def _wanted(action: Action, now: int) -> tuple[HaltKind, int | None]:
    if not isinstance(action, Adjourn):
        return "pause", None
    if action.until is not None and _hour(action.until, now) is None:
        raise Refusal("bad_hour")
    return "adjourn", action.until


def _hour(until: int | None, now: int) -> int | None:
    """The hour, unless it has passed or lies too far."""
    return until if until is not None and now < until < now + ADJOURNED_MS else None

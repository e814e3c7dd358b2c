"""Clocks inside the state: time per act, a bank, a deadline for every running match (§12.3)."""

from games.preferans.state import Match, put


def charged_bank(match: Match, now: int) -> tuple[int, ...]:
    """The banks after the one seat asked has used its time, in ms; bots use none."""
    seat = match.turn[0]
    if match.clock_from is None or match.bots[seat]:
        return match.bank
    over = now - match.clock_from - match.clock.act_ms
    if over <= 0:
        return match.bank
    return put(match.bank, seat, max(0, match.bank[seat] - over))


def deadline_for(match: Match, seat: int, bank: tuple[int, ...], now: int) -> int:
    """Until when this seat may think, in club ms; a bot has its pace and its budget."""
    clock = match.clock
    if match.bots[seat]:
        return now + clock.pace_ms + clock.budget_ms + 2_000
    return now + clock.act_ms + bank[seat]


def asked_again(match: Match, now: int) -> Match:
    """The present decision put anew at this version: the seat changed hands."""
    seat = match.turn[0]
    return match._replace(
        asked_from=match.version,
        clock_from=now,
        deadline=deadline_for(match, seat, match.bank, now),
    )


def refilled_bank(match: Match) -> tuple[int, ...]:
    """The banks at a new deal: something is given back, never above the full bank."""
    clock = match.clock
    return tuple(min(clock.bank_ms, bank + clock.refill_ms) for bank in match.bank)


def credited(match: Match, ms: int) -> Match:
    """The running decision gets this much more time, at no cost to the bank."""
    assert match.deadline is not None and match.clock_from is not None
    return match._replace(deadline=match.deadline + ms, clock_from=match.clock_from + ms)

"""A livelier random table: time-outs, seats changing hands, offers, proposals to end."""

from random import Random

from games.errors import Refusal
from games.preferans import Match, apply
from games.preferans.offers import controllers, tricks_left
from games.preferans.state import By
from tests.games.preferans.driving import Row, next_row
from tests.games.preferans.proving import act_of


def lively_row(match: Match, now: int, chance: Random) -> Row:
    """Mostly a plain act of the seat asked, now and then something else that is legal."""
    if chance.random() < (0.06 if match.halt is None else 0.8):
        row = _unusual(match, now, chance)
        if row is not None and _is_legal(match, row):
            return row
    return next_row(match, now, chance)


def _unusual(match: Match, now: int, chance: Random) -> Row | None:
    seat = chance.randrange(match.rules.players)
    kinds = ("timeout", "timeout", "bot", "back", "join", "credit", "offer", "end", "halt")
    kind = chance.choice(kinds)
    if kind == "timeout" and match.deadline is not None:
        return Row(None, "timeout", match.deadline + match.clock.grace_ms)
    if kind in ("bot", "join"):
        return Row(None, f"{kind} {seat}", now)
    if kind == "credit":
        return Row(None, f"credit {seat} 10000", now)
    if kind == "back":
        return Row(seat, "back", now)
    if kind == "halt":
        return _halt(match, seat, now, chance)
    if kind == "offer":
        return _offer(match, seat, now, chance)
    if chance.random() < 0.2:
        return Row(seat, chance.choice(("end_now", "agree_end", "refuse_end")), now)
    return None


def _halt(match: Match, seat: int, now: int, chance: Random) -> Row | None:
    """Often by the club itself: three who agree are rare."""
    if match.halting is not None:
        return Row(seat, chance.choice(("agree_halt", "agree_halt", "refuse_halt")), now)
    if match.halt is None:
        said = chance.choice(("pause", "adjourn", f"adjourn {now + 50_000}"))
        return Row(chance.choice((None, seat)), said, now)
    if match.halt.expires_at is not None and chance.random() < 0.2:
        return Row(None, "expire", match.halt.expires_at)
    return Row(seat, chance.choice(("resume", "adjourn")), now)


def _offer(match: Match, seat: int, now: int, chance: Random) -> Row | None:
    if match.deal is None or match.phase != "play" or seat not in controllers(match.deal):
        return None
    counts = [0] * match.rules.players
    left = tricks_left(match.deal)
    if match.deal.kind == "all_pass":
        counts[seat] = left
    else:
        for _ in range(left):
            counts[chance.choice(match.deal.active)] += 1
    word = chance.choice(("ask", "ask", "offer"))
    by: By = "bot" if match.bots[seat] else "player"
    return Row(seat, " ".join((word, *map(str, counts))), now, by)


def _is_legal(match: Match, row: Row) -> bool:
    try:
        apply(match, row.seat, act_of(match, row.seat, row.text), row.now, row.by)
    except Refusal:
        return False
    return True

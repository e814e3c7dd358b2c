"""Points into the pool: mountain first, closed pools and American help (§9.2-9.4)."""

from games.preferans.outcome import Seat
from games.preferans.prices import WHISTS_PER_POINT
from games.preferans.rules import Rules
from games.preferans.sheet import Pencil, clockwise_after


def add_points(rules: Rules, pencil: Pencil, seat: Seat, points: int, *, made: bool) -> None:
    """Write `points` for the seat; `made` when they were won by a contract, not a bonus."""
    if made and rules.made_game_writes == "mountain_first":
        cut = max(0, min(points, pencil.mountain[seat]))
        pencil.mountain[seat] -= cut
        points -= cut
    if rules.american_help:
        _close_pools(rules, pencil, seat, points)
    else:
        pencil.pool[seat] += points


def _close_pools(rules: Rules, pencil: Pencil, seat: Seat, points: int) -> None:
    """Fill the own pool, then help the others for whists; the rest is off the mountain (§9.2)."""
    points -= _fill(rules, pencil, seat, points)
    while points and (helped := _next_open(rules, pencil, seat)) is not None:
        given = _fill(rules, pencil, helped, points)
        pencil.write_whists(seat, helped, WHISTS_PER_POINT * given)
        points -= given
    pencil.mountain[seat] -= points


def _fill(rules: Rules, pencil: Pencil, seat: Seat, points: int) -> int:
    room = max(0, rules.pool_target - pencil.pool[seat])
    given = min(points, room)
    pencil.pool[seat] += given
    return given


def _next_open(rules: Rules, pencil: Pencil, seat: Seat) -> Seat | None:
    """Whom to help: the highest open pool, a tie going to the first clockwise (§9.2)."""
    others = clockwise_after(seat, rules.players)
    still_open = [other for other in others if pencil.pool[other] < rules.pool_target]
    if not still_open:
        return None
    if rules.help_order == "clockwise":
        return still_open[0]
    return max(still_open, key=lambda other: pencil.pool[other])

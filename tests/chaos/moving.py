"""How soon tables move again when there is service, and how many move between faults."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from tests.chaos.faults import Trouble
from tests.chaos.hearing import Seen
from tests.chaos.plan import RESUME_SECONDS
from tests.chaos.verdict import Resumption, Verdict

LEAST_SECONDS: Final = 2.0


@dataclass(frozen=True)
class Away:
    """Somebody who plays dead on purpose for a while; monotonic seconds."""

    match_id: int
    seat: int | None
    since: float
    until: float


def judge_moves(
    seen: Mapping[int, Seen], away: list[Away], troubles: list[Trouble], verdict: Verdict
) -> None:
    """Put the worst resumption and the share of moving tables into the verdict."""
    absences: dict[int, list[Away]] = {match_id: [] for match_id in seen}
    for each in away:
        if each.seat is not None:
            absences[each.match_id].append(each)
    moved = asked = 0
    ends = [*(trouble.began for trouble in troubles[1:]), float("inf")]
    for match_id, table in seen.items():
        moves = sorted(table.first_at.items(), key=lambda item: item[1])
        for trouble, end in zip(troubles, ends, strict=True):
            _judge(match_id, table, moves, trouble, end, absences[match_id], verdict)
        for trouble, following in pairwise(troubles):
            if following.began - trouble.over < LEAST_SECONDS or _is_done(table, trouble.over):
                continue
            asked += 1
            moved += _moved_within(table, trouble.over, following.began)
    verdict.moving_share = moved / asked if asked else 0.0


def _judge(
    match_id: int,
    table: Seen,
    moves: list[tuple[int, float]],
    trouble: Trouble,
    end: float,
    away: list[Away],
    verdict: Verdict,
) -> None:
    if _is_done(table, trouble.served):
        return
    place = bisect_right(moves, trouble.served, key=lambda item: item[1])
    move = moves[place][1] if place < len(moves) else float("inf")
    if move > end:  # the next fault came first: it is judged from there
        if end - trouble.served > RESUME_SECONDS and end != float("inf"):
            move = end
        elif end != float("inf"):
            return
    since = _counted_from(table, moves, place, trouble.served, move, away)
    version = moves[place - 1][0] if place else 0
    turn = table.history.sights[version].turn
    verdict.resumptions.append(Resumption(match_id, trouble, since, move, version, turn))


def _counted_from(
    table: Seen,
    moves: list[tuple[int, float]],
    place: int,
    served: float,
    move: float,
    away: list[Away],
) -> float:
    """When whoever was asked was dead on purpose, the time counts from his return."""
    version = moves[place - 1][0] if place else 0
    asked = table.history.sights[version].turn
    for each in sorted(away, key=lambda each: each.since):
        if each.seat in asked and each.since < move and each.until > served:
            served = max(served, min(each.until, move))
    return served


def _is_done(table: Seen, moment: float) -> bool:
    """Whether the match was over by then."""
    history = table.history
    if not history.last or history.sights[-1].turn or not history.sights[-1].is_over:
        return False
    return table.first_at.get(history.last, float("inf")) <= moment


def _moved_within(table: Seen, since: float, until: float) -> bool:
    return any(since < at <= until for at in table.first_at.values())

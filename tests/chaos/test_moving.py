"""How soon a table moved again, as the checker counts it."""

from store.events import Event
from tests.chaos.faults import Trouble
from tests.chaos.hearing import Seen
from tests.chaos.moving import Away, judge_moves
from tests.chaos.sight import Sight
from tests.chaos.truth import History
from tests.chaos.verdict import Verdict

ASKED = Sight(0, (0, 0, 0), frozenset(), None, False, (1,))
DONE = Sight(0, (0, 0, 0), frozenset(), None, True, ())
ROW = Event(1, 1, 1, "act", "", None, "", 0)


def table(*moments: float, last: Sight = ASKED) -> Seen:
    """A match seen to move at these moments."""
    sights = [ASKED] * len(moments) + [last]
    history = History(rows=[ROW] * len(moments), sights=sights)
    return Seen(history, first_at=dict(enumerate(moments, start=1)))


def judged(seen: Seen, *troubles: Trouble, away: tuple[Away, ...] = ()) -> Verdict:
    verdict = Verdict()
    judge_moves({1: seen}, list(away), list(troubles), verdict)
    return verdict


def test_it_counts_from_when_there_was_service_again() -> None:
    trouble = Trouble("database", began=10.0, served=12.0, over=12.0)
    assert judged(table(9.0, 13.5, 14.0), trouble).worst_resume_seconds == 1.5


def test_a_slow_table_is_late() -> None:
    verdict = judged(table(9.0, 17.0), Trouble("kill", 10.0, 10.0, 10.1))
    assert verdict.worst_resume_seconds == 7.0 and verdict.late and verdict.is_bad


def test_a_table_that_stands_still_for_ever_is_late() -> None:
    verdict = judged(table(9.0), Trouble("kill", 10.0, 10.0, 10.1))
    assert verdict.late and verdict.is_bad


def test_a_long_calm_without_a_move_is_late() -> None:
    first, second = Trouble("kill", 10.0, 10.0, 10.1), Trouble("bus", 18.0, 18.0, 18.1)
    verdict = judged(table(9.0, 18.5), first, second)
    assert verdict.worst_resume_seconds == 8.0 and verdict.late


def test_a_finished_table_need_not_move() -> None:
    verdict = judged(table(8.0, 9.0, last=DONE), Trouble("kill", 10.0, 10.0, 10.1))
    assert not verdict.late and verdict.worst_resume_seconds == 0.0


def test_nobody_waits_for_one_who_plays_dead() -> None:
    away = Away(1, 1, since=9.5, until=14.0)
    verdict = judged(table(9.0, 16.0), Trouble("kill", 10.0, 10.0, 10.1), away=(away,))
    assert verdict.worst_resume_seconds == 2.0
    other = Away(1, 0, since=9.5, until=14.0)
    verdict = judged(table(9.0, 16.0), Trouble("kill", 10.0, 10.0, 10.1), away=(other,))
    assert verdict.worst_resume_seconds == 6.0


def test_tables_between_faults_are_counted() -> None:
    first, second = Trouble("kill", 10.0, 10.0, 10.1), Trouble("bus", 14.0, 14.0, 14.1)
    assert judged(table(9.0, 12.0, 15.0), first, second).moving_share == 1.0
    assert judged(table(9.0, 15.0), first, second).moving_share == 0.0

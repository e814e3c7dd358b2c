"""Errands are done one after another, in order, and nobody who hands one over waits."""

import gevent
import pytest

from green.errands import Errands
from tests.waiting import until


def test_one_at_a_time_and_in_order() -> None:
    done: list[int] = []
    errands = Errands()

    def errand(number: int) -> None:
        gevent.sleep(0.001 * (5 - number))
        done.append(number)

    for number in range(5):
        assert errands.put(lambda number=number: errand(number))  # type: ignore[misc]
    assert done == [], "nothing is done while it is handed over"
    until(lambda: done == [0, 1, 2, 3, 4])


def test_those_behind_one_that_fails_are_done(caplog: pytest.LogCaptureFixture) -> None:
    done: list[str] = []
    errands = Errands()
    errands.put(lambda: 1 / 0)
    errands.put(lambda: done.append("next"))
    until(lambda: done == ["next"])
    assert "ZeroDivisionError" in caplog.text


def test_too_many_are_refused() -> None:
    errands = Errands(most_waiting=2)
    assert [errands.put(lambda: None) for _ in range(3)] == [True, True, False]
    assert errands.refused == 1 and len(errands) == 2
    until(lambda: len(errands) == 0)

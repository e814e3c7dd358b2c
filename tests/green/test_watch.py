"""Whoever holds the hub is found out, with his line; whoever only waits is not."""

import inspect
import logging
import threading
import time
from collections.abc import Iterator
from typing import Final

import gevent
import pytest
from gevent import monkey

from green.watch import UNSEEN, Held, Watch
from tests.waiting import until

BUDGET: Final = 0.05
really_sleep = monkey.get_original("time", "sleep")


@pytest.fixture
def found() -> list[Held]:
    return []


@pytest.fixture
def watch(found: list[Held]) -> Iterator[Watch]:
    watching = Watch(budget_seconds=BUDGET, on_held=found.append)
    watching.start()
    gevent.sleep(BUDGET)
    yield watching
    watching.stop()


def hold(seconds: float) -> None:
    really_sleep(seconds)


def test_the_line_that_holds_the_hub_is_named_counted_and_logged(
    watch: Watch, found: list[Held], caplog: pytest.LogCaptureFixture
) -> None:
    gevent.spawn(hold, 0.3).join()
    until(lambda: found)
    [held] = found
    first = inspect.getsourcelines(hold)[1]
    assert held.line == f"{__file__}:{first + 1} hold"
    assert held.seconds >= 0.3
    assert watch.holds == 1
    assert watch.held_seconds == held.seconds
    assert watch.worst_seconds >= held.seconds
    [record] = [each for each in caplog.records if each.name == "green.watch"]
    assert record.levelno == logging.WARNING
    assert f"the hub was held for {held.seconds:.3f} s" in record.getMessage()
    assert f"{first + 1} hold" in record.getMessage()


def test_what_is_done_after_a_hold_is_not_blamed(watch: Watch, found: list[Held]) -> None:
    def go_on() -> None:
        hold(0.3)
        really_sleep(0.03)  # the thread looks every 12 ms: the last look finds this line

    gevent.spawn(go_on).join()
    until(lambda: found)
    assert found[0].line.endswith(" hold")


def test_a_busy_loop_is_found_too(watch: Watch, found: list[Held]) -> None:
    def count() -> None:
        give_up_at = time.thread_time() + 0.25
        while time.thread_time() < give_up_at:
            pass

    gevent.spawn(count).join()
    until(lambda: found)
    assert found[0].line.endswith(" count")


def test_waiting_is_not_holding(watch: Watch, found: list[Held]) -> None:
    gevent.joinall([gevent.spawn(gevent.sleep, 0.3) for _ in range(50)])
    thread = threading.Thread(target=time.sleep, args=(0.2,))
    thread.start()
    thread.join()
    assert (watch.holds, found) == (0, [])
    assert watch.turns > 0


def test_many_short_turns_are_no_hold(watch: Watch, found: list[Held]) -> None:
    def work() -> None:
        for _ in range(40):
            hold(0.005)
            gevent.sleep(0)

    gevent.spawn(work).join()
    assert found == []


def test_each_hold_is_reported_by_itself(watch: Watch, found: list[Held]) -> None:
    for _ in range(3):
        gevent.spawn(hold, 0.15).join()
        gevent.sleep(0.02)  # another turn
    until(lambda: len(found) == 3)
    assert watch.holds == 3


def test_it_says_so_while_a_hold_has_no_end(
    watch: Watch, found: list[Held], capfd: pytest.CaptureFixture[str]
) -> None:
    gevent.spawn(hold, 1.3).join()
    until(lambda: found)
    assert "the hub is held since " in capfd.readouterr().err


def test_nothing_is_watched_after_it_was_stopped(found: list[Held]) -> None:
    watch = Watch(budget_seconds=BUDGET, on_held=found.append)
    watch.start()
    watch.stop()
    gevent.spawn(hold, 0.15).join()
    gevent.sleep(BUDGET)
    assert (watch.holds, found) == (0, [])


def test_time_without_a_processor_is_not_held_against_anybody(
    found: list[Held], monkeypatch: pytest.MonkeyPatch
) -> None:
    waited = [0.0]
    monkeypatch.setattr(Watch, "_waited", lambda self: waited[0])

    def starve() -> None:
        hold(0.2)
        waited[0] += 0.19

    watch = Watch(budget_seconds=BUDGET, on_held=found.append)
    watch.start()
    gevent.sleep(BUDGET * 2)
    gevent.spawn(starve).join()
    gevent.sleep(BUDGET * 2)
    watch.stop()
    assert (watch.holds, found) == (0, [])


def test_a_hold_nobody_saw_says_that() -> None:
    assert Held(0.1, 0.0, ()).line == UNSEEN
    assert Held(0.1, 0.0, ("a.py:1 outer", "b.py:2 inner")).line == "b.py:2 inner"


def test_many_in_one_turn_are_a_crowd_and_nobody_held_the_hub(
    watch: Watch, found: list[Held]
) -> None:
    crowd = [gevent.spawn(hold, 0.002) for _ in range(60)]
    gevent.joinall(crowd)
    gevent.sleep(BUDGET)
    assert found == []
    assert watch.holds == 0
    assert watch.worst_seconds > BUDGET


def test_one_in_a_crowd_is_found(watch: Watch, found: list[Held]) -> None:
    crowd = [gevent.spawn(hold, 0.15 if number == 30 else 0.001) for number in range(60)]
    gevent.joinall(crowd)
    until(lambda: found)
    assert found[0].line.endswith(" hold")

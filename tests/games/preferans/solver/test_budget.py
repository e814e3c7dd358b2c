"""The solver stops when it is told, and calls beside each other do not meet."""

import time
from collections.abc import Iterator
from random import Random

import gevent
import pytest
from gevent.threadpool import ThreadPool

from games.preferans.solver import Memory, Problem, Stop, solve_many
from tests.games.preferans.solver.positions import random_deal

LONG = [random_deal(Random(seed), 10, "all_pass") for seed in range(100)]
SHORT = [random_deal(Random(seed), 8, "all_pass") for seed in range(12)]


@pytest.fixture
def threads() -> Iterator[ThreadPool]:
    """Native threads: those of `threading` are greenlets here."""
    pool = ThreadPool(4)
    yield pool
    pool.kill()


def test_a_node_budget_leaves_the_rest_unanswered() -> None:
    some = solve_many(SHORT, every_card=False, most_nodes=200_000)
    done = [solution is not None for solution in some]
    assert done == sorted(done, reverse=True)
    assert 0 < sum(done) < len(done)


def test_what_is_finished_within_a_budget_is_right() -> None:
    some = solve_many(SHORT, every_card=False, most_nodes=200_000)
    whole = solve_many(SHORT, every_card=False)
    for within, without in zip(some, whole, strict=True):
        assert without is not None
        assert within is None or within.split == without.split


def test_a_time_budget_is_kept() -> None:
    began = time.monotonic()
    some = solve_many(LONG, most_ms=50)
    assert time.monotonic() - began < 2
    assert None in some


def test_another_thread_may_stop_a_call(threads: ThreadPool) -> None:
    stop = Stop()
    call = threads.spawn(solve_many, LONG, stop=stop)
    stop.set()
    solutions = call.get(timeout=20)
    assert stop.is_set()
    assert solutions is not None
    assert None in solutions


def test_a_call_stopped_before_it_begins_answers_nothing() -> None:
    stop = Stop()
    stop.set()
    assert solve_many(SHORT, stop=stop) == [None] * len(SHORT)


def test_calls_side_by_side_give_the_same_answers(threads: ThreadPool) -> None:
    problems = [
        random_deal(Random(seed), 9, mode) for seed in range(8) for mode in ("game", "misere")
    ]
    calls = [threads.spawn(solve_many, problems) for _ in range(4)]
    alone = solve_many(problems)
    assert [call.get(timeout=60) for call in calls] == [alone] * 4


def test_two_calls_may_not_share_a_memory(threads: ThreadPool) -> None:
    memory, stop = Memory(), Stop()
    calls = [threads.spawn(solve_many, LONG, memory=memory, stop=stop) for _ in range(2)]
    refused = next(gevent.iwait(calls, timeout=20))
    stop.set()
    with pytest.raises(RuntimeError, match="share"):
        refused.get()
    for call in calls:
        call.wait(20)


def test_no_problems_are_no_work() -> None:
    nothing: list[Problem] = []
    assert solve_many(nothing) == []

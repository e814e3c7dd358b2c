"""The timer loop: after a step, never during one, whatever it raises."""

import logging
import time
from typing import Final

import gevent
import pytest

from green.periodic import JITTER, MARK_SECONDS, Periodic
from tests.waiting import until

SHORT: Final = 0.01


def test_it_steps_again_and_again_and_stops() -> None:
    steps: list[float] = []
    job = Periodic("job", lambda: steps.append(time.monotonic()), every_seconds=SHORT)
    job.start()
    until(lambda: len(steps) >= 5)
    job.stop()
    seen = len(steps)
    gevent.sleep(SHORT * 5)
    assert len(steps) == seen
    gaps = [later - earlier for earlier, later in zip(steps, steps[1:], strict=False)]
    assert min(gaps) >= SHORT * (1 - JITTER) * 0.9


def test_the_first_step_waits_a_period_unless_it_is_asked_for_at_once() -> None:
    steps: list[str] = []
    patient = Periodic("patient", lambda: steps.append("patient"), every_seconds=60)
    hasty = Periodic("hasty", lambda: steps.append("hasty"), every_seconds=60)
    patient.start()
    hasty.start(at_once=True)
    until(lambda: steps == ["hasty"])
    patient.stop()
    hasty.stop()


def test_a_long_step_is_never_overtaken_by_the_next() -> None:
    inside, most, done = [0], [0], [0]

    def step() -> None:
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        gevent.sleep(SHORT * 5)
        inside[0] -= 1
        done[0] += 1

    job = Periodic("long", step, every_seconds=SHORT)
    job.start()
    until(lambda: done[0] >= 3)
    job.stop()
    assert most == [1]
    assert job.took_seconds >= SHORT * 5


def test_it_survives_what_its_step_raises(caplog: pytest.LogCaptureFixture) -> None:
    steps: list[int] = []

    def step() -> None:
        steps.append(1)
        if len(steps) < 4:
            raise ValueError("step failed")

    with caplog.at_level(logging.CRITICAL + 1, logger="green.periodic"):
        job = Periodic("brittle", step, every_seconds=SHORT)
        job.start()
        until(lambda: len(steps) >= 6)
        job.stop()
    assert job.failures == 3


def test_a_failure_is_logged_with_its_name_and_traceback(caplog: pytest.LogCaptureFixture) -> None:
    def step() -> None:
        raise ValueError("why it failed")

    job = Periodic("brittle", step, every_seconds=60)
    job.start(at_once=True)
    until(lambda: job.failures == 1)
    job.stop()
    [record] = caplog.records
    assert record.getMessage() == "job brittle failed"
    assert record.exc_info is not None
    assert "why it failed" in str(record.exc_info[1])


def test_stop_ends_a_step_where_it_waits() -> None:
    ends: list[str] = []

    def step() -> None:
        try:
            gevent.sleep(60)
        finally:
            ends.append("ended")

    job = Periodic("waits", step, every_seconds=SHORT)
    job.start(at_once=True)
    gevent.sleep(SHORT)
    job.stop()
    assert ends == ["ended"]
    assert job._next is None


def test_a_step_may_stop_its_own_job() -> None:
    steps: list[int] = []

    def step() -> None:
        steps.append(1)
        job.stop()
        gevent.sleep(SHORT)
        steps.append(2)

    job = Periodic("once", step, every_seconds=SHORT)
    job.start(at_once=True)
    until(lambda: steps == [1, 2])
    gevent.sleep(SHORT * 5)
    assert steps == [1, 2]


def test_it_starts_only_once_and_may_start_again() -> None:
    steps: list[int] = []
    job = Periodic("job", lambda: steps.append(1), every_seconds=60)
    job.start(at_once=True)
    job.start(at_once=True)
    until(lambda: steps)
    gevent.sleep(SHORT)
    assert steps == [1]
    job.stop()
    job.start(at_once=True)
    until(lambda: steps == [1, 1])
    job.stop()


def test_its_age_tells_when_it_last_ended() -> None:
    job = Periodic("job", lambda: None, every_seconds=60)
    job.start(at_once=True)
    gevent.sleep(SHORT)
    young = job.age_seconds
    gevent.sleep(SHORT * 3)
    assert job.age_seconds >= young + SHORT * 3
    job.stop()


def test_a_step_that_hangs_grows_old() -> None:
    job = Periodic("hangs", lambda: gevent.sleep(60), every_seconds=SHORT)
    job.start(at_once=True)
    gevent.sleep(SHORT * 10)
    assert job.age_seconds >= SHORT * 10
    job.stop()


def test_workers_that_start_together_do_not_step_together() -> None:
    pauses = {Periodic("job", lambda: None, every_seconds=10)._pause() for _ in range(200)}
    assert 9.0 - MARK_SECONDS <= min(pauses) < 9.3
    assert 10.7 < max(pauses) <= 11.0 + MARK_SECONDS


def test_slow_steps_of_one_worker_begin_at_the_same_marks() -> None:
    begins = [time.monotonic() + Periodic("job", int, every_seconds=3)._pause() for _ in range(99)]
    late = {round((begin - begins[0]) / MARK_SECONDS, 2) % 1 for begin in begins}
    assert late <= {0.0, 0.01, 0.02, 0.98, 0.99}
    assert len({round(begin, 1) for begin in begins}) > 1

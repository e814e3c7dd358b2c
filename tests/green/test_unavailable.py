"""A job whose database is away says so in a line; a bug of ours shows where it is."""

import logging

import pytest

from green.periodic import Periodic
from tests.waiting import until


class Away(Exception):
    """What the step waits for is not there."""


@pytest.mark.parametrize(
    ("error", "is_told_whole"), [(Away("no answer"), False), (KeyError(), True)]
)
def test_only_a_bug_is_told_with_its_traceback(
    error: Exception, is_told_whole: bool, caplog: pytest.LogCaptureFixture
) -> None:
    def step() -> None:
        raise error

    job = Periodic("job", step, every_seconds=60, unavailable=(Away,))
    with caplog.at_level(logging.WARNING, "green.periodic"):
        job.start(at_once=True)
        until(lambda: job.failures)
        job.stop()
    [record] = caplog.records
    assert bool(record.exc_info) is is_told_whole
    assert record.getMessage().startswith("job job")

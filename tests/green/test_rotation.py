"""When a worker has lived long enough."""

from green.drain import JITTER, Rotation

DAY = 86_400.0
MEGABYTE = 1_048_576


def test_by_age_give_or_take_a_tenth() -> None:
    rotation = Rotation(seconds=DAY, megabytes=0, now=100.0)
    assert not rotation.is_due(100.0 + DAY * (1 - JITTER) - 1, 10**12)
    assert rotation.is_due(100.0 + DAY * (1 + JITTER) + 1, 0)


def test_by_memory_give_or_take_a_tenth() -> None:
    rotation = Rotation(seconds=0, megabytes=500, now=0.0)
    assert not rotation.is_due(10**9, int(449 * MEGABYTE))
    assert rotation.is_due(0.0, int(551 * MEGABYTE))


def test_never_when_nothing_is_set() -> None:
    assert not Rotation(seconds=0, megabytes=0, now=0.0).is_due(10**12, 10**15)


def test_workers_that_start_together_leave_one_after_the_other() -> None:
    made = [Rotation(seconds=DAY, megabytes=0, now=0.0) for _ in range(50)]
    due = sum(each.is_due(DAY, 0) for each in made)
    assert 0 < due < 50

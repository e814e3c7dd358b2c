"""How much one client may say."""

from green.credits import MOST_PURSES, Credits, Purses


def test_credits_are_spent_and_come_back_with_time() -> None:
    credits = Credits(3, 6.0, now=100.0)
    assert [credits.pay(100.0) for _ in range(4)] == [True, True, True, False]
    assert credits.pay(104.0)
    assert not credits.pay(104.1)
    assert [credits.pay(1000.0) for _ in range(4)] == [True, True, True, False]


def test_everybody_has_a_purse_of_his_own() -> None:
    purses = Purses()
    assert [purses.pay("a", 0.0, credits=2, per_seconds=1.0) for _ in range(3)][-1] is False
    assert purses.pay("b", 0.0, credits=2, per_seconds=1.0)


def test_there_are_never_more_purses_than_so_many() -> None:
    purses = Purses()
    for owner in range(MOST_PURSES + 100):
        purses.pay(owner, 0.0, credits=2, per_seconds=1.0)
    assert len(purses) == MOST_PURSES

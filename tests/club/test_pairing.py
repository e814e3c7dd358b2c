"""Who may play with whom: ranges that widen, and pairs that are kept apart."""

from club.pairing import ANYBODY_AFTER_MS, FIRST_WIDTH, company, may_meet, width
from store.seeks import Kind, Seek

RATED = Kind("sochi", 10, "usual", True)
NOW = 1_000_000


def a_seek(player_id: int, rating: int = 1500, waited_ms: int = 0, kind: Kind = RATED) -> Seek:
    return Seek(player_id, kind, rating, NOW - waited_ms, NOW + 60_000)


def who(*waiting: Seek, apart: tuple[frozenset[int], ...] = ()) -> list[int]:
    together = company(waiting, 3, NOW, apart)
    return sorted(seek.player_id for seek in together or ())


def test_three_of_a_kind_play_together() -> None:
    assert who(a_seek(1), a_seek(2), a_seek(3)) == [1, 2, 3]
    assert who(a_seek(1), a_seek(2)) == []


def test_the_range_widens_with_waiting_and_has_no_end_at_last() -> None:
    assert width(0) == FIRST_WIDTH < width(10_000) < width(ANYBODY_AFTER_MS - 1)
    assert width(ANYBODY_AFTER_MS) == float("inf")


def test_both_must_have_waited_long_enough_for_each_other() -> None:
    strong, patient = a_seek(1, 2000), a_seek(2, 1500, waited_ms=60_000)
    assert not may_meet(strong, patient, NOW)
    assert may_meet(a_seek(1, 2000, waited_ms=60_000), patient, NOW)


def test_all_three_must_be_in_each_others_range() -> None:
    ends = a_seek(1, 1400), a_seek(3, 1600)
    assert who(*ends, a_seek(2, 1500)) == []
    assert who(*ends, a_seek(2, 1500), a_seek(4, 1450), a_seek(5, 1420)) != []


def test_ratings_do_not_matter_where_nothing_is_at_stake() -> None:
    kind = RATED._replace(rated=False)
    assert who(*(a_seek(n, 500 * n, kind=kind) for n in (1, 2, 3))) == [1, 2, 3]


def test_who_has_waited_longest_comes_first_with_the_nearest() -> None:
    old = a_seek(1, 1500, waited_ms=5_000)
    others = a_seek(2, 1600), a_seek(3, 1510), a_seek(4, 1490), a_seek(5, 1650)
    assert who(*others, old) == [1, 3, 4]


def test_some_are_kept_apart() -> None:
    three = a_seek(1), a_seek(2), a_seek(3)
    assert who(*three, apart=(frozenset((2, 3)),)) == []
    assert who(*three, a_seek(4), apart=(frozenset((2, 3)),)) == [1, 2, 4]

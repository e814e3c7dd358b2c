"""Counts are added up the way players talk of them."""

from club.statistics import Row, added_up
from store.facts import Count

COUNTS = (
    Count("declarer", "6S", 1, deals=4, fulfilled=3, gain=240),
    Count("declarer", "6N", 2, deals=1, fulfilled=0, gain=-120),
    Count("declarer", "misere", 1, deals=2, fulfilled=1, gain=0),
    Count("whist", "6S", 3, deals=3, fulfilled=2, gain=36),
    Count("pass", "6S", 2, deals=5, fulfilled=0, gain=12),
    Count("all_pass", "all_pass", 2, deals=2, fulfilled=0, gain=-48),
)


def test_a_level_holds_the_games_of_all_suits() -> None:
    statistics = added_up(COUNTS)
    assert statistics.bids[0] == Row("6", 5, 3, 120)
    assert statistics.bids[0].percent == 60
    assert statistics.bids[-1] == Row("misere", 2, 1, 0)


def test_only_whists_are_whists() -> None:
    assert added_up(COUNTS).whists[0] == Row("6", 3, 2, 36)


def test_contracts_are_ones_own_and_what_nobody_played() -> None:
    by_kind = {row.kind: row for row in added_up(COUNTS).contracts}
    assert by_kind["6"].whists == 2.0
    assert by_kind["all_pass"].whists == -2.0
    assert by_kind["10"].whists == 0.0


def test_every_deal_was_played_from_some_place() -> None:
    statistics = added_up(COUNTS)
    assert [row.deals for row in statistics.places] == [6, 8, 3]
    assert statistics.deals == sum(count.deals for count in COUNTS)


def test_a_dealer_who_sits_out_has_a_place_of_his_own() -> None:
    statistics = added_up((*COUNTS, Count("dealer", "6S", 4, deals=1, fulfilled=0, gain=60)))
    assert [row.kind for row in statistics.places] == ["1", "2", "3", "4"]


def test_nobody_has_played_nothing() -> None:
    assert added_up(()).deals == 0

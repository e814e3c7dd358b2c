"""A part of the soak in every test run; the whole of it by `make soak-rules`."""

from collections import Counter

import pytest

from tests.games.soak import soak


@pytest.mark.slow
def test_random_deals_and_matches_hold_together() -> None:
    counts: Counter[str] = soak(deals=1_500, matches=40, seed=7).counts
    assert counts["deals"] >= 1_500 and counts["compared"] > 10_000


def test_a_whole_sochi_match_holds_together() -> None:
    assert soak(deals=50, matches=5, seed=3, sochi_only=True).counts["finished"] >= 5

"""What the soak calls a drift."""

from bench.soak import Window, drifted

CALM = Window(rss_mb=150.0, greenlets=40, descriptors=2_030, connections=9, p99_ms=20.0)


def test_an_even_evening_does_not_drift() -> None:
    assert drifted([CALM._replace(rss_mb=120.0), *[CALM] * 8]) == []


def test_memory_that_grows_is_a_drift() -> None:
    grown = [CALM._replace(rss_mb=150.0 + 4 * window) for window in range(9)]
    assert drifted(grown) == ["rss_mb 156 -> 180"]


def test_descriptors_left_open_are_a_drift() -> None:
    leaking = [CALM._replace(descriptors=2_030 + 10 * window) for window in range(9)]
    assert [found.split()[0] for found in drifted(leaking)] == ["descriptors"]


def test_one_slow_window_is_no_drift() -> None:
    windows = [CALM] * 6 + [CALM._replace(p99_ms=400.0)] + [CALM] * 6
    assert drifted(windows) == []

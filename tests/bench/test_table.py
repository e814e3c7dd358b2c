"""The table of a run and the marks in it."""

import pytest

from bench.marks import Figures, Line, at_least, at_most
from bench.table import as_markdown, drawn

LINES = (
    Line("acts", "acts", at_least(5_000), "another", "acts_other", "ratio"),
    Line("latency", "p99", at_most(50)),
)


def test_a_mark_is_held_at_its_bound_and_missed_beyond() -> None:
    assert at_least(2).holds(2) and not at_least(2).holds(1.99)
    assert at_most(50).holds(50) and not at_most(50).holds(50.1)


def test_the_mark_of_a_line_with_a_ratio_is_of_the_ratio() -> None:
    figures: Figures = {"acts": 6_000.0, "acts_other": 3.0, "ratio": 2_000.0, "p99": 20.0}
    text = drawn(LINES, figures, judged=True).splitlines()
    assert text[1].split() == ["acts", "6,000", "another", "3", "2,000", "≥", "5,000", "MISSED"]
    assert text[2].split() == ["latency", "20", "≤", "50", "held"]


@pytest.mark.parametrize("judged", [True, False])
def test_what_could_not_run_is_shown_as_such(judged: bool) -> None:
    text = drawn(
        LINES, {"acts": None, "acts_other": None, "ratio": None, "p99": 60.0}, judged=judged
    )
    assert ("not measured" in text) == judged
    assert ("MISSED" in text) == judged


def test_the_table_for_the_page_has_a_row_a_line() -> None:
    figures: Figures = {"acts": 6_000.0, "acts_other": None, "ratio": None, "p99": 60.0}
    head, rule, *rows = as_markdown(LINES, figures).splitlines()
    assert head.count("|") == rule.count("|") == 8
    assert rows == [
        "| acts | 6,000 | another | - | - | ≥ 5,000 | not measured |",
        "| latency | 60 |  |  |  | ≤ 50 | MISSED |",
    ]

"""Etudes: open positions with one thing to find, and the other side playing perfectly.

Nothing here solves or waits by itself: what has to be known is asked for, as the bots do
(`bots.thinking`), so that whoever runs it decides where.
"""

from games.preferans.etudes.etude import Etude, Side, etude_of_line, line_of_etude
from games.preferans.etudes.perfect import Question, T, Unsolved, judged, replies, solution
from games.preferans.etudes.position import (
    Verdict,
    after,
    beginning,
    is_ours,
    open_view,
    seat_of,
    verdict_so_far,
)

__all__ = [
    "Etude",
    "Question",
    "Side",
    "T",
    "Unsolved",
    "Verdict",
    "after",
    "beginning",
    "etude_of_line",
    "is_ours",
    "judged",
    "line_of_etude",
    "open_view",
    "replies",
    "seat_of",
    "solution",
    "verdict_so_far",
]

"""The cost of one act: `apply`, the views of all audiences, what changed in them, encoded."""

import statistics
import time
from random import Random

import msgspec

from bench.marks import Figures, Line, at_most
from games.preferans import Match, View, apply, recorded_action, views_for
from tests.games.preferans.agreements import random_rules
from tests.games.preferans.driving import Row, play_on, started
from tests.games.preferans.lively import lively_row

MATCHES = 16
# An act costs the same each time but for what else the machine does, so the least of a few
# replays is the act's own cost. Pauses of the collector are not an act's and fall out with it.
REPLAYS = 5

LINES = (
    Line("`apply` + all views + encoding, median act, us", "act_us_rules", at_most(60)),
    Line("the same, dearest act of all, us", "act_us_rules_worst", at_most(1000)),
)


def changed(before: View, after: View) -> dict[str, object]:
    """The fields of a view that are not what they were."""
    return {
        name: new
        for name, old, new in zip(View._fields, before, after, strict=True)
        if new is not old and new != old
    }


def random_match(chance: Random) -> tuple[Match, list[Row]]:
    """A whole match over random agreements, three or four players, offers and time-outs too."""
    match = started(random_rules(chance))
    return match, [row for _, row, _ in play_on(match, chance, choose=lively_row)]


def costs_of_match(match: Match, rows: list[Row]) -> list[float]:
    """Microseconds of each act."""
    encode = msgspec.json.Encoder().encode
    views, costs = views_for(match), []
    for row in rows:
        began = time.perf_counter()
        match = apply(match, row.seat, recorded_action(row.text), row.now, row.by)
        after = views_for(match)
        for old, new in zip(views, after, strict=True):
            act = (row.seat, row.text)
            encode({"t": "ev", "v": match.version, "act": act, "set": changed(old, new)})
        costs.append((time.perf_counter() - began) * 1e6)
        views = after
    return costs


def measure(*, quick: bool = False) -> Figures:
    """`act_us_rules`: the median act; `act_us_rules_worst`: the dearest of all, a deal's last."""
    costs: list[float] = []
    for seed in range(1 if quick else MATCHES):
        match, rows = random_match(Random(seed))
        costs += map(min, zip(*(costs_of_match(match, rows) for _ in range(REPLAYS)), strict=True))
    return {
        "act_us_rules": round(statistics.median(costs), 1),
        "act_us_rules_worst": round(max(costs), 1),
    }


if __name__ == "__main__":
    print(measure())

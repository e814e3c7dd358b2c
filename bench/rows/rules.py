"""The cost of one act: `apply`, the views of all audiences, what changed in them, encoded."""

import statistics
import time
from random import Random

import msgspec

from bench.marks import Figures, Line, at_most
from games.preferans import Match, View, apply, parse_action, preset, print_action, views_for
from tests.games.preferans.driving import pick, shuffled, started

MATCHES = 12

LINES = (Line("`apply` + all views + encoding, median act, us", "act_us_rules", at_most(60)),)


def changed(before: View, after: View) -> dict[str, object]:
    """The fields of a view that are not what they were."""
    return {
        name: new
        for name, old, new in zip(View._fields, before, after, strict=True)
        if new is not old and new != old
    }


def costs_of_match(chance: Random) -> list[float]:
    """Microseconds of each act of one whole match played at random."""
    encode = msgspec.json.Encoder().encode
    match, now, costs = started(preset("sochi")), 2_000, []
    views = views_for(match)
    while match.phase != "finished":
        seat, text = next_act(match, chance)
        began = time.perf_counter()
        match = apply(match, seat, parse_action(text), now)
        after = views_for(match)
        for old, new in zip(views, after, strict=True):
            encode({"t": "ev", "v": match.version, "act": (seat, text), "set": changed(old, new)})
        costs.append((time.perf_counter() - began) * 1e6)
        views, now = after, now + 900
    return costs


def next_act(match: Match, chance: Random) -> tuple[int | None, str]:
    """Who does what: a deal when one is due, else a random legal act."""
    if match.phase == "to_deal":
        return None, print_action(shuffled(chance))
    seat = match.turn[0]
    if match.phase == "result":
        return seat, "next"
    return seat, pick(match, seat, chance)


def measure(*, quick: bool = False) -> Figures:
    """`act_us_rules`: the median act; `act_us_rules_worst`: 99.9 % take less."""
    matches = range(1 if quick else MATCHES)
    costs = sorted(cost for seed in matches for cost in costs_of_match(Random(seed)))
    return {
        "act_us_rules": round(statistics.median(costs), 1),
        "act_us_rules_worst": round(costs[int(len(costs) * 0.999)], 1),
    }


if __name__ == "__main__":
    print(measure())

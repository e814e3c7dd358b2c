"""Random deals and whole matches, checked at every act: python -m tests.games.soak 50000 500."""

import sys
from collections import Counter
from dataclasses import dataclass, field, replace
from random import Random
from time import perf_counter

from games.preferans import Match
from games.preferans.rules import SOCHI, Rules
from tests.games.preferans.agreements import random_rules
from tests.games.preferans.checking import (
    check_codec,
    check_noninterference,
    check_state,
)
from tests.games.preferans.driving import Row, play_on, replay, started
from tests.games.preferans.lively import lively_row

WINDOWS_PER_DEAL = 3
LONGEST_WINDOW = 12


@dataclass
class Tally:
    """What a soak has done so far."""

    counts: Counter[str] = field(default_factory=Counter)

    def line(self) -> str:
        return " ".join(f"{name}={count}" for name, count in sorted(self.counts.items()))


def soak_match(rules: Rules, chance: Random, tally: Tally, deals: int) -> None:
    """Play one match, at most so many deals, and check every state of it."""
    first = started(rules, chance.randrange(rules.players))
    states, rows = [first], list[Row]()
    for _, row, after in play_on(first, chance, choose=lively_row):
        check_state(after)
        states.append(after)
        rows.append(row)
        if after.deal is None and row.text != "deal":
            _close(states, rows, chance, tally)
            states, rows = [after], []
            deals -= 1
            if deals == 0:
                break
    if after.phase == "finished":
        _close(states, rows, chance, tally)
        tally.counts["finished"] += 1


def _close(states: list[Match], rows: list[Row], chance: Random, tally: Tally) -> None:
    """The checks of one deal: rebuilt from its rows, read back, indistinguishable."""
    assert replay(states[0], rows) == states[-1]
    check_codec(chance.choice(states))
    tally.counts["deals"] += 1
    tally.counts["acts"] += len(rows)
    for _ in range(WINDOWS_PER_DEAL):
        tally.counts["compared"] += _window(states, rows, chance)


def _window(states: list[Match], rows: list[Row], chance: Random) -> int:
    start = chance.randrange(len(rows))
    end = start
    while (
        end < len(rows) and end - start < LONGEST_WINDOW and _is_comparable(states[end], rows[end])
    ):
        end += 1
    if states[start].deal is None or start == end:
        return 0
    audience = chance.choice((*range(states[0].rules.players), None))
    return check_noninterference(states[start : end + 1], rows[start:end], audience, chance)


def _is_comparable(state: Match, row: Row) -> bool:
    """A time-out plays a card of its own choice, so other cards may mean another act."""
    return state.deal is not None and row.text != "timeout"


def soak(deals: int, matches: int, seed: int = 1, sochi_only: bool = False) -> Tally:
    """So many single deals and so many whole short matches over random agreements."""
    tally = Tally()
    for number in range(deals):
        chance = Random(f"{seed} deal {number}")
        soak_match(_rules(chance, sochi_only), chance, tally, deals=1)
    for number in range(matches):
        chance = Random(f"{seed} match {number}")
        soak_match(_rules(chance, sochi_only), chance, tally, deals=1_000)
    return tally


def _rules(chance: Random, sochi_only: bool) -> Rules:
    return replace(SOCHI, pool_target=4, max_deals=20) if sochi_only else random_rules(chance)


def main(arguments: list[str]) -> None:
    """Counts of deals and matches, then a seed; one line at the end."""
    deals, matches, seed = (*map(int, arguments), *(50_000, 500, 1)[len(arguments) :])
    begun = perf_counter()
    tally = soak(deals, matches, seed)
    print(f"soak: {tally.line()} seed={seed} seconds={perf_counter() - begun:.0f}")


if __name__ == "__main__":
    main(sys.argv[1:])

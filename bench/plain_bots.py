"""Self-play of the plain bots: how human it looks, and what an act costs.

`python -m bench.plain_bots [matches] [players] [convention]`
"""

import sys
from collections import Counter
from dataclasses import replace
from random import Random
from statistics import median, quantiles
from time import perf_counter

from games.cards import Card
from games.preferans import Clock, Match, apply, new_match, parse_action
from games.preferans.actions import NewDeal, Start
from games.preferans.bots import plain
from games.preferans.rules import Rules, preset
from games.preferans.view import EntryView

CLOCK = Clock(act_ms=30_000, bank_ms=180_000, refill_ms=20_000)
MOST_DEALS = 200


def play_match(rules: Rules, chance: Random, costs: list[float]) -> Match:
    """One match of bots to its end, or to the last deal counted."""
    everyone = (True,) * rules.players
    match = apply(
        new_match(rules, CLOCK), None, Start(chance.randrange(rules.players), everyone), 0
    )
    while match.phase != "finished" and match.number <= MOST_DEALS:
        match = _step(match, chance, costs)
    return match


def _step(match: Match, chance: Random, costs: list[float]) -> Match:
    if match.phase == "to_deal":
        deck = [Card(card) for card in range(32)]
        chance.shuffle(deck)
        return apply(match, None, NewDeal(tuple(deck), chance.randbytes(8).hex()), 0)
    if match.phase == "result":
        assert match.deadline is not None
        due = match.deadline + match.clock.grace_ms
        return apply(match, None, parse_action("timeout"), due)._replace(deadline=0)
    seat = match.turn[0]
    view = plain.view_of(match, seat)
    began = perf_counter()
    text = plain.choose(view, seat)
    costs.append(perf_counter() - began)
    return apply(match, seat, parse_action(text), 0, "bot")


def report(entries: list[EntryView], costs: list[float]) -> None:
    """Print the shares of kinds, made games and the cost of an act."""
    kinds = Counter(entry["kind"] for entry in entries)
    print(f"{len(entries)} deals:", {kind: f"{n / len(entries):.1%}" for kind, n in kinds.items()})
    _report_games([entry for entry in entries if entry["kind"] == "game"])
    misere = [entry for entry in entries if entry["kind"] == "misere"]
    clean = sum(entry["tricks"][_declarer(entry)] == 0 for entry in misere)
    print(f"misere: {len(misere)} played, {clean} made")
    cuts = quantiles(costs, n=100)
    print(
        f"cost of an act: median {median(costs) * 1e6:.0f} us, 95 % {cuts[94] * 1e6:.0f} us, "
        f"99 % {cuts[98] * 1e6:.0f} us, worst {max(costs) * 1e6:.0f} us"
    )


def _declarer(entry: EntryView) -> int:
    assert entry["declarer"] is not None
    return entry["declarer"]


def _report_games(games: list[EntryView]) -> None:
    for level in range(6, 11):
        named = [entry for entry in games if (entry["contract"] or "").startswith(str(level))]
        if named:
            _report_level(f"level {level}", named)
    _report_level("all games", games)


def _report_level(title: str, games: list[EntryView]) -> None:
    played = [entry for entry in games if entry["played"]]
    short = [max(0, _level(entry) - entry["tricks"][_declarer(entry)]) for entry in played]
    over = [max(0, entry["tricks"][_declarer(entry)] - _level(entry)) for entry in played]
    failed = [count for count in short if count]
    made = len(games) - len(failed)
    print(
        f"{title}: {len(games)}, made {made / len(games):.1%}, played {len(played)}, "
        f"made of played {1 - len(failed) / max(1, len(played)):.1%}, "
        f"undertricks a failure {sum(failed) / max(1, len(failed)):.2f}, "
        f"overtricks {sum(over) / max(1, len(played)):.2f}"
    )


def _level(entry: EntryView) -> int:
    assert entry["contract"] is not None
    return int(entry["contract"].rstrip("SCDHN!"))


def main(matches: int, players: int, convention: str) -> None:
    rules = replace(preset(convention, players), pool_target=20)
    entries: list[EntryView] = []
    costs: list[float] = []
    unfinished = 0
    for seed in range(matches):
        match = play_match(rules, Random(seed), costs)
        entries.extend(match.book.entries)
        unfinished += match.phase != "finished"
    print(f"{convention}, {players} players, {matches} matches, {unfinished} unfinished")
    report(entries, costs)


if __name__ == "__main__":
    matches, players, convention = (*sys.argv[1:], *("20", "3", "sochi")[len(sys.argv) - 1 :])
    main(int(matches), int(players), convention)

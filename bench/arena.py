"""Levels of bots against each other with the same cards.

`python -m bench.arena A B --deals N [--budget-ms MS] [--seed S] [--rules sochi] [--players 3]
[--seconds S] [--record FILE]`

Every deal is played once for each seat: one player of one level sits there alone against players of
the other; which level is alone changes from deal to deal. `whists` is what one A wins a deal alone
against B's and one B loses alone against A's, on the average of both, give or take `within` (its
95 % confidence interval over deals); `alone` and `against` are the two parts. `random` plays
anything legal. It ends at Ctrl-C or after `--seconds` with what it has; with `--record` it goes on
from there another time.
"""

import argparse
import json
import math
import multiprocessing
import os
import signal
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random
from statistics import fmean, stdev
from typing import Any, Final, NamedTuple

from games.cards import Card
from games.preferans import Clock, Match, apply, new_match, parse_action
from games.preferans.actions import NewDeal, Start
from games.preferans.bots.levels import LEVELS, think
from games.preferans.bots.plain import view_of
from games.preferans.bots.thinking import Situation, think_through
from games.preferans.rules import Rules, preset
from games.preferans.settlement import results
from games.preferans.solver import Memory

CLOCK: Final = Clock(act_ms=30_000, bank_ms=180_000, refill_ms=20_000)
RANDOM: Final = "random"


class Contest(NamedTuple):
    """Who plays whom, and how."""

    first: str
    second: str
    budget_ms: float
    seed: int
    rules: Rules


class Played(NamedTuple):
    """One deal: what the lone player won at each seat, from A's side, and the costs of thinking."""

    number: int
    whists: tuple[float, ...]
    decisions: int
    spent_ms: float
    worst_ms: float


class Player:
    """Decides for the seats of one level and counts what it costs."""

    def __init__(self, contest: Contest, memory: Memory) -> None:
        self.contest, self.memory = contest, memory
        self.costs: list[float] = []

    def decide(self, match: Match, seat: int, level: str, chance: Random) -> str:
        view = view_of(match, seat)
        if level == RANDOM:
            return _anything(view.legal or (), view.hands[seat] or (), view.phase, chance)
        began = time.thread_time()
        until = began + self.contest.budget_ms / 1000
        situation = Situation(view, seat, self.contest.rules)
        thought = think(LEVELS[level], situation, chance, lambda: time.thread_time() < until)
        text = think_through(thought, self.memory)
        if len(view.legal or ()) > 1:
            self.costs.append((time.thread_time() - began) * 1000)
        return text


def _anything(legal: tuple[str, ...], hand: tuple[str, ...], phase: str, chance: Random) -> str:
    act = chance.choice(legal)
    if phase != "discard" or act == "concede" or act.endswith("!"):
        return act
    first, second = chance.sample(hand, 2)
    return f"{first} {second} {act}"


def play(contest: Contest, number: int) -> Played:
    """One deal from every seat."""
    player = Player(contest, Memory())
    lone_is_first = number % 2 == 0
    lone, others = (
        (contest.first, contest.second) if lone_is_first else (contest.second, contest.first)
    )
    won = []
    for lone_seat in range(contest.rules.players):
        levels = [lone if at == lone_seat else others for at in range(contest.rules.players)]
        gained = _play_deal(player, number, levels)[lone_seat]
        won.append(gained if lone_is_first else -gained)
    costs = player.costs or [0.0]
    return Played(number, tuple(won), len(player.costs), sum(costs), max(costs))


def _play_deal(player: Player, number: int, levels: list[str]) -> list[float]:
    contest = player.contest
    rules = contest.rules
    cards = Random(f"{contest.seed} {number}")
    deck = [Card(card) for card in cards.sample(range(32), 32)]
    chance = Random(f"{contest.seed} {number} {levels}")
    everyone = (True,) * rules.players
    match = apply(new_match(rules, CLOCK), None, Start(number % rules.players, everyone), 0)
    match = apply(match, None, NewDeal(tuple(deck), "00" * 8), 0)
    while match.phase not in ("result", "finished"):
        seat = match.turn[0]
        text = player.decide(match, seat, levels[seat], chance)
        match = apply(match, seat, parse_action(text), 0, "bot")
    return [float(result) for result in results(rules, match.book.sheet)]


class Summary(NamedTuple):
    """Whists a deal with half the width of the 95 % interval, and what a decision cost."""

    deals: int
    whists: float
    within: float
    alone: float
    against: float
    decision_ms: float
    worst_ms: float


def summary(played: Iterable[Played]) -> Summary:
    """What these deals say."""
    deals = list(played)
    each = [fmean(deal.whists) for deal in deals] or [0.0]
    alone = [fmean(deal.whists) for deal in deals if deal.number % 2 == 0] or [0.0]
    against = [fmean(deal.whists) for deal in deals if deal.number % 2] or [0.0]
    within = 1.96 * stdev(each) / math.sqrt(len(each)) if len(each) > 1 else math.inf
    decisions = sum(deal.decisions for deal in deals) or 1
    return Summary(
        deals=len(deals),
        whists=fmean(each),
        within=within,
        alone=fmean(alone),
        against=fmean(against),
        decision_ms=sum(deal.spent_ms for deal in deals) / decisions,
        worst_ms=max((deal.worst_ms for deal in deals), default=0.0),
    )


def run(contest: Contest, numbers: Iterable[int], processes: int, until: float) -> Iterator[Played]:
    """Play these deals in so many processes, until the time or Ctrl-C."""
    with multiprocessing.get_context("fork").Pool(processes, _ignore_interrupt) as pool:
        try:
            for played in pool.imap_unordered(_task, ((contest, number) for number in numbers)):
                yield played
                if time.monotonic() > until:
                    return
        except KeyboardInterrupt:
            return


def _task(task: tuple[Contest, int]) -> Played:
    return play(*task)


def _ignore_interrupt() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def recorded(path: Path | None, contest: Contest) -> list[Played]:
    """The deals of the same contest in the record; none if there is no record yet."""
    if path is None or not path.exists():
        return []
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    return [_of_record(line) for line in lines if line["contest"] == _name(contest)]


def _name(contest: Contest) -> str:
    rules = contest.rules
    return (
        f"{contest.first} {contest.second} {contest.budget_ms:g} {contest.seed} "
        f"{rules.convention} {rules.players}"
    )


def _of_record(line: dict[str, Any]) -> Played:
    return Played(**{**line["played"], "whists": tuple(line["played"]["whists"])})


def main() -> None:
    """The command."""
    given = _arguments()
    contest = Contest(
        given.first, given.second, given.budget_ms, given.seed, preset(given.rules, given.players)
    )
    played = recorded(given.record, contest)
    done = {deal.number for deal in played}
    numbers = [number for number in range(given.deals) if number not in done]
    until = time.monotonic() + given.seconds
    for deal in run(contest, numbers, given.processes, until) if numbers else ():
        played.append(deal)
        if given.record:
            with given.record.open("a") as record:
                line = {"contest": _name(contest), "played": deal._asdict()}
                record.write(json.dumps(line) + "\n")
    print(json.dumps({**summary(played)._asdict(), "contest": _name(contest)}))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.arena")
    names = (*LEVELS, RANDOM)
    parser.add_argument("first", choices=names)
    parser.add_argument("second", choices=names)
    parser.add_argument("--deals", type=int, default=100)
    parser.add_argument("--budget-ms", type=float, default=50.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rules", default="sochi")
    parser.add_argument("--players", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=math.inf)
    parser.add_argument("--record", type=Path)
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    return parser.parse_args()


if __name__ == "__main__":
    main()

"""Open or closed: what a lone whister wins when he sees both hands, and when nobody does."""

from collections.abc import Generator
from math import sqrt
from typing import Final, TypeVar

from games.preferans.bots.acts import Judge
from games.preferans.bots.beliefs import Worlds
from games.preferans.bots.plain import choose
from games.preferans.bots.rollouts import Table
from games.preferans.bots.thinking import Ask, Chance, MayGoOn, Situation, Thought
from games.preferans.solver import Solution
from games.preferans.state import Deal

_OPEN: Final = "open"
_DOUBT: Final = 1.5  # standard errors by which closed hands must be better

T = TypeVar("T")
Found = Generator[Ask, list[Solution | None], T]


def think_of_light(
    situation: Situation, samples: int, chance: Chance, may_go_on: MayGoOn
) -> Thought:
    """The text of the choice put to a whister, over up to so many layouts.

    Open hands are played by one who sees them against one who sees them: they are solved, and set
    right by what is measured (`acts.SLIPS`). Other choices are played on by players who see no
    more than their seats do.
    """
    view, seat, _ = situation
    likely = choose(view, seat)
    others = [word for word in view.legal or () if word != _OPEN]
    if likely != _OPEN or not others:
        return likely
    table, judge = Table(situation), Judge(situation)
    gains: dict[str, list[float]] = {word: [] for word in others}
    for layout, _weight in Worlds(view, seat).looked_at(chance, samples):
        deal = table.lay_out(layout)
        opened = yield from _solved(table, judge, deal)
        if opened is not None:
            for word in others:
                gains[word].append((yield from _played(table, judge, deal, word)) - opened)
        if not may_go_on():
            break
    better = {word: _surely(gained) for word, gained in gains.items()}
    best = max(better, key=better.__getitem__)
    return best if better[best] > 0 else _OPEN


def _solved(table: Table, judge: Judge, deal: Deal) -> Found[float | None]:
    end = table.play_on(deal, _OPEN)
    problem = judge.problem(end)
    assert problem is not None
    solution = (yield Ask([problem], every_card=False))[0]
    return None if solution is None else judge.worth(end, solution)


def _played(table: Table, judge: Judge, deal: Deal, word: str) -> Found[float]:
    for after in table.tricks_of(deal, word):
        deal = after
        yield Ask((), every_card=False)
    return judge.worth(deal, None)


def _surely(gains: list[float]) -> float:
    """The mean gain, less what chance may have given."""
    if len(gains) < 2:
        return 0.0
    mean = sum(gains) / len(gains)
    spread = sqrt(sum((gain - mean) ** 2 for gain in gains) / (len(gains) - 1))
    return mean - _DOUBT * spread / sqrt(len(gains))

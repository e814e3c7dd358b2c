"""Open or closed: a lone whister plays the deal on both ways, everybody as the plain bot."""

from math import sqrt
from typing import Final

from games.preferans.bots.acts import Judge
from games.preferans.bots.beliefs import Worlds
from games.preferans.bots.plain import choose
from games.preferans.bots.rollouts import Table
from games.preferans.bots.thinking import Ask, Chance, MayGoOn, Situation, Thought

_DOUBT: Final = 1.0  # standard errors by which another light than the plain bot's must be better


def think_of_light(
    situation: Situation, samples: int, chance: Chance, may_go_on: MayGoOn
) -> Thought:
    """The text of the choice put to a whister, over up to so many layouts.

    With open cards both lights are worth the same: what they are about is who sees what. So this
    is played on by players who see no more than their seats do.
    """
    view, seat, _ = situation
    likely = choose(view, seat)
    others = [word for word in view.legal or () if word != likely]
    if not others or likely == "catch":
        return likely
    table, judge = Table(situation), Judge(situation)
    gains: dict[str, list[float]] = {word: [] for word in others}
    for layout, _weight in Worlds(view, seat).looked_at(chance, samples):
        worths = {}
        for word in (likely, *others):
            deal = table.lay_out(layout)
            for after in table.tricks_of(deal, word):
                deal = after
                yield Ask((), every_card=False)
            worths[word] = judge.worth(deal, None)
        for word in others:
            gains[word].append(worths[word] - worths[likely])
        if not may_go_on():
            break
    better = {word: _surely(gained) for word, gained in gains.items()}
    best = max(better, key=better.__getitem__)
    return best if better[best] > 0 else likely


def _surely(gains: list[float]) -> float:
    """The mean gain, less what chance may have given."""
    if len(gains) < 2:
        return 0.0
    mean = sum(gains) / len(gains)
    spread = sqrt(sum((gain - mean) ** 2 for gain in gains) / (len(gains) - 1))
    return mean - _DOUBT * spread / sqrt(len(gains))

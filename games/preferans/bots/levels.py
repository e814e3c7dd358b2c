"""The levels of the bots: how long each looks before it plays."""

from typing import Final, NamedTuple

from games.preferans.bots.acts import think_of_act
from games.preferans.bots.cards import think_of_card
from games.preferans.bots.light import think_of_light
from games.preferans.bots.offers import think_of_offer
from games.preferans.bots.plain import choose
from games.preferans.bots.thinking import Chance, MayGoOn, Situation, Thought

PLAIN: Final = "plain"


class Level(NamedTuple):
    """How many layouts a level looks at, at most, for a card and for any act before the play."""

    cards: int
    acts: int


LEVELS: Final[dict[str, Level]] = {
    PLAIN: Level(0, 0),
    "steady": Level(6, 0),
    "strong": Level(400, 400),
}


def think(level: Level, situation: Situation, chance: Chance, may_go_on: MayGoOn) -> Thought:
    """The act of a bot of this level, as a thought that asks for what it wants solved.

    It depends on the situation, the numbers drawn and how often it may go on, on nothing else.
    """
    view = situation.view
    if view.phase == "play" and level.cards:
        return (yield from think_of_card(situation, level.cards, chance, may_go_on))
    if view.phase in ("auction", "discard", "declare") and level.acts:
        return (yield from think_of_act(situation, level.acts, chance, may_go_on))
    if view.phase == "choose" and level.acts:
        return (yield from think_of_light(situation, level.acts, chance, may_go_on))
    if view.phase == "offer" and level.acts:
        return (yield from think_of_offer(situation, level.acts, chance, may_go_on))
    return choose(view, situation.seat)

"""Finished deals thought over: what each decision cost."""

import time
from random import Random
from typing import Final

from club.replays import Decision
from club.thinking import Budget, Mind
from games.preferans.bots.review import Cost, cost_of

SAMPLES: Final = 30  # layouts for what a player could know
DECISION_SECONDS: Final = 2.0
SHARE: Final = 0.3  # of a core, of one worker; what is over it costs samples
SAVED_SECONDS: Final = 10.0


class Reviews:
    """Thinks over one decision after another; whoever asks has his turn among long work."""

    def __init__(self) -> None:
        self._budget = Budget(SHARE, SAVED_SECONDS)
        self._mind = Mind(self._budget)

    def cost_of(self, decision: Decision) -> Cost | None:
        """What this act cost its seat; None where there was nothing to decide."""
        until = time.monotonic() + DECISION_SECONDS

        def may_go_on() -> bool:
            return time.monotonic() < until and not self._budget.is_spent()

        chance = Random(decision.match.version)  # the same whoever asks
        match, seat, act = decision.match, decision.seat, decision.act
        thought = cost_of(match, seat, act, SAMPLES, chance, may_go_on)
        return self._mind.follow(thought, until)

"""The club's etudes: which there are, what becomes of a card, how they are solved."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

import games.preferans.etudes as package
from club.errors import ClubRefusal
from club.thinking import Budget, Mind
from games.cards import CARD_NAMES, CARDS_BY_NAME
from games.errors import Refusal
from games.preferans import Match
from games.preferans.etudes import (
    Etude,
    Question,
    T,
    Unsolved,
    Verdict,
    after,
    beginning,
    etude_of_line,
    judged,
    replies,
    solution,
    verdict_so_far,
)

FILE: Final = Path(package.__file__).with_name("etudes.jsonl")
MOST_CARDS: Final = 30
ANSWER_SECONDS: Final = 2.0
SHARE: Final = 0.3  # of a core, of one worker
SAVED_SECONDS: Final = 5.0


class Answer(NamedTuple):
    """What became of a line of cards: the positions it went through, ours and the replies."""

    matches: tuple[Match, ...]  # the first is the etude's own
    cards: tuple[str, ...]
    verdict: Verdict
    within_reach: bool  # whether the goal still is


class Etudes:
    """Nothing of a solver is kept: a line of cards says where he stands."""

    def __init__(self) -> None:
        self._budget = Budget(SHARE, SAVED_SECONDS)
        self._mind = Mind(self._budget)
        self.all = tuple(map(etude_of_line, FILE.read_text().splitlines()))
        self._by_name = {etude.name: etude for etude in self.all}

    def of(self, name: str) -> Etude:
        """Raises ClubRefusal("no_such_etude")."""
        if name not in self._by_name:
            raise ClubRefusal("no_such_etude")
        return self._by_name[name]

    def after(self, etude: Etude, cards: Sequence[str]) -> Answer:
        """The position after these cards, the last of them ours, and the replies to it.

        Raises ClubRefusal: bad_line, busy.
        """
        matches = line_of(etude, cards)
        verdict = verdict_so_far(etude, matches[-1])
        played = self._asked(replies(etude, matches[-1])) if verdict == "open" else []
        for card in played:
            matches.append(after(matches[-1], card))
        verdict = verdict_so_far(etude, matches[-1])
        if verdict == "open":
            within_reach = any(self._asked(judged(etude, matches[-1])).values())
        else:
            within_reach = verdict == "solved"
        names = (*cards, *(CARD_NAMES[card] for card in played))
        return Answer(tuple(matches), names, verdict, within_reach)

    def solution(self, etude: Etude) -> Answer:
        """The whole way from the beginning to the goal. Raises ClubRefusal("busy")."""
        start = beginning(etude)
        cards = [CARD_NAMES[card] for card in self._asked(solution(etude, start))]
        return Answer(tuple(line_of(etude, cards)), tuple(cards), "solved", within_reach=True)

    def _asked(self, question: Question[T]) -> T:
        if self._budget.is_spent():
            raise ClubRefusal("busy")
        try:
            return self._mind.follow(question, time.monotonic() + ANSWER_SECONDS)
        except Unsolved:
            raise ClubRefusal("busy") from None


def line_of(etude: Etude, cards: Sequence[str]) -> list[Match]:
    """The positions these cards lead through. Raises ClubRefusal("bad_line")."""
    matches = [beginning(etude)]
    try:
        for name in cards[: MOST_CARDS + 1]:
            matches.append(after(matches[-1], CARDS_BY_NAME[name]))
    except (Refusal, KeyError):
        raise ClubRefusal("bad_line") from None
    return matches

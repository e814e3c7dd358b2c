"""One agreement in words: its name, its values, and a sentence for each."""

from collections.abc import Callable
from typing import NamedTuple

from games.preferans.rules import Rules

Value = bool | int | str
Applies = Callable[[Rules], bool]


def N_(text: str) -> str:
    """Marks a message for the catalogues; the rules themselves speak no language."""
    return text


def always(_rules: Rules) -> bool:
    """Whether the agreement matters under these rules: it does."""
    return True


def with_four(rules: Rules) -> bool:
    """Only where somebody sits out (§11)."""
    return rules.players == 4


def with_half_whist(rules: Rules) -> bool:
    """Only where half-whists are taken (§4.4)."""
    return rules.half_whist


def with_help(rules: Rules) -> bool:
    """Only where a pool closes (§9.2)."""
    return rules.american_help


def with_checked_tens(rules: Rules) -> bool:
    """Only where nobody whists on a ten (§8.5)."""
    return rules.ten == "checked"


def with_open_talon(rules: Rules) -> bool:
    """Only where the talon takes part in all pass (§7.2)."""
    return rules.raspasy_talon == "leads_suit"


def with_mountain(rules: Rules) -> bool:
    """Only where tricks of all pass go to the mountain (§7.5)."""
    return rules.raspasy_score == "mountain"


class Sentence(NamedTuple):
    """A message id and what stands in it."""

    msgid: str
    values: dict[str, int]


class Option(NamedTuple):
    """One value of an agreement: two words for a list, a sentence for the rules."""

    value: Value
    label: str
    sentence: str


class Choice(NamedTuple):
    """An agreement with a few values. Field names are those of §13."""

    name: str
    label: str
    options: tuple[Option, ...]
    applies: Applies = always

    def says(self, rules: Rules) -> Sentence:
        """What these rules agree on here."""
        value = getattr(rules, self.name)
        option = next(option for option in self.options if option.value == value)
        return Sentence(option.sentence, {})


class Number(NamedTuple):
    """An agreement that is a whole number within limits."""

    name: str
    label: str
    least: int
    most: int
    sentence: str
    applies: Applies = always

    def says(self, rules: Rules) -> Sentence:
        """What these rules agree on here."""
        return Sentence(self.sentence, {"value": getattr(rules, self.name)})


Setting = Choice | Number


class Topic(NamedTuple):
    """Agreements that belong together."""

    name: str
    title: str
    settings: tuple[Setting, ...]

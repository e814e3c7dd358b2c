"""The agreements of a table in words: message ids and their values, in no language yet."""

from dataclasses import replace
from typing import Final, NamedTuple

from games.preferans.agreements import all_pass, at_the_table, auction, match, whist
from games.preferans.agreements.setting import N_, Choice, Number, Option, Sentence, Setting, Topic
from games.preferans.rules import PRESETS, Convention, Rules, preset

__all__ = [
    "CONVENTIONS",
    "Choice",
    "Difference",
    "Number",
    "Option",
    "Sentence",
    "Setting",
    "TOPICS",
    "Topic",
    "difference",
    "nearest",
    "rules_text",
]

TOPICS: Final = (match.TOPIC, auction.TOPIC, whist.TOPIC, all_pass.TOPIC, at_the_table.TOPIC)
CONVENTIONS: Final[dict[Convention, str]] = {
    "sochi": N_("Sochi"),
    "leningrad": N_("Leningrad"),
    "rostov": N_("Rostov"),
}

_SETTINGS: Final = tuple(setting for topic in TOPICS for setting in topic.settings)
_TALON_UNIT: Final = {
    True: N_("A unit of the talon bonus is ten whists."),
    False: N_("A unit of the talon bonus is the price of a whist."),
}


class Difference(NamedTuple):
    """How a table's agreements differ from the nearest convention's."""

    convention: Convention
    sentences: tuple[Sentence, ...]


def rules_text(rules: Rules) -> list[tuple[str, list[Sentence]]]:
    """The agreements by topic; those that cannot matter under these rules are left out."""
    said = [
        (topic.title, [s.says(rules) for s in topic.settings if s.applies(rules)])
        for topic in TOPICS
    ]
    if rules.talon_bonus != "off":
        said[_WHIST][1].append(_talon_unit(rules))
    return said


def nearest(rules: Rules) -> Convention:
    """The convention with the fewest differing settings; a tie goes to the one they began with."""
    return min(PRESETS, key=lambda name: (len(_differing(rules, name)), name != rules.convention))


def difference(rules: Rules) -> Difference:
    """What is agreed on otherwise than in the nearest convention.

    The number of players and the pool target belong to no convention and are left out.
    """
    convention = nearest(rules)
    sentences = [setting.says(rules) for setting in _differing(rules, convention)]
    if rules.talon_bonus != "off" and (rules.convention == "rostov") != (convention == "rostov"):
        sentences.append(_talon_unit(rules))
    return Difference(convention, tuple(sentences))


_WHIST: Final = TOPICS.index(whist.TOPIC)
_OF_EVERY_TABLE: Final = ("players", "pool_target")


def _differing(rules: Rules, convention: Convention) -> list[Setting]:
    base = replace(preset(convention, rules.players), pool_target=rules.pool_target)
    return [
        setting
        for setting in _SETTINGS
        if setting.name not in _OF_EVERY_TABLE
        and getattr(rules, setting.name) != getattr(base, setting.name)
        and (setting.applies(rules) or setting.applies(base))
    ]


def _talon_unit(rules: Rules) -> Sentence:
    """Rostov's unit is ten whists whatever the game (§8.6)."""
    return Sentence(_TALON_UNIT[rules.convention == "rostov"], {})

"""The agreements in words: every setting speaks, and the difference is from the nearest."""

from dataclasses import fields, replace
from random import Random
from typing import get_args, get_type_hints

import pytest

from games.preferans.agreements import TOPICS, Choice, difference, nearest, rules_text
from games.preferans.rules import PRESETS, Rules, preset
from tests.games.preferans.agreements import random_rules

SETTINGS = [setting for topic in TOPICS for setting in topic.settings]


def said(rules: Rules) -> list[str]:
    return [sentence.msgid for sentence in difference(rules).sentences]


def test_every_agreement_has_a_place_and_every_value_a_sentence() -> None:
    names = {setting.name for setting in SETTINGS}
    assert names == {field.name for field in fields(Rules)} - {"convention"}
    for setting in SETTINGS:
        kind = get_type_hints(Rules)[setting.name]
        if isinstance(setting, Choice):
            values = (True, False) if kind is bool else get_args(kind)
            assert [option.value for option in setting.options] == list(values)
        else:
            assert kind is int


def test_all_sentences_differ() -> None:
    sentences = [o.sentence for s in SETTINGS if isinstance(s, Choice) for o in s.options]
    assert len(set(sentences)) == len(sentences)


@pytest.mark.parametrize("players", [3, 4])
@pytest.mark.parametrize("convention", PRESETS)
def test_a_convention_does_not_differ_from_itself(convention: str, players: int) -> None:
    rules = replace(preset(convention, players), pool_target=50)
    assert nearest(rules) == convention
    assert said(rules) == []


def test_the_difference_is_a_sentence_for_each_changed_agreement() -> None:
    rules = replace(preset("sochi"), whist_style="gentleman", stalingrad=True)
    assert said(rules) == [
        "Stalingrad: six of spades must be whisted by both.",
        "Gentleman's whist: on a failed game whister and passer halve the whists.",
    ]


def test_the_nearest_convention_may_be_another_one() -> None:
    rules = replace(preset("leningrad"), convention="sochi")
    assert nearest(rules) == "leningrad"
    assert said(rules) == []


def test_only_the_price_of_a_good_talon_tells_rostov_by_name() -> None:
    rules = replace(preset("rostov", 4), convention="leningrad")
    assert nearest(rules) == "rostov"
    assert said(rules) == ["A unit of the talon bonus is the price of a whist."]


def test_what_cannot_matter_is_not_said() -> None:
    lines = [sentence.msgid for _, said in rules_text(preset("sochi")) for sentence in said]
    assert not any("sitting dealer" in line for line in lines)
    rules = replace(preset("sochi"), american_help=False)
    assert said(rules) == ["There is no help: a pool may go above the target."]


def test_numbers_stand_in_their_sentences() -> None:
    sentences = [sentence for _, said in rules_text(preset("leningrad")) for sentence in said]
    price = next(sentence for sentence in sentences if "trick on all pass costs" in sentence.msgid)
    assert price.msgid % price.values == "A trick on all pass costs 2."


def test_any_agreements_have_a_text_and_at_most_as_many_differences_as_changes() -> None:
    chance = Random(6)
    for _ in range(200):
        rules = random_rules(chance)
        assert all(sentences for _, sentences in rules_text(rules))
        changed = [
            name
            for name in (field.name for field in fields(Rules))
            if getattr(rules, name) != getattr(preset(rules.convention, rules.players), name)
        ]
        assert len(difference(rules).sentences) <= len(changed) + 1

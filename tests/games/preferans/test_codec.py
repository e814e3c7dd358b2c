"""A match as text and back."""

import json
from random import Random

import pytest

from games.errors import BadRecord
from games.preferans import decode_match, encode_match, new_match
from games.preferans.codec import SCHEMA
from games.preferans.rules import SOCHI
from tests.games.preferans.agreements import random_rules
from tests.games.preferans.checking import check_codec
from tests.games.preferans.driving import CLOCK, play_on, started
from tests.games.preferans.lively import lively_row
from tests.games.preferans.tables import table


def test_every_state_of_a_match_survives_the_text() -> None:
    check_codec(new_match(SOCHI, CLOCK))
    for seed in range(3):
        chance = Random(seed)
        match = started(random_rules(chance))
        for number, (_, _, after) in enumerate(play_on(match, chance, choose=lively_row)):
            check_codec(after)
            if number > 150:
                break
        check_codec(after)


def test_the_text_carries_its_schema() -> None:
    fields = json.loads(encode_match(table("6S")))
    assert fields["schema"] == SCHEMA == 1


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema":2}', '{"schema":1}', "null", "3"])
def test_a_text_that_is_no_match_is_refused(text: str) -> None:
    with pytest.raises(BadRecord):
        decode_match(text)


def test_a_newer_schema_is_refused_not_guessed() -> None:
    fields = json.loads(encode_match(table("6S")))
    fields["schema"] = 2
    with pytest.raises(BadRecord, match="another schema"):
        decode_match(json.dumps(fields))

"""Reading what clients say: each way to be wrong has its code."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from club.errors import OF_SOCKETS
from games.preferans import View
from sockets import lobby_messages
from sockets.fallback import STATUS
from sockets.messages import (
    BAD_CODES,
    FROM_CLIENT,
    FROM_SERVER,
    Act,
    Ask,
    BadMessage,
    Message,
    Ping,
    parse,
)

MESSAGES = (
    *FROM_CLIENT,
    *FROM_SERVER,
    *lobby_messages.FROM_CLIENT,
    *lobby_messages.FROM_SERVER,
)
PAGE = (Path(__file__).parents[2] / "docs" / "protocol.md").read_text()
REF = "0123456789abcdefgh_-"


def an_act(**changes: Any) -> str:
    return json.dumps({"t": "act", "ref": REF, "v": 17, "act": "7S"} | changes)


def test_messages_are_read() -> None:
    assert parse(an_act()) == Act(ref=REF, v=17, act="7S")
    assert parse('{"t":"ask","v":17}') == Ask(v=17)
    assert parse('{"t":"ping"}') == Ping()
    assert parse('{"t":"ping","more":1}') == Ping()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "bad_message"),
        ("{", "bad_message"),
        ("[]", "bad_message"),
        ("null", "bad_message"),
        ("7", "bad_message"),
        ('"act"', "bad_message"),
        ("{}", "bad_message"),
        ('{"t":null}', "bad_message"),
        ('{"t":["act"]}', "bad_message"),
        ("[" * 4000, "bad_message"),
        ('{"t":' * 700, "bad_message"),
        ('{"t":"ping"} x', "bad_message"),
        ('{"t":"sing"}', "unknown_type"),
        ('{"t":""}', "unknown_type"),
        ('{"t":"ev","v":1}', "unknown_type"),
        ('{"t":"act"}', "bad_message"),
        (an_act(v="17"), "bad_message"),
        (an_act(v=-1), "bad_message"),
        (an_act(v=2**31), "bad_message"),
        (an_act(v=1.5), "bad_message"),
        (an_act(v=10**400), "bad_message"),
        (an_act(v=None), "bad_message"),
        (an_act(act=""), "bad_message"),
        (an_act(act=7), "bad_message"),
        (an_act(act="x" * 201), "bad_message"),
        (an_act(act="7S\0"), "bad_text"),
        (an_act(act="\ud800"), "bad_text"),
        (an_act(act="\udc00\ud800"), "bad_text"),
        (an_act(ref="0123456789abcde\0"), "bad_text"),
        (an_act(**{"\0": 1}), "bad_text"),
        (an_act(more=["\ud800"]), "bad_text"),
        ('{"t":"ping"}\0', "bad_text"),
        ('{"t":"\\u0000"}', "bad_text"),
        ('{"t":"\\u00', "bad_message"),
        ('{"t":"\\u0041', "bad_message"),
        (an_act(ref="short"), "bad_ref"),
        (an_act(ref="x" * 37), "bad_ref"),
        (an_act(ref="x" * 15 + " "), "bad_ref"),
        (an_act(ref="x" * 16 + "\n"), "bad_ref"),
        (an_act(ref="é" * 16), "bad_ref"),
        (an_act(ref=7), "bad_message"),
        (an_act(act="x" * 5000), "too_big"),
    ],
)
def test_each_way_to_be_wrong_has_its_code(text: str, code: str) -> None:
    with pytest.raises(BadMessage) as bad:
        parse(text)
    assert bad.value.code == code
    assert code in BAD_CODES


SEEK = '{"t":"seek","convention":"sochi","target":10,"speed":"usual","rated":false}'


def test_messages_of_the_lobby_are_read() -> None:
    wish = lobby_messages.Seek(convention="sochi", target=10, speed="usual", rated=False)
    assert lobby_messages.parse(SEEK) == wish
    assert lobby_messages.parse('{"t":"withdraw"}') == lobby_messages.Withdraw()
    answer = lobby_messages.Answer(table="0", ready=True)
    assert lobby_messages.parse('{"t":"answer","table":"0","ready":true}') == answer
    assert lobby_messages.parse('{"t":"ping"}') == Ping()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (SEEK.replace("10", "0"), "bad_message"),
        (SEEK.replace("false", "1"), "bad_message"),
        (SEEK.replace("sochi", "so\\u0000chi"), "bad_text"),
        ('{"t":"answer","table":"","ready":true}', "bad_message"),
        (an_act(), "unknown_type"),
        (" " * 5000, "too_big"),
    ],
)
def test_the_lobby_has_the_same_codes(text: str, code: str) -> None:
    with pytest.raises(BadMessage) as bad:
        lobby_messages.parse(text)
    assert bad.value.code == code


def test_a_bad_act_is_refused_with_its_ref() -> None:
    with pytest.raises(BadMessage) as bad:
        parse(an_act(v=-1))
    assert bad.value.ref == REF


def test_escapes_that_mean_something_are_fine() -> None:
    assert parse(an_act(act="\u0451\U0001f600")) == Act(ref=REF, v=17, act="\u0451\U0001f600")


@given(some.text(max_size=300) | some.recursive(some.text() | some.integers(), some.lists).map(str))
def test_nothing_else_is_ever_raised(text: str) -> None:
    try:
        parse(text)
    except BadMessage as bad:
        assert bad.code in BAD_CODES


@pytest.mark.parametrize("message", sorted({*MESSAGES}, key=str))
def test_the_page_describes_every_message_with_every_field(message: type[Message]) -> None:
    tag = message.__struct_config__.tag
    section = PAGE.split(f"\n### `{tag}`\n", 1)[1].split("\n#", 1)[0]
    told = re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
    assert told == [*message.__struct_fields__] if told else not message.__struct_fields__


def test_the_page_describes_nothing_else() -> None:
    tags = {message.__struct_config__.tag for message in MESSAGES}
    assert set(re.findall(r"^### `(\w+)`", PAGE, re.MULTILINE)) == tags


def test_the_page_describes_every_field_of_the_view() -> None:
    section = PAGE.split("\n## The view\n", 1)[1].split("\n## ", 1)[0]
    assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == list(View._fields)


def test_the_page_names_the_codes() -> None:
    assert not [code for code in (*BAD_CODES, *OF_SOCKETS) if f"`{code}`" not in PAGE]


def test_the_page_names_what_is_answered_without_a_websocket() -> None:
    section = PAGE.split("\n## Without a websocket\n", 1)[1]
    for code, status in STATUS.items():
        assert str(status) in section
        assert f"`{code}`" in PAGE

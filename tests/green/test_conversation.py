"""A conversation: held when nothing of the request is left, whatever becomes of it."""

import gc
import weakref
from collections.abc import Iterable
from typing import Any

import pytest

from green.connection import Connection
from green.conversation import Conversation
from green.spawn import failures
from tests.green.sites import Environ, serving, talking
from tests.green.wire import Client, goodbye
from tests.waiting import until


class Load:
    """Something an application keeps for a request."""


def test_nothing_of_the_request_is_left_while_they_talk() -> None:
    kept: list[weakref.ref[Load]] = []

    def application(environ: Environ, start_response: Any) -> Iterable[bytes]:
        environ["load"] = load = Load()
        kept.append(weakref.ref(load))
        return Conversation(talk=answer, credits=10, per_seconds=1.0)

    def answer(connection: Connection) -> None:
        for words in connection:
            connection.send(words.upper())

    with serving(application) as site:
        with Client(site.port, "/here?v=1") as client:
            client.say("hello")
            assert client.hear() == "HELLO"
            gc.collect()
            assert [each() for each in kept] == [None]
            client.send(goodbye())
            client.frames()
        until(lambda: site.log.requests == [("101", "/here")])


def test_an_error_is_logged_counted_and_closes_with_1011(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(connection: Connection) -> None:
        raise ValueError("broken")

    before = failures["conversation"]
    with serving(talking(fail)) as site, Client(site.port, "/here") as client:
        assert client.farewell()[0] == 1011
        until(lambda: not len(site.roster))
    assert failures["conversation"] == before + 1
    assert "conversation at /here failed" in caplog.text
    assert "ValueError: broken" in caplog.text

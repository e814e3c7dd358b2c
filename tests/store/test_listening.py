"""Hints by LISTEN and NOTIFY: heard at once, and a dead connection is noticed."""

import time
from collections.abc import Iterator

import gevent
import pytest

from store.connections import Connections
from store.errors import Busy, Lost
from store.listening import Hint, Listener, notify
from tests.databases import execute


@pytest.fixture
def listener(database_url: str) -> Iterator[Listener]:
    found = Listener(database_url, ["acts", "people"])
    yield found
    found.close()


def send(connections: Connections, topic: str, payload: str) -> None:
    with connections.connection() as connection:
        notify(connection, topic, payload)


def test_what_is_sent_is_heard_in_order(connections: Connections, listener: Listener) -> None:
    for number in range(3):
        send(connections, "acts", f"{number}")
    send(connections, "people", "Аня")
    send(connections, "elsewhere", "x")
    heard: list[Hint] = []
    while len(heard) < 4:
        heard += listener.wait(2)
    assert heard == [Hint("acts", "0"), Hint("acts", "1"), Hint("acts", "2"), Hint("people", "Аня")]


def test_a_waiting_listener_is_woken(connections: Connections, listener: Listener) -> None:
    waiting = gevent.spawn(listener.wait, 5)
    gevent.sleep(0.05)
    began = time.monotonic()
    send(connections, "acts", "1:2")
    assert waiting.get(timeout=2) == [Hint("acts", "1:2")]
    assert time.monotonic() - began < 0.5


def test_silence_ends_after_the_time_given(listener: Listener) -> None:
    began = time.monotonic()
    assert listener.wait(0.1) == []
    assert 0.05 < time.monotonic() - began < 1


def test_a_hint_that_comes_with_the_sign_of_life_is_not_lost(
    connections: Connections, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(connections, "acts", "1:2")
    gevent.sleep(0.05)
    monkeypatch.setattr(listener, "_is_readable", lambda seconds: False)
    assert listener.wait(0) == [Hint("acts", "1:2")]


def test_a_cut_listener_says_so(database_url: str, listener: Listener) -> None:
    waiting = gevent.spawn(lambda: pytest.raises(Lost, wait_for_ever, listener))
    gevent.sleep(0.05)
    execute(
        database_url,
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where application_name = 'trelyazh bus' and datname = current_database()",
    )
    waiting.get(timeout=2)


def wait_for_ever(listener: Listener) -> None:
    while True:
        listener.wait(0.2)


def test_no_database_is_busy(database_url: str) -> None:
    with pytest.raises(Busy):
        Listener(database_url.replace("pg%2Fdata", "pg%2Fnowhere"), ["acts"])

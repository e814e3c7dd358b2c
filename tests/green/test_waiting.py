"""Connections that say nothing: they never stop those that do, and a crowd is no attack."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import Final

import pytest

from green.limits import RequestLimits
from green.waiting import Waiting
from tests.green.sites import Site, echo, serving
from tests.green.wire import Plain
from tests.waiting import until

HEALTH: Final = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
LORIS: Final = 1000
LIMITS: Final = RequestLimits(waiting=300, waiting_per_address=100, excess_seconds=0.5)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(echo, request_limits=LIMITS) as running:
        yield running


@pytest.fixture
def connections() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def health(site: Site) -> tuple[bool, float]:
    """Whether it is answered, and after how long."""
    began = time.monotonic()
    with Plain(site.port) as client:
        client.send(HEALTH)
        is_well = client.rest().startswith(b"HTTP/1.1 200")
    return is_well, time.monotonic() - began


def test_a_thousand_slow_ones_do_not_stop_a_health_check(
    site: Site, connections: ExitStack
) -> None:
    for number in range(LORIS):
        client = connections.enter_context(Plain(site.port))
        client.send(b"GET / HTTP/1.1\r\nX: y")
        if number % 200 == 0:
            assert health(site)[0]
    assert health(site)[0]
    assert len(site.server.waiting) <= LIMITS.waiting
    assert site.server.connections <= LIMITS.waiting + 1
    until(lambda: len(site.server.waiting) <= LIMITS.waiting_per_address)
    assert site.server.waiting.evicted > 0
    assert health(site)[0]


def test_a_crowd_from_one_address_gets_in(connections: ExitStack) -> None:
    """A school arrives: all have connected before the first one says what it wants."""
    patient = replace(LIMITS, excess_seconds=30.0)
    site = connections.enter_context(serving(echo, request_limits=patient))
    crowd = [connections.enter_context(Plain(site.port)) for _ in range(patient.waiting)]
    for each in crowd:
        each.send(HEALTH)
    assert all(each.rest().startswith(b"HTTP/1.1 200") for each in crowd)
    assert site.server.waiting.evicted == 0


def test_those_over_their_share_have_little_time(site: Site, connections: ExitStack) -> None:
    for _ in range(LIMITS.waiting_per_address + 20):
        connections.enter_context(Plain(site.port))
    until(lambda: len(site.server.waiting) == LIMITS.waiting_per_address + 20)
    until(lambda: len(site.server.waiting) == LIMITS.waiting_per_address)
    assert site.server.waiting.evicted == 0


class Silent:
    """A connection that says nothing, or has something that was not read."""

    def __init__(self, says: bool = False) -> None:
        self.says = says
        self.has_to_leave = False

    def is_silent(self) -> bool:
        return not self.says

    def leave(self) -> None:
        self.has_to_leave = True


def test_who_has_most_makes_room() -> None:
    waiting = Waiting(RequestLimits(waiting=5), by_address=True)
    player, attackers = Silent(), [Silent() for _ in range(8)]
    waiting.enter(player, "player")
    for each in attackers:
        waiting.enter(each, "attacker")
    assert [each.has_to_leave for each in attackers] == [True] * 4 + [False] * 4
    assert not player.has_to_leave
    assert (waiting.evicted, len(waiting), waiting.of_address("attacker")) == (4, 5, 4)


def test_who_has_said_something_stays() -> None:
    waiting = Waiting(RequestLimits(waiting=2), by_address=True)
    said, silent, newest = Silent(says=True), Silent(), Silent()
    for each in (said, silent, newest):
        waiting.enter(each, "school")
    assert (said.has_to_leave, silent.has_to_leave) == (False, True)
    newest.says = True
    waiting.enter(Silent(), "school")
    assert len(waiting) == 3  # all of them are about to be read


def test_behind_a_proxy_nobody_has_a_share() -> None:
    waiting = Waiting(RequestLimits(waiting=3, waiting_per_address=1), by_address=False)
    visitors = [Silent() for _ in range(4)]
    assert [waiting.enter(each, "proxy") for each in visitors] == [float("inf")] * 4
    assert [each.has_to_leave for each in visitors] == [True, False, False, False]


def test_who_leaves_is_forgotten() -> None:
    waiting = Waiting(RequestLimits(), by_address=True)
    visitor = Silent()
    for _ in range(2):
        waiting.enter(visitor, "a")
        waiting.leave(visitor)
        waiting.leave(visitor)
    assert (len(waiting), waiting.of_address("a"), waiting.evicted) == (0, 0, 0)

"""The sockets of a worker: how many come in, who is pinged and swept, how all are sent away."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Final

import pytest

from green.errors import SocketRefused
from green.limits import SocketLimits
from green.roster import Roster
from tests.green.sites import echo, serving
from tests.green.wire import PING, PONG, Client, Plain, frame, goodbye, opening
from tests.waiting import until

SOON: Final = SocketLimits(ping_seconds=(0.1, 0.2), silent_seconds=2.5)


@pytest.fixture
def clients() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def test_above_the_cap_a_socket_is_a_503_and_health_checks_are_answered(
    clients: ExitStack,
) -> None:
    with serving(echo, SocketLimits(sockets=5)) as site:
        inside = [clients.enter_context(Client(site.port)) for _ in range(5)]
        with Plain(site.port) as one_more:
            one_more.send(opening(site.port))
            answer = one_more.rest()
        assert answer.startswith(b"HTTP/1.1 503 ")
        assert b"\r\nRetry-After: 5\r\n" in answer
        assert site.roster.refusals == {"full": 1}
        with Plain(site.port) as check:
            check.send(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            assert check.rest().startswith(b"HTTP/1.1 200")
        inside[0].send(goodbye())
        inside[0].end.close()
        until(lambda: len(site.roster) == 4)
        assert clients.enter_context(Client(site.port)).status == 101


def test_one_address_has_its_share_and_is_told_so(clients: ExitStack) -> None:
    with serving(echo, SocketLimits(sockets_per_address=3)) as site:
        for _ in range(3):
            clients.enter_context(Client(site.port))
        with Client(site.port) as one_more:
            assert one_more.farewell() == (1013, "too_many_sockets")
        assert site.roster.refusals == {"too_many_sockets": 1}


@pytest.mark.parametrize(
    ("hops", "told", "is_same"),
    [
        (0, "{n}.1.1.1", True),  # no proxy of ours: anybody may write that
        (1, "{n}.1.1.1", False),
        (1, "1.1.1.{n}, 9.9.9.9", True),  # only the last entry is ours
        (2, "1.1.1.{n}, 9.9.9.9", False),
        (2, "8.8.8.8, 1.1.1.{n}, 9.9.9.9", False),
        (1, None, True),
    ],
)
def test_behind_proxies_the_address_is_what_our_own_saw(
    clients: ExitStack, hops: int, told: str | None, is_same: bool
) -> None:
    limits = SocketLimits(sockets_per_address=2, proxy_hops=hops)
    with serving(echo, limits) as site:
        for number in range(3):
            forwarded = told and told.format(n=number)
            clients.enter_context(Client(site.port, fields={"X-Forwarded-For": forwarded}))
        assert site.roster.refusals["too_many_sockets"] == int(is_same)


def test_places_are_given_back_whatever_happens() -> None:
    roster = Roster(SocketLimits(sockets=2, sockets_per_address=1))
    for _ in range(3):
        with pytest.raises(ValueError), roster.place("a"):
            raise ValueError
    with roster.place("a"):
        with pytest.raises(SocketRefused, match="too_many_sockets"), roster.place("a"):
            pass
        with roster.place("b"), pytest.raises(SocketRefused, match="full"), roster.place("c"):
            pass
    assert (len(roster), roster.refusals) == (0, {"too_many_sockets": 1, "full": 1})


def test_a_quiet_client_is_pinged_and_one_that_answers_stays() -> None:
    with serving(echo, SOON) as site, Client(site.port) as client:
        began = time.monotonic()
        while time.monotonic() - began < SOON.silent_seconds + 1.2:
            assert client.frame().opcode == PING
            client.send(frame(PONG))
        client.say("still here")
        assert client.hear() == "still here"
        assert not site.roster.drops


def test_a_silent_one_is_swept() -> None:
    with serving(echo, SocketLimits(ping_seconds=(0.1, 0.2), silent_seconds=0.5)) as site:
        with Client(site.port) as client:
            assert {each.opcode for each in client.frames()} <= {PING}
        until(lambda: len(site.roster) == 0)
        assert site.roster.drops == {"silent": 1}


def test_pings_are_spread_and_in_time() -> None:
    limits = SocketLimits()
    assert limits.ping_seconds == (20.0, 25.0)
    assert limits.silent_seconds == 30.0


def test_all_are_closed_with_the_code_and_whoever_stays_is_dropped(clients: ExitStack) -> None:
    with serving(echo) as site:
        everybody = [clients.enter_context(Client(site.port)) for _ in range(60)]
        polite, mute = everybody[:40], everybody[40:]
        site.roster.close_all(1012, "restart", within_seconds=0.1)
        assert {each.farewell() for each in polite} == {(1012, "restart")}
        for each in polite:
            each.end.close()
        assert {each.frame().payload[:2] for each in mute} == {b"\x03\xf4"}
        until(lambda: len(site.roster) == 20)
        site.roster.drop_all("restart")
        until(lambda: len(site.roster) == 0)
        assert site.roster.drops["restart"] == 20


def test_drops_are_told() -> None:
    told: list[str] = []
    with serving(echo) as site:
        site.roster.on_drop = told.append
        with Client(site.port) as client:
            client.say("a")
            client.hear()
        until(lambda: told == ["gone"])
